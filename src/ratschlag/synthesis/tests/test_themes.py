"""Themes: opened, renamed, merged, split, handed over; nothing is lost by it."""

from datetime import date

import pytest

from ratschlag.contributions.rules import Publication
from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.synthesis import actions
from ratschlag.synthesis.actions import CodingRefused, OutcomeRefused, ThemeRefused
from ratschlag.synthesis.models import Coding, Theme
from ratschlag.synthesis.queries import (
    codings_of,
    contributions_of,
    effective_codings,
    is_handed_over,
    theme_counts,
    themes_of,
)
from ratschlag.synthesis.rules import OutcomeValue, ThemeState
from tests import cast

DAY = date(2016, 9, 30)


@pytest.fixture
def trees(process):
    return cast.a_theme(process, "Bäume", cast.a_contribution(process, "Mehr Bäume."))


@pytest.fixture
def shade(process):
    return cast.a_theme(process, "Schatten", cast.a_contribution(process, "Es ist zu heiß."))


def last() -> Entry:
    return Entry.objects.first()


def test_a_theme_is_opened_with_its_first_contribution(process, coordinator):
    contribution = cast.a_contribution(process)
    theme = Theme(process=process, slug="wege", title="Wege", field=cast.a_field(process))
    actions.open_theme(theme, contribution=contribution, by=coordinator)
    assert list(contributions_of(theme)) == [contribution]
    assert (last().verb, last().detail) == ("theme.opened", {"contribution": contribution.pk})


def test_of_two_who_open_the_same_theme_one_is_told(process, coordinator):
    actions.open_theme(Theme(process=process, slug="wege", title="Wege"), by=coordinator)
    with pytest.raises(ThemeRefused):
        actions.open_theme(Theme(process=process, slug="wege", title="Wege"), by=coordinator)
    assert Theme.objects.count() == 1


def test_a_theme_is_not_opened_with_a_contribution_of_another_process(process, coordinator):
    stranger = cast.a_contribution(cast.a_process("verkehr"))
    with pytest.raises(CodingRefused):
        actions.open_theme(
            Theme(process=process, slug="wege", title="Wege"), contribution=stranger, by=coordinator
        )
    assert not Theme.objects.exists()


def test_a_field_of_another_process_is_refused(process, trees, coordinator):
    trees.field = cast.a_field(cast.a_process("verkehr"))
    with pytest.raises(ThemeRefused):
        actions.revise_theme(trees, ["field"], by=coordinator)


def test_a_new_title_leaves_the_old_one_and_makes_translations_stale(trees, coordinator):
    put_translation(trees, "title", language="en", text="Trees", state=Translated.CHECKED)
    contribution = contributions_of(trees).get()
    trees.title = "Bäume und Hecken"
    actions.revise_theme(trees, ["title"], by=coordinator)
    assert [row.title for row in trees.former_titles.all()] == ["Bäume"]
    assert Translation.objects.get(text="Trees").state == Translated.STALE
    assert themes_of(contribution)[0].former_name == "Bäume"


def test_what_was_assigned_after_the_new_title_has_no_former_name(process, trees, coordinator):
    trees.title = "Bäume und Hecken"
    actions.revise_theme(trees, ["title"], by=coordinator)
    trees.former_titles.update(until_on=date(2016, 9, 1))
    late = cast.a_contribution(process, "Eine Hecke.")
    actions.assign_contribution(late, trees, by=coordinator)
    assert themes_of(late)[0].former_name == ""


def test_a_new_summary_leaves_no_former_title(trees, coordinator):
    trees.summary = "Viele wünschen sich Bäume."
    actions.revise_theme(trees, ["summary"], by=coordinator)
    assert not trees.former_titles.exists()


def test_a_merged_theme_counts_as_the_other_and_keeps_its_codings(
    process, trees, shade, coordinator
):
    contribution = contributions_of(trees).get()
    actions.merge_theme(trees, into=shade, by=coordinator)
    assert trees.codings.count() == 1
    assert theme_counts(process) == {shade.pk: 2}
    (assigned,) = themes_of(contribution)
    assert (assigned.theme, assigned.merged, assigned.former_name) == (shade, trees, "Bäume")
    assert (last().verb, last().detail) == ("theme.merged", {"into": shade.pk})


def test_chains_of_merged_themes_stay_flat(process, trees, shade, coordinator):
    cool = cast.a_theme(process, "Kühle Stadt")
    actions.merge_theme(trees, into=shade, by=coordinator)
    actions.merge_theme(shade, into=cool, by=coordinator)
    trees.refresh_from_db()
    assert trees.merged_into == cool
    assert theme_counts(process) == {cool.pk: 2}
    assert len(effective_codings(cool)) == 2


def test_a_contribution_in_both_themes_counts_once(process, trees, shade, coordinator):
    contribution = contributions_of(trees).get()
    actions.assign_contribution(contribution, shade, by=coordinator)
    actions.merge_theme(trees, into=shade, by=coordinator)
    assert theme_counts(process) == {shade.pk: 2}
    assert len(themes_of(contribution)) == 1
    assert (codings_of(shade).count(), len(effective_codings(shade))) == (3, 2)


def test_a_withdrawn_contribution_counts_no_more_an_erased_one_does(process, trees, shade):
    gone, erased = contributions_of(trees).get(), contributions_of(shade).get()
    for row, publication in ((gone, Publication.WITHDRAWN), (erased, Publication.ERASED)):
        type(row).objects.filter(pk=row.pk).update(
            text="", publication=publication, taken_back_on=DAY
        )
    assert theme_counts(process) == {shade.pk: 1}
    assert effective_codings(trees) == []


