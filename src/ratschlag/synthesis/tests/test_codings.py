"""What a contribution is about: proposed, accepted, dismissed; what a person decided stays."""

from datetime import date

import pytest
from django.utils.translation import gettext

from ratschlag.contributions.actions import split_contribution
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.journal.models import Entry
from ratschlag.synthesis import actions
from ratschlag.synthesis.actions import CodingRefused
from ratschlag.synthesis.models import Coding
from ratschlag.synthesis.queries import theme_counts, themes_of
from ratschlag.synthesis.queries.desk import (
    Filter,
    contributions_found,
    neighbours,
    next_to_code,
    progress,
    sheet_of,
)
from ratschlag.synthesis.rules import CodingState, OutcomeValue, Proposer
from tests import cast


@pytest.fixture
def contribution(process):
    return cast.a_contribution(process, "Mehr Bäume. Und Bänke.")


@pytest.fixture
def theme(process):
    return cast.a_theme(process, "Bäume")


def last() -> Entry:
    return Entry.objects.first()


def test_what_a_person_assigns_is_accepted_at_once(process, contribution, theme, coordinator):
    other = cast.a_theme(process, "Bänke")
    actions.assign_contribution(contribution, theme, other, reason="Bäume", by=coordinator)
    coding = theme.codings.get()
    assert (coding.state, coding.proposer, coding.decided_by) == (
        CodingState.ACCEPTED,
        Proposer.PERSON,
        coordinator,
    )
    assert (last().verb, last().detail["themes"]) == ("coding.accepted", [theme.pk, other.pk])
    assert theme_counts(process) == {theme.pk: 1, other.pk: 1}


def test_a_machine_s_proposal_counts_only_after_a_person_accepted_it(
    process, contribution, theme, coordinator
):
    coding = actions.propose_coding(
        contribution, theme=theme, proposer=Proposer.MACHINE, reason="Bäume", by=None
    )
    assert theme_counts(process) == {}
    assert themes_of(contribution) == []
    actions.accept_coding(coding, by=coordinator)
    assert theme_counts(process) == {theme.pk: 1}
    assert coding.proposer == Proposer.MACHINE


def test_what_a_person_dismissed_is_not_proposed_again(contribution, theme, coordinator):
    coding = actions.propose_coding(contribution, theme=theme, proposer=Proposer.MACHINE, by=None)
    actions.dismiss_coding(coding, by=coordinator)
    with pytest.raises(CodingRefused):
        actions.propose_coding(contribution, theme=theme, proposer=Proposer.MACHINE, by=None)
    coding.refresh_from_db()
    assert coding.state == CodingState.DISMISSED


def test_what_a_person_moved_away_is_not_proposed_back(process, theme, coordinator):
    moved, stays = cast.a_contribution(process), cast.a_contribution(process)
    for row in (moved, stays):
        actions.assign_contribution(row, theme, by=coordinator)
    actions.split_theme(
        theme,
        title="Hecken",
        slug="hecken",
        codings=[theme.codings.get(contribution=moved)],
        by=coordinator,
    )
    with pytest.raises(CodingRefused):
        actions.propose_coding(moved, theme=theme, proposer=Proposer.MACHINE, by=None)


def test_a_person_may_assign_what_was_dismissed(process, contribution, theme, coordinator):
    actions.assign_contribution(contribution, theme, by=coordinator)
    actions.dismiss_coding(theme.codings.get(), by=coordinator)
    assert theme_counts(process) == {}
    actions.assign_contribution(contribution, theme, by=coordinator)
    assert (theme_counts(process), theme.codings.count()) == ({theme.pk: 1}, 1)


def test_parts_have_themes_of_their_own(process, contribution, theme, coordinator):
    benches = cast.a_theme(process, "Bänke")
    first, second = split_contribution(
        contribution, texts=["Mehr Bäume.", "Und Bänke."], by=coordinator
    )
    actions.assign_contribution(contribution, theme, part=first, by=coordinator)
    actions.assign_contribution(contribution, benches, theme, part=second, by=coordinator)
    said = [(row.part.position, row.theme.title) for row in themes_of(contribution)]
    assert said == [(1, "Bäume"), (2, "Bänke"), (2, "Bäume")] or said == [
        (1, "Bäume"), (2, "Bäume"), (2, "Bänke"),
    ]  # fmt: skip
    assert theme_counts(process) == {theme.pk: 1, benches.pk: 1}


def test_a_part_of_another_contribution_is_refused(process, contribution, theme, coordinator):
    part, _other = split_contribution(
        contribution, texts=["Mehr Bäume.", "Und Bänke."], by=coordinator
    )
    with pytest.raises(CodingRefused):
        actions.assign_contribution(cast.a_contribution(process), theme, part=part, by=coordinator)


