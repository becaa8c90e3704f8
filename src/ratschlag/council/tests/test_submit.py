"""Submitting a paper: not while a contribution is open, unless the lead answers for it."""

from datetime import date

import pytest

from ratschlag.contributions.models import Part
from ratschlag.contributions.rules import Publication
from ratschlag.council import actions
from ratschlag.council.actions import PaperRefused
from ratschlag.council.models import OpenException
from ratschlag.council.queries import open_contributions
from ratschlag.council.rules import PaperState
from ratschlag.council.tests.hands import (
    NOTHING_SAVED,
    SESSION,
    SUBMITTED,
    nothing_written,
    on,
    the_line,
)
from ratschlag.people.rules import Role
from ratschlag.synthesis.models import Coding, Outcome
from ratschlag.synthesis.rules import CodingState, OutcomeValue, Proposer, ThemeState
from tests import cast

PUBLIC = "/de/verfahren/klima/rat/"
DAY = date(2017, 1, 20)


@pytest.fixture
def paper(process):
    on(SUBMITTED)
    return cast.a_paper(process)


def settle(**what):
    return Outcome.objects.create(
        value=OutcomeValue.ADOPTED, reason="Kommt ins Konzept.", decided_on=DAY, **what
    )


def numbers(process):
    return [row.text for row in open_contributions(process)]


def test_a_paper_is_submitted_when_every_contribution_has_an_outcome(paper, process, desk):
    contribution = cast.a_contribution(process)
    settle(theme=cast.a_theme(process, "Schatten", contribution))
    address = f"/desk/rat/{paper.pk}/einbringen/"
    assert "Jeder Beitrag hat ein Ergebnis." in desk.get(address).text
    assert desk.post(address).status_code == 302
    paper.refresh_from_db()
    assert paper.state == PaperState.SUBMITTED
    assert paper.submitted_on == SUBMITTED
    assert the_line("paper.submitted").detail == {"open_count": 0}
    assert not OpenException.objects.exists()


def test_the_council_service_submits_but_does_not_sign_an_exception(paper, process, browser_of):
    cast.a_contribution(process)
    service = browser_of(cast.a_person("Rita Rat", Role.COUNCIL_SERVICE))
    page = service.get(f"/desk/rat/{paper.pk}/einbringen/").text
    assert "Ausnahme unterschreiben" not in page
    assert service.get(f"/desk/rat/{paper.pk}/ausnahme/").status_code == 403
    assert service.post(f"/desk/rat/{paper.pk}/ausnahme/", {"reason": "Eilt."}).status_code == 403
    assert not OpenException.objects.exists()


def test_a_paper_is_refused_while_contributions_are_open_and_says_how_many(paper, process, desk):
    cast.a_contribution(process, "Mehr Bäume.")
    cast.a_contribution(process, "Geheim.", publication=Publication.INTERNAL)
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/einbringen/")
    assert answer.status_code == 422
    assert "2 Beiträge haben noch kein Ergebnis." in answer.text
    assert "Mehr Bäume." in answer.text
    # Words that are not public are not shown to the council service either.
    assert "Geheim." not in answer.text
    assert "nicht öffentlich" in answer.text
    assert "Bisher ist nichts in den Rat eingebracht." in desk.get(PUBLIC).text


def test_the_lead_signs_and_everyone_reads_the_reason(paper, process, desk, coordinator):
    cast.a_contribution(process)
    wanted = {"reason": "Die Antwort folgt bis zur Ratssitzung."}
    assert desk.post(f"/desk/rat/{paper.pk}/ausnahme/", wanted).status_code == 302
    assert the_line("exception.signed").detail == {"open_count": 1}
    assert desk.post(f"/desk/rat/{paper.pk}/einbringen/").status_code == 302
    exception = OpenException.objects.get()
    assert (exception.open_count, exception.signed_by) == (1, coordinator)
    page = desk.get(PUBLIC).text
    assert "hatte ein Beitrag noch kein Ergebnis" in page
    assert "Die Antwort folgt bis zur Ratssitzung." in page


def test_a_signature_is_for_so_many_and_not_for_one_more(paper, process, coordinator):
    first = cast.a_contribution(process)
    actions.sign_exception(paper, reason="Eilt.", by=coordinator)
    cast.a_contribution(process, "Noch einer.")
    with pytest.raises(PaperRefused, match="2"):
        actions.submit_paper(paper, by=coordinator)
    actions.sign_exception(paper, reason="Eilt sehr.", by=coordinator)
    settle(contribution=first)
    actions.submit_paper(paper, by=coordinator)
    assert OpenException.objects.get().open_count == 1


