"""Consultations: planned, moved, held, deferred and read again."""

from datetime import date

import pytest

from ratschlag.council.actions import (
    ConsultationRefused,
    hold_consultation,
    plan_consultation,
    revise_consultation,
    withdraw_paper,
)
from ratschlag.council.models import Consultation
from ratschlag.council.queries import paper_sheet, unreported
from ratschlag.council.rules import ConsultationRole, Result
from ratschlag.council.tests.hands import (
    NOTHING_SAVED,
    SESSION,
    SUBMITTED,
    nothing_written,
    on,
    session_of,
    the_line,
)
from ratschlag.people.rules import Role
from ratschlag.process.rules import Tense
from tests import cast

FEBRUARY, MARCH = date(2017, 2, 16), date(2017, 3, 9)


@pytest.fixture
def paper(process):
    on(SUBMITTED)
    return cast.a_submitted_paper(process)


@pytest.fixture
def meeting(paper):
    return cast.a_consultation(paper, cast.a_body(), FEBRUARY)


def test_a_consultation_is_planned_held_and_shown_with_its_votes(paper, desk):
    body = cast.a_body("Bauausschuss")
    wanted = {"body": body.pk, "meets_on": "16.2.2017", "role": "preliminary"}
    assert desk.post(f"/desk/rat/{paper.pk}/beratung/neu/", wanted).status_code == 302
    meeting = paper.consultations.get(body=body)
    assert (meeting.position, meeting.reading, meeting.is_authoritative) == (2, 1, False)
    on(FEBRUARY)
    typed = {"result": "agreed", "in_favour": 12, "against": 1, "abstained": 0, "note": "Gern."}
    assert desk.post(f"/desk/rat/beratung/{meeting.pk}/ergebnis/", typed).status_code == 302
    page = desk.get("/de/verfahren/klima/rat/").text
    assert "Bauausschuss: zugestimmt" in page
    assert "12 dafür, 1 dagegen, 0 enthalten" in page
    assert the_line("consultation.held").detail["vote"] == [12, 1, 0]


def test_votes_are_not_needed(meeting):
    on(FEBRUARY)
    hold_consultation(meeting, result=Result.AGREED_WITH_NOTES, by=None)
    meeting.refresh_from_db()
    assert not meeting.has_votes


def test_a_deferred_paper_is_read_a_second_time_and_the_page_links_there(paper, meeting, desk):
    on(FEBRUARY)
    hold_consultation(meeting, result=Result.DEFERRED, note="Erst die Kosten.", by=None)
    again = cast.a_consultation(paper, meeting.body, MARCH)
    assert (again.reading, again.position) == (2, 3)
    page = desk.get("/de/verfahren/klima/rat/").text
    assert 'class="past later"' in page
    assert f'href="#beratung-{again.position}"' in page
    assert "zweite Lesung" in page
    # Shown by their days, not in the order in which they were planned.
    days = [stop.consultation.meets_on for stop in paper_sheet(paper, FEBRUARY).path]
    assert days == [FEBRUARY, MARCH, SESSION]


def test_deferred_then_referred_then_withdrawn_are_ordinary_ends(paper):
    body = cast.a_body()
    ends = (Result.DEFERRED, Result.REFERRED, Result.WITHDRAWN)
    days = (FEBRUARY, date(2017, 2, 23), MARCH)
    for reading, (day, end) in enumerate(zip(days, ends, strict=True), start=1):
        meeting = cast.a_consultation(paper, body, day)
        assert meeting.reading == reading
        on(day)
        hold_consultation(meeting, result=end, by=None)
    path = paper_sheet(paper, MARCH).path
    assert [stop.consultation.result for stop in path] == [*ends, ""]
    assert [stop.next_reading is not None for stop in path] == [True, True, False, False]


def test_what_was_written_down_wrongly_is_written_down_again(meeting):
    on(FEBRUARY)
    hold_consultation(meeting, result=Result.AGREED, by=None)
    hold_consultation(meeting, result=Result.REJECTED, in_favour=1, against=2, abstained=0, by=None)
    meeting.refresh_from_db()
    assert (meeting.result, meeting.against) == (Result.REJECTED, 2)


def test_a_consultation_is_moved_until_it_was_held(meeting, desk):
    address = f"/desk/rat/beratung/{meeting.pk}/"
    wanted = {"body": meeting.body_id, "meets_on": "2017-02-20", "role": "hearing"}
    assert desk.post(address, wanted).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.meets_on, meeting.role, meeting.reading) == (date(2017, 2, 20), "hearing", 1)
    assert the_line("consultation.revised").detail == {"before": "2017-02-16", "on": "2017-02-20"}
    on(date(2017, 2, 20))
    hold_consultation(meeting, result=Result.AGREED, by=None)
    with nothing_written():
        answer = desk.post(address, wanted | {"meets_on": "2017-02-27"})
    assert answer.status_code == 422
    assert "Sie lässt sich nicht mehr verlegen." in answer.text


def test_moved_to_another_body_it_is_the_next_reading_there(paper, meeting):
    other = cast.a_consultation(paper, cast.a_body("Bauausschuss"), MARCH)
    other.body = meeting.body
    revise_consultation(other, by=None)
    other.refresh_from_db()
    assert other.reading == 2


