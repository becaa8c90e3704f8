"""Goals and measures of the model case: proposed at the meetings, planned, and decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.moments import ZONE
from ratschlag.goals import actions as goals
from ratschlag.goals.models import Goal, Measure
from ratschlag.goals.rules import Funding, GoalLevel, MeasureState
from ratschlag.lib.dates import parse_partial_date
from ratschlag.people.models import Person
from ratschlag.people.rules import Role

# Figures that were not settled when the measures were written.
_FUNDING = {"tbd": Funding.OPEN}
_PLANNED_ON = date(2016, 11, 30)
_DECIDED_ON = date(2017, 3, 22)


def acts(case: Case) -> Iterator[Act]:
    """All that happens to goals and measures, besides what the council changes in them."""
    group = _Group(case)
    rows = data("goals")
    first = min(row["on"] for row in rows["goal"])
    yield Act(_at(first, 18, 30), group.propose_guiding_goal)
    for row in rows["goal"]:
        yield Act(_at(row["on"], 18, 30), partial(group.propose_goal, row))
    for row in rows["measure"]:
        yield Act(_at(row["on"], 18, 30), partial(group.propose_measure, row))
    yield Act(_at(_PLANNED_ON, 18, 30), lambda: group.move_all(MeasureState.PLANNED))
    for row in data("contributions")["contribution"]:
        outcome = row.get("outcome", {})
        for key in outcome.get("measures", ()):
            told = partial(group.name_contribution, key, row["key"])
            yield Act(_at(outcome["on"], 18, 10), told)
    yield Act(_at(_DECIDED_ON, 18, 5), lambda: group.move_all(MeasureState.ADOPTED))


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


@dataclass
class _Group:
    """The groups of the fields, and the coordinator who takes what they wrote further."""

    case: Case

    @property
    def facilitator(self) -> Person:
        return self.case.people[Role.FACILITATOR]

    def propose_guiding_goal(self) -> None:
        goal = Goal(
            process=self.case.process,
            level=GoalLevel.GUIDING,
            title=data("goals")["guiding"]["title"],
            is_invented=True,
        )
        self.case.goals["guiding"] = goals.propose_goal(goal, by=self.facilitator)
        self.case.translate(goal, "goal.guiding")

    def propose_goal(self, row: dict[str, Any]) -> None:
        case = self.case
        goal = Goal(
            process=case.process,
            field=case.fields[row["field"]],
            parent=case.goals["guiding"],
            code=row["key"],
            title=row["title"],
            is_invented=True,
        )
        case.goals[row["key"]] = goals.propose_goal(goal, by=self.facilitator)
        case.translate(goal, f"goal.{row['key']}")

    def propose_measure(self, row: dict[str, Any]) -> None:
        """With the themes that the group had in front of it; a theme that is not there is a fault
        of the data."""
        case = self.case
        measure = Measure(
            process=case.process,
            field=case.fields[row["field"]],
            goal=case.goals[row["goal"]],
            code=row["key"],
            title=row["title"],
            lead=case.organisations[row["lead"]],
            is_continuous=row["continuous"],
            cost_per_year=row.get("cost_per_year"),
            funding=_FUNDING.get(row["funding"]) or Funding(row["funding"]),
            indicator=row["indicator"],
            is_invented=True,
        )
        case.measures[row["key"]] = goals.propose_measure(
            measure,
            starts=parse_partial_date(row["start"]),
            ends=parse_partial_date(row["end"]),
            partners=[case.organisations[key] for key in row["partners"]],
            origins=[case.themes[key] for key in row["themes"]],
            by=self.facilitator,
        )
        case.translate(measure, f"measure.{row['key']}")
        # One gets another title from the council; until then it is called what it was called.
        case.translate(measure, f"measure.{row['key']}.before")

    def name_contribution(self, measure: str, contribution: str) -> None:
        """A contribution with an outcome of its own goes into a measure without any theme."""
        goals.name_origin(
            self.case.measures[measure],
            contribution=self.case.contributions[contribution],
            by=self.case.by,
        )

    def move_all(self, state: MeasureState) -> None:
        goals.move_measures(
            self.case.process,
            state,
            measures=[*Measure.objects.standing().in_order()],
            goals=[*Goal.objects.standing().in_order()],
            by=self.case.by,
        )
