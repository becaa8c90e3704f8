"""What became of it: decided with a reason, decided again, answered, published, inherited."""

from datetime import date

import pytest

from ratschlag.contributions.actions import split_contribution
from ratschlag.contributions.rules import Publication
from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.synthesis import actions
from ratschlag.synthesis.actions import OutcomeRefused
from ratschlag.synthesis.models import Answer, Outcome
from ratschlag.synthesis.queries import fates, is_handed_over, outcome_of
from ratschlag.synthesis.rules import OF_THEMES, OutcomeValue
from tests import cast


@pytest.fixture
def contribution(process):
    return cast.a_contribution(process, "Mehr Bäume. Und Bänke.")


@pytest.fixture
def theme(process, contribution):
    return cast.a_theme(process, "Bäume", contribution)


def decide(by, value=OutcomeValue.ADOPTED, reason="Das tun wir.", **what) -> Outcome:
    return actions.decide_outcome(value=value, reason=reason, by=by, **what)


def last() -> Entry:
    return Entry.objects.first()


def test_an_outcome_is_decided_and_the_contribution_inherits_it(
    process, theme, contribution, coordinator
):
    assert fates(process) == {contribution.pk: [None]}
    outcome = decide(coordinator, theme=theme)
    assert fates(process) == {contribution.pk: [outcome]}
    (fate,) = outcome_of(contribution)
    assert (fate.outcome, fate.assigned.theme) == (outcome, theme)
    assert (last().verb, last().detail) == ("outcome.decided", {"value": "adopted"})


def test_decided_again_the_journal_keeps_what_was_decided_before(theme, coordinator):
    first = decide(coordinator, theme=theme)
    put_translation(first, "reason", language="en", text="We do.", state=Translated.CHECKED)
    second = decide(coordinator, OutcomeValue.NOT_ADOPTED, "Doch nicht.", theme=theme)
    assert first.pk == second.pk
    assert last().verb == "outcome.revised"
    assert (last().detail["value"], last().detail["before"]) == ("not_adopted", "adopted")
    assert "nicht." not in str(last().detail)
    assert Translation.objects.get(text="We do.").state == Translated.STALE


def test_an_own_outcome_comes_before_that_of_the_theme(process, theme, contribution, coordinator):
    decide(coordinator, theme=theme)
    own = decide(coordinator, OutcomeValue.HEARD, contribution=contribution)
    assert [fate.outcome for fate in outcome_of(contribution)] == [own]
    assert fates(process) == {contribution.pk: [own]}


def test_a_merged_theme_inherits_the_outcome_of_the_other(
    process, theme, contribution, coordinator
):
    other = cast.a_theme(process, "Schatten")
    outcome = decide(coordinator, theme=other)
    actions.merge_theme(theme, into=other, by=coordinator)
    assert fates(process) == {contribution.pk: [outcome]}
    assert outcome_of(contribution)[0].assigned.former_name == "Bäume"


def test_each_part_has_the_outcome_of_its_theme(process, contribution, coordinator):
    first, second = split_contribution(
        contribution, texts=["Mehr Bäume.", "Und Bänke."], by=coordinator
    )
    trees, benches = cast.a_theme(process, "Bäume"), cast.a_theme(process, "Bänke")
    actions.assign_contribution(contribution, trees, part=first, by=coordinator)
    actions.assign_contribution(contribution, benches, part=second, by=coordinator)
    outcome = decide(coordinator, theme=trees)
    assert [(fate.part, fate.outcome) for fate in outcome_of(contribution)] == [
        (first, outcome),
        (second, None),
    ]
    assert set(fates(process)[contribution.pk]) == {outcome, None}


def test_a_part_without_theme_keeps_the_contribution_open(process, contribution, coordinator):
    first, _second = split_contribution(
        contribution, texts=["Mehr Bäume.", "Und Bänke."], by=coordinator
    )
    trees = cast.a_theme(process, "Bäume")
    actions.assign_contribution(contribution, trees, part=first, by=coordinator)
    outcome = decide(coordinator, theme=trees)
    assert fates(process)[contribution.pk] == [outcome, None]


def test_a_contribution_without_theme_is_open_and_a_withdrawn_one_is_not_there(process):
    lonely = cast.a_contribution(process)
    cast.a_contribution(
        process, "", publication=Publication.WITHDRAWN, taken_back_on=date(2016, 9, 20)
    )
    assert fates(process) == {lonely.pk: [None]}
    assert outcome_of(lonely) == []


def test_fates_take_four_queries_however_many_there_are(
    process, theme, coordinator, django_assert_num_queries
):
    decide(coordinator, theme=theme)
    for number in range(5):
        actions.assign_contribution(
            cast.a_contribution(process, f"Nr. {number}"), theme, by=coordinator
        )
    with django_assert_num_queries(4):
        assert len(fates(process)) == 6


def test_what_has_an_own_outcome_stays_counted(contribution, coordinator):
    assert not is_handed_over(contribution)
    decide(coordinator, OutcomeValue.HEARD, contribution=contribution)
    assert is_handed_over(contribution)


@pytest.mark.parametrize("value", [v for v in OutcomeValue if v not in OF_THEMES])
def test_what_is_about_one_contribution_is_not_for_a_theme(value, theme, coordinator):
    with pytest.raises(OutcomeRefused):
        decide(coordinator, value, theme=theme)


def test_an_outcome_needs_a_reason_and_one_subject(theme, contribution, coordinator):
    for wrong in (
        {"theme": theme, "reason": " \n"},
        {},
        {"theme": theme, "contribution": contribution},
    ):
        with pytest.raises(OutcomeRefused):
            decide(coordinator, **wrong)
    assert not Outcome.objects.exists()


def test_an_answer_is_written_changed_and_published(theme, coordinator):
    outcome = decide(coordinator, theme=theme)
    actions.write_answer(outcome, text="Kommt.", by=coordinator)
    answer = actions.write_answer(
        outcome, text="Kommt 2018.", due_on=date(2017, 4, 3), by=coordinator
    )
    assert (Answer.objects.count(), answer.published_on) == (1, None)
    actions.publish_answer(answer, by=coordinator)
    assert answer.published_on is not None
    with pytest.raises(OutcomeRefused):
        actions.publish_answer(answer, by=coordinator)
    with pytest.raises(OutcomeRefused):
        actions.write_answer(outcome, text=" ", by=coordinator)


def test_all_answers_are_published_with_one_line(process, theme, contribution, coordinator):
    for what in ({"theme": theme}, {"contribution": contribution}):
        actions.write_answer(decide(coordinator, **what), text="Kommt.", by=coordinator)
    elsewhere = cast.a_theme(cast.a_process("verkehr"), "Busse")
    other = actions.write_answer(decide(coordinator, theme=elsewhere), text="X", by=coordinator)
    assert actions.publish_answers(process, by=coordinator) == 2
    assert (last().verb, last().detail) == ("answer.published", {"count": 2})
    other.refresh_from_db()
    assert other.published_on is None
    with pytest.raises(OutcomeRefused):
        actions.publish_answers(process, by=coordinator)
