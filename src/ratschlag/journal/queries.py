"""The domain clock, the entries in order, and whether the chain still holds."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest

from ratschlag.journal.compute import FIRST, digest_of
from ratschlag.journal.models import ClockOffset, Entry, Seal

_CLOCK = {
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'),"
    " (SELECT seconds FROM journal_clockoffset)",
    "postgresql": "SELECT statement_timestamp(), (SELECT seconds FROM journal_clockoffset)",
}


def domain_now() -> datetime:
    """The database's clock plus the offset that a demo may have, in UTC."""
    real, offset = _read_clock()
    return real + offset


def database_now() -> datetime:
    """The database's clock as it is, in UTC."""
    return _read_clock()[0]


def clock_offset() -> float:
    """How many seconds a demo's clock runs from the database's; 0 where nobody moved it."""
    return ClockOffset.objects.values_list("seconds", flat=True).first() or 0.0


def read_with_clock(columns: str, *parameters: int | str) -> tuple[datetime, tuple[Any, ...]]:
    """The domain time and one row, read in one statement: `columns` begins behind SELECT."""
    clock = _CLOCK[connection.vendor].replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(f"{clock}, {columns}", parameters)
        now, seconds, *row = cursor.fetchone()
    return _in_utc(now) + timedelta(seconds=seconds or 0), tuple(row)


def _read_clock() -> tuple[datetime, timedelta]:
    with connection.cursor() as cursor:
        cursor.execute(_CLOCK[connection.vendor])
        now, seconds = cursor.fetchone()
    return _in_utc(now), timedelta(seconds=seconds or 0)


def _in_utc(now: str | datetime) -> datetime:
    if isinstance(now, str):
        now = datetime.fromisoformat(now)
    return now.astimezone(UTC)


def at_of(request: HttpRequest) -> datetime:
    """The domain time of a request: asked once, the same for all that the page says."""
    if not hasattr(request, "domain_at"):
        request.domain_at = domain_now()  # type: ignore[attr-defined]
    at: datetime = request.domain_at  # type: ignore[attr-defined]
    return at


def as_lines(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """The entries as the digest reads them."""
    return [
        {
            "id": entry.id,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": entry.verb,
            "actor": [entry.actor_kind, entry.actor_number],
            "subject": [entry.subject_kind, entry.subject_number],
            "detail": entry.detail,
        }
        for entry in entries
    ]


def first_broken_seal() -> Seal | None:
    """The first seal whose entries no longer give its digest, or whose number is out of turn."""
    before = FIRST
    for number, seal in enumerate(Seal.objects.order_by("number"), start=1):
        entries = list(seal.entries.in_order())
        digest = digest_of(as_lines(entries), before=before)
        if (seal.number, seal.digest, seal.entry_count) != (number, digest, len(entries)):
            return seal
        before = seal.digest
    return None