def test_a_day_is_past_now_or_next_and_past_when_held(paper, meeting):
    def tense(today):
        return paper_sheet(paper, today).path[0].tense

    assert tense(date(2017, 2, 15)) is Tense.NEXT
    assert tense(FEBRUARY) is Tense.NOW
    assert tense(date(2017, 2, 17)) is Tense.PAST
    on(FEBRUARY)
    hold_consultation(meeting, result=Result.AGREED, by=None)
    assert tense(FEBRUARY) is Tense.PAST


def test_a_result_that_is_missing_is_said_and_stands_at_the_desk(paper, meeting, browser_of):
    on(date(2017, 2, 17))
    assert [row.pk for row in unreported(date(2017, 2, 17))] == [meeting.pk]
    assert list(unreported(FEBRUARY)) == []
    service = browser_of(cast.a_person("Rita Rat", Role.COUNCIL_SERVICE))
    assert "Umweltausschuss: Ergebnis der Beratung" in service.get("/desk/").text
    assert (
        "Das Ergebnis ist noch nicht eingetragen." in service.get("/de/verfahren/klima/rat/").text
    )
    withdraw_paper(paper, by=None)
    assert list(unreported(date(2017, 2, 17))) == []


def test_nothing_is_held_before_its_day_in_the_city(meeting, desk):
    on(date(2017, 2, 15))
    with nothing_written():
        answer = desk.post(f"/desk/rat/beratung/{meeting.pk}/ergebnis/", {"result": "agreed"})
    assert answer.status_code == 422
    assert "noch nicht gekommen" in answer.text
    with pytest.raises(ConsultationRefused):
        hold_consultation(meeting, result=Result.AGREED, by=None)


@pytest.mark.parametrize("state", ["preparing", "withdrawn"])
def test_nothing_is_held_while_the_paper_is_not_before_the_council(process, state):
    on(SUBMITTED)
    paper = cast.a_paper(process)
    if state == "withdrawn":
        withdraw_paper(paper, by=None)
    on(SESSION)
    with nothing_written(), pytest.raises(ConsultationRefused):
        hold_consultation(session_of(paper), result=Result.ADOPTED, by=None)


def test_nothing_is_planned_for_a_paper_that_is_done_with(paper):
    withdraw_paper(paper, by=None)
    planned = Consultation(
        paper=paper, body=cast.a_body(), meets_on=MARCH, role=ConsultationRole.HEARING
    )
    with nothing_written(), pytest.raises(ConsultationRefused):
        plan_consultation(planned, by=None)


@pytest.mark.parametrize(
    ("role", "result"),
    [(ConsultationRole.PRELIMINARY, Result.ADOPTED), (ConsultationRole.DECISION, Result.AGREED)],
)
def test_a_body_can_not_end_with_what_only_another_may(paper, desk, role, result):
    meeting = cast.a_consultation(paper, cast.a_body(), FEBRUARY, role)
    on(FEBRUARY)
    with nothing_written():
        typed = {"result": str(result)}
        answer = desk.post(f"/desk/rat/beratung/{meeting.pk}/ergebnis/", typed)
        with pytest.raises(ConsultationRefused):
            hold_consultation(meeting, result=result, by=None)
    assert answer.status_code == 422


@pytest.mark.parametrize("typed", [
    {"result": ""},
    {"result": "erfunden"},
    {"in_favour": "-1", "against": "1", "abstained": "1"},
    {"in_favour": "1"},
    {"in_favour": "1", "against": "1"},
    {"in_favour": "10000", "against": "0", "abstained": "0"},
    {"in_favour": "9" * 40, "against": "0", "abstained": "0"},
    {"in_favour": "viele", "against": "0", "abstained": "0"},
    {"in_favour": "1.5", "against": "0", "abstained": "0"},
    {"note": "x" * 301},
    {"note": "Da\x00s"},
])  # fmt: skip
def test_a_result_that_can_not_be_is_refused_and_what_was_typed_stays(meeting, desk, typed):
    on(FEBRUARY)
    typed = {"result": "agreed", "note": "Gern."} | typed
    with nothing_written():
        answer = desk.post(f"/desk/rat/beratung/{meeting.pk}/ergebnis/", typed)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text
    assert typed["note"].replace("\x00", "") in answer.text.replace("\x00", "")


@pytest.mark.parametrize("vote", [(-1, 1, 1), (1, None, None), (None, 0, 0), (10**20, 0, 0)])
def test_votes_that_can_not_be_are_refused_by_the_action_too(meeting, vote):
    on(FEBRUARY)
    names = ("in_favour", "against", "abstained")
    with nothing_written(), pytest.raises(ConsultationRefused):
        votes = dict(zip(names, vote, strict=True))
        hold_consultation(meeting, result=Result.AGREED, **votes, by=None)


@pytest.mark.parametrize("typed", [
    {"body": ""},
    {"body": "9" * 30},
    {"meets_on": ""},
    {"meets_on": "30.2.2017"},
    {"meets_on": "Februar"},
    {"role": "boss"},
])  # fmt: skip
def test_a_consultation_that_can_not_be_is_refused(paper, desk, typed):
    wanted = {"body": cast.a_body().pk, "meets_on": "2017-02-16", "role": "hearing"} | typed
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/beratung/neu/", wanted)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text


def test_only_a_body_of_the_council_consults(paper, desk):
    club = cast.an_organisation("Sportverein")
    wanted = {"body": club.pk, "meets_on": "2017-02-16", "role": "hearing"}
    with nothing_written():
        assert desk.post(f"/desk/rat/{paper.pk}/beratung/neu/", wanted).status_code == 422
