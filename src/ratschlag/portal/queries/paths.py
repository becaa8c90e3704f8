"""The ways of contributions, stop by stop, in their order: values in, a path out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ratschlag.contributions.models import Contribution, Part
from ratschlag.contributions.rules import Publication
from ratschlag.council.models import Amendment, Consultation, Paper
from ratschlag.council.queries import Stop as Meeting
from ratschlag.goals.models import Measure
from ratschlag.goals.rules import MeasureState
from ratschlag.languages.models import Authored
from ratschlag.monitoring.queries import States
from ratschlag.portal.queries.measures import Place
from ratschlag.portal.queries.stops import (
    ORDER,
    Answered,
    Decided,
    Drafted,
    Grouped,
    HandedOver,
    Joined,
    PutOff,
    Resolved,
    State,
    Stop,
    Submitted,
)
from ratschlag.portal.rules import may_everyone_read_answer
from ratschlag.process.models import Milestone, Phase
from ratschlag.process.rules import Tense
from ratschlag.synthesis.models import Answer, Outcome
from ratschlag.synthesis.queries import Fate


@dataclass(frozen=True)
class Coming:
    """What is still to come, and why: "read", "order", "outcome", "council", "report" or
    "next_report"."""

    why: str
    phase: Phase | None = None
    milestone: Milestone | None = None
    consultation: Consultation | None = None
    on: date | None = None

    @property
    def is_open(self) -> bool:
        """Nobody can say yet what becomes of it."""
        return self.why in ("read", "order", "outcome")

    @property
    def rows(self) -> Sequence[Authored | None]:
        return self.phase, self.milestone


@dataclass(frozen=True)
class Verdict:
    """What became of it, in short."""

    outcome: Outcome
    answer: Answer | None
    measures: tuple[Measure, ...]

    @property
    def rows(self) -> Sequence[Authored | None]:
        return self.outcome, self.answer, *self.measures


@dataclass(frozen=True)
class Path:
    """The way of a contribution, or of one part of it."""

    part: Part | None
    stops: tuple[Stop, ...]
    verdicts: tuple[Verdict, ...]
    coming: Coming | None

    @property
    def rows(self) -> Iterator[Authored]:
        told: list[Stop | Verdict | Coming] = [*self.stops, *self.verdicts]
        told += [self.coming] if self.coming else []
        return (row for one in told for row in one.rows if row)


@dataclass(frozen=True)
class World:
    """All that a path needs to know besides the contribution itself."""

    today: date
    counts: Mapping[int, int] = field(default_factory=dict)
    by_theme: Mapping[int, tuple[Measure, ...]] = field(default_factory=dict)
    by_contribution: Mapping[int, tuple[Measure, ...]] = field(default_factory=dict)
    places: Mapping[int, Place] = field(default_factory=dict)
    paper: Paper | None = None
    meetings: tuple[Meeting, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    states: States | None = None
    phase: Phase | None = None
    milestone: Milestone | None = None

    def measures_of(self, fate: Fate) -> tuple[Measure, ...]:
        if fate.assigned:
            return self.by_theme.get(fate.assigned.theme.pk, ())
        number = fate.outcome.contribution_id if fate.outcome else None
        return self.by_contribution.get(number, ()) if number else ()


def path_of(
    contribution: Contribution,
    fates: Sequence[Fate],
    world: World,
    *,
    part: Part | None,
    begin: Sequence[Stop],
    twins: Sequence[Fate] = (),
) -> Path:
    """`begin` is what all parts have in common. `twins` is what became of the contribution that
    said the same before."""
    all_fates = [*fates, *twins]
    measures = tuple(dict.fromkeys(row for fate in all_fates for row in world.measures_of(fate)))
    stops = [*begin, *_of_fates(fates, world), *_of_twins(fates, twins, world)]
    stops += [*_of_editions(measures, world), *_of_council(measures, world)]
    stops += _of_reports(measures, world)
    told = [stop for stop in stops if stop.on <= world.today]
    told.sort(key=lambda stop: (stop.on, ORDER.index(type(stop))))
    return Path(
        part=part,
        stops=tuple(told),
        verdicts=tuple(verdict for fate in all_fates for verdict in _verdict(fate, world)),
        coming=_coming(contribution, fates, measures, world),
    )


def _of_fates(fates: Iterable[Fate], world: World) -> Iterator[Stop]:
    for fate in fates:
        if assigned := fate.assigned:
            theme, day = assigned.theme, assigned.coding.decided_on
            if day:
                yield Grouped(day, assigned, world.counts.get(theme.pk, 1) - 1)
            if theme.handed_over_on:
                yield HandedOver(theme.handed_over_on, theme)
        if fate.outcome:
            yield Decided(fate.outcome.decided_on, fate.outcome)
            answer = _answer(fate.outcome, world)
            if answer and answer.published_on:
                yield Answered(answer.published_on, answer)


def _of_twins(fates: Iterable[Fate], twins: Iterable[Fate], world: World) -> Iterator[Stop]:
    """What became of the other one, from the day on which both were seen to say the same."""
    since = max((fate.outcome.decided_on for fate in fates if fate.outcome), default=date.min)
    for fate in twins:
        for stop in _of_fates([fate], world):
            if isinstance(stop, Grouped):
                yield Joined(max(stop.on, since), stop.assigned)
            else:
                yield replace(stop, on=max(stop.on, since))


def _answer(outcome: Outcome, world: World) -> Answer | None:
    answer: Answer | None = getattr(outcome, "answer", None)
    day = answer.published_on if answer else None
    return answer if day and may_everyone_read_answer(day) and day <= world.today else None


def _verdict(fate: Fate, world: World) -> Iterator[Verdict]:
    if fate.outcome and fate.outcome.decided_on <= world.today:
        answer = _answer(fate.outcome, world)
        yield Verdict(fate.outcome, answer, world.measures_of(fate))


def _of_editions(measures: Iterable[Measure], world: World) -> Iterator[Stop]:
    """One stop for each edition in which some of the measures stand for the first time."""
    firsts: dict[int, Drafted] = {}
    for measure in measures:
        if place := world.places.get(measure.pk):
            before = firsts.get(place.edition.pk, Drafted(place.frozen_on, ()))
            firsts[place.edition.pk] = replace(before, places=(*before.places, (measure, place)))
    yield from firsts.values()


def _of_council(measures: Sequence[Measure], world: World) -> Iterator[Stop]:
    """The way through the council, shortened: when it came, what was put off, what was decided."""
    if not measures or not world.paper or not world.paper.submitted_on:
        return
    yield Submitted(world.paper.submitted_on, world.paper)
    numbers = {measure.pk for measure in measures}
    touching = tuple(
        row
        for row in world.amendments
        if numbers & {target.measure_id for target in row.targets.all()}
    )
    for meeting in world.meetings:
        row = meeting.consultation
        if row.is_put_off:
            yield PutOff(row.meets_on, row, meeting.next_reading)
        elif meeting.is_end:
            yield Resolved(row.meets_on, row, touching)


def _of_reports(measures: Sequence[Measure], world: World) -> Iterator[Stop]:
    """How the measures stand; before the first report only what was dropped."""
    states = world.states
    if states is None:
        return
    rows = [row for row in measures if states.is_begun or row.state == MeasureState.DROPPED]
    is_said = states.report and not states.is_overdue
    day = states.report.as_of if states.report and is_said else world.today
    if rows:
        yield State(day, tuple(states.of(measure) for measure in rows), states)


def _coming(
    contribution: Contribution, fates: Sequence[Fate], measures: Sequence[Measure], world: World
) -> Coming | None:
    """The next step, while there is one."""
    if contribution.publication == Publication.WITHDRAWN:
        return None
    ahead = Coming("outcome", phase=world.phase, milestone=world.milestone)
    if contribution.publication in (Publication.RECEIVED, Publication.HELD):
        return replace(ahead, why="read")
    if not fates:
        return replace(ahead, why="order")
    if any(fate.outcome is None for fate in fates):
        return ahead
    if all(measure.state == MeasureState.DROPPED for measure in measures):
        return None
    return _after_outcome(ahead, world)


def _after_outcome(ahead: Coming, world: World) -> Coming | None:
    """What measures still have before them."""
    states = world.states
    if not any(meeting.is_end for meeting in world.meetings):
        planned = [row for row in world.meetings if row.tense is not Tense.PAST]
        following = planned[0].consultation if planned else None
        return replace(ahead, why="council", phase=None, consultation=following)
    if not states or not states.is_begun:
        return replace(ahead, why="report")
    due = states.report.next_on if states.report else None
    return Coming("next_report", on=due) if due and due >= world.today else None
