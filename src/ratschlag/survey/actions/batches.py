"""Opening and closing piles of papers."""

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.survey.models import Batch
from ratschlag.survey.queries import progress_of


class BatchRefused(DomainError):
    """What was asked for can't be done with this batch."""


@transaction.atomic
def open_batch(batch: Batch, *, by: Person) -> Batch:
    """Begin a pile that was described but not saved yet. Raises BatchRefused."""
    if batch.received_on > domain_day():
        raise BatchRefused(_("This day has not come yet."))
    if batch.survey.batches.filter(name=batch.name).exists():
        raise BatchRefused(_("There is a batch of this name already."))
    batch.by = by
    batch.save(force_insert=True)
    record(by, "batch.opened", batch, expected=batch.expected, channel=batch.channel)
    return batch


@transaction.atomic
def close_batch(batch: Batch, *, by: Person) -> None:
    """No further paper comes to it. Those that wait go on waiting: nothing is lost by this."""
    batch.refresh_from_db(from_queryset=Batch.objects.select_for_update())
    if batch.closed_on:
        raise BatchRefused(_("This batch is closed already."))
    batch.closed_on = domain_day()
    batch.save(update_fields=["closed_on"])
    progress = progress_of(batch)
    record(
        by, "batch.closed", batch, expected=batch.expected, typed_in=progress.typed_in,
        under_way=progress.under_way,
    )  # fmt: skip
