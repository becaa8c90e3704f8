"""What is wrong with a questionnaire as a whole: circles, and what nobody can ever be asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import combinations
from typing import Any

from ratschlag.survey.compute.conditions import Condition, Join, Operator, Said, Test
from ratschlag.survey.compute.questionnaire import Page, Question, Questionnaire
from ratschlag.survey.rules import IN_WORDS, MOST_STEPS, WITH_OPTIONS, Kind

# So many different ways to fill in a form are tried; beyond that nobody knows any more.
MOST_WAYS = 20_000
_COMPARED = (Kind.SCALE, Kind.NUMBER, Kind.DATE)
_CHOSEN = (Kind.SINGLE, Kind.YES_NO, Kind.MULTIPLE, Kind.RANKING)


class Flaw(StrEnum):
    """What can be wrong with a questionnaire."""

    NO_QUESTION = "no_question"
    TOO_FEW_ANSWERS = "too_few_answers"
    NO_ROWS = "no_rows"
    BOUNDS = "bounds"
    UNKNOWN_QUESTION = "unknown_question"
    LATER_QUESTION = "later_question"
    CIRCLE = "circle"
    WRONG_TEST = "wrong_test"
    UNKNOWN_ANSWER = "unknown_answer"
    NEVER_SHOWN = "never_shown"
    NEVER_TRUE = "never_true"
    TOO_ENTANGLED = "too_entangled"


@dataclass(frozen=True)
class Finding:
    """A flaw, the key of the question or page that has it, and the question it is about."""

    flaw: Flaw
    key: str = ""
    is_page: bool = False
    about: str = ""


@dataclass(frozen=True)
class _Bearer:
    """A question or page with a condition; only what is asked before `first` is known there."""

    key: str
    is_page: bool
    show_if: Condition
    first: int
    own: tuple[str, ...]
    page_show_if: Condition | None = None


class _TooEntangled(Exception):
    """There are more ways to fill it in than are tried."""


def findings_in(questionnaire: Questionnaire) -> list[Finding]:
    """All that has to be mended before the questionnaire can be asked; empty is good."""
    if not questionnaire.questions:
        return [Finding(Flaw.NO_QUESTION)]
    found = [each for question in questionnaire.questions for each in _flaws_of(question)]
    bearers = list(_bearers(questionnaire))
    crooked = [each for bearer in bearers for each in _references(questionnaire, bearer)]
    if crooked:  # what can be reached is a question for sound references
        return [*found, *crooked]
    return [*found, *_never(questionnaire, bearers)]


def _flaws_of(question: Question) -> Iterator[Finding]:
    if question.kind in WITH_OPTIONS and len(question.choices) < 2:
        yield Finding(Flaw.TOO_FEW_ANSWERS, question.key)
    if question.kind is Kind.MATRIX and not question.rows:
        yield Finding(Flaw.NO_ROWS, question.key)
    if not _can_be_answered(question):
        yield Finding(Flaw.BOUNDS, question.key)


def _can_be_answered(question: Question) -> bool:
    """Whether its bounds leave an answer."""
    least, most = question.least, question.most
    if question.kind in IN_WORDS:
        return question.limit >= 1
    if question.kind is Kind.SCALE:
        ends = (end for end in (least, most) if end is not None)
        return all(end == int(end) for end in ends) and 2 <= len(question.steps) <= MOST_STEPS
    if question.kind is Kind.NUMBER:
        return least is None or most is None or least <= most
    if question.kind in (Kind.MULTIPLE, Kind.RANKING):
        highest = len(question.choices) if most is None else most
        return max(least or 0, 1) <= min(highest, len(question.choices))
    return True


def _bearers(questionnaire: Questionnaire) -> Iterator[_Bearer]:
    at = 0
    for page in questionnaire.pages:
        keys = tuple(question.key for question in page.questions)
        if page.show_if.tests:
            yield _Bearer(page.key, True, page.show_if, at, keys)
        for question in page.questions:
            if question.show_if.tests:
                own = (question.key,)
                yield _Bearer(question.key, False, question.show_if, at, own, _if_any(page))
            at += 1


def _if_any(page: Page) -> Condition | None:
    return page.show_if if page.show_if.tests else None


def _references(questionnaire: Questionnaire, bearer: _Bearer) -> Iterator[Finding]:
    """What a condition names and can't: unknown, later, in a circle, or not to be tested so."""
    places = {question.key: at for at, question in enumerate(questionnaire.questions)}
    for test in bearer.show_if.tests:
        flaw = None
        if test.question not in places:
            flaw = Flaw.UNKNOWN_QUESTION
        elif places[test.question] >= bearer.first:
            comes_back = _asked_for(questionnaire, [test.question]) & {*bearer.own}
            flaw = Flaw.CIRCLE if comes_back else Flaw.LATER_QUESTION
        else:
            flaw = _misfit(questionnaire.by_key[test.question], test)
        if flaw:
            yield Finding(flaw, bearer.key, bearer.is_page, test.question)


