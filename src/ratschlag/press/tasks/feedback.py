"""Journalling by the day that barriers were reported, and forgetting reports whose time is over."""

from django.db import transaction
from django.db.models import Count
from django_tasks import task

from ratschlag.city.models import City
from ratschlag.city.queries import domain_today
from ratschlag.contributions.queries import is_journalled, last_whole_day
from ratschlag.journal.actions import record
from ratschlag.press.models import BarrierReport
from ratschlag.press.queries.feedback import outlived_reports


@task
def journal_reports() -> int:
    """One line for each past day on which a barrier was reported; returns how many lines.

    Safe to repeat: a day that has its line gets no other.
    """
    with transaction.atomic():
        # Two workers would write the same day; the second waits, and finds it written.
        city = City.objects.select_for_update(no_key=True).get()
        found = BarrierReport.objects.filter(reported_on__lte=last_whole_day()).order_by()
        lines = 0
        for day, count in found.values_list("reported_on").annotate(count=Count("id")):
            if not is_journalled("barriers.reported", city, day):
                record(None, "barriers.reported", city, day=day.isoformat(), count=count)
                lines += 1
    return lines


@task
def forget_reports() -> int:
    """Delete the reports of barriers whose time is over; returns how many. Safe to repeat."""
    gone = BarrierReport.objects.filter(pk__in=outlived_reports(domain_today()))
    count, _kinds = gone.delete()
    return count
