"""Looking a number up: typed on any keyboard, slips told, guessing slowed down, nothing kept."""

import logging

import pytest

from ratschlag.city.rules import LANGUAGES, direction
from ratschlag.journal.models import Entry
from ratschlag.lib.tries import Tries
from ratschlag.portal.tests.numbers import FATE, TAKE_BACK, a_code, a_receipt, look_up
from ratschlag.portal.views import fate
from ratschlag.process.rules import State
from tests import cast

CODE = a_code()
UNKNOWN = a_code(77)
MISTYPED = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
WORDS = "Mehr Bäume, <b>bitte</b>."


@pytest.fixture(autouse=True)
def tries(monkeypatch) -> Tries:
    """Nobody was wrong before."""
    fresh = Tries()
    monkeypatch.setattr(fate, "wrong_numbers", fresh)
    return fresh


@pytest.fixture
def receipt(process):
    found = a_receipt(process)
    cast.a_contribution(process, WORDS, receipt=found)
    return found


def test_the_form_asks_for_one_number(client, city):
    page = client.get(FATE).text
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="off"' in page
    assert page.count("<h1") == 1
    assert page.count('name="receipt"') == 1


def test_the_answer_to_the_form_is_the_fate(client, receipt):
    response = look_up(client)
    assert response.status_code == 200
    assert "Mehr Bäume, &lt;b&gt;bitte&lt;/b&gt;." in response.text
    assert '<blockquote class="mywords" lang="de" dir="ltr">' in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers_in_the_language_of_the_page(client, receipt, language):
    page = look_up(client, to=f"/{language}/beitrag/").text
    assert f'dir="{direction(language)}"' in page
    assert "Mehr Bäume" in page


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        f"  {CODE} ",
        " ".join(CODE[at : at + 4] for at in range(0, 20, 4)),
        "-".join(CODE[at : at + 4] for at in range(0, 20, 4)),
        "–".join(CODE[at : at + 5] for at in range(0, 20, 5)),
        CODE.translate({ord(str(digit)): ord("٠") + digit for digit in range(10)}),
        CODE.translate({ord(str(digit)): ord("۰") + digit for digit in range(10)}),
        f"\u200e{CODE}\u200f",
        "\u00a0".join(CODE),
    ],
)
def test_it_is_found_however_it_was_typed(client, receipt, typed):
    assert "Mehr Bäume" in look_up(client, typed).text


def test_a_slip_of_the_pen_is_told_before_anything_is_looked_up(
    client, receipt, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6) as asked:
        response = look_up(client, MISTYPED)
    assert response.status_code == 422
    assert "One digit is mistyped" in response.text
    assert f'value="{MISTYPED}"' in response.text
    assert not any(
        "contributions_receipt" in row["sql"] and "code_hash" in row["sql"] for row in asked
    )


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "1",
        CODE[:-1],
        CODE + "1",
        "x" * 20,
        CODE[:-1] + "x",
        "9" * 5000,
        "1\x002",
        "½" * 20,
    ],
    ids=lambda typed: repr(typed)[:20],
)
@pytest.mark.parametrize("to", [FATE, TAKE_BACK])
def test_what_is_no_number_is_said_and_not_counted(client, receipt, tries, typed, to):
    response = look_up(client, typed or " ", to=to)
    assert response.status_code == 422
    assert 'class="err"' in response.text
    assert len(tries) == 0


def test_half_a_pair_of_surrogates_is_no_fault_of_ours(client, receipt):
    response = client.post(
        FATE, b"receipt=%ED%A0%80", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 422


@pytest.mark.parametrize("to", [FATE, TAKE_BACK])
def test_every_unknown_number_gets_the_same_answer_to_the_byte(client, receipt, to):
    first, second = look_up(client, UNKNOWN, to=to), look_up(client, a_code(10**18), to=to)
    assert first.status_code == second.status_code == 422
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())
    assert "We do not know this number." in first.text
    assert UNKNOWN not in first.text


def test_every_unknown_number_costs_one_hash_and_one_look_up(
    client, receipt, django_assert_num_queries
):
    look_up(client, UNKNOWN)
    with django_assert_num_queries(7) as asked:
        look_up(client, a_code(10**18))
    assert sum('"code_hash" = ' in row["sql"] for row in asked) == 1


def test_a_number_of_a_process_that_is_being_prepared_is_unknown(client, city):
    hidden = cast.a_process("geheim", state=State.PREPARING)
    cast.a_contribution(hidden, WORDS, receipt=a_receipt(hidden))
    assert look_up(client).content == look_up(client, UNKNOWN).content


def test_after_ten_wrong_numbers_one_waits(client, receipt):
    for number in range(10):
        assert look_up(client, a_code(100 + number)).status_code == 422
    response = look_up(client, UNKNOWN)
    assert response.status_code == 429
    assert response["Retry-After"] == "20"
    assert "try again in 20 seconds" in response.text
    assert look_up(client, to=TAKE_BACK).status_code == 429
    right = look_up(client)
    assert right.status_code == 429
    assert "not even at the right one" in right.text
    assert "Mehr Bäume" not in right.text


def test_others_do_not_wait(client, receipt):
    for number in range(11):
        look_up(client, a_code(100 + number))
    elsewhere = client.post(FATE, {"receipt": CODE}, REMOTE_ADDR="192.0.2.77")
    assert elsewhere.status_code == 200


def test_reading_the_form_is_always_possible(client, receipt):
    for number in range(11):
        look_up(client, a_code(100 + number))
    assert client.get(FATE).status_code == 200


@pytest.mark.parametrize("number", range(5))
def test_right_numbers_do_not_count(client, receipt, tries, number):
    look_up(client)
    assert len(tries) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
@pytest.mark.parametrize("to", [FATE, TAKE_BACK])
def test_what_another_site_sends_is_not_looked_up(client, receipt, headers, to):
    response = client.post(to, {"receipt": CODE}, headers=headers)
    assert response.status_code == 403
    assert "Mehr Bäume" not in response.text


def test_nothing_is_kept_and_nothing_goes_on(client, receipt, caplog):
    caplog.set_level(logging.DEBUG)
    entries = Entry.objects.count()
    for response in (client.get(FATE), look_up(client), look_up(client, UNKNOWN)):
        assert (response["Cache-Control"], response["Referrer-Policy"]) == (
            "no-store",
            "same-origin",
        )
        assert not response.cookies
        assert "style=" not in response.text
        assert "<script" not in response.text
    assert not client.cookies
    assert CODE not in "".join(
        row.getMessage() for row in caplog.records if "sql" not in row.__dict__
    )
    assert Entry.objects.count() == entries


def test_the_number_stands_in_no_address_and_no_title(client, receipt):
    page = look_up(client).text
    title = page[page.index("<title>") : page.index("</title>")]
    assert not any(sign.isdigit() for sign in title)
    addresses = [
        part.split('"')[0] for part in page.replace("action=", "href=").split('href="')[1:]
    ]
    assert not any(CODE in address or CODE[:4] in address for address in addresses)


def test_the_menu_leads_here_once_somebody_has_a_number(client, process):
    home = f"/en/verfahren/{process.slug}/"
    assert f'href="{FATE}"' not in client.get(home).text
    a_receipt(process)
    assert f'href="{FATE}"' in client.get(home).text
