"""Meetings of a process, before and after today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from ratschlag.events.models import Event, EventResult, FormerTitle, Participation
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
    # Engines differ in where they put what has no date.
    events.sort(key=lambda event: (event.held_on is None, event.held_on or today))
    past = tuple(event for event in events if _is_over(event, today))
    coming = tuple(event for event in events if not _is_over(event, today))
    return Calendar(past, coming)


def _is_over(event: Event, today: date) -> bool:
    """Held earlier today counts as over; without a word from the desk the day itself does not."""
    return event.state == EventState.HELD or event.held.is_over(today)


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
        named = (event, event.series, event.field, event.replaced_by)
        return [row for row in named if row], [*self.results]


def sheet_of(event: Event, today: date) -> Sheet:
    who = [row.organisation for row in event.participations.select_related("organisation")]
    return Sheet(
        event=event,
        is_over=_is_over(event, today),
        days_left=_days_left(event, today),
        holder=holder_on(event.chair, event.held_on) if event.chair else None,
        organisations=tuple(row for row in who if not row.is_group),
        groups=tuple(row for row in who if row.is_group),
        results=tuple(event.results.all()),
        former_titles=tuple(event.series.former_titles.all()) if event.series else (),
    )


def _days_left(event: Event, today: date) -> int | None:
    """Until a meeting that will take place on a known day."""
    is_off = event.state == EventState.CANCELLED or _is_over(event, today)
    if is_off or event.held_on is None or event.held.precision is not Precision.DAY:
        return None
    return (event.held_on - today).days


def events_found(words: str) -> QuerySet[Event]:
    """All meetings, newest first; those without a date on top."""
    found = Event.objects.select_related("process", "field").order_by(
        F("held_on").desc(nulls_first=True), "title"
    )
    return found.filter(title__icontains=words) if words else found


def participating_organisations(process: Process) -> QuerySet[Organisation]:
    """Every organisation and group that took part in a meeting of the process, with its
    participations there: those in other processes may not be public yet."""
    own = Participation.objects.filter(event__process=process).select_related("event__process")
    found = Organisation.objects.filter(participations__event__process=process).distinct()
    return found.prefetch_related(Prefetch("participations", own))