def _asked_for(questionnaire: Questionnaire, keys: Iterable[str]) -> set[str]:
    """These questions, and all that decide whether they are shown."""
    found: set[str] = set()
    waiting = [*keys]
    while waiting:
        key = waiting.pop()
        if key in found or key not in questionnaire.by_key:
            continue
        found.add(key)
        waiting += [
            test.question for condition in questionnaire.conditions[key] for test in condition.tests
        ]
    return found


def _misfit(question: Question, test: Test) -> Flaw | None:
    """Why a question can't be tested so."""
    if test.operator is Operator.ANSWERED:
        return None
    is_comparing = test.operator in (Operator.AT_LEAST, Operator.AT_MOST)
    if question.kind not in (_COMPARED if is_comparing else (*_COMPARED, *_CHOSEN)):
        return Flaw.WRONG_TEST
    return None if _is_a_value(question, test.value) else Flaw.UNKNOWN_ANSWER


def _is_a_value(question: Question, value: str) -> bool:
    """Whether a test can name this; numbers and days in the one way in which they are stored."""
    if question.kind is Kind.SCALE:
        return value in {str(step) for step in question.steps}
    if question.kind is Kind.NUMBER:
        return as_stored(value) == value
    if question.kind is Kind.DATE:
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return value in question.choices


def as_stored(typed: str) -> str:
    """A number as answers hold it: "5" for "5.0"; empty where it is none."""
    try:
        number = Decimal(typed)
    except InvalidOperation:
        return ""
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return ""
    return f"{number.normalize():f}" if number else "0"


def _never(questionnaire: Questionnaire, bearers: Sequence[_Bearer]) -> Iterator[Finding]:
    """What nobody can be asked, and tests of an "any" that never hold."""
    unseen_pages: set[str] = set()
    for bearer in bearers:
        if unseen_pages & {*bearer.own}:
            continue
        keys = [test.question for test in bearer.show_if.tests]
        keys += [test.question for test in bearer.page_show_if.tests] if bearer.page_show_if else []
        try:
            ways = [
                way
                for way in _ways(questionnaire, _asked_for(questionnaire, keys))
                if bearer.page_show_if is None or bearer.page_show_if.holds(way)
            ]
        except _TooEntangled:
            yield Finding(Flaw.TOO_ENTANGLED, bearer.key, bearer.is_page)
            continue
        if not any(bearer.show_if.holds(way) for way in ways):
            yield Finding(Flaw.NEVER_SHOWN, bearer.key, bearer.is_page)
            unseen_pages |= {*bearer.own} if bearer.is_page else set()
        elif bearer.show_if.join is Join.ANY:
            for test in bearer.show_if.tests:
                if not any(test.holds(way) for way in ways):
                    yield Finding(Flaw.NEVER_TRUE, bearer.key, bearer.is_page, test.question)


