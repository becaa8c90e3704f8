"""The paper of the model case on its way through the council, and the first report after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from ratschlag.concept.models import Edition
from ratschlag.concept.rules import EditionState
from ratschlag.council import actions as council
from ratschlag.council.models import Amendment, Consultation, Paper, ResolutionPoint
from ratschlag.council.rules import PUT_OFF, ConsultationRole, Result, Vote
from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.moments import ZONE, at
from ratschlag.goals.actions import revise_measure
from ratschlag.monitoring import actions as monitoring
from ratschlag.monitoring.models import Report
from ratschlag.monitoring.rules import Status
from ratschlag.people.models import Person
from ratschlag.people.rules import Role

_EVENING = time(18)
_SESSION = date(2017, 3, 22)
# The measures are asked about field by field, a few each day.
_ASKED, _PER_DAY = datetime(2018, 6, 20, 9, tzinfo=ZONE), 10


def acts(case: Case) -> Iterator[Act]:
    service = _Service(case)
    yield Act(at(2017, 1, 23, 10), service.prepare)
    yield Act(at(2017, 1, 30, 9), service.submit)
    yield Act(at(2017, 3, 8, 10), service.annex_revised_edition)
    for row in service.data["consultation"]:
        if row["reading"] > 1:
            yield Act(service.planned_again_at(row), partial(service.plan, row))
        yield Act(datetime.combine(row["on"], _EVENING, ZONE), partial(service.hold, row))
    for row in service.data["amendment"]:
        yield Act(at(2017, 3, 20, 12), partial(service.move, row))
        yield Act(datetime.combine(row["on"], _EVENING, ZONE), partial(service.decide, row))
        if "new_title" in row:
            changed = datetime.combine(row["on"], time(18, 2), ZONE)
            yield Act(changed, partial(service.change_measure, row))
    yield Act(datetime.combine(_SESSION, time(18, 4), ZONE), service.decide_points)
    yield from _report(case)


@dataclass
class _Service:
    """The council service, and the coordinator who answers for the paper."""

    case: Case

    def __post_init__(self) -> None:
        self.data = data("council")

    @property
    def by(self) -> Person:
        return self.case.people[Role.COUNCIL_SERVICE]

    @property
    def paper(self) -> Paper:
        return Paper.objects.get(reference=self.data["paper"]["reference"])

    def prepare(self) -> None:
        row = self.data["paper"]
        paper = Paper(
            process=self.case.process,
            reference=row["reference"],
            title=row["title"],
            submitted_by=self.case.organisations[row["submitted_by"]],
            in_charge=self.case.organisations[row["in_charge"]],
        )
        council.prepare_paper(paper, by=self.by)
        self.case.translate(paper, "paper")
        for wanted in self.data["point"]:
            point = ResolutionPoint(paper=paper, text=wanted["text"])
            council.put_point(point, by=self.by)
            self.case.translate(point, f"point.{wanted['number']}")

    def submit(self) -> None:
        """With the draft for the council as its annex, and the first readings planned."""
        self._annex(EditionState.COUNCIL_DRAFT)
        for row in self.data["consultation"]:
            if row["reading"] == 1:
                self.plan(row)
        council.submit_paper(self.paper, by=self.case.by)

    def annex_revised_edition(self) -> None:
        self._annex(EditionState.COUNCIL_DRAFT_REVISED)

    def _annex(self, state: EditionState) -> None:
        paper = self.paper
        paper.edition = Edition.objects.get(process=paper.process, state=state)
        council.revise_paper(paper, ["edition"], by=self.by)

    def plan(self, row: dict[str, Any]) -> None:
        consultation = Consultation(
            paper=self.paper,
            body=self.case.organisations[row["body"]],
            meets_on=row["on"],
            role=ConsultationRole(row["role"]),
        )
        council.plan_consultation(consultation, by=self.by)

    def planned_again_at(self, row: dict[str, Any]) -> datetime:
        """The morning after the meeting that put it off."""
        before = next(
            other
            for other in self.data["consultation"]
            if other["body"] == row["body"] and other["result"] in PUT_OFF
        )
        return datetime.combine(before["on"] + timedelta(days=1), time(9), ZONE)

    def hold(self, row: dict[str, Any]) -> None:
        consultation = self.paper.consultations.get(
            body=self.case.organisations[row["body"]], reading=row["reading"]
        )
        council.hold_consultation(
            consultation, result=Result(row["result"]), note=row["note"], by=self.by, **_counts(row)
        )

    def move(self, row: dict[str, Any]) -> None:
        paper = self.paper
        amendment = Amendment(
            paper=paper, reference=row["reference"], moved_by=row["moved_by"], text=row["text"]
        )
        council.move_amendment(
            amendment,
            measures=[self.case.measures[code] for code in row["measures"]],
            points=list(paper.points.filter(number__in=row["points"])),
            by=self.by,
        )
        self.case.translate(amendment, f"amendment.{row['reference']}")

    def decide(self, row: dict[str, Any]) -> None:
        amendment = self.paper.amendments.get(reference=row["reference"])
        council.decide_amendment(
            amendment, result=Result(row["result"]), on=row["on"], by=self.by, **_counts(row)
        )

    def change_measure(self, row: dict[str, Any]) -> None:
        """What the council wants otherwise is otherwise in the measure."""
        (code,) = row["measures"]
        measure = self.case.measures[code]
        measure.refresh_from_db()
        measure.title, measure.description = row["new_title"], row["new_text"]
        revise_measure(measure, ["title", "description"], by=self.case.by)
        self.case.translate(measure, f"measure.{code}")

    def decide_points(self) -> None:
        paper = self.paper
        points = {point.number: point for point in paper.points.all()}
        council.decide_paper(
            paper,
            consultation=paper.consultations.get(role=ConsultationRole.DECISION),
            decisions={
                points[row["point"]]: (Result(row["result"]), _vote(row))
                for row in self.data["decision"]
            },
            by=self.by,
        )


def _counts(row: dict[str, Any]) -> dict[str, int | None]:
    return {name: row.get(name) for name in ("in_favour", "against", "abstained")}


def _vote(row: dict[str, Any]) -> Vote:
    return row.get("in_favour"), row.get("against"), row.get("abstained")


def _report(case: Case) -> Iterator[Act]:
    """The first report: begun, measure by measure, published on its day."""
    found = data("monitoring")
    yield Act(at(2018, 6, 1, 9), partial(_begin, case, found["report"]))
    for place, row in enumerate(found["status"]):
        asked = _ASKED + timedelta(days=place // _PER_DAY, minutes=5 * (place % _PER_DAY))
        yield Act(asked, partial(_say, case, row))
    published = datetime.combine(found["report"]["as_of"], time(10), ZONE)
    yield Act(published, partial(_publish, case))


def _begin(case: Case, row: dict[str, Any]) -> None:
    report = Report(
        process=case.process, title=row["title"], as_of=row["as_of"], next_on=row["next"]
    )
    monitoring.begin_report(report, by=case.by)
    case.translate(report, "report")


def _say(case: Case, row: dict[str, Any]) -> None:
    said = monitoring.report_measure(
        Report.objects.get(process=case.process),
        case.measures[row["measure"]],
        status=Status(row["status"]),
        note=row.get("note", ""),
        indicator_value=row.get("value", ""),
        by=case.by,
    )
    case.translate(said, f"status.{row['measure']}")


def _publish(case: Case) -> None:
    monitoring.publish_report(Report.objects.get(process=case.process), by=case.by)
