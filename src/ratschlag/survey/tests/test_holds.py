"""Held answers get their receipt, wait for a person, and are decided together where they are equal."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.journal.models import Entry
from ratschlag.lib.flood import Flood
from ratschlag.people.rules import Role
from ratschlag.survey.actions import HoldRefused, decide_holds, take_back_response
from ratschlag.survey.compute.abuse import FLOOD_FROM, MANY_EQUAL
from ratschlag.survey.models import Hold, Response
from ratschlag.survey.queries import COUNTED, held_groups
from ratschlag.survey.rules import HoldReason
from ratschlag.survey.tests.hands import PAGE, answer, sheet
from ratschlag.survey.views import abuse
from tests import cast

DESK = "/desk/gehalten/klima/"
LONG = "Wir fordern mehr Bäume auf jedem Platz dieser Stadt."


@pytest.fixture
def client() -> Client:
    """Someone from outside: what comes from the machine itself says nothing about who sends."""
    return Client(REMOTE_ADDR="192.0.2.7")


def held(survey, number: int = 0, text: str = LONG) -> Hold:
    texts = {"q3": text}
    done = answer(survey, f"form-key-of-the-tests-{number:04}", texts=texts, hold=HoldReason.EQUAL)
    return done.response.hold


def flooded(survey) -> None:
    flood = abuse.floods.of(survey.pk)
    for _sending in range(FLOOD_FROM):
        flood.count(is_strange=True)


def test_a_hidden_field_that_was_filled_in_holds_the_answer(client, survey):
    reply = client.post(PAGE, sheet(q3="Mehr Bäume.") | {"website": "http://spam.example"})
    assert reply.status_code == 200
    assert 'id="receipt"' in reply.text
    assert Hold.objects.get().reason == HoldReason.HIDDEN_FIELD
    assert Contribution.objects.get().publication == Publication.HELD


def test_the_hidden_field_is_seen_by_no_person_and_no_helper(client, survey):
    page = client.get(PAGE).text
    start = page.index("<p hidden>")
    assert 'name="website"' in page[start : page.index("</p>", start)]
    assert 'autocomplete="off"' in page[start : page.index("</p>", start)]


def test_an_ordinary_answer_is_not_held(client, survey):
    assert client.post(PAGE, sheet(q3="Mehr Bäume.") | {"website": ""}).status_code == 200
    assert not Hold.objects.exists()
    assert Contribution.objects.get().publication == Publication.RECEIVED


def test_the_same_words_again_and_again_are_held_from_the_tenth_on(client, survey):
    for number in range(MANY_EQUAL + 5):
        key = f"form-key-of-the-tests-{number:04}"
        assert client.post(PAGE, sheet(key, q3=LONG.upper())).status_code == 200
    assert Hold.objects.count() == 6
    assert Response.objects.count() == MANY_EQUAL + 5


def test_thirty_pupils_with_one_slogan_are_not_held(client, survey):
    for number in range(30):
        key = f"form-key-of-the-tests-{number:04}"
        assert client.post(PAGE, sheet(key, q3="Mehr Radwege!")).status_code == 200
    assert Response.objects.count() == 30
    assert not Hold.objects.exists()


def test_a_thousand_in_a_minute_are_told_to_come_again_and_keep_their_words(client, survey):
    for number in range(abuse.pace.burst):
        abuse.pace.may_pass("192.0.2.7", str(number))
    reply = client.post(PAGE, sheet(q3="Mehr Bäume <hier>."))
    assert reply.status_code == 429
    assert reply["Retry-After"] == "20"
    assert "20 Sekunden" in reply.text
    assert "Mehr Bäume &lt;hier&gt;." in reply.text
    assert 'value="a-form-key-of-the-tests-1"' in reply.text
    assert not Response.objects.exists()


def test_during_a_flood_the_page_asks_for_a_proof_and_only_then(client, survey):
    assert "data-proof" not in client.get(PAGE).text
    flooded(survey)
    page = client.get(PAGE).text
    assert 'data-proof="/de/verfahren/klima/befragung/nachweis/"' in page
    assert "style=" not in page


def test_during_a_flood_an_answer_without_proof_is_held_and_one_with_it_is_not(client, survey):
    flooded(survey)
    assert client.post(PAGE, sheet(q3="Mehr Bäume.") | {"altcha": ""}).status_code == 200
    assert Hold.objects.get().reason == HoldReason.FLOOD
    from ratschlag.lib.tests.test_flood import solved  # noqa: PLC0415

    task = client.get("/de/verfahren/klima/befragung/nachweis/")
    assert task["Cache-Control"] == "no-store"
    key = "another-form-key-of-tests"
    reply = client.post(PAGE, sheet(key, q3="Mehr Wege.") | {"altcha": solved(task.json())})
    assert reply.status_code == 200
    assert Hold.objects.count() == 1


def test_a_held_answer_is_not_counted_until_it_is_accepted(survey, coordinator):
    hold = held(survey)
    assert not Response.objects.filter(COUNTED).exists()
    decide_holds(survey, [hold.pk], is_accepted=True, by=coordinator)
    assert Response.objects.filter(COUNTED).count() == 1
    assert Contribution.objects.get().publication == Publication.RECEIVED


def test_a_refused_answer_says_why_to_whoever_has_the_receipt(client, survey, coordinator):
    done = answer(survey, texts={"q3": LONG}, hold=HoldReason.EQUAL)
    before = client.post("/de/beitrag/", {"receipt": done.code})
    assert LONG in before.text
    why = "Tausendmal <dasselbe> von einer Maschine."
    decide_holds(survey, [done.response.hold.pk], is_accepted=False, why=why, by=coordinator)
    assert Contribution.objects.get().publication == Publication.REJECTED
    after = client.post("/de/beitrag/", {"receipt": done.code})
    assert "Tausendmal &lt;dasselbe&gt; von einer Maschine." in after.text
    line = Entry.objects.get(verb="survey.held_refused")
    assert line.detail == {"count": 1}


def test_a_decision_stands_and_a_refusal_needs_a_reason(survey, coordinator):
    hold = held(survey)
    with pytest.raises(HoldRefused):
        decide_holds(survey, [hold.pk], is_accepted=False, why=" ", by=coordinator)
    decide_holds(survey, [hold.pk], is_accepted=True, by=coordinator)
    with pytest.raises(HoldRefused):
        decide_holds(survey, [hold.pk], is_accepted=False, why="Doch nicht.", by=coordinator)


def test_answers_of_another_survey_are_not_touched(survey, coordinator):
    other = cast.a_survey(cast.a_process("verkehr"))
    hold = held(survey)
    with pytest.raises(HoldRefused):
        decide_holds(other, [hold.pk], is_accepted=True, by=coordinator)
    assert Hold.objects.open().count() == 1


def test_what_was_taken_back_stays_taken_back(survey, coordinator):
    hold = held(survey)
    take_back_response(hold.response.receipt, is_counted=False)
    assert held_groups(survey) == []
    decide_holds(survey, [hold.pk], is_accepted=True, by=coordinator)
    assert Contribution.objects.get().publication == Publication.WITHDRAWN


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "humour"},
        {"decided_on": "2016-09-13"},
        {"is_accepted": True},
        {"decided_on": "2016-09-13", "is_accepted": False, "why": ""},
    ],
)
def test_the_database_refuses_nonsense(survey, wrong):
    hold = held(survey)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(**wrong)


def test_a_flood_of_equal_texts_is_one_decision(desk, survey):
    for number in range(7):
        held(survey, number, LONG if number % 2 else LONG.lower())
    held(survey, 50, "Etwas ganz anderes, das nur einmal kam und gehalten wurde.")
    groups = held_groups(survey)
    assert [group.count for group in groups] == [7, 1]
    page = desk.get(DESK)
    assert "8" in page.text and "7-mal" in page.text or "7 times" in page.text
    reply = desk.post(DESK, {"group": groups[0].key, "decision": "accept", "why": ""})
    assert reply.status_code == 302
    assert Hold.objects.open().count() == 1
    assert Entry.objects.get(verb="survey.held_accepted").detail == {"count": 7}


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"group": "x", "decision": "accept"},
        {"group": "0" * 64, "decision": "accept"},
        {"group": "KEY", "decision": "refuse", "why": ""},
        {"group": "KEY", "decision": "refuse", "why": "   "},
        {"group": "KEY", "decision": "refuse", "why": "\x00"},
        {"group": "KEY", "decision": "refuse", "why": "x" * 501},
        {"group": "KEY", "decision": "burn", "why": "x"},
    ],
)
def test_wrong_input_decides_nothing(desk, survey, typed):
    held(survey)
    key = held_groups(survey)[0].key
    reply = desk.post(DESK, {name: value.replace("KEY", key) for name, value in typed.items()})
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert Hold.objects.open().count() == 1


def test_only_who_may_redact_decides(browser_of, survey):
    held(survey)
    assert browser_of(cast.a_person("Cem Coder", Role.CODER)).get(DESK).status_code == 200
    assert browser_of(cast.a_person("Klara Clerk", Role.CLERK)).get(DESK).status_code == 403
    assert Client().get(DESK).status_code == 302


def test_held_answers_do_not_wait_at_the_coding_desk(desk, survey):
    held(survey)
    page = desk.get("/desk/beitraege/")
    assert f'href="{DESK}"' in page.text


def test_behind_a_proxy_that_was_not_named_nobody_waits(survey):
    for number in range(abuse.pace.burst + 10):
        key = f"form-key-of-the-tests-{number:04}"
        assert Client().post(PAGE, sheet(key, q3="Mehr Radwege!")).status_code == 200


def test_what_was_counted_names_nobody():
    assert set(vars(Flood())) == {"_clock", "_lock", "_secret", "_minutes", "_texts"}
