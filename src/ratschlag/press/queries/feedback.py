"""The city's statement on accessibility, and the reports that wait for an answer."""

from datetime import date

from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE
from ratschlag.press.models import BarrierReport, Statement
from ratschlag.press.rules import MOST_REPORTS_A_DAY, due_again, is_own_path, must_go

# Said to residents, unlike what else actions say.
TOO_MANY = _("Too many reports came in today. Please write to the contact of the city instead.")


def the_statement() -> Statement | None:
    return Statement.objects.first()


def due_on(statement: Statement | None) -> date | None:
    """From when on it has to be looked at again; None where there is none yet."""
    return due_again(statement.checked_on) if statement else None


def page_about(path: str) -> str:
    """The page that a report is about, if it is one of ours; "" otherwise.

    Where a key stands in the address (a subscription's), it ends before the key: whoever has that
    may do what only its owner may.
    """
    if not is_own_path(path):
        return ""
    first = path.split("/", 2)[1]
    with translation.override(first if first in LANGUAGES else SOURCE_LANGUAGE):
        try:
            key = resolve(path.partition("?")[0]).kwargs.get("key")
        except Resolver404:  # a page that is missed, too, may be reported
            return path
    return page_about(path.partition(str(key))[0]) if key else path


def is_flooded(today: date) -> bool:
    """Whether so many reports came in today that no person sent them."""
    return BarrierReport.objects.filter(reported_on=today).count() >= MOST_REPORTS_A_DAY


def outlived_reports(today: date) -> list[int]:
    """The numbers of the reports that have been kept for as long as they may be."""
    rows = BarrierReport.objects.values_list("pk", "reported_on", "answered_on")
    return [number for number, reported, answered in rows if must_go(reported, answered, today)]
