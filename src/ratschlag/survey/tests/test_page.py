"""The page of the survey: sent, answered with a receipt, refused clearly, and nothing lost."""

import re
from urllib.parse import urlencode

import pytest

from ratschlag.city.rules import LANGUAGES, direction
from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.models import Contribution
from ratschlag.process.models import Process
from ratschlag.process.rules import State
from ratschlag.survey.models import WaitingDetails
from ratschlag.survey.tests.hands import KEY, PAGE, it_is, nothing_stored, sheet
from tests import cast

pytestmark = pytest.mark.django_db
TEXT = "Mehr Bäume, <b>bitte</b>."


def page_of(response) -> str:
    return response.content.decode()


def form_key_on(response) -> str:
    return re.search(r'name="form_key" value="([^"]+)"', page_of(response))[1]


def receipt_on(response) -> str:
    shown = re.search(r'id="receipt"[^>]*>(.*?)</p>', page_of(response), re.S)[1]
    return re.sub(r"<[^>]+>|\s", "", shown)


def test_the_form_asks_and_says_what_for(client, survey):
    response = client.get(PAGE)
    page = page_of(response)
    assert response.status_code == 200
    for said in ("Ideen gesucht", "Für das Konzept.", "Keine Abstimmung.", "Was läuft gut?"):
        assert said in page
    assert page.count("<textarea") == 3
    assert 'autocomplete="off"' in page
    assert "2.000" in page
    assert response["Cache-Control"] == "no-store"
    assert form_key_on(response) != form_key_on(client.get(PAGE))


def test_who_answers_gets_the_receipt_as_the_answer(client, survey):
    response = client.post(PAGE, sheet(q3=TEXT, d_age="unter-30"))
    assert response.status_code == 200
    assert is_receipt(receipt_on(response))
    assert re.search(r"<span>\d{4}</span> <span>\d{4}</span>", page_of(response))
    # The QR code is drawn when somebody asks for it (test_slip.py).
    assert '<svg class="qr"' not in page_of(response)
    assert 'href="/de/beitrag/"' in page_of(response)
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "same-origin")
    assert Contribution.objects.get().text == TEXT
    assert WaitingDetails.objects.get().choices == {"d_age": "unter-30"}


def test_neither_page_sets_a_cookie_or_loads_from_elsewhere(client, survey):
    for response in (client.get(PAGE), client.post(PAGE, sheet(q1="Ja")), client.post(PAGE, {})):
        assert not response.cookies
        assert "style=" not in page_of(response)
        assert "<script>" not in page_of(response)
        assert not re.search(r'(src|action)="(https?:)?//', page_of(response))
    assert not client.cookies


def test_the_receipt_has_no_address_that_tells_it(client, survey):
    response = client.post(PAGE, sheet(q1="Ja"))
    code = receipt_on(response)
    assert code not in re.sub(
        r"\s", "", " ".join(re.findall(r'(?:href|action|src)="[^"]*"', page_of(response)))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_asks_takes_and_gives_a_receipt(client, survey, language):
    page = PAGE.replace("/de/", f"/{language}/")
    assert f'dir="{direction(language)}"' in page_of(client.get(page))
    assert is_receipt(receipt_on(client.post(page, sheet(q1="Ja"))))
    assert Contribution.objects.get().language == language


def test_the_same_form_sent_twice_shows_the_same_receipt(client, survey):
    first = client.post(PAGE, sheet(q3=TEXT))
    again = client.post(PAGE, sheet(q3=TEXT))
    assert receipt_on(first) == receipt_on(again)
    assert Contribution.objects.count() == 1


def test_with_other_words_it_asks_whether_it_is_a_further_answer(client, survey):
    client.post(PAGE, sheet(q3=TEXT))
    with nothing_stored():
        response = client.post(PAGE, sheet(q3="Und <i>Bänke</i>.", d_place="sued"))
    assert response.status_code == 409
    assert "Und &lt;i&gt;Bänke&lt;/i&gt;." in page_of(response)
    assert '<option value="sued" selected>' in page_of(response)
    fresh = form_key_on(response)
    assert fresh != KEY
    assert client.post(PAGE, sheet(fresh, q3="Und Bänke.")).status_code == 200
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"q1": "  \n ", "q2": "\u00a0"},
        {"q3": "x" * 2001},
        {"q3": "Mehr\x00Bäume"},
        {"q3": TEXT, "q4": "Eine Frage, die es nicht gibt"},
        {"q3": TEXT, "d_shoe": "42"},
        {"q3": TEXT, "d_age": "steinalt"},
        {"q3": TEXT, "d_age": "\x00"},
        {"q3": TEXT, "form_key": "kurz"},
        {"q3": TEXT, "form_key": "x" * 65},
        {"q3": TEXT, "form_key": "a-form-key-of-the-tests-\x00"},
        {"q3": TEXT, "channel": "letter"},
    ],
    ids=lambda typed: repr(typed)[:40],
)
def test_what_can_not_be_taken_is_said_and_kept(client, survey, typed):
    with nothing_stored():
        response = client.post(PAGE, {**sheet(), **typed})
    assert response.status_code == 422
    assert 'role="alert"' in page_of(response)
    kept = typed.get("q3", "").replace("\x00", "")
    if kept == TEXT:
        assert "Mehr Bäume, &lt;b&gt;bitte&lt;/b&gt;." in page_of(response)
    elif kept.startswith("x"):
        assert kept in page_of(response)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,64}", form_key_on(response))


