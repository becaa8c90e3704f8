"""What the tests of the reports share: a day, a line of the journal, nothing written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import ClockOffset, Entry
from ratschlag.journal.queries import domain_now
from ratschlag.monitoring.actions import publish_report, report_measure
from ratschlag.monitoring.models import MeasureStatus, Report
from ratschlag.monitoring.rules import Status

AS_OF, NEXT_ON = date(2018, 6, 30), date(2019, 6, 30)
NOTHING_SAVED = "Noch ist nichts gespeichert. Was Sie getippt haben, steht noch da."


def on(day: date) -> None:
    """It is noon on that day; a day that has come already stays as late as it is."""
    noon = datetime.combine(day, time(12), UTC)
    if not ClockOffset.objects.exists() or domain_now() < noon:
        set_clock(noon)


def the_line(verb: str) -> Entry:
    """The one line that says so; fails if there are two."""
    return Entry.objects.get(verb=verb)


def published(report: Report, **said: Status) -> Report:
    """The report with a status for each measure by its code ("M1_1"), published on its day."""
    on(report.as_of)
    for code, status in said.items():
        measure = report.process.measures.get(code=code.replace("_", "-"))
        report_measure(report, measure, status=status, note="Weil.", by=None)
    publish_report(report, by=None)
    return report


@contextmanager
def nothing_written() -> Iterator[None]:
    before = _trace()
    yield
    assert _trace() == before


def _trace() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in (Report, MeasureStatus, Entry)]
