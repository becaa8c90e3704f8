"""How the measures stand in the current period, and what was reported before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ratschlag.goals.models import Measure
from ratschlag.monitoring.compute import Square, height_of, squares_of
from ratschlag.monitoring.models import MeasureStatus, Report
from ratschlag.monitoring.rules import IN_ORDER, Period, Status, needs_note, period_of
from ratschlag.process.models import Field, Process

# Behind everything that was reported.
_NO_REPORT = len(IN_ORDER)


@dataclass(frozen=True)
class StateOf:
    """A measure and what the report of the current period says of it; None: no report."""

    measure: Measure
    said: MeasureStatus | None

    @property
    def status(self) -> str:
        """The status, or nothing where none was reported for the current period."""
        return self.said.status if self.said else ""

    @property
    def rank(self) -> tuple[int, str]:
        place = IN_ORDER.index(Status(self.said.status)) if self.said else _NO_REPORT
        return place, self.measure.code


@dataclass(frozen=True)
class Count:
    """How many measures have a status; the empty one is "no report"."""

    status: str
    count: int


@dataclass(frozen=True)
class FieldStates:
    """The measures of one field."""

    field: Field
    rows: tuple[StateOf, ...]

    @property
    def counts(self) -> tuple[Count, ...]:
        return _counts(self.rows)

    @property
    def squares(self) -> tuple[Square, ...]:
        return squares_of([row.status for row in sorted(self.rows, key=lambda row: row.rank)])

    @property
    def height(self) -> int:
        return height_of(len(self.rows))


@dataclass(frozen=True)
class States:
    """All measures of a process, as seen from a day.

    `report` is the latest published one. It speaks for the current period only while `period`
    is REPORTED; when OVERDUE it is history.
    """

    process: Process
    report: Report | None
    period: Period
    rows: tuple[StateOf, ...]

    @property
    def is_begun(self) -> bool:
        """Something was reported at some time: "no report" is then a gap, not a beginning."""
        return self.period is not Period.NOT_BEGUN

    @property
    def is_overdue(self) -> bool:
        return self.period is Period.OVERDUE

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        return _counts(self.rows)

    @cached_property
    def by_field(self) -> tuple[FieldStates, ...]:
        fields = dict.fromkeys(row.measure.field for row in self.rows)
        return tuple(
            FieldStates(field, tuple(row for row in self.rows if row.measure.field_id == field.pk))
            for field in sorted(fields, key=lambda field: field.number)
        )

    @cached_property
    def explained(self) -> tuple[StateOf, ...]:
        """What is late, changed or dropped, with its reason."""
        found = (row for row in self.rows if row.said and needs_note(Status(row.said.status)))
        return tuple(sorted(found, key=lambda row: row.rank))

    @cached_property
    def valued(self) -> tuple[StateOf, ...]:
        """Those whose indicator was measured."""
        return tuple(row for row in self.rows if row.said and row.said.indicator_value)

    @property
    def reported_count(self) -> int:
        return sum(row.said is not None for row in self.rows)

    def count_of(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def done_count(self) -> int:
        return self.count_of(Status.DONE)

    @property
    def running_count(self) -> int:
        return self.count_of(Status.RUNNING)

    def of(self, measure: Measure) -> StateOf:
        """The state of one measure; "no report" for one that the process does not have."""
        found = (row for row in self.rows if row.measure.pk == measure.pk)
        return next(found, StateOf(measure, None))

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the pages show."""
        said = [row.said for row in self.rows if row.said]
        reports = [self.report] if self.report else []
        fields = [part.field for part in self.by_field]
        return [self.process], reports, said, [row.measure for row in self.rows], fields


def _counts(rows: Iterable[StateOf]) -> tuple[Count, ...]:
    """In their order; what nobody has is left out."""
    found = Counter(row.status for row in rows)
    return tuple(Count(status, found[status]) for status in (*IN_ORDER, "") if found[status])


