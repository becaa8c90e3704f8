"""A paper with all that belongs to it, the way of a measure through the council, what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext

from ratschlag.concept.models import Edition
from ratschlag.concept.rules import EditionState
from ratschlag.contributions.models import Contribution
from ratschlag.council.compute import (
    Dot,
    Meeting,
    Wait,
    dots_of,
    height_of,
    legible,
    waits_of,
    x_of,
    y_of,
)
from ratschlag.council.models import (
    Amendment,
    AmendmentTarget,
    Consultation,
    Decision,
    OpenException,
    Paper,
    ResolutionPoint,
)
from ratschlag.council.rules import PaperState, Result, tense_of_meeting
from ratschlag.goals.models import Measure
from ratschlag.people.models import Organisation
from ratschlag.process.models import Process
from ratschlag.process.rules import Tense
from ratschlag.synthesis.queries import fates

_ADOPTED = (Result.ADOPTED, Result.ADOPTED_AS_AMENDED)


@dataclass(frozen=True)
class Stop:
    """A consultation as it is seen from a day."""

    consultation: Consultation
    tense: Tense
    next_reading: Consultation | None

    @property
    def is_unreported(self) -> bool:
        """Its day is over, and nobody has written down what came of it."""
        return self.tense is Tense.PAST and not self.consultation.result

    @property
    def is_end(self) -> bool:
        """Here the council decided."""
        row = self.consultation
        return row.is_authoritative and bool(row.result) and not row.is_put_off


def path_of(consultations: Iterable[Consultation], today: date) -> tuple[Stop, ...]:
    """The consultations by their days, each with its tense and its further reading."""
    rows = sorted(consultations, key=lambda row: row.in_time)
    readings = {(row.body_id, row.reading): row for row in rows}
    return tuple(
        Stop(
            consultation=row,
            tense=tense_of_meeting(row.meets_on, is_held=bool(row.result), today=today),
            next_reading=readings.get((row.body_id, row.reading + 1)),
        )
        for row in rows
    )


@dataclass(frozen=True)
class Sheet:
    """A paper with all that belongs to it, as seen from a day."""

    paper: Paper
    points: tuple[ResolutionPoint, ...]
    path: tuple[Stop, ...]
    amendments: tuple[Amendment, ...]
    editions: tuple[tuple[Edition, date], ...]
    exception: OpenException | None

    @cached_property
    def resolution(self) -> Consultation | None:
        """The session at which the council decided, whatever it decided."""
        ends = [stop.consultation for stop in self.path if stop.is_end]
        return ends[-1] if ends else None

    @cached_property
    def next_stop(self) -> Stop | None:
        return next((stop for stop in self.path if stop.tense is not Tense.PAST), None)

    @property
    def bodies(self) -> tuple[Organisation, ...]:
        """Who treats the paper, in the order of their first meeting."""
        return tuple(dict.fromkeys(stop.consultation.body for stop in self.path))

    @property
    def advising_count(self) -> int:
        """How many bodies gave advice before the council decided."""
        advice = (row.consultation for row in self.path if row.consultation.result)
        return len({row.body_id for row in advice if not row.is_authoritative})

    @property
    def adopted_count(self) -> int:
        return sum(row.result in _ADOPTED for row in self.amendments)

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the page shows."""
        targets = [target for row in self.amendments for target in row.targets.all()]
        measures = [target.measure for target in targets if target.measure]
        sections = [target.section for target in targets if target.section]
        return [self.paper], [*self.points], [*self.amendments], measures, sections


def paper_sheet(paper: Paper, today: date) -> Sheet:
    return Sheet(
        paper=paper,
        points=tuple(paper.points.prefetch_related(_DECISIONS)),
        path=path_of(paper.consultations.select_related("body"), today),
        amendments=tuple(paper.amendments.prefetch_related(_TARGETS)),
        editions=tuple((row, localdate(row.frozen_at)) for row in _editions(paper)),
        exception=OpenException.objects.filter(paper=paper).select_related("signed_by").first(),
    )


@dataclass(frozen=True)
class Mark:
    """A date that is written over the lanes."""

    x: int
    label: str
    on: date


@dataclass(frozen=True)
class Lanes:
    """The way through the committees as a picture: one lane per body."""

    bodies: tuple[tuple[Organisation, int], ...]
    dots: tuple[Dot, ...]
    waits: tuple[Wait, ...]
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        return height_of(len(self.bodies))


