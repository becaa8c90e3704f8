"""Amendments: what they are about, and what became of them."""

from datetime import date

import pytest

from ratschlag.concept.models import Section
from ratschlag.council.actions import (
    AmendmentRefused,
    decide_amendment,
    move_amendment,
    withdraw_paper,
)
from ratschlag.council.models import Amendment
from ratschlag.council.queries import way_of
from ratschlag.council.rules import Result
from ratschlag.council.tests.hands import (
    NOTHING_SAVED,
    SESSION,
    SUBMITTED,
    nothing_written,
    on,
    the_line,
)
from tests import cast

MOVED = date(2017, 3, 20)


@pytest.fixture
def paper(process):
    on(SUBMITTED)
    return cast.a_submitted_paper(process)


@pytest.fixture
def measure(process):
    return cast.a_measure(process, cast.a_field(process))


def an_amendment(paper, reference="ÄA-01", **targets):
    amendment = Amendment(
        paper=paper, reference=reference, moved_by="Fraktion A", text="Nur freiwillig"
    )
    return move_amendment(amendment, **targets, by=None)


def typed(**changes):
    return {"reference": "ÄA-01", "moved_by": "Fraktion A", "text": "Nur freiwillig"} | changes


def test_an_amendment_is_moved_decided_and_shown_with_what_it_is_about(paper, measure, desk):
    on(MOVED)
    section = Section.objects.create(process=paper.process, position=1, number="6", title="Felder")
    point = paper.points.get(number=2)
    wanted = typed(measures=[measure.pk], sections=[section.pk], points=[point.pk])
    assert desk.post(f"/desk/rat/{paper.pk}/antrag/neu/", wanted).status_code == 302
    amendment = paper.amendments.get()
    assert the_line("amendment.moved").detail == {"targets": 3}
    page = desk.get("/de/verfahren/klima/rat/").text
    for said in ("Nur freiwillig", "M1-1", "Kapitel 6", "Punkt 2 der Vorlage", "noch nicht"):
        assert said in page
    on(SESSION)
    votes = {"result": "adopted", "in_favour": 41, "against": 9, "abstained": 5}
    answer = desk.post(f"/desk/rat/antrag/{amendment.pk}/ergebnis/", votes | {"on": "2017-03-22"})
    assert answer.status_code == 302
    amendment.refresh_from_db()
    assert (amendment.result, amendment.decided_on) == (Result.ADOPTED, SESSION)
    page = desk.get("/de/verfahren/klima/rat/").text
    assert "angenommen" in page
    assert "41 dafür, 9 dagegen, 5 enthalten" in page


def test_the_way_of_a_measure_shows_the_amendments_that_touch_it(paper, measure, process):
    other = cast.a_measure(process, measure.field, "M1-2")
    touching = an_amendment(paper, measures=[measure])
    an_amendment(paper, "ÄA-02", points=[paper.points.first()])
    assert way_of(measure, SESSION).amendments == (touching,)
    assert way_of(other, SESSION).amendments == ()
    assert way_of(other, SESSION).paper == paper


def test_an_amendment_is_changed_until_it_is_decided(paper, measure, desk):
    amendment = an_amendment(paper, measures=[measure])
    point = paper.points.first()
    address = f"/desk/rat/antrag/{amendment.pk}/"
    assert "Nur freiwillig" in desk.get(address).text
    wanted = typed(text="Doch nicht", points=[point.pk])
    assert desk.post(address, wanted).status_code == 302
    amendment.refresh_from_db()
    assert amendment.text == "Doch nicht"
    assert [row.point for row in amendment.targets.all()] == [point]
    decide_amendment(amendment, result=Result.WITHDRAWN, by=None)
    with nothing_written():
        answer = desk.post(address, wanted)
    assert answer.status_code == 422
    assert "Über diesen Antrag ist entschieden." in answer.text


