"""Writing goals and measures, naming where each comes from, and moving them towards the concept."""

import re
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import WITHOUT_TEXT
from ratschlag.events.models import EventResult
from ratschlag.goals.models import Goal, Measure, MeasurePartner, Origin
from ratschlag.goals.rules import (
    GOAL_STATE_WITH,
    GoalState,
    MeasureState,
    OriginKind,
    next_goal_states,
    next_measure_states,
)
from ratschlag.journal.actions import record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.dates import UNKNOWN, PartialDate
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Organisation, Person
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.rules import ThemeState

Source = Theme | Contribution | EventResult


class OfAnotherProcess(DomainError):
    """What belongs together must belong to the same process."""


class CodeTaken(DomainError):
    """Two goals, or two measures, of a process can't have the same number."""


class StepRefused(DomainError):
    """A goal or a measure can't go from where it is to that state."""


class GoalBelowItself(DomainError):
    """A goal can't lie below itself, nor below one of its own goals."""


class OriginRefused(DomainError):
    """An origin that is named already, or that can't be one."""


@transaction.atomic
def propose_goal(goal: Goal, *, by: Person | None) -> Goal:
    """Enter a goal that was made but not saved yet; without a code it gets the next free one.

    Raises OfAnotherProcess, CodeTaken, GoalBelowItself.
    """
    _lock(goal.process)
    goal.code = goal.code or _free_code(goal)
    _check_goal(goal)
    goal.save(force_insert=True)
    record(by, "goal.proposed", goal, code=goal.code)
    return goal


@transaction.atomic
def revise_goal(goal: Goal, changed: Iterable[str], *, by: Person | None) -> None:
    """Keep what was changed on the row. Raises OfAnotherProcess, CodeTaken, GoalBelowItself."""
    changed = sorted(changed)
    _lock(goal.process)
    goal.code = goal.code or _free_code(goal)
    _check_goal(goal)
    goal.save()
    mark_stale(goal, changed)
    record(by, "goal.revised", goal, fields=changed)


@transaction.atomic
def move_goal(goal: Goal, state: GoalState, *, by: Person | None) -> None:
    """Take a goal one step on, or drop it. Raises StepRefused."""
    before = goal.state
    _step_goal(goal, state)
    goal.save(update_fields=["state"])
    record(by, "goal.moved", goal, before=str(before), to=str(state))


@transaction.atomic
def propose_measure(
    measure: Measure,
    *,
    starts: PartialDate = UNKNOWN,
    ends: PartialDate = UNKNOWN,
    partners: Sequence[Organisation] = (),
    origins: Sequence[Source] = (),
    by: Person | None,
) -> Measure:
    """Enter a measure that was made but not saved yet, with its partners in their order and what
    inspired it; without a code it gets the next free one of its field.

    Raises OfAnotherProcess, CodeTaken, OriginRefused.
    """
    _lock(measure.process)
    measure.code = measure.code or _free_code(measure)
    _check_measure(measure)
    _set_span(measure, starts, ends)
    measure.save(force_insert=True)
    _note_partners(measure, partners)
    for source in origins:
        _add_origin(measure, source)
    record(by, "measure.proposed", measure, code=measure.code, origins=len(origins))
    return measure


@transaction.atomic
def revise_measure(
    measure: Measure,
    changed: Iterable[str],
    *,
    starts: PartialDate | None = None,
    ends: PartialDate | None = None,
    partners: Sequence[Organisation] | None = None,
    by: Person | None,
) -> None:
    """Keep what was changed on the row, and its dates and partners where they are given.

    Raises OfAnotherProcess, CodeTaken.
    """
    changed = sorted(changed)
    _lock(measure.process)
    measure.code = measure.code or _free_code(measure)
    _check_measure(measure)
    _set_span(
        measure,
        measure.starts if starts is None else starts,
        measure.ends if ends is None else ends,
    )
    measure.save()
    if partners is not None:
        _note_partners(measure, partners)
    mark_stale(measure, changed)
    record(by, "measure.revised", measure, fields=changed)


@transaction.atomic
def move_measure(
    measure: Measure, state: MeasureState, *, reason: str = "", by: Person | None
) -> None:
    """Take a measure one step on, or drop it for a reason. Raises StepRefused."""
    before = measure.state
    _step_measure(measure, state)
    measure.drop_reason = reason if state == MeasureState.DROPPED else ""
    measure.save(update_fields=["state", "drop_reason"])
    record(by, "measure.moved", measure, before=str(before), to=str(state))


@transaction.atomic
def move_measures(
    process: Process,
    state: MeasureState,
    *,
    measures: Sequence[Measure],
    goals: Sequence[Goal] = (),
    by: Person | None,
) -> None:
    """Take many measures one step on together, and with them these goals: all or none.

    Raises OfAnotherProcess, StepRefused.
    """
    for measure in measures:
        _check_process(process, measure.process_id)
        _step_measure(measure, state)
        measure.save(update_fields=["state"])
    for goal in goals:
        _check_process(process, goal.process_id)
        _step_goal(goal, GOAL_STATE_WITH[state])
        goal.save(update_fields=["state"])
    record(by, "measures.moved", process, to=str(state), count=len(measures), goal_count=len(goals))


