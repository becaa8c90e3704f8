"""Stating how accessible the site is, taking in reports of barriers, answering them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.city.queries import domain_today
from ratschlag.journal.actions import by_the_day, part, record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.press.models import BarrierReport, Statement
from ratschlag.press.queries.feedback import TOO_MANY, is_flooded, page_about


class ReportRefused(DomainError):
    """A report that can't be taken in or answered like this."""


@transaction.atomic
def state_access(
    statement: Statement, changed: Iterable[str] = (), *, by: Person | None
) -> Statement:
    """Publish the statement on accessibility, or what has changed in it."""
    changed = sorted(changed)
    statement.save()
    mark_stale(statement, changed)
    record(by, "accessibility.stated", statement, fields=changed)
    return statement


@by_the_day
@transaction.atomic
def report_barrier(*, page: str, text: str, email: str, language: str) -> BarrierReport:
    """Take in what keeps someone from using a page. Raises ReportRefused."""
    today = domain_today()
    if is_flooded(today):
        raise ReportRefused(TOO_MANY)
    report = BarrierReport(text=text, email=email, language=language, reported_on=today)
    report.page = page_about(page) or "/"
    report.save(force_insert=True)
    return report


@transaction.atomic
def answer_barrier(report: BarrierReport, *, answer: str, by: Person) -> None:
    """Note what was done about it and what was answered; noted again it corrects.

    Raises ReportRefused.
    """
    if not answer.strip():
        raise ReportRefused(_("Please say what was done."))
    found = BarrierReport.objects.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if found is None:
        raise ReportRefused(_("This report is gone: its time was over."))
    found.answer, found.answered_by = answer, by
    found.answered_on = found.answered_on or domain_today()
    found.save(update_fields=["answer", "answered_by", "answered_on"])
    record(by, "barrier.answered", found)


@part
@transaction.atomic
def erase_reports_of(email: str) -> int:
    """On request: forget every report that came with this address; returns how many."""
    count, _kinds = BarrierReport.objects.of(email).delete()
    return count
