"""The council decides, point by point; what it defers comes back."""

from datetime import date

import pytest

from ratschlag.council.actions import PaperRefused, decide_paper, hold_consultation, withdraw_paper
from ratschlag.council.queries import decision_about, paper_sheet
from ratschlag.council.rules import NO_VOTE, ConsultationRole, PaperState, Result
from ratschlag.council.tests.hands import (
    NOTHING_SAVED,
    SESSION,
    SUBMITTED,
    nothing_written,
    on,
    session_of,
    the_line,
)
from tests import cast

VOTE = (38, 11, 6)
LATER = date(2017, 4, 5)


@pytest.fixture
def paper(process):
    on(SUBMITTED)
    return cast.a_submitted_paper(process)


def held(paper, result=Result.ADOPTED):
    on(SESSION)
    session = session_of(paper)
    hold_consultation(session, result=result, in_favour=38, against=11, abstained=6, by=None)
    return session


def both(paper, first=Result.ADOPTED, second=Result.ADOPTED):
    one, two = paper.points.all()
    return {one: (first, VOTE), two: (second, NO_VOTE)}


def test_the_council_decides_both_points_and_the_page_says_so(paper, desk):
    session = held(paper, Result.ADOPTED_AS_AMENDED)
    typed = {
        "consultation": session.pk,
        **{"result_1": "adopted_as_amended", "in_favour_1": 38, "against_1": 11, "abstained_1": 6},
        "result_2": "rejected",
    }
    assert desk.get(f"/desk/rat/{paper.pk}/beschluss/").status_code == 200
    assert desk.post(f"/desk/rat/{paper.pk}/beschluss/", typed).status_code == 302
    paper.refresh_from_db()
    assert paper.state == PaperState.DECIDED
    line = the_line("paper.decided")
    assert line.detail["results"] == {"1": "adopted_as_amended", "2": "rejected"}
    page = desk.get("/de/verfahren/klima/rat/").text
    assert "<h1>Beschlossen, mit Änderungen</h1>" in page
    assert "38 dafür, 11 dagegen, 6 enthalten" in page
    assert "abgelehnt" in page
    assert decision_about(paper.process) == session


def test_what_is_left_empty_stays_open(paper, desk):
    session = held(paper)
    typed = {"consultation": session.pk, "result_1": "adopted", "result_2": ""}
    assert desk.post(f"/desk/rat/{paper.pk}/beschluss/", typed).status_code == 302
    paper.refresh_from_db()
    assert paper.state == PaperState.SUBMITTED
    assert decision_about(paper.process) is None


@pytest.mark.parametrize("end", [Result.DEFERRED, Result.REFERRED])
def test_a_point_put_off_is_decided_in_a_later_session(paper, end):
    first = held(paper)
    decide_paper(paper, consultation=first, decisions=both(paper, second=end), by=None)
    assert paper.state == PaperState.SUBMITTED
    again = cast.a_consultation(paper, first.body, LATER, ConsultationRole.DECISION)
    assert again.reading == 2
    on(LATER)
    hold_consultation(again, result=Result.ADOPTED, by=None)
    two = paper.points.get(number=2)
    wanted = {two: (Result.WITHDRAWN, NO_VOTE)}
    decide_paper(paper, consultation=again, decisions=wanted, by=None)
    assert paper.state == PaperState.DECIDED
    # What the first session did with it stays to be read.
    assert list(
        two.decisions.order_by("consultation__meets_on").values_list("result", flat=True)
    ) == [
        end,
        Result.WITHDRAWN,
    ]
    assert two.decision.result == Result.WITHDRAWN
    assert paper_sheet(paper, LATER).resolution == again


def test_said_again_about_the_same_session_it_corrects(paper):
    session = held(paper)
    decide_paper(paper, consultation=session, decisions=both(paper), by=None)
    one = paper.points.get(number=1)
    wanted = {one: (Result.ADOPTED_AS_AMENDED, VOTE)}
    decide_paper(paper, consultation=session, decisions=wanted, by=None)
    assert one.decisions.get().result == Result.ADOPTED_AS_AMENDED
    assert paper.state == PaperState.DECIDED


def test_a_point_is_not_decided_again_in_another_session(paper):
    first = held(paper)
    decide_paper(paper, consultation=first, decisions=both(paper, second=Result.DEFERRED), by=None)
    again = cast.a_consultation(paper, first.body, LATER, ConsultationRole.DECISION)
    on(LATER)
    hold_consultation(again, result=Result.REJECTED, by=None)
    with nothing_written(), pytest.raises(PaperRefused):
        decide_paper(paper, consultation=again, decisions=both(paper), by=None)


def test_a_decided_paper_is_not_withdrawn(paper):
    decide_paper(paper, consultation=held(paper), decisions=both(paper), by=None)
    with nothing_written(), pytest.raises(PaperRefused):
        withdraw_paper(paper, by=None)


def test_only_the_body_that_decides_decides(paper, desk):
    meeting = cast.a_consultation(paper, cast.a_body(), date(2017, 2, 16))
    on(SESSION)
    hold_consultation(meeting, result=Result.AGREED, by=None)
    with nothing_written():
        with pytest.raises(PaperRefused):
            decide_paper(paper, consultation=meeting, decisions=both(paper), by=None)
        typed = {"consultation": meeting.pk, "result_1": "adopted"}
        assert desk.post(f"/desk/rat/{paper.pk}/beschluss/", typed).status_code == 422


def test_the_session_comes_before_its_decisions(paper):
    with nothing_written(), pytest.raises(PaperRefused):
        decide_paper(paper, consultation=session_of(paper), decisions=both(paper), by=None)


def test_points_and_sessions_of_another_paper_are_refused(paper, process):
    session = held(paper)
    other = cast.a_paper(process, "B-2/2017")
    with nothing_written():
        with pytest.raises(PaperRefused):
            decide_paper(paper, consultation=session, decisions=both(other), by=None)
        with pytest.raises(PaperRefused):
            decide_paper(other, consultation=session, decisions=both(other), by=None)
        with pytest.raises(PaperRefused):
            decide_paper(paper, consultation=session, decisions={}, by=None)


@pytest.mark.parametrize("wrong", [(Result.AGREED, NO_VOTE), (Result.ADOPTED, (-1, 0, 0))])
def test_the_action_refuses_what_can_not_be_and_writes_nothing(paper, wrong):
    session = held(paper)
    one, two = paper.points.all()
    with nothing_written(), pytest.raises(PaperRefused):
        wanted = {one: (Result.ADOPTED, VOTE), two: wrong}
        decide_paper(paper, consultation=session, decisions=wanted, by=None)


@pytest.mark.parametrize("typed", [
    {"consultation": ""},
    {"consultation": "9" * 30},
    {"result_1": "agreed"},
    {"result_1": ""},
    {"result_1": "", "in_favour_1": "1", "against_1": "1", "abstained_1": "1"},
    {"in_favour_1": "-1", "against_1": "1", "abstained_1": "1"},
    {"in_favour_1": "1"},
    {"in_favour_1": "9" * 40, "against_1": "0", "abstained_1": "0"},
])  # fmt: skip
def test_decisions_that_can_not_be_are_refused(paper, desk, typed):
    session = held(paper)
    wanted = {"consultation": session.pk, "result_1": "adopted"} | typed
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/beschluss/", wanted)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text
