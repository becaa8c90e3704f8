"""A process as its pages show it on a day: where it stands, what comes, who takes part."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from ratschlag.events.models import Event
from ratschlag.events.queries import Calendar, calendar_of
from ratschlag.events.rules import EventKind
from ratschlag.lib.dates import UNKNOWN, PartialDate
from ratschlag.people.models import Network, Organisation
from ratschlag.portal.queries.shown import public_measures_of, public_themes
from ratschlag.portal.rules import Invitation, invitation_among
from ratschlag.press.models import Release
from ratschlag.process.models import Document, Field, Milestone, Phase, Process, Source
from ratschlag.process.queries import Timeline, announced_processes, timeline
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import open_survey

_LATEST_RELEASES = 4


@dataclass(frozen=True)
class Coming:
    """Something ahead: a meeting, a phase that residents are invited to, a milestone."""

    when: PartialDate
    until: PartialDate
    row: Event | Phase | Milestone

    @property
    def kind(self) -> str:
        return self.row._meta.model_name or ""


@dataclass(frozen=True)
class Numbers:
    """What came so far, in one line: voices, and the themes and measures that are public."""

    voices: int
    themes: int
    measures: int


@dataclass(frozen=True)
class Past:
    """Something that lies behind: a network's beginning, a resolution, a meeting."""

    when: PartialDate
    row: Network | Document | Event

    @property
    def kind(self) -> str:
        return self.row._meta.model_name or ""


class Overview:
    """A process as its page shows it on a day; `survey` is the one that is open, if one is."""

    def __init__(self, process: Process, today: date, survey: Survey | None = None) -> None:
        self.process = process
        self.today = today
        self.survey = survey

    @cached_property
    def timeline(self) -> Timeline:
        return timeline(self.process, self.today)

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.process, self.today)

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(self.process.milestones.all())

    @cached_property
    def documents(self) -> list[Document]:
        found = self.process.predecessors.select_related("adopted_by", "superseded_by__process")
        return list(found)

    @cached_property
    def releases(self) -> list[tuple[Release, date]]:
        """What the city last told the press about the process, each with its day."""
        found = Release.objects.published().filter(process=self.process)[:_LATEST_RELEASES]
        return [(row, localdate(row.released_at)) for row in found]

    @cached_property
    def sources(self) -> list[Source]:
        return list(self.process.sources.select_related("publisher", "release"))

    @cached_property
    def fields(self) -> list[Field]:
        return list(self.process.fields.all())

    @cached_property
    def invited(self) -> tuple[Phase, Invitation] | None:
        """The phase in which residents can do something: the one that runs, else the next."""
        steps = [step for step in self.timeline.steps if step.phase.invitation]
        spans = [(step.phase.starts, step.phase.ends) for step in steps]
        found = invitation_among(spans, self.today)
        return (steps[found.index].phase, found) if found else None

    @cached_property
    def kick_off(self) -> Event | None:
        events = [event for event in self.calendar.all if event.kind == EventKind.KICK_OFF]
        return events[0] if events else None

    @cached_property
    def founders(self) -> "Organisations":
        """Who took part in the kick-off."""
        return organisations_of(
            Organisation.objects.filter(participations__event=self.kick_off).distinct()
        )

    @cached_property
    def coming(self) -> list[Coming]:
        """What lies ahead, by date; what has no date yet comes last."""
        meetings = [Coming(event.held, event.held, event) for event in self.calendar.coming]
        phases = [
            Coming(step.phase.starts, step.phase.ends, step.phase)
            for step in self.timeline.steps
            if step.phase.invitation and not step.phase.ends.is_over(self.today)
        ]
        aims = [Coming(row.due, row.due, row) for row in self.milestones if row.reached_on is None]
        undated = [
            Coming(UNKNOWN, UNKNOWN, step.phase)
            for step in self.timeline.steps
            if not step.phase.starts.is_known and not step.phase.is_invented
        ]
        return sorted(meetings + phases + aims, key=lambda entry: in_time(entry.when)) + undated

    @cached_property
    def before(self) -> list[Past]:
        """How it came to this: from the oldest date on."""
        entries = [Past(network.since, network) for network in Network.objects.all()]
        entries += [Past(row.adopted, row) for row in self.documents if not row.is_outcome]
        entries += [Past(event.held, event) for event in self.calendar.past]
        return sorted(entries, key=lambda entry: in_time(entry.when))

    @cached_property
    def numbers(self) -> Numbers:
        """One query before the first voice, then three."""
        voices = self.process.contributions.counted().count()
        themes, measures = public_themes(), public_measures_of(self.process)
        return Numbers(
            voices=voices,
            themes=themes.filter(process=self.process).count() if voices else 0,
            measures=measures.count() if voices else 0,
        )

    @property
    def step_number(self) -> int:
        """The number of the step we are in; 0 before the first."""
        return self.timeline.now.phase.number if self.timeline.now else 0

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the pages show."""
        phases = [step.phase for step in self.timeline.steps]
        plan = [self.process], phases, self.milestones, self.documents, self.fields
        successors = [row.superseded_by for row in self.documents if row.superseded_by]
        return (*plan, list(self.calendar.all), [row for row, _day in self.releases], successors)


def in_time(when: PartialDate) -> tuple[bool, date, date]:
    """By beginning; of two that begin together the shorter one first; unknown last."""
    first = when.first or date.max
    return when.first is None, first, when.last or date.max


def home_pages(today: date, at: datetime | None = None) -> list[Overview]:
    """Every announced process; with the survey that is open at that moment, if one is given."""
    return [
        Overview(process, today, open_survey(process, at) if at else None)
        for process in announced_processes()
    ]


def overview_of(process: Process, today: date) -> Overview:
    return Overview(process, today)


@dataclass(frozen=True)
class Organisations:
    """Those who take part: organisations, groups of people, and at which meetings."""

    organisations: tuple[Organisation, ...]
    groups: tuple[Organisation, ...]

    @property
    def events(self) -> list[Event]:
        """Every meeting at which one of them was."""
        everyone = self.organisations + self.groups
        return [row.event for one in everyone for row in one.participations.all()]


def organisations_of(found: QuerySet[Organisation]) -> Organisations:
    rows = list(
        found.order_by("participations__position").prefetch_related(
            "participations__event__process"
        )
    )
    rows = list(dict.fromkeys(rows))
    return Organisations(
        tuple(row for row in rows if not row.is_group), tuple(row for row in rows if row.is_group)
    )
