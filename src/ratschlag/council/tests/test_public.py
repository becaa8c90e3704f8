"""The way through the council as residents see it."""

from datetime import date

import pytest

from ratschlag.council.actions import decide_paper, hold_consultation, move_amendment
from ratschlag.council.models import Amendment
from ratschlag.council.queries import lanes_of, paper_sheet, way_of
from ratschlag.council.rules import NO_VOTE, ConsultationRole, Result
from ratschlag.council.tests.hands import SESSION, SUBMITTED, on, session_of
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State
from ratschlag.lib.dates import parse_partial_date
from ratschlag.process.actions import set_milestone
from ratschlag.process.models import Milestone
from tests import cast

PAGE = "/de/verfahren/klima/rat/"


@pytest.fixture
def paper(process):
    on(SUBMITTED)
    return cast.a_submitted_paper(process)


def test_the_page_says_what_comes_next(paper, client):
    page = client.get(PAGE).text
    assert "<h1>In den Gremien</h1>" in page
    assert "Als Nächstes: Stadtrat" in page
    assert "Der Rat beschließt das Konzept." in page
    assert "Was beschlossen werden soll" in page


def test_before_there_is_a_paper_the_page_says_what_is_planned(process, client):
    milestone = Milestone(process=process, title="Der Rat beschließt")
    set_milestone(milestone, due=parse_partial_date("Q1 2017"), by=None)
    page = client.get(PAGE).text
    assert "Bisher ist nichts in den Rat eingebracht." in page
    assert "1. Quartal 2017" in page
    assert way_of(cast.a_measure(process, cast.a_field(process)), SESSION) is None


@pytest.mark.parametrize(
    ("result", "heading"),
    [
        (Result.ADOPTED, "Beschlossen"),
        (Result.ADOPTED_AS_AMENDED, "Beschlossen, mit Änderungen"),
        (Result.REJECTED, "Abgelehnt"),
        (Result.WITHDRAWN, "Zurückgezogen"),
    ],
)
def test_the_heading_says_how_it_ended(paper, client, result, heading):
    on(SESSION)
    session = session_of(paper)
    hold_consultation(session, result=result, by=None)
    decisions = {point: (result, NO_VOTE) for point in paper.points.all()}
    decide_paper(paper, consultation=session, decisions=decisions, by=None)
    page = client.get(PAGE).text
    assert f"<h1>{heading}</h1>" in page
    # Nobody counted: no number is invented.
    assert "dafür" not in page


def test_a_session_that_voted_nought_to_nought_shows_no_bar(paper, client):
    on(SESSION)
    session = session_of(paper)
    hold_consultation(session, result=Result.ADOPTED, in_favour=0, against=0, abstained=0, by=None)
    page = client.get(PAGE).text
    assert "0 dafür, 0 dagegen, 0 enthalten" in page
    assert 'viewBox="0 0 0 10"' not in page


def test_texts_are_said_in_the_readers_language_and_names_stay_german(paper, client):
    point = paper.points.get(number=1)
    put_translation(point, "text", language="ar", text="يقرر المجلس", state=State.CHECKED)
    page = client.get("/ar/verfahren/klima/rat/").text
    assert "يقرر المجلس" in page
    assert '<span lang="de" dir="ltr">Stadtrat</span>' in page
    assert '<span lang="de" dir="ltr">Es wird jährlich berichtet.</span>' in page


def test_what_people_typed_is_never_markup(paper, client):
    amendment = Amendment(
        paper=paper, reference="<b>1</b>", moved_by="<i>A</i>", text="<script>x</script>"
    )
    move_amendment(amendment, points=[paper.points.first()], by=None)
    page = client.get(PAGE).text
    assert "<script>x" not in page
    assert "<i>A</i>" not in page


def test_the_picture_has_a_lane_for_each_body_and_a_wait_for_a_deferral(paper):
    meeting = cast.a_consultation(paper, cast.a_body(), date(2017, 2, 16))
    on(date(2017, 2, 16))
    hold_consultation(meeting, result=Result.DEFERRED, by=None)
    cast.a_consultation(paper, meeting.body, date(2017, 3, 9))
    lanes = lanes_of(paper_sheet(paper, date(2017, 2, 17)))
    assert [body.name for body, _y in lanes.bodies] == ["Umweltausschuss", "Stadtrat"]
    assert [dot.shape for dot in lanes.dots] == ["later", "next", "next"]
    assert len(lanes.waits) == 1
    assert [mark.on for mark in lanes.marks] == [SUBMITTED, date(2017, 2, 16), SESSION]


def test_many_consultations_and_amendments_do_not_make_more_queries(
    paper, client, django_assert_max_num_queries
):
    field = cast.a_field(paper.process)
    client.get(PAGE)
    for number in range(6):
        cast.a_consultation(paper, cast.a_body(f"Ausschuss {number}"), date(2017, 2, 1 + number))
        amendment = Amendment(
            paper=paper, reference=f"ÄA-{number}", moved_by="Fraktion A", text="Anders."
        )
        measure = cast.a_measure(paper.process, field, f"M1-{number}")
        move_amendment(amendment, measures=[measure], points=[paper.points.first()], by=None)
    with django_assert_max_num_queries(22):
        assert client.get("/tr/verfahren/klima/rat/").status_code == 200


def test_two_sessions_on_the_day_of_the_submission_still_make_a_picture(paper):
    for name in ("Bauausschuss", "Umweltausschuss"):
        cast.a_consultation(paper, cast.a_body(name), SUBMITTED, ConsultationRole.HEARING)
    paper.consultations.filter(is_authoritative=True).delete()
    lanes = lanes_of(paper_sheet(paper, SUBMITTED))
    assert {dot.x for dot in lanes.dots} == {300}
