"""Full runs: asked for once, kept with their difference, and nothing that was decided changes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ratschlag.contributions.actions import redact_contribution
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.journal.models import Entry
from ratschlag.synthesis import actions
from ratschlag.synthesis.models import Coding, Run, RunMember, Theme
from ratschlag.synthesis.queries import theme_counts
from ratschlag.synthesis.rules import CodingState, Proposer, RunState, ThemeState
from ratschlag.synthesis.tasks import (
    full_run,
    go_on_with_runs,
    is_any_run_stranded,
    spread_proposals,
)
from tests import cast

engine = pytest.importorskip("ratschlag.synthesis.compute.engine")


def worked_out(process, by, **wanted) -> Run:
    run = actions.ask_for_run(process, by=by, **wanted)
    assert full_run.func(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.READY, run.why_failed
    return run


def taken_over(process, by, **wanted) -> Run:
    run = worked_out(process, by, **wanted)
    actions.take_run_over(run, by=by)
    spread_proposals.func(run.pk)
    return run


def standing(process) -> dict[tuple[int, str], str]:
    """Every decision of a person: contribution, theme, state."""
    rows = Coding.objects.filter(contribution__process=process).exclude(state="proposed")
    return {
        (row.contribution_id, row.theme.title): row.state for row in rows.select_related("theme")
    }


def test_a_run_keeps_all_that_tells_how_it_came_about(process, voices, machine, coordinator):
    run = worked_out(process, coordinator, theme_count=3)
    assert (run.model_name, run.model_version, run.model_hash) == ("fake", "1", "f" * 64)
    assert (run.seed, run.text_count, run.done_count) == (2016, 12, 12)
    assert run.asked_by == coordinator and run.finished_at and len(run.input_hash) == 64
    assert run.versions["numpy"]
    assert run.figures["texts"] == 12
    assert run.difference["came"] == 12
    assert run.members.count() == 12
    assert (
        sum(row.text_count for row in run.themes.all()) == run.members.exclude(first=None).count()
    )
    verbs = list(Entry.objects.values_list("verb", flat=True)[:2])
    assert verbs == ["run.finished", "run.asked"]


def test_nothing_comes_of_it_before_a_person_takes_it_over(process, voices, machine, coordinator):
    run = worked_out(process, coordinator, theme_count=3)
    assert not Theme.objects.exists()
    assert not Coding.objects.exists()
    actions.take_run_over(run, by=coordinator)
    assert spread_proposals.func(run.pk) == 12
    assert Theme.objects.proposed().count() == run.themes.count()
    assert not Theme.objects.current().exists()
    assert set(Coding.objects.values_list("state", "proposer")) == {
        (CodingState.PROPOSED, Proposer.MACHINE)
    }
    assert theme_counts(process) == {}
    count = Coding.objects.count()
    spread_proposals.func(run.pk)
    assert Coding.objects.count() == count


def test_accepting_opens_the_theme_and_undoing_closes_it(process, voices, machine, coordinator):
    taken_over(process, coordinator, theme_count=3)
    coding = Coding.objects.select_related("theme", "contribution").first()
    actions.accept_coding(coding, by=coordinator)
    coding.theme.refresh_from_db()
    assert coding.theme.state == ThemeState.OPEN
    actions.undo_last(process, by=coordinator)
    coding.theme.refresh_from_db()
    coding.refresh_from_db()
    assert (coding.theme.state, coding.state) == (ThemeState.PROPOSED, CodingState.PROPOSED)


def test_a_dismissed_run_leaves_its_figures_and_nothing_else(process, voices, machine, coordinator):
    run = worked_out(process, coordinator)
    actions.dismiss_run(run, by=coordinator)
    assert (run.state, run.figures["texts"]) == (RunState.DISMISSED, 12)
    assert not RunMember.objects.exists()
    with pytest.raises(actions.RunRefused):
        actions.take_run_over(run, by=coordinator)


def test_what_was_decided_is_there_after_any_number_of_runs(process, voices, machine, coordinator):
    trees = cast.a_theme(process, "Bäume")
    actions.assign_contribution(voices[4], trees, by=coordinator)  # a bus among trees
    actions.assign_contribution(voices[0], trees, by=coordinator)
    dismissed = actions.propose_coding(voices[1], theme=trees, by=coordinator)
    actions.dismiss_coding(dismissed, by=coordinator)
    before = standing(process)
    first = taken_over(process, coordinator)
    member = first.members.select_related("first__theme").get(contribution=voices[4])
    assert member.first.theme == trees
    assert first.members.get(contribution=voices[1]).first.theme != trees
    for text in ("Noch ein Baum.", "Noch ein Bus.", "Noch eine Schule."):
        cast.a_contribution(process, text)
    second = taken_over(process, coordinator)
    assert standing(process) == before
    assert second.difference["came"] == 0  # understood meanwhile, and placed beside the others
    assert {row.key for row in first.themes.all()} & {row.key for row in second.themes.all()}


def test_the_same_again_changes_nothing(process, voices, machine, coordinator):
    taken_over(process, coordinator, theme_count=3)
    again = worked_out(process, coordinator, theme_count=3)
    told = again.difference
    assert (told["moved"], told["new"], told["gone"]) == (0, [], [])


def test_a_run_that_is_started_twice_runs_once(process, voices, machine, coordinator):
    run = actions.ask_for_run(process, by=coordinator)
    with pytest.raises(actions.RunRefused):
        actions.ask_for_run(process, by=coordinator)
    assert full_run.func(run.pk)
    asked = len(machine.asked)
    assert not full_run.func(run.pk)
    assert len(machine.asked) == asked
    assert Run.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.bulk_create(
            Run(process=process, asked_at=timezone.now(), beat_at=timezone.now()) for _run in "ab"
        )


def test_a_run_whose_worker_was_cut_off_is_taken_up(process, voices, machine, coordinator):
    run = actions.ask_for_run(process, by=coordinator)
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    assert not is_any_run_stranded()
    assert not full_run.func(run.pk)
    long_ago = timezone.now() - timedelta(hours=1)
    Run.objects.filter(pk=run.pk).update(beat_at=long_ago)
    assert is_any_run_stranded()
    assert go_on_with_runs.func() == 1
    run.refresh_from_db()
    assert run.state == RunState.READY


def test_a_run_that_fails_says_so_and_another_can_be_asked_for(
    process, voices, machine, coordinator, monkeypatch
):
    def fails(*_given):
        raise ValueError("Mehr Bäume am Markt")

    monkeypatch.setattr(engine, "synthesise", fails)
    run = actions.ask_for_run(process, by=coordinator)
    assert not full_run.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.why_failed) == (RunState.FAILED, "ValueError")
    assert Entry.objects.first().verb == "run.failed"
    actions.ask_for_run(process, by=coordinator)


def test_what_is_taken_back_while_a_run_works_is_not_in_its_result(
    process, voices, machine, coordinator, monkeypatch
):
    work = engine.synthesise

    def and_meanwhile(*given):
        Contribution.objects.filter(pk=voices[0].pk).update(
            text="", publication=Publication.ERASED, taken_back_on=voices[0].received_on
        )
        redact_contribution(voices[5], text="Abends fährt kein Bus.", by=coordinator)
        return work(*given)

    monkeypatch.setattr(engine, "synthesise", and_meanwhile)
    run = worked_out(process, coordinator)
    there = set(run.members.values_list("contribution", flat=True))
    assert there == {row.pk for row in voices} - {voices[0].pk, voices[5].pk}
    actions.take_run_over(run, by=coordinator)
    spread_proposals.func(run.pk)
    assert not Coding.objects.filter(contribution=voices[0]).exists()


def test_a_name_holds_no_word_that_only_one_person_wrote(process, voices, machine, coordinator):
    cast.a_contribution(process, "Bäume bei Schmidtkonz, Bäume bei Schmidtkonz, Bäume!")
    run = worked_out(process, coordinator, theme_count=3)
    assert not any("chmidtkonz" in row.name for row in run.themes.all())
    assert any(row.name for row in run.themes.all())


def test_without_texts_a_run_fails_clearly(process, machine, coordinator):
    run = actions.ask_for_run(process, by=coordinator)
    full_run.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.why_failed) == (RunState.FAILED, "too_few_texts")


def test_a_newer_result_counts(process, voices, machine, coordinator):
    old = worked_out(process, coordinator)
    new = worked_out(process, coordinator)
    Run.objects.filter(pk=new.pk).update(asked_at=new.asked_at + timedelta(seconds=1))
    with pytest.raises(actions.RunRefused):
        actions.take_run_over(old, by=coordinator)
    actions.take_run_over(new, by=coordinator)
