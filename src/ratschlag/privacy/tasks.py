"""Deleting what has outlived its purpose, and writing down what was counted."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.lib.retention import Clearing
from ratschlag.privacy.compute import Seen
from ratschlag.privacy.models import ChoiceCount, Deletion, Layer, PageCount
from ratschlag.privacy.queries.consent import real_day
from ratschlag.privacy.queries.keeping import clearings
from ratschlag.privacy.rules import COUNTS_LIVE, PROOF_LIVES

_log = logging.getLogger(__name__)
_KEEP_TASK_RESULTS = timedelta(days=14)


@task
def delete_outlived() -> int:
    """Delete in every room what has outlived its time, and say publicly how much that was.

    Returns how much. Safe to repeat. A room that fails does not keep the others from deleting.
    """
    total, failed = 0, []
    for clearing in clearings():
        try:
            total += _clear(clearing)
        except Exception:
            _log.exception("Not deleted: %s", clearing.key)
            failed.append(clearing.key)
    if failed:
        raise RuntimeError(f"could not delete: {', '.join(failed)}")
    return total


@transaction.atomic
def _clear(clearing: Clearing) -> int:
    count = clearing.clear(domain_now() if clearing.by_domain_clock else timezone.now())
    if count:
        key = {"day": real_day(), "kept": clearing.key}
        row, is_new = Deletion.objects.get_or_create(**key, defaults={"count": count})
        if not is_new:
            Deletion.objects.filter(pk=row.pk).update(count=F("count") + count)
        record(None, "data.deleted", None, kept=clearing.key, count=count)
    return count


def sessions_over(at: datetime) -> int:
    """Log-ins that have ended."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def notes_over(at: datetime) -> int:
    """Results of tasks that nobody needs any more."""
    return DBTaskResult.objects.filter(finished_at__lt=at - _KEEP_TASK_RESULTS).delete()[0]


def page_counts_over(at: datetime) -> int:
    return PageCount.objects.filter(day__lt=(at - COUNTS_LIVE).date()).delete()[0]


def choices_over(at: datetime) -> int:
    return ChoiceCount.objects.filter(day__lt=(at - PROOF_LIVES).date()).delete()[0]


CLEARINGS = (
    Clearing("sessions", sessions_over),
    Clearing("tasks", notes_over),
    Clearing("page_counts", page_counts_over),
    Clearing("choices", choices_over),
)


@task
def journal_choices() -> int:
    """One line for each version and past day on which somebody chose; returns how many lines.

    Safe to repeat: a day that has its line gets no other.
    """
    found = Layer.objects.filter(choices__is_journalled=False).distinct()
    return sum(_journal(number) for number in found.values_list("pk", flat=True))


@transaction.atomic
def _journal(number: int) -> int:
    layer = Layer.objects.select_for_update(no_key=True).get(pk=number)
    waiting = ChoiceCount.objects.filter(layer=layer, is_journalled=False, day__lt=real_day())
    days = waiting.order_by("day").values_list("day").annotate(Sum("count"))
    lines = list(days)
    for day, count in lines:
        record(None, "choices.counted", layer, day=day.isoformat(), count=count)
    waiting.update(is_journalled=True)
    return len(lines)


@transaction.atomic
def write_counts(waiting: Mapping[Seen, int]) -> None:
    """Add what one process has counted; several may do so at the same time."""
    rows = [PageCount(day=s.day, page=s.page, language=s.language) for s in waiting]
    PageCount.objects.bulk_create(rows, ignore_conflicts=True)
    for seen, count in waiting.items():
        found = PageCount.objects.filter(day=seen.day, page=seen.page, language=seen.language)
        found.update(count=F("count") + count)