def test_a_withdrawn_amendment_has_no_votes_and_a_wrong_result_is_corrected(paper, measure):
    amendment = an_amendment(paper, measures=[measure])
    decide_amendment(
        amendment, result=Result.REJECTED, in_favour=1, against=2, abstained=0, by=None
    )
    decide_amendment(amendment, result=Result.WITHDRAWN, by=None)
    amendment.refresh_from_db()
    assert (amendment.result, amendment.has_votes) == (Result.WITHDRAWN, False)


def test_an_amendment_is_about_something(paper, desk):
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/antrag/neu/", typed())
    assert answer.status_code == 422
    assert "mindestens eine Sache" in answer.text


def test_an_amendment_is_not_about_another_process(paper, desk):
    other = cast.a_process("verkehr", title="Verkehr")
    measure = cast.a_measure(other, cast.a_field(other))
    section = Section.objects.create(process=other, position=1, number="1", title="Vorwort")
    point = cast.a_paper(other, "B-9/2017").points.first()
    with nothing_written():
        for name, row in (("measures", measure), ("sections", section), ("points", point)):
            address = f"/desk/rat/{paper.pk}/antrag/neu/"
            assert desk.post(address, typed(**{name: [row.pk]})).status_code == 422
            with pytest.raises(AmendmentRefused):
                an_amendment(paper, **{name: [row]})


@pytest.mark.parametrize("changes", [
    {"reference": ""},
    {"reference": " "},
    {"reference": "x" * 61},
    {"reference": "ÄA-00"},
    {"moved_by": ""},
    {"moved_by": "x" * 121},
    {"text": ""},
    {"text": "x" * 2001},
    {"text": "Da\x00s"},
    {"points": ["9" * 30]},
    {"points": ["eins"]},
])  # fmt: skip
def test_an_amendment_that_can_not_be_is_refused_and_what_was_typed_stays(paper, desk, changes):
    an_amendment(paper, "ÄA-00", points=[paper.points.first()])
    wanted = typed(points=[paper.points.first().pk]) | changes
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/antrag/neu/", wanted)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text
    assert wanted["moved_by"].strip() in answer.text


@pytest.mark.parametrize("changes", [
    {"result": "agreed"},
    {"result": "deferred"},
    {"on": "2017-03-23"},
    {"on": "2017-01-29"},
    {"on": ""},
    {"in_favour": "-1", "against": "0", "abstained": "0"},
    {"in_favour": "5"},
])  # fmt: skip
def test_a_result_that_can_not_be_is_refused(paper, desk, changes):
    amendment = an_amendment(paper, points=[paper.points.first()])
    on(SESSION)
    wanted = {"result": "adopted", "on": "2017-03-22"} | changes
    with nothing_written():
        answer = desk.post(f"/desk/rat/antrag/{amendment.pk}/ergebnis/", wanted)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text


@pytest.mark.parametrize("vote", [(-1, 0, 0), (1, None, 2)])
def test_the_action_refuses_votes_and_results_that_can_not_be(paper, vote):
    amendment = an_amendment(paper, points=[paper.points.first()])
    votes = dict(zip(("in_favour", "against", "abstained"), vote, strict=True))
    with nothing_written():
        with pytest.raises(AmendmentRefused):
            decide_amendment(amendment, result=Result.ADOPTED, **votes, by=None)
        with pytest.raises(AmendmentRefused):
            decide_amendment(amendment, result=Result.DEFERRED, by=None)


def test_nothing_is_moved_or_decided_while_the_paper_is_not_before_the_council(paper, process):
    amendment = an_amendment(paper, points=[paper.points.first()])
    withdraw_paper(paper, by=None)
    preparing = cast.a_paper(process, "B-2/2017")
    with nothing_written():
        for row in (paper, preparing):
            with pytest.raises(AmendmentRefused):
                an_amendment(row, "ÄA-09", points=[row.points.first()])
        with pytest.raises(AmendmentRefused):
            decide_amendment(amendment, result=Result.ADOPTED, by=None)
