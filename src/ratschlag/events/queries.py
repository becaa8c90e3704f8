"""Meetings of a process, before and after today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from ratschlag.events.models import Event, EventResult, FormerTitle
from ratschlag.events.rules import EventState
from ratschlag.languages.models import Authored
from ratschlag.lib.dates import Precision
from ratschlag.people.models import OfficeHolder, Organisation
from ratschlag.people.queries import holder_on
from ratschlag.process.models import Process


@dataclass(frozen=True)
class Calendar:
    """The meetings of a process as seen from today; those without a date come last."""

    past: tuple[Event, ...]
    coming: tuple[Event, ...]

    @property
    def all(self) -> tuple[Event, ...]:
        return self.past + self.coming


def calendar_of(process: Process, today: date) -> Calendar:
    events = list(process.events.select_related("process", "field", "chair", "series"))
    past = [event for event in events if event.held.is_over(today)]
    coming = [event for event in events if not event.held.is_over(today)]
    coming.sort(key=lambda event: (event.held_on is None, event.held_on or today))
    return Calendar(tuple(past), tuple(coming))


@dataclass(frozen=True)
class Sheet:
    """All that the page of a meeting says."""

    event: Event
    is_over: bool
    days_left: int | None
    holder: OfficeHolder | None
    organisations: tuple[Organisation, ...]
    groups: tuple[Organisation, ...]
    results: tuple[EventResult, ...]
    former_titles: tuple[FormerTitle, ...]

    @property
    def led_by(self) -> str:
        """The office that led the meeting, with who held it on that day; empty if not stated."""
        office = self.event.chair.name if self.event.chair else ""
        return f"{office} {self.holder.name}" if self.holder else office

    @property
    def texts(self) -> tuple[list[Authored], ...]:
        """The rows whose texts the page shows."""
        event = self.event
        named = (event, event.series, event.field)
        return [row for row in named if row], [*self.results]


def sheet_of(event: Event, today: date) -> Sheet:
    who = [row.organisation for row in event.participations.select_related("organisation")]
    over = event.state == EventState.HELD or event.held.is_over(today)
    is_day = event.held.precision is Precision.DAY and event.held_on is not None
    return Sheet(
        event=event,
        is_over=over,
        days_left=(event.held_on - today).days if is_day and event.held_on and not over else None,
        holder=holder_on(event.chair, event.held_on) if event.chair else None,
        organisations=tuple(row for row in who if not row.is_group),
        groups=tuple(row for row in who if row.is_group),
        results=tuple(event.results.all()),
        former_titles=tuple(event.series.former_titles.all()) if event.series else (),
    )


def events_found(words: str) -> QuerySet[Event]:
    """All meetings, newest first; those without a date on top."""
    found = Event.objects.select_related("process", "field").order_by(
        F("held_on").desc(nulls_first=True), "title"
    )
    return found.filter(title__icontains=words) if words else found


def participating_organisations(process: Process) -> QuerySet[Organisation]:
    """Every organisation and group that took part in a meeting of the process."""
    return Organisation.objects.filter(participations__event__process=process).distinct()