@transaction.atomic
def name_origin(
    of: Measure | Goal,
    *,
    theme: Theme | None = None,
    contribution: Contribution | None = None,
    event_result: EventResult | None = None,
    kind: OriginKind = OriginKind.INSPIRED,
    note: str = "",
    by: Person | None,
) -> Origin:
    """Say that a measure or a goal goes back to one theme, contribution or result of a meeting.

    Raises OriginRefused, OfAnotherProcess.
    """
    given = [source for source in (theme, contribution, event_result) if source is not None]
    if len(given) != 1:
        raise OriginRefused(_("An origin is one theme, one contribution or one result."))
    origin = _add_origin(of, given[0], kind=kind, note=note)
    record(by, "origin.named", origin, of=of.kind, number=str(of.pk))
    return origin


@transaction.atomic
def remove_origin(origin: Origin, *, by: Person | None) -> None:
    """Take back what was named by mistake."""
    of = origin.measure or origin.goal
    number = origin.pk
    origin.delete()
    record(by, "origin.removed", of, origin=str(number))


def _lock(process: Process) -> None:
    """Two people who propose at the same moment don't get the same code."""
    Process.objects.select_for_update().get(pk=process.pk)


def _check_process(process: Process, number: int) -> None:
    if number != process.pk:
        raise OfAnotherProcess(
            _("This belongs to another process. Choose one of the same process.")
        )


def _check_goal(goal: Goal) -> None:
    for row in (goal.field, goal.parent):
        if row:
            _check_process(goal.process, row.process_id)
    above = goal.parent
    while above:
        if above.pk == goal.pk:
            raise GoalBelowItself(_("A goal can't lie below itself. Choose another goal above it."))
        above = above.parent
    _check_code(goal)


def _check_measure(measure: Measure) -> None:
    for row in (measure.field, measure.goal):
        if row:
            _check_process(measure.process, row.process_id)
    _check_code(measure)


def _check_code(row: Goal | Measure) -> None:
    others = type(row)._default_manager.filter(process=row.process_id, code=row.code)
    if others.exclude(pk=row.pk).exists():
        raise CodeTaken(_("This number is taken. Choose another one."))


def _free_code(row: Goal | Measure) -> str:
    """The next free number in its field: M02-9, G02.4; of the whole process G00.1."""
    field = row.field.number if row.field else 0
    prefix = f"M{field:02}-" if isinstance(row, Measure) else f"G{field:02}."
    codes = type(row)._default_manager.filter(process=row.process_id, code__startswith=prefix)
    taken = [
        int(found[1])
        for code in codes.values_list("code", flat=True)
        if (found := re.match(r"([0-9]{1,6})(?![0-9])", code.removeprefix(prefix)))
    ]
    return f"{prefix}{max(taken, default=0) + 1}"


def _set_span(measure: Measure, starts: PartialDate, ends: PartialDate) -> None:
    measure.starts_on, measure.starts_precision = starts.first, starts.precision
    measure.ends_on, measure.ends_precision = ends.first, ends.precision


def _note_partners(measure: Measure, organisations: Sequence[Organisation]) -> None:
    measure.partners.all().delete()
    MeasurePartner.objects.bulk_create(
        MeasurePartner(measure=measure, organisation=organisation, position=position)
        for position, organisation in enumerate(organisations, start=1)
    )


def _step_goal(goal: Goal, state: GoalState) -> None:
    if state not in next_goal_states(GoalState(goal.state)):
        step = {"code": goal.code, "state": goal.get_state_display()}
        raise StepRefused(_("%(code)s is %(state)s and can't take this step.") % step)
    goal.state = state


def _step_measure(measure: Measure, state: MeasureState) -> None:
    if state not in next_measure_states(MeasureState(measure.state)):
        step = {"code": measure.code, "state": measure.get_state_display()}
        raise StepRefused(_("%(code)s is %(state)s and can't take this step.") % step)
    measure.state = state


def _add_origin(
    of: Measure | Goal,
    source: Source,
    *,
    kind: OriginKind = OriginKind.INSPIRED,
    note: str = "",
) -> Origin:
    column = {Theme: "theme", Contribution: "contribution", EventResult: "event_result"}
    owner = "measure" if isinstance(of, Measure) else "goal"
    _check_process(of.process, _process_of(source))
    if isinstance(source, Theme) and source.state == ThemeState.MERGED:
        raise OriginRefused(_("This theme has gone into another one. Name that one."))
    if isinstance(source, Contribution) and source.publication in WITHOUT_TEXT:
        raise OriginRefused(_("This contribution was taken back."))
    named = {owner: of, column[type(source)]: source}
    if Origin.objects.filter(**named).exists():
        raise OriginRefused(_("This origin is named already."))
    return Origin.objects.create(**named, kind=kind, note=note)


def _process_of(source: Source) -> int:
    return source.event.process_id if isinstance(source, EventResult) else source.process_id
