"""Shuffling voluntary details, and journalling by the day how many answers came in."""

import secrets

from django.db import transaction
from django.db.models import Count
from django_tasks import task

from ratschlag.contributions.queries import is_journalled, last_whole_day
from ratschlag.contributions.rules import Channel
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.process.rules import Tense
from ratschlag.survey.models import DetailRecord, Response, Survey
from ratschlag.survey.queries import tense_of
from ratschlag.survey.rules import BATCH


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