def test_a_signature_is_gone_when_nothing_is_open_after_all(paper, process, coordinator):
    contribution = cast.a_contribution(process)
    actions.sign_exception(paper, reason="Eilt.", by=coordinator)
    settle(contribution=contribution)
    actions.submit_paper(paper, by=coordinator)
    assert not OpenException.objects.exists()


def test_nothing_is_signed_when_nothing_is_open(paper, desk):
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/ausnahme/", {"reason": "Eilt."})
    assert answer.status_code == 422
    assert "Es ist kein Beitrag offen." in answer.text


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, "Ei\x00lt"])
def test_an_exception_needs_a_reason(paper, process, desk, reason):
    cast.a_contribution(process)
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/ausnahme/", {"reason": reason})
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text


def test_what_counts_as_open(process):
    settled, waiting = cast.a_contribution(process, "a"), cast.a_contribution(process, "b")
    cast.a_contribution(process, "ungelesen", publication=Publication.RECEIVED)
    cast.a_contribution(
        process, "", publication=Publication.WITHDRAWN, taken_back_on=date(2016, 9, 6)
    )
    theme, other = cast.a_theme(process, "Schatten", settled), cast.a_theme(process, "Wasser")
    settle(theme=theme)
    for row, of, state in (
        (waiting, theme, CodingState.PROPOSED),
        (settled, other, CodingState.DISMISSED),
    ):
        decided = None if state is CodingState.PROPOSED else DAY
        Coding.objects.create(
            contribution=row, theme=of, state=state, proposer=Proposer.PERSON, decided_on=decided
        )
    assert set(numbers(process)) == {"b", "ungelesen"}


def test_a_merged_theme_has_the_outcome_of_the_one_it_went_into(process):
    old = cast.a_theme(process, "Bäume", cast.a_contribution(process))
    new = cast.a_theme(process, "Schatten")
    old.state, old.merged_into = ThemeState.MERGED, new
    old.save()
    assert len(numbers(process)) == 1
    settle(theme=new)
    assert numbers(process) == []


def test_a_split_contribution_is_open_until_the_theme_of_each_part_is_settled(process):
    contribution = cast.a_contribution(process)
    settle(theme=cast.a_theme(process, "Schatten", contribution))
    water = cast.a_theme(process, "Wasser")
    part = Part.objects.create(contribution=contribution, position=1, text="Und Brunnen.")
    Coding.objects.create(
        contribution=contribution,
        part=part,
        theme=water,
        state=CodingState.ACCEPTED,
        proposer=Proposer.PERSON,
        decided_on=DAY,
    )
    assert len(numbers(process)) == 1
    settle(theme=water)
    assert numbers(process) == []


def test_only_contributions_of_the_process_count(paper):
    cast.a_contribution(cast.a_process("verkehr", title="Verkehr"))
    actions.submit_paper(paper, by=None)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [("edition", "Fassung"), ("points", "Punkt"), ("consultations", "Beratung")],
)
def test_a_paper_is_refused_while_something_is_lacking(paper, desk, lacking, said):
    if lacking == "edition":
        type(paper).objects.update(edition=None)
    else:
        getattr(paper, lacking).all().delete()
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/einbringen/")
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("wrong", ["hidden", "of another process"])
def test_only_a_public_edition_of_the_process_is_an_annex(paper, process, wrong):
    if wrong == "hidden":
        paper.edition = cast.an_edition(process, "0.1", state="working_draft", is_public=False)
    else:
        paper.edition = cast.an_edition(cast.a_process("verkehr", title="Verkehr"))
    paper.save()
    with nothing_written(), pytest.raises(PaperRefused):
        actions.submit_paper(paper, by=None)


def test_a_paper_is_submitted_once(paper):
    actions.submit_paper(paper, by=None)
    with nothing_written(), pytest.raises(PaperRefused):
        actions.submit_paper(paper, by=None)
    with nothing_written(), pytest.raises(PaperRefused):
        actions.sign_exception(paper, reason="Zu spät.", by=cast.a_coordinator())


def test_no_consultation_lies_before_the_submission(paper):
    on(SESSION.replace(day=23))
    with nothing_written(), pytest.raises(PaperRefused):
        actions.submit_paper(paper, by=None)


def test_nobody_outside_sees_a_paper_that_is_being_prepared(paper, client):
    page = client.get(PUBLIC)
    assert page.status_code == 200
    assert paper.title not in page.text
    assert client.get(f"{PUBLIC}{paper.pk}/").status_code == 404
