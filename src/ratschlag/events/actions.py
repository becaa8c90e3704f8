"""Entering meetings: planned, held, who took part, what came of it."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from ratschlag.events.models import Event, EventResult, EventSeries, FormerTitle, Participation
from ratschlag.events.rules import Count, EventState, ResultKind
from ratschlag.journal.actions import record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.dates import PartialDate
from ratschlag.people.models import Organisation, Person


@transaction.atomic
def begin_series(*, slug: str, title: str, by: Person | None) -> EventSeries:
    series = EventSeries.objects.create(slug=slug, title=title)
    record(by, "series.begun", series)
    return series


@transaction.atomic
def note_former_title(series: EventSeries, title: str, *, reason: str, by: Person | None) -> None:
    FormerTitle.objects.create(series=series, title=title, reason=reason)
    record(by, "series.renamed", series)


@transaction.atomic
def plan_event(
    event: Event, *, held: PartialDate, participants: Sequence[Organisation] = (), by: Person | None
) -> Event:
    """Enter a meeting that was made but not saved yet, on the date `held`."""
    event.held_on, event.held_precision = held.first, held.precision
    event.save(force_insert=True)
    _note_participants(event, participants)
    record(by, "event.planned", event, held=held.isoformat())
    return event


@transaction.atomic
def revise_event(
    event: Event,
    *,
    held: PartialDate,
    participants: Sequence[Organisation],
    changed: Iterable[str] = (),
    by: Person | None,
) -> None:
    """Keep what was changed on the row, its date, and who took part in which order."""
    changed = sorted(changed)
    event.held_on, event.held_precision = held.first, held.precision
    event.save()
    _note_participants(event, participants)
    mark_stale(event, changed)
    record(by, "event.revised", event, held=held.isoformat(), fields=changed)


def _note_participants(event: Event, organisations: Sequence[Organisation]) -> None:
    event.participations.all().delete()
    Participation.objects.bulk_create(
        Participation(event=event, organisation=organisation, position=position)
        for position, organisation in enumerate(organisations, start=1)
    )


@transaction.atomic
def hold_event(
    event: Event,
    *,
    attended: int | None = None,
    attended_count: Count = Count.EXACT,
    by: Person | None,
) -> None:
    """The meeting took place; how many came, where it is known."""
    event.state = EventState.HELD
    event.attended, event.attended_count = attended, attended_count
    event.save(update_fields=["state", "attended", "attended_count"])
    record(by, "event.held", event)


@transaction.atomic
def cancel_event(
    event: Event, *, reason: str, replaced_by: Event | None = None, by: Person | None
) -> None:
    event.state, event.cancel_reason = EventState.CANCELLED, reason
    event.replaced_by = replaced_by
    event.save(update_fields=["state", "cancel_reason", "replaced_by"])
    record(by, "event.cancelled", event)


@transaction.atomic
def note_result(event: Event, *, kind: ResultKind, text: str, by: Person | None) -> EventResult:
    result = EventResult.objects.create(
        event=event, kind=kind, text=text, position=event.results.count() + 1
    )
    record(by, "event.result_noted", result)
    return result
