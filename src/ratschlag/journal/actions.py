"""Writing to the journal, and moving a demo's clock."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction

from ratschlag.journal.models import ClockOffset, Entry
from ratschlag.journal.queries import database_now, domain_now
from ratschlag.journal.rules import may_move_clock
from ratschlag.lib.errors import DomainError

Act = TypeVar("Act", bound=Callable[..., Any])


class ClockRefused(DomainError):
    """The clock belongs to the database; only a demo's may be moved, and only forward."""


def part(action: Act) -> Act:
    """Mark an action that is called by a higher one, which records for both."""
    action.is_part = True  # type: ignore[attr-defined]
    return action


def by_the_day(action: Act) -> Act:
    """Mark what a resident does: a task journals how often it was done on a day, never when.

    So nobody can tell from the journal which contribution came at which moment.
    """
    action.is_part = True  # type: ignore[attr-defined]
    return action


def record(
    by: models.Model | None, verb: str, subject: models.Model | None = None, **detail: object
) -> None:
    """Write one line: `by` did `verb` to `subject` at the domain time of now.

    None as `by` is the system. `detail` holds plain values and never a person's words or name.
    Must be called inside the transaction of the act it records.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the act it records")
    Entry.objects.create(
        at=domain_now(),
        verb=verb,
        actor_kind=_kind(by),
        actor_number=_number(by),
        subject_kind=_kind(subject),
        subject_number=_number(subject),
        detail=detail,
    )


def _kind(row: models.Model | None) -> str:
    return "" if row is None else str(row._meta.label_lower)


def _number(row: models.Model | None) -> str:
    return "" if row is None else str(row.pk)


@part
@transaction.atomic
def set_clock(to: datetime) -> None:
    """Move the domain clock to `to`, from where it runs on. Raises ClockRefused."""
    if not settings.HAS_OWN_CLOCK:
        raise ClockRefused("Only a demo has a clock that can be moved.")
    if ClockOffset.objects.exists() and not may_move_clock(now=domain_now(), to=to):
        raise ClockRefused("The clock of a demo can only be moved forward.")
    seconds = (to - database_now()).total_seconds()
    ClockOffset.objects.update_or_create(id=1, defaults={"seconds": seconds})


@transaction.atomic
def move_clock(to: datetime) -> None:
    """Move a running demo's clock forward and say so in the journal. Raises ClockRefused."""
    before = domain_now()
    set_clock(to)
    record(None, "clock.moved", None, before=before.isoformat(timespec="seconds"))
