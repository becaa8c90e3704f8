"""Reporting what became of the measures, period by period."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.city.queries import domain_today
from ratschlag.goals.models import Measure
from ratschlag.goals.rules import MeasureState
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.monitoring.models import MeasureStatus, Report
from ratschlag.monitoring.rules import Status, needs_note
from ratschlag.people.models import Person


class ReportRefused(DomainError):
    """A report that can't say this, or not yet."""


@transaction.atomic
def begin_report(report: Report, *, by: Person | None) -> Report:
    """Enter a report that was made but not saved yet; nobody outside sees it. Raises ReportRefused."""
    if Report.objects.filter(process=report.process).open().exists():
        raise ReportRefused(_("A report has been begun already. Publish it first."))
    report.published_on = None
    report.save(force_insert=True)
    record(by, "report.begun", report, as_of=report.as_of.isoformat())
    return report


@transaction.atomic
def revise_report(report: Report, changed: Iterable[str] = (), *, by: Person | None) -> None:
    """Another title or other days, until it is published. Raises ReportRefused."""
    changed = sorted(changed)
    _refuse_if_published(_locked(report))
    report.save()
    mark_stale(report, changed)
    record(by, "report.revised", report, fields=changed)


@transaction.atomic
def report_measure(
    report: Report,
    measure: Measure,
    *,
    status: Status,
    note: str = "",
    indicator_value: str = "",
    by: Person | None,
) -> MeasureStatus:
    """Say how a measure stands. Said again it corrects: the earlier row stays. Raises ReportRefused.

    A published report is corrected in the same way, for everyone to see.
    """
    _locked(report)
    if measure.process_id != report.process_id or measure.state == MeasureState.DROPPED:
        raise ReportRefused(_("This measure is not one that the report is about."))
    if needs_note(status) and not note.strip():
        raise ReportRefused(_("Please say why: what is late, changed or dropped needs a reason."))
    row = MeasureStatus(report=report, measure=measure, status=status, note=note)
    row.indicator_value, row.said_by, row.said_at = indicator_value, by, domain_now()
    last = report.statuses.filter(measure=measure).order_by("-said_at").first()
    if last and row.said_at <= last.said_at:
        # SQLite's clock has milliseconds; the later row has to be the later one.
        row.said_at = last.said_at + timedelta(microseconds=1)
    row.save(force_insert=True)
    record(by, "measure.reported", measure, status=str(status))
    return row


@transaction.atomic
def publish_report(report: Report, *, by: Person | None) -> None:
    """From now on everyone sees it; a measure it does not speak of shows "no report".

    Raises ReportRefused.
    """
    _refuse_if_published(_locked(report))
    today = domain_today()
    if report.as_of > today:
        raise ReportRefused(_("The day of the report has not come yet. Publish it from then on."))
    if not report.statuses.exists():
        raise ReportRefused(_("The report says nothing yet. Please report at least one measure."))
    report.published_on = today
    report.save(update_fields=["published_on"])
    record(by, "report.published", report)


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update().get(pk=report.pk)


def _refuse_if_published(report: Report) -> None:
    if report.published_on:
        raise ReportRefused(_("This report is published already."))
