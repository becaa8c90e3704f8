"""Deleting what has outlived its purpose, asking in new words, writing down what was counted."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.journal.actions import part, record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State
from ratschlag.lib.retention import Clearing
from ratschlag.people.models import Person
from ratschlag.privacy.compute import Seen
from ratschlag.privacy.models import ChoiceCount, Deletion, Layer, PageCount
from ratschlag.privacy.queries.consent import real_day, standard_of, texts_of
from ratschlag.privacy.queries.keeping import clearings
from ratschlag.privacy.rules import COUNTS_LIVE, PROOF_LIVES

_log = logging.getLogger(__name__)
_KEEP_TASK_RESULTS = timedelta(days=14)

# Field and language of a text of the layer.
Texts = Mapping[tuple[str, str], str]


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
def ask_where_words_changed() -> bool:
    """Ask everyone again if the standard words, where they are read, are no longer those in which
    the newest version was asked: a new program says it otherwise. Returns whether they are.

    Safe to repeat.
    """
    return _ask_in_new_words()


@transaction.atomic
def _ask_in_new_words() -> bool:
    Layer.objects.select_for_update().newest()
    layer = Layer.objects.newest()
    if layer is None or not layer.has_statistics:
        return False
    now = standard_of({field: getattr(layer, field) for field in layer.translated})
    if not layer.standard:  # asked by a program that did not write it down
        Layer.objects.filter(pk=layer.pk).update(standard=now)
    if layer.standard in ("", now):
        return False
    again = new_layer(layer.number + 1, texts_of(layer), has_statistics=True, by=None)
    record(None, "layer.changed", again, version=again.number, statistics=True, words_changed=True)
    return True


@part
def new_layer(number: int, said: Texts, *, has_statistics: bool, by: Person | None) -> Layer:
    """Keep that version; the newest one counts."""
    source = {field: said.get((field, SOURCE_LANGUAGE), "") for field in Layer.translated}
    layer = Layer.objects.create(
        number=number, has_statistics=has_statistics, since=timezone.now(), by=by,
        standard=standard_of(source), **source,
    )  # fmt: skip
    for (field, language), text in said.items():
        if language != SOURCE_LANGUAGE:
            put_translation(
                layer, field, language=language, text=text, state=State.CHECKED,
                checked_by=str(by.pk) if by else "",
            )  # fmt: skip
    return layer


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