def _ways(questionnaire: Questionnaire, keys: set[str]) -> Iterator[Mapping[str, Any]]:
    """Every way to answer these questions that conditions can tell apart.

    What isn't shown isn't answered; what must be answered is, where it is shown. (Words typed
    into a question that isn't shown are kept, but nothing is planned upon them.)
    """
    asked = [question for question in questionnaire.questions if question.key in keys]
    values = {question.key: _values(questionnaire, question) for question in asked}
    count = 0

    def go_on(said: dict[str, Any], at: int) -> Iterator[Mapping[str, Any]]:
        nonlocal count
        count += 1
        if count > MOST_WAYS:
            raise _TooEntangled
        if at == len(asked):
            yield dict(said)
            return
        question = asked[at]
        is_shown = all(each.holds(said) for each in questionnaire.conditions[question.key])
        for value in values[question.key] if is_shown else (None,):
            yield from go_on(said if value is None else {**said, question.key: value}, at + 1)

    yield from go_on({}, 0)


def _values(questionnaire: Questionnaire, question: Question) -> list[Any]:
    """Answers to a question, one of each sort that the conditions tell apart; None is no answer."""
    tests = [
        test
        for bearer in _bearers(questionnaire)
        for test in bearer.show_if.tests
        if test.question == question.key
    ]
    sorts: dict[tuple[bool, ...], Any] = {}
    for value in _answers(question, tests):
        said: Said = {question.key: value}
        sorts.setdefault(tuple(test.holds(said) for test in tests), value)
    answers = list(sorts.values())
    return answers if question.is_required and answers else [None, *answers]


def _answers(question: Question, tests: Sequence[Test]) -> Iterable[Any]:
    named = {test.value for test in tests if test.operator is not Operator.ANSWERED}
    if not _can_be_answered(question):
        return []
    if question.kind in (Kind.SINGLE, Kind.YES_NO):
        return question.choices
    if question.kind is Kind.SCALE:
        return question.steps
    if question.kind in (Kind.MULTIPLE, Kind.RANKING):
        return _selections(question, sorted(named))
    if question.kind is Kind.NUMBER:
        return _numbers(question, named)
    if question.kind is Kind.DATE:
        return _days(named)
    if question.kind is Kind.MATRIX:
        return [{row.key: choice} for row in question.rows[:1] for choice in question.choices[:1]]
    return ["x"]


def _selections(question: Question, named: Sequence[str]) -> Iterator[list[str]]:
    """Every selection among those that are named, filled up with others to a possible number."""
    others = [key for key in question.choices if key not in named]
    # How many of a ranking are ranked is free; "least" is one of several answers.
    least = max(1, int(question.least or 0)) if question.kind is Kind.MULTIPLE else 1
    most = len(question.choices) if question.most is None else int(question.most)
    for size in range(len(named) + 1):
        for chosen in combinations(named, size):
            filled = [*chosen, *others[: max(0, least - size)]]
            if least <= len(filled) <= most:
                yield filled


def _numbers(question: Question, named: Iterable[str]) -> list[str]:
    """What is named, what lies between, and what lies beyond, as far as the bounds allow it."""
    ends = [end for end in (question.least, question.most) if end is not None]
    marks = sorted({*(Decimal(value) for value in named), *ends}) or [Decimal(0)]
    between = [(low + high) / 2 for low, high in zip(marks, marks[1:], strict=False)]
    numbers = [marks[0] - 1, *marks, *between, marks[-1] + 1]
    return [
        as_stored(f"{number:f}")
        for number in numbers
        if (question.least is None or number >= question.least)
        and (question.most is None or number <= question.most)
    ]


def _days(named: Iterable[str]) -> list[str]:
    marks = [date.fromisoformat(value) for value in named] or [date(2000, 1, 1)]
    found = set(marks)
    for mark in marks:
        found |= {mark - timedelta(days=1)} if mark > date.min else set()
        found |= {mark + timedelta(days=1)} if mark < date.max else set()
    return sorted(day.isoformat() for day in found)