def test_a_theme_is_not_merged_into_itself(trees, coordinator):
    with pytest.raises(ThemeRefused):
        actions.merge_theme(trees, into=trees, by=coordinator)


def test_a_theme_is_not_merged_into_one_of_another_process(trees, coordinator):
    with pytest.raises(ThemeRefused):
        actions.merge_theme(trees, into=cast.a_theme(cast.a_process("verkehr")), by=coordinator)


def test_nothing_is_merged_with_what_was_merged(process, trees, shade, coordinator):
    third = cast.a_theme(process, "Kühle Stadt")
    stale = Theme.objects.get(pk=trees.pk)
    actions.merge_theme(trees, into=shade, by=coordinator)
    for theme, into in ((third, stale), (stale, third), (shade, trees)):
        with pytest.raises(ThemeRefused):
            actions.merge_theme(theme, into=into, by=coordinator)


def test_a_theme_with_an_outcome_is_neither_merged_nor_split(process, trees, shade, coordinator):
    actions.assign_contribution(cast.a_contribution(process), trees, by=coordinator)
    actions.decide_outcome(theme=trees, value=OutcomeValue.ADOPTED, reason="Gut.", by=coordinator)
    with pytest.raises(ThemeRefused):
        actions.merge_theme(trees, into=shade, by=coordinator)
    with pytest.raises(ThemeRefused):
        actions.split_theme(
            trees, title="Hecken", slug="hecken", codings=codings_of(trees)[:1], by=coordinator
        )
    actions.merge_theme(shade, into=trees, by=coordinator)
    assert theme_counts(process) == {trees.pk: 3}


def test_chosen_codings_move_to_a_theme_of_their_own(process, trees, coordinator):
    hedge = cast.a_contribution(process, "Eine Hecke.")
    actions.assign_contribution(hedge, trees, by=coordinator)
    split = actions.split_theme(
        trees,
        title="Hecken",
        slug="hecken",
        codings=[trees.codings.get(contribution=hedge)],
        by=coordinator,
    )
    assert (split.split_from, split.codings.get().moved_from) == (trees, trees)
    assert theme_counts(process) == {trees.pk: 1, split.pk: 1}
    assert last().verb == "theme.split"


def test_what_came_in_through_a_merged_theme_can_be_split_off(process, trees, shade, coordinator):
    twice = contributions_of(trees).get()
    actions.assign_contribution(twice, shade, by=coordinator)
    actions.merge_theme(trees, into=shade, by=coordinator)
    chosen = [row for row in codings_of(shade) if row.contribution_id == twice.pk]
    split = actions.split_theme(
        shade, title="Hecken", slug="hecken", codings=chosen, by=coordinator
    )
    assert theme_counts(process) == {shade.pk: 1, split.pk: 1}
    assert Coding.objects.filter(contribution=twice).count() == 2


def test_a_split_of_nothing_of_all_or_of_others_is_refused(trees, shade, coordinator):
    for codings in ([], list(codings_of(trees)), list(codings_of(shade))):
        with pytest.raises(ThemeRefused):
            actions.split_theme(trees, title="X", slug="x", codings=codings, by=coordinator)
    actions.merge_theme(trees, into=shade, by=coordinator)
    with pytest.raises(ThemeRefused):
        actions.split_theme(
            trees, title="X", slug="x", codings=list(codings_of(trees)), by=coordinator
        )


def test_all_open_themes_are_handed_over_with_one_line(process, trees, shade, coordinator):
    contribution = contributions_of(trees).get()
    actions.hand_over_theme(shade, by=coordinator)
    assert not is_handed_over(contribution)
    assert actions.hand_over_themes(process, on=DAY, by=coordinator) == 1
    assert is_handed_over(contribution)
    assert (last().verb, last().detail) == ("themes.handed_over", {"count": 1})
    trees.refresh_from_db()
    assert (trees.state, trees.handed_over_on) == (ThemeState.HANDED_OVER, DAY)


def test_nothing_is_handed_over_twice(process, trees, coordinator):
    actions.hand_over_themes(process, by=coordinator)
    trees.refresh_from_db()
    with pytest.raises(ThemeRefused):
        actions.hand_over_themes(process, by=coordinator)
    with pytest.raises(ThemeRefused):
        actions.hand_over_theme(trees, by=coordinator)


def test_what_was_handed_over_stays_so_through_merging_and_splitting(
    process, trees, shade, coordinator
):
    contribution = contributions_of(trees).get()
    actions.assign_contribution(cast.a_contribution(process), trees, by=coordinator)
    actions.hand_over_theme(trees, by=coordinator)
    coding = trees.codings.get(contribution=contribution)
    split = actions.split_theme(trees, title="X", slug="x", codings=[coding], by=coordinator)
    assert is_handed_over(contribution)
    actions.merge_theme(split, into=shade, by=coordinator)
    assert is_handed_over(contribution)
    assert not is_handed_over(contributions_of(shade).exclude(pk=contribution.pk).get())


def test_a_theme_that_was_merged_gets_no_outcome(trees, shade, coordinator):
    actions.merge_theme(trees, into=shade, by=coordinator)
    with pytest.raises(OutcomeRefused):
        actions.decide_outcome(
            theme=trees, value=OutcomeValue.ADOPTED, reason="Gut.", by=coordinator
        )
