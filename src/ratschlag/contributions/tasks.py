"""Journalling by the day what residents take back."""

from django.db import transaction
from django.db.models import Count
from django_tasks import task

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import is_journalled, last_whole_day
from ratschlag.contributions.rules import Publication
from ratschlag.journal.actions import record
from ratschlag.process.models import Process

_VERBS = {
    Publication.WITHDRAWN: "contributions.withdrawn",
    Publication.ERASED: "contributions.erased",
}


@task
def journal_taken_back() -> int:
    """One line for each process and past day on which something was taken back.

    Returns how many lines. Safe to repeat: a day that has its line gets no other.
    """
    return sum(_journal_process(process.pk) for process in Process.objects.all())


@transaction.atomic
def _journal_process(number: int) -> int:
    # Two workers would write the same day; the second waits, and finds it written.
    process = Process.objects.select_for_update(no_key=True).get(pk=number)
    found = (
        Contribution.objects.filter(process=process, taken_back_on__lte=last_whole_day())
        .order_by("taken_back_on", "publication")
        .values_list("publication", "taken_back_on")
        .annotate(count=Count("id"))
    )
    lines = 0
    for publication, day, count in found:
        verb = _VERBS[Publication(publication)]
        if not is_journalled(verb, process, day):
            record(None, verb, process, day=day.isoformat(), count=count)
            lines += 1
    return lines
