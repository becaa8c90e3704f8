"""The statement on accessibility, looked at again each year, and the barriers that were reported."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.moments import at
from ratschlag.people.rules import Role
from ratschlag.press.actions.feedback import answer_barrier, report_barrier, state_access
from ratschlag.press.models import BarrierReport, Statement
from ratschlag.press.queries.feedback import the_statement
from ratschlag.press.rules import Conformance, Method

_FIRST, _AGAIN = date(2016, 8, 15), date(2017, 8, 14)


def acts(case: Case) -> Iterator[Act]:
    yield Act(at(2016, 8, 22, 9), partial(_state, case))
    yield Act(at(2017, 8, 14, 9), partial(_look_again, case))
    for row in data("access")["report"]:
        day = row["on"]
        yield Act(at(day.year, day.month, day.day, 12), partial(_report, row))
        if day := row.get("answered"):
            yield Act(at(day.year, day.month, day.day, 12), partial(_answer, case, row))


def _state(case: Case) -> None:
    row = data("access")["statement"]
    words = row | {
        "conformance": Conformance(row["conformance"]),
        "checked_by": Method(row["checked_by"]),
    }
    statement = Statement(**words, checked_on=_FIRST, is_invented=True)
    case.translate(state_access(statement, by=case.by), "accessibility")


def _look_again(case: Case) -> None:
    if statement := the_statement():
        statement.checked_on = _AGAIN
        state_access(statement, ["checked_on"], by=case.by)


def _report(row: dict[str, Any]) -> None:
    words = {key: row.get(key, "") for key in ("page", "text", "email", "language")}
    report_barrier(**words)


def _answer(case: Case, row: dict[str, Any]) -> None:
    found = BarrierReport.objects.get(text=row["text"])
    answer_barrier(found, answer=row["answer"], by=case.people[Role.PRESS])