def test_a_theme_of_another_process_or_a_merged_one_is_refused(
    process, contribution, theme, coordinator
):
    stranger = cast.a_theme(cast.a_process("verkehr"), "Busse")
    merged = cast.a_theme(process, "Hecken")
    actions.merge_theme(merged, into=theme, by=coordinator)
    for wrong in (stranger, merged):
        with pytest.raises(CodingRefused):
            actions.assign_contribution(contribution, theme, wrong, by=coordinator)
        with pytest.raises(CodingRefused):
            actions.propose_coding(contribution, theme=wrong, by=coordinator)
    assert not Coding.objects.exists()


@pytest.mark.parametrize("publication", [Publication.WITHDRAWN, Publication.ERASED])
def test_what_was_taken_back_meanwhile_is_not_coded_from_a_stale_page(
    contribution, theme, coordinator, publication
):
    proposed = actions.propose_coding(contribution, theme=theme, by=coordinator)
    accepted = cast.a_theme(contribution.process, "Da", contribution).codings.get()
    Contribution.objects.filter(pk=contribution.pk).update(
        text="", publication=publication, taken_back_on=date(2016, 9, 7)
    )
    for act in (
        lambda: actions.assign_contribution(contribution, theme, by=coordinator),
        lambda: actions.propose_coding(contribution, theme=theme, by=coordinator),
        lambda: actions.accept_coding(proposed, by=coordinator),
        lambda: actions.dismiss_coding(accepted, by=coordinator),
    ):
        with pytest.raises(
            CodingRefused, match=gettext("The author has taken this contribution back.")
        ):
            act()
    assert theme.codings.get().state == CodingState.PROPOSED


def test_a_decision_is_not_made_twice(contribution, theme, coordinator):
    (coding,) = actions.assign_contribution(contribution, theme, by=coordinator)
    with pytest.raises(CodingRefused):
        actions.accept_coding(coding, by=coordinator)
    actions.dismiss_coding(coding, by=coordinator)
    with pytest.raises(CodingRefused):
        actions.dismiss_coding(coding, by=coordinator)


def test_progress_counts_what_is_read_and_what_has_a_theme_or_an_outcome(
    process, contribution, theme, coordinator
):
    cast.a_contribution(process, publication=Publication.RECEIVED)
    own = cast.a_contribution(process)
    assert (progress(process).read, progress(process).coded, progress(process).all) == (2, 0, 3)
    actions.assign_contribution(contribution, theme, by=coordinator)
    actions.decide_outcome(
        contribution=own, value=OutcomeValue.HEARD, reason="Danke.", by=coordinator
    )
    assert (progress(process).coded, progress(process).left) == (2, 1)


def test_the_next_one_waits_behind_this_one_and_then_in_front(process, coordinator):
    rows = sorted((cast.a_contribution(process, f"Nr. {n}") for n in range(3)), key=lambda r: r.pk)
    assert next_to_code(process) == rows[0]
    assert next_to_code(process, rows[0]) == rows[1]
    assert next_to_code(process, rows[2]) == rows[0]
    assert neighbours(rows[1]) == (rows[0], rows[2])
    assert neighbours(rows[0])[0] is None
    for row in rows:
        actions.assign_contribution(row, cast.a_theme(process, f"T {row.text}"), by=coordinator)
    assert next_to_code(process, rows[0]) is None


def test_the_list_is_narrowed(process, contribution, theme, coordinator):
    actions.assign_contribution(contribution, theme, by=coordinator)
    unread = cast.a_contribution(
        process, "Ağaç", language="tr", channel="letter", publication=Publication.RECEIVED
    )
    for wanted, rows in (
        (Filter(), [contribution, unread]),
        (Filter(state="unread"), [unread]),
        (Filter(state="uncoded"), [unread]),
        (Filter(language="tr"), [unread]),
        (Filter(channel="letter"), [unread]),
        (Filter(words="bänke"), [contribution]),
        (Filter(words="gibt es nicht"), []),
    ):
        found = contributions_found(process, wanted)
        assert sorted(row.pk for row in found) == sorted(row.pk for row in rows), wanted


def test_a_long_text_is_read_paragraph_by_paragraph(process):
    long = cast.a_contribution(process, "Erstens.\n\nZweitens.")
    assert sheet_of(long, "de").paragraphs == (("Erstens.", ""), ("Zweitens.", ""))
    assert sheet_of(cast.a_contribution(process, "Kurz."), "de").paragraphs == ()
