"""Checking files of answers from elsewhere, and taking them in batch by batch."""

from collections import Counter
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django_tasks import task

from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import record
from ratschlag.survey.compute.imported import Fault, Imported
from ratschlag.survey.imports.answers import reader_of, rows_of
from ratschlag.survey.imports.storing import Keys, shuffle_waiting, store_rows
from ratschlag.survey.models import Import, ImportFile
from ratschlag.survey.models.elsewhere import ImportState

# So many rows in one transaction: on SQLite residents wait for it, a quarter of a second.
BATCH = 1000
# A report names so many rows; beyond that it only counts them.
MOST_NAMED = 500


@task
def check_import(number: int) -> int:
    """Read every row without storing any; returns how many would come in. Safe to repeat."""
    row = _import(number, ImportState.CHECKING)
    content = _content(row) if row else None
    if row is None or content is None:
        return 0
    report = _Report()
    reader, done = reader_of(row, domain_day()), 0
    rows = rows_of(content)
    while batch := list(islice(rows, BATCH)):
        for at, cells in enumerate(batch, start=done + 1):
            report.take(at, reader.read(cells))
        done += len(batch)
        # Only to show how far it is: nothing has been stored or refused yet.
        Import.objects.filter(pk=number, state=ImportState.CHECKING).update(
            done_count=done, stored_count=report.count, refused_count=done - report.count
        )
    Import.objects.filter(pk=number, state=ImportState.CHECKING).update(
        state=ImportState.CHECKED, report=report.as_json()
    )
    return report.count


@task
def take_in_answers(number: int) -> int:
    """Store all rows that come in; returns how many this run stored.

    Each batch is a transaction that also says how far it is: whoever goes on after a power cut
    begins behind it, and of two workers one gives way. No row can come in twice, because its
    receipt rests on the file and its number.
    """
    row = _import(number, ImportState.RUNNING)
    reader = reader_of(row, domain_day()) if row else None
    content = _content(row) if row else None
    if row is None or reader is None or content is None:
        return 0
    keys, stored = Keys(row), 0
    rows = rows_of(content, after=row.done_count)
    done = row.done_count
    while batch := list(islice(rows, BATCH)):
        read = [(at, reader.read(cells)) for at, cells in enumerate(batch, start=done + 1)]
        taken = [(at, said) for at, said in read if isinstance(said, Imported)]
        with transaction.atomic():
            claimed = Import.objects.filter(
                pk=number, state=ImportState.RUNNING, done_count=done
            ).update(
                done_count=done + len(batch),
                stored_count=F("stored_count") + len(taken),
                refused_count=F("refused_count") + len(batch) - len(taken),
            )
            if not claimed:
                return stored
            store_rows(row, taken, keys)
        done, stored = done + len(batch), stored + len(taken)
    _finish(number)
    return stored


@task
def drop_uploads() -> int:
    """Erase files that nobody took in within a day; returns how many. Safe to repeat."""
    waiting = ImportFile.objects.filter(kept_until__lt=domain_day())
    rows = waiting.exclude(of__state=ImportState.RUNNING).values_list("of", flat=True)
    found = list(rows)
    ImportFile.objects.filter(of__in=found).delete()
    Import.objects.filter(pk__in=found).delete()
    return len(found)


@transaction.atomic
def _finish(number: int) -> None:
    """The file goes, and with it all values that the report showed."""
    row = Import.objects.select_for_update().get(pk=number)
    if row.state != ImportState.RUNNING or row.done_count != row.row_count:
        return
    shuffle_waiting(row.survey)
    ImportFile.objects.filter(of=row).delete()
    for refused in row.report.get("refused", ()):
        refused["value"] = ""
    row.state = ImportState.DONE
    row.save(update_fields=["state", "report"])
    record(
        row.by, "survey.imported", row.survey, sha256=row.sha256, source=row.source,
        stored=row.stored_count, refused=row.refused_count,
    )  # fmt: skip


def _import(number: int, state: ImportState) -> Import | None:
    found = Import.objects.select_related("survey__process", "version")
    return found.filter(pk=number, state=state).first()


def _content(row: Import) -> bytes | None:
    """The packed rows; None when another worker has just finished with them."""
    content = ImportFile.objects.filter(of=row).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


class _Report:
    """How many rows come in, and which don't and why."""

    def __init__(self) -> None:
        self.count = 0
        self.refused: list[dict[str, Any]] = []
        self.reasons: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()

    def take(self, number: int, read: Imported | list[Fault]) -> None:
        if isinstance(read, Imported):
            self.count += 1
            self.left_out.update(read.left_out)
            return
        self.reasons[read[0].why] += 1
        if len(self.refused) < MOST_NAMED:
            # The first row of the file holds the names of the columns.
            self.refused += [
                {
                    **{"row": number + 1, "column": each.column, "why": each.why},
                    "value": each.value.replace("\x00", ""),  # PostgreSQL can't hold NUL
                }
                for each in read[:3]
            ]

    def as_json(self) -> dict[str, Any]:
        return {
            "refused": self.refused,
            "reasons": dict(self.reasons),
            "left_out": dict(self.left_out),
        }