def states_of(process: Process, today: date) -> States:
    """How the measures of a process stand: what the report of the current period says of each."""
    published = _published(process, today)
    period = period_of([(report.as_of, report.next_on) for report in published], today)
    latest = published[0] if published else None
    said = said_in(latest) if latest and period is Period.REPORTED else {}
    measures = process.measures.standing().select_related("field", "lead")
    return States(
        process=process,
        report=latest,
        period=period,
        rows=tuple(StateOf(measure, said.get(measure.pk)) for measure in measures),
    )


def _published(process: Process, today: date) -> Sequence[Report]:
    """What was published by that day, newest first."""
    return list(process.reports.published().filter(published_on__lte=today).order_by("-as_of"))


def said_in(report: Report) -> dict[int, MeasureStatus]:
    """What a report says of each measure: of several rows the latest."""
    return {row.measure_id: row for row in report.statuses.order_by("said_at")}


@dataclass(frozen=True)
class Said:
    """What one published report said of a measure, and what it had said before a correction."""

    report: Report
    latest: MeasureStatus
    corrected: tuple[MeasureStatus, ...]


def history_of(measure: Measure) -> tuple[Said, ...]:
    """What was reported of a measure, newest report first."""
    rows = measure.statuses.filter(report__published_on__isnull=False).select_related("report")
    by_report: dict[Report, list[MeasureStatus]] = {}
    for row in rows.order_by("-report__as_of", "-said_at"):
        by_report.setdefault(row.report, []).append(row)
    return tuple(
        Said(report=report, latest=said[0], corrected=tuple(said[1:]))
        for report, said in by_report.items()
    )


@dataclass(frozen=True)
class Earlier:
    """What is history: the reports before the current period, and what the last of them said."""

    reports: tuple[Report, ...]
    said: tuple[MeasureStatus, ...]


def earlier_reports(states: States) -> Earlier:
    reports = list(states.process.reports.published().order_by("-as_of"))
    old = [row for row in reports if states.is_overdue or row != states.report]
    said = MeasureStatus.objects.none()
    if states.is_overdue and states.report:
        latest = [row.pk for row in said_in(states.report).values()]
        said = MeasureStatus.objects.filter(pk__in=latest).select_related("measure__field")
        said = said.order_by("measure__code")
    return Earlier(tuple(old), tuple(said))


def reports_by_process() -> list[tuple[Process, list[Report]]]:
    """Every process with its reports, newest first."""
    found = Process.objects.prefetch_related("reports")
    return [(process, list(process.reports.all())) for process in found]


@dataclass(frozen=True)
class Draft:
    """A report as the desk sees it: every measure, what it says of each, what the last one said."""

    process: Process
    report: Report | None
    rows: tuple[tuple[Measure, MeasureStatus | None, MeasureStatus | None], ...]

    @property
    def missing_count(self) -> int:
        return sum(said is None for _measure, said, _before in self.rows)


def draft_of(process: Process) -> Draft:
    """The report that is being written, else the latest one."""
    reports = list(process.reports.order_by("-as_of"))
    report = next((row for row in reports if not row.published_on), reports[0] if reports else None)
    earlier = [row for row in reports if report and row.as_of < report.as_of]
    said = said_in(report) if report else {}
    before = said_in(earlier[0]) if earlier else {}
    measures = process.measures.standing().select_related("field")
    return Draft(
        process=process,
        report=report,
        rows=tuple((row, said.get(row.pk), before.get(row.pk)) for row in measures),
    )


# So many days before it is due a report stands at the desk.
_AHEAD = 60


def due_reports(today: date) -> list[tuple[Process, date]]:
    """Which reports are due soon or overdue: those begun, else the next after the last one."""
    found = []
    for process in Process.objects.filter(reports__isnull=False).distinct():
        begun = process.reports.open().first()
        latest = process.reports.published().order_by("-as_of").first()
        due = begun.as_of if begun else latest.next_on if latest else None
        if due and (due - today).days <= _AHEAD:
            found.append((process, due))
    return found
