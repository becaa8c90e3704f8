"""Shuffling voluntary details, and journalling by the day how many answers came in."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django_tasks import task

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import is_journalled, last_whole_day
from ratschlag.contributions.rules import Channel
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.process.rules import Tense
from ratschlag.survey.models import (
    DetailRecord,
    Response,
    ResponseText,
    Survey,
    Tablet,
    TabletDay,
    WaitingCode,
)
from ratschlag.survey.queries import hash_of_words, tense_of
from ratschlag.survey.rules import BATCH, WAITING_CODES_LIVE


@task
def shuffle_details() -> int:
    """Move the voluntary details that wait, when there are enough of them or the survey has closed.

    Returns how many were moved. Safe to repeat.
    """
    return sum(_shuffle(number) for number in Survey.objects.values_list("pk", flat=True))


@transaction.atomic
def _shuffle(number: int) -> int:
    survey = Survey.objects.select_for_update(no_key=True).get(pk=number)
    waiting = list(survey.waiting_details.values_list("week", "choices"))
    is_over = tense_of(survey, domain_now()) is Tense.PAST
    if not waiting or (len(waiting) < BATCH and not is_over):
        return 0
    # All records are written anew, not only the new ones appended: rows keep the order in which
    # they were written (rowid, ctid), and a transaction leaves its number on each (xmin). So
    # batches would stay apart, and a batch of 20 tells more than all answers of a survey.
    rows = [*survey.detail_records.values_list("week", "choices"), *waiting]
    secrets.SystemRandom().shuffle(rows)
    survey.detail_records.all().delete()
    survey.waiting_details.all().delete()
    DetailRecord.objects.bulk_create(
        DetailRecord(survey=survey, week=week, choices=choices) for week, choices in rows
    )
    record(None, "survey.details_shuffled", survey, count=len(waiting))
    return len(waiting)


@task
def journal_answers() -> int:
    """One line for each survey and past day on which answers came in online.

    Returns how many lines. Safe to repeat: a day that has its line gets no other.
    """
    return sum(_journal(number) for number in Survey.objects.values_list("pk", flat=True))


@transaction.atomic
def _journal(number: int) -> int:
    survey = Survey.objects.select_for_update(no_key=True).get(pk=number)
    day = "texts__contribution__received_on"
    online = {"texts__contribution__channel": Channel.ONLINE, f"{day}__lte": last_whole_day()}
    found = (
        Response.objects.filter(survey=survey, **online)
        .order_by(day)
        .values_list(day)
        .annotate(count=Count("pk", distinct=True))
    )
    lines = 0
    for received_on, count in found:
        if not is_journalled("survey.answered", survey, received_on):
            record(None, "survey.answered", survey, day=received_on.isoformat(), count=count)
            lines += 1
    return lines


@task
def journal_tablets() -> int:
    """One line for each tablet and past day on which answers of it were taken.

    Returns how many lines. Safe to repeat: a day that has its line gets no other.
    """
    found = TabletDay.objects.filter(day__lte=last_whole_day()).values_list("pk", flat=True)
    return sum(_journal_tablet(number) for number in found)


@transaction.atomic
def _journal_tablet(number: int) -> int:
    row = TabletDay.objects.select_related("tablet").get(pk=number)
    Tablet.objects.select_for_update(no_key=True).get(pk=row.tablet_id)
    if is_journalled("tablet.queue_accepted", row.tablet, row.day):
        return 0
    detail = {"day": row.day.isoformat(), "count": row.count, "after_revoking": row.marked}
    record(None, "tablet.queue_accepted", row.tablet, **detail)
    return 1


# So many in one transaction: an answer never waits long for it.
_FOLDED_AT_ONCE = 500


@task
def fold_words() -> int:
    """Give what came online its hash by which the same words are found (queries/twins.py).

    Returns how many. Safe to repeat.
    """
    done = 0
    while found := _fold_some():
        done += found
    return done


@transaction.atomic
def _fold_some() -> int:
    """Held while it is done: its author may be taking it back, and then no hash may come after."""
    waiting = ResponseText.objects.filter(folded_hash="").exclude(contribution__text="")
    numbers = list(waiting.values_list("contribution_id", flat=True)[:_FOLDED_AT_ONCE])
    held = Contribution.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    found = {row.pk: row for row in held.exclude(text="").select_related("process")}
    rows = list(ResponseText.objects.filter(contribution__in=found))
    for row in rows:
        said = found[row.contribution_id]
        row.folded_hash = hash_of_words(said.process, said.text)
    ResponseText.objects.bulk_update(rows, ["folded_hash"])
    return len(rows)


def drop_waiting_codes(at: datetime) -> int:
    """Forget the codes on tablets that never came back: nobody will find them there any more."""
    over = WaitingCode.objects.filter(tablet__ends_at__lt=at - WAITING_CODES_LIVE)
    return over.delete()[0]
