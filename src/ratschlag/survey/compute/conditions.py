"""When a question is shown: a few tests of earlier answers, joined by "all" or "any"."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

# Chosen answers by question, as they are stored; a text counts as its words.
Said = Mapping[str, Any]


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"


class Join(StrEnum):
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True)
class Test:
    """One test: of which question, how, and against what."""

    __test__ = False  # not for pytest

    question: str
    operator: Operator
    value: str = ""

    def holds(self, said: Said) -> bool:
        """A question that was not answered fulfils nothing but IS_NOT."""
        answer = said.get(self.question)
        if self.operator is Operator.ANSWERED:
            return answer not in (None, "", [], {})
        if self.operator is Operator.IS:
            return self._is(answer)
        if self.operator is Operator.IS_NOT:
            return not self._is(answer)
        return self._compares(answer)

    def _is(self, answer: Any) -> bool:
        if isinstance(answer, list | tuple):
            return self.value in answer
        return answer is not None and str(answer) == self.value

    def _compares(self, answer: Any) -> bool:
        """Numbers as numbers, days as days (their ISO form sorts as they do)."""
        if answer in (None, ""):
            return False
        try:
            there, wanted = Decimal(str(answer)), Decimal(self.value)
        except InvalidOperation:
            order = (str(answer) > self.value) - (str(answer) < self.value)
        else:
            order = (there > wanted) - (there < wanted)
        return order >= 0 if self.operator is Operator.AT_LEAST else order <= 0


@dataclass(frozen=True)
class Condition:
    """Without a test it always holds."""

    join: Join
    tests: tuple[Test, ...]

    def holds(self, said: Said) -> bool:
        if not self.tests:
            return True
        results = (test.holds(said) for test in self.tests)
        return all(results) if self.join is Join.ALL else any(results)

    @property
    def as_json(self) -> dict[str, Any]:
        """{} or {"join": "all", "tests": [["q2", "is", "yes"]]}."""
        if not self.tests:
            return {}
        tests = [[test.question, str(test.operator), test.value] for test in self.tests]
        return {"join": str(self.join), "tests": tests}


ALWAYS = Condition(Join.ALL, ())


def condition_from(read: Mapping[str, Any]) -> Condition:
    """Read what `as_json` gives. Raises ValueError when it is anything else."""
    if not read:
        return ALWAYS
    try:
        tests = tuple(Test(key, Operator(how), str(value)) for key, how, value in read["tests"])
        return Condition(Join(read["join"]), tests)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a condition: {read!r}") from error
