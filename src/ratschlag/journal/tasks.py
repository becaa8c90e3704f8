"""Closing the journal's entries into the chain, in batches."""

from django.db import transaction
from django_tasks import task

from ratschlag.journal.compute import FIRST, digest_of
from ratschlag.journal.models import Entry, Seal
from ratschlag.journal.queries import as_lines, database_now

_BATCH = 1000


@task
def seal_journal() -> int:
    """Seal what was written since the last seal; returns how many entries. Safe to repeat."""
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-number").first()
        entries = list(Entry.objects.unsealed().in_order()[:_BATCH])
        if not entries:
            return 0
        seal = Seal.objects.create(
            number=last.number + 1 if last else 1,
            digest=digest_of(as_lines(entries), before=last.digest if last else FIRST),
            entry_count=len(entries),
            sealed_at=database_now(),
        )
        Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(seal=seal)
    return len(entries)