def test_a_form_without_a_key_is_a_new_answer_each_time(client, survey):
    first, second = (client.post(PAGE, sheet("", q3=TEXT)) for _time in range(2))
    assert receipt_on(first) != receipt_on(second)
    assert Contribution.objects.count() == 2


def test_two_thousand_characters_with_ends_of_lines_are_not_too_many(client, survey):
    text = "zehn Worte\r\n" * 181 + "zehn Worte"[:9]
    assert len(text.replace("\r\n", "\n")) == 2000
    assert client.post(PAGE, sheet(q3=text)).status_code == 200
    assert len(Contribution.objects.get().text) == 2000


def test_bytes_that_are_no_text_are_no_fault_of_ours(client, survey):
    body = urlencode(sheet()).replace("q3=", "q3=%ED%A0%80%FF").encode()
    response = client.post(PAGE, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert "\ufffd" in Contribution.objects.get().text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://testserver.elsewhere.example"},
    ],
)
def test_what_another_site_sends_is_not_stored_but_kept(client, survey, headers):
    with nothing_stored():
        response = client.post(PAGE, sheet(q3=TEXT), headers=headers)
    assert response.status_code == 403
    assert "Mehr Bäume, &lt;b&gt;bitte&lt;/b&gt;." in page_of(response)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "http://testserver"},
        {"Origin": "https://testserver"},  # behind a proxy
    ],
)
def test_what_comes_from_here_or_says_nothing_is_taken(client, survey, headers):
    assert client.post(PAGE, sheet(q3=TEXT), headers=headers).status_code == 200


def test_before_its_time_the_page_says_when_it_will_be_open(client, process):
    it_is(3)
    cast.a_survey(process)
    response = client.get(PAGE)
    assert response.status_code == 200
    for said in ("2016-09-05", "2016-09-25"):
        assert said in page_of(response)
    assert "<textarea" not in page_of(response)
    with nothing_stored():
        assert client.post(PAGE, sheet(q3=TEXT)).status_code == 409


@pytest.mark.parametrize("typed", [{"q3": TEXT}, {"q3": TEXT, "q1": "x" * 2001}])
def test_after_its_time_what_was_typed_is_shown_to_be_copied(client, survey, typed):
    it_is(26, 0)
    with nothing_stored():
        response = client.post(PAGE, sheet(**typed))
    assert response.status_code == 409
    assert "Mehr Bäume, &lt;b&gt;bitte&lt;/b&gt;." in page_of(response)
    assert "2016-09-25" in page_of(response)
    assert client.get(PAGE).status_code == 200


def test_the_last_second_counts_and_the_next_does_not(client, survey):
    it_is(25, 23, 59, 58)
    assert client.post(PAGE, sheet(q3=TEXT)).status_code == 200
    it_is(26, 0)
    assert client.post(PAGE, sheet("another-form-key-of-tests", q3=TEXT)).status_code == 409
    assert client.post(PAGE, sheet(q3=TEXT)).status_code == 200  # sent again: the same receipt


@pytest.mark.parametrize(
    "address",
    ["/xx/verfahren/klima/befragung/", "/de/verfahren/verkehr/befragung/", "/verfahren/klima/befragung/"],
)  # fmt: skip
def test_what_there_is_not_is_not_there(client, survey, address):
    assert client.get(address).status_code == 404
    assert client.post(address, sheet(q3=TEXT)).status_code == 404


def test_without_a_survey_or_before_it_is_announced_there_is_nothing(client, process):
    assert client.get(PAGE).status_code == 404
    it_is(12)
    cast.a_survey(process)
    Process.objects.update(state=State.PREPARING)
    assert client.get(PAGE).status_code == client.post(PAGE, sheet(q1="x")).status_code == 404
    Process.objects.update(state=State.ANNOUNCED)
    assert client.post(PAGE, {**sheet(q1="x"), "survey": "andere"}).status_code == 404


def test_the_pages_of_the_process_lead_to_it_while_it_is_open(client, process):
    cast.a_phase(process, starts="5.9.2016", ends="25.9.2016")
    type(process.phases.get()).objects.update(invitation="Sagen Sie es uns.")
    it_is(3)
    cast.a_survey(process)
    for day, is_linked in ((4, False), (12, True), (26, False)):
        it_is(day)
        for address in ("/de/", "/de/verfahren/klima/"):
            assert (f'href="{PAGE}"' in page_of(client.get(address))) is is_linked, (day, address)


def test_the_page_takes_few_queries(client, survey, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        client.get(PAGE)
    with django_assert_max_num_queries(11):
        client.get(PAGE.replace("/de/", "/ar/"))