def lanes_of(sheet: Sheet) -> Lanes:
    bodies = sheet.bodies
    meetings = [_meeting(stop, bodies) for stop in sheet.path]
    days = [meeting.day for meeting in meetings]
    first = min([sheet.paper.submitted_on or date.max, *days])
    last = max([sheet.paper.submitted_on or date.min, *days])
    return Lanes(
        bodies=tuple((body, y_of(lane)) for lane, body in enumerate(bodies)),
        dots=dots_of(meetings, first, last),
        waits=waits_of(meetings, first, last),
        marks=_marks(sheet, first, last),
    )


def _meeting(stop: Stop, bodies: tuple[Organisation, ...]) -> Meeting:
    row = stop.consultation
    shape = "end" if stop.is_end else "held" if row.result else "next"
    again = stop.next_reading.meets_on if row.is_put_off and stop.next_reading else None
    return Meeting(
        bodies.index(row.body), row.meets_on, "later" if row.is_put_off else shape, again
    )


def _marks(sheet: Sheet, first: date, last: date) -> tuple[Mark, ...]:
    """The submission, what was put off, and the resolution, as far as they can be read."""
    found = [(sheet.paper.submitted_on or first, gettext("Paper"))]
    for stop in sheet.path:
        row = stop.consultation
        if row.is_put_off:
            found.append((row.meets_on, row.get_result_display()))
        elif row.is_authoritative:
            found.append((row.meets_on, row.get_role_display()))
    places = [x_of(day, first, last) for day, _label in found]
    return tuple(Mark(places[at], found[at][1], found[at][0]) for at in legible(places))


_DECISIONS = Prefetch("decisions", Decision.objects.select_related("consultation"))
_TARGETS = Prefetch(
    "targets", AmendmentTarget.objects.select_related("measure", "section", "point")
)
_FOR_THE_COUNCIL = (
    EditionState.COUNCIL_DRAFT,
    EditionState.COUNCIL_DRAFT_REVISED,
    EditionState.ADOPTED,
)


def _editions(paper: Paper) -> QuerySet[Edition]:
    """The annexed edition, and the others that the council had or made; newest first."""
    wanted = Q(pk=paper.edition_id) | Q(state__in=_FOR_THE_COUNCIL)
    found = Edition.objects.filter(wanted, process=paper.process_id, is_public=True)
    return found.defer("canonical").order_by("-frozen_at", "number")


def public_papers(process: Process) -> list[Paper]:
    """What was submitted: what stands first, newest first, then what was withdrawn."""
    found = process.papers.submitted().select_related("process", "submitted_by", "in_charge")
    rows = sorted(found, key=lambda row: (row.submitted_on, row.reference), reverse=True)
    return sorted(rows, key=lambda row: row.is_withdrawn)


@dataclass(frozen=True)
class Way:
    """What the council does, or did, with a measure."""

    paper: Paper
    path: tuple[Stop, ...]
    amendments: tuple[Amendment, ...]

    @property
    def resolution(self) -> Consultation | None:
        ends = [stop.consultation for stop in self.path if stop.is_end]
        return ends[-1] if ends else None

    @property
    def texts(self) -> tuple[list[Any], ...]:
        return [self.paper], [*self.amendments]


def way_of(measure: Measure, today: date) -> Way | None:
    """The way of a measure through the council; None before a paper with it was submitted."""
    papers = public_papers(measure.process)
    if not papers:
        return None
    paper = papers[0]
    amendments = paper.amendments.filter(targets__measure=measure).distinct()
    return Way(
        paper=paper,
        path=path_of(paper.consultations.select_related("body"), today),
        amendments=tuple(amendments.prefetch_related(_TARGETS)),
    )


def decision_about(process: Process) -> Consultation | None:
    """The session at which the council decided the latest paper; None while it has not."""
    held = Consultation.objects.filter(
        paper__process=process, paper__state=PaperState.DECIDED, decisions__isnull=False
    )
    held = held.select_related("paper", "body").order_by("-meets_on", "-position")
    return held.first()


def papers_found() -> QuerySet[Paper]:
    """All papers for the desk, newest first; what is being prepared on top."""
    return Paper.objects.select_related("process").order_by("-submitted_on", "reference")


def unreported(today: date) -> QuerySet[Consultation]:
    """Consultations of papers before the council whose day is over and that have no result."""
    open_ones = Consultation.objects.filter(
        paper__state=PaperState.SUBMITTED, result="", meets_on__lt=today
    )
    return open_ones.select_related("paper__process", "body")


def open_contributions(process: Process) -> list[Contribution]:
    """Every counted contribution of which nobody can say yet what became of it, oldest first."""
    numbers = [number for number, outcomes in fates(process).items() if None in outcomes]
    found = process.contributions.select_related("redaction").in_bulk(numbers)
    return sorted(found.values(), key=lambda row: (row.received_on, row.pk))
