"""What all answers to a question say together: counts, n and missing, by channel and language.

Whatever crosses two traits goes through `contributions.compute.cells`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ratschlag.contributions.compute.cells import (
    NO_ANSWER,
    Table,
    crossed,
    crossed_ticks,
    is_small,
)
from ratschlag.survey.compute.classes import classes_of_days, classes_of_numbers
from ratschlag.survey.compute.questionnaire import Question, Questionnaire
from ratschlag.survey.rules import IN_WORDS, Kind

# The traits by which figures are crossed: each with every question, and never both at once.
TRAITS = ("channel", "language")


@dataclass(frozen=True)
class Said:
    """One counted answer as plain values; `worded` names the questions answered in words."""

    version: int
    channel: str
    language: str
    answers: Mapping[str, Any]
    worded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """How many chose an answer."""

    key: str
    count: int


@dataclass(frozen=True)
class Part:
    """A question, or one row of a matrix: `answered` and `missing` are all to whom it was shown."""

    key: str
    answered: int
    missing: int
    lines: tuple[Line, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)

    def share(self, line: Line) -> float | None:
        return line.count / self.answered if self.answered else None


@dataclass(frozen=True)
class Rank:
    """Where an option of a ranking stands: by how many ranked, the sum of its places, the mean."""

    key: str
    count: int
    total: int | None
    mean: float | None


@dataclass(frozen=True)
class Figures:
    """What a question has to say: of all that are counted, to how many it was not shown."""

    key: str
    kind: Kind
    counted: int
    not_shown: int
    parts: tuple[Part, ...]
    mean: float | None = None
    median: float | None = None
    ranks: tuple[Rank, ...] = ()

    @property
    def is_crossed(self) -> bool:
        return any(part.tables for part in self.parts)

    @property
    def without_tables(self) -> "Figures":
        return replace(self, parts=tuple(replace(part, tables={}) for part in self.parts))


def asked_in(versions: Sequence[Questionnaire]) -> tuple[Question, ...]:
    """Every question that was ever asked, as it was asked last; those left out since come last."""
    found: dict[str, Question] = {}
    for version in reversed(versions):
        for question in version.questions:
            newer = found.setdefault(question.key, question)
            found[question.key] = replace(
                newer,
                options=_joined(newer.options, question.options),
                rows=_joined(newer.rows, question.rows),
            )
    return tuple(found.values())


def _joined(newer: tuple[Any, ...], older: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {option.key for option in newer}
    return (*newer, *(option for option in older if option.key not in known))


class Tally:
    """Counts answer after answer; what it keeps grows with the answers there can be, not with
    those that came."""

    def __init__(self, versions: Mapping[int, Questionnaire], least: int) -> None:
        self._versions = versions
        self._least = least
        self.questions = asked_in([versions[number] for number in sorted(versions)])
        self.counted = 0
        # By question and row: what was said, by which channel, in which language.
        self._said: dict[tuple[str, str], Counter[tuple[Any, str, str]]] = {
            (question.key, row): Counter()
            for question in self.questions
            for row in rows_of(question)
        }
        self._hidden_from: Counter[str] = Counter()
        self._ranks: dict[str, Counter[tuple[str, int]]] = {
            question.key: Counter() for question in self.questions
        }
        self._conditional = {
            key
            for version in versions.values()
            for key, conditions in version.conditions.items()
            if conditions
        }

    def count(self, said: Said) -> None:
        version = self._versions[said.version]
        self.counted += 1
        # What was written is not read here: it counts as something said.
        everything = {**dict.fromkeys(said.worded, _SPOKEN), **said.answers}
        for question in self.questions:
            value = everything.get(question.key)
            if value is None and not _is_shown(version, question.key, everything):
                self._hidden_from[question.key] += 1
                value = _NOT_SHOWN
            for row, answer in _answers(question, value):
                self._said[question.key, row][answer, said.channel, said.language] += 1
            if question.kind is Kind.RANKING and isinstance(value, list):
                self._ranks[question.key].update((key, at) for at, key in enumerate(value, 1))

    def figures(self) -> list[Figures]:
        return [self._figures(question) for question in self.questions]

    def _figures(self, question: Question) -> Figures:
        said = {row: self._said[question.key, row] for row in rows_of(question)}
        found = Figures(
            key=question.key,
            kind=question.kind,
            counted=self.counted,
            not_shown=self._hidden_from[question.key],
            parts=tuple(self._part(question, row, counts) for row, counts in said.items()),
            ranks=tuple(self._ranked(question)),
        )
        if question.kind not in (Kind.NUMBER, Kind.SCALE):
            return found
        values: Counter[Decimal] = Counter()
        for (answer, _channel, _language), count in said[""].items():
            if answer not in (NO_ANSWER, _NOT_SHOWN):
                values[Decimal(answer)] += count
        # Of fewer the mean would tell what single ones said.
        if values.total() < self._least:
            return found
        return replace(found, mean=_mean(values), median=_median(values))

    def _part(self, question: Question, row: str, said: Counter[tuple[Any, str, str]]) -> Part:
        keys, by_class = _classed(question, said)
        silent = sum(n for (answer, _c, _l), n in by_class.items() if answer in _SILENT)
        not_shown = self._hidden_from[question.key]
        counts: Counter[str] = Counter()
        for (answer, _channel, _language), count in by_class.items():
            for key in _ticked(answer):
                counts[key] += count
        is_crossed = keys and not not_shown and question.key not in self._conditional
        return Part(
            key=row,
            answered=self.counted - silent,
            missing=silent - not_shown,
            lines=tuple(Line(key, counts[key]) for key in keys),
            tables=self._tables(question, keys, by_class) if is_crossed else {},
        )

    def _tables(
        self, question: Question, keys: Sequence[str], said: Counter[tuple[Any, str, str]]
    ) -> dict[str, Table]:
        found = {}
        for place, trait in enumerate(TRAITS, start=1):
            counts: Counter[tuple[Any, str]] = Counter()
            for each, count in said.items():
                counts[each[0], each[place]] += count
            values = sorted({value for _answer, value in counts})
            table = (
                crossed_ticks(counts, keys, values, self._least)
                if question.kind is Kind.MULTIPLE
                else crossed(counts, [*keys, NO_ANSWER], values, self._least)
            )
            if table:
                found[trait] = table
        return found

    def _ranked(self, question: Question) -> Iterator[Rank]:
        if question.kind is not Kind.RANKING:
            return
        counts: Counter[str] = Counter()
        totals: Counter[str] = Counter()
        for (key, place), count in self._ranks[question.key].items():
            counts[key] += count
            totals[key] += place * count
        for option in question.options:
            count, total = counts[option.key], totals[option.key]
            # Where few ranked it, the sum would tell where they did.
            if not count or is_small(count, self._least):
                yield Rank(option.key, count, None, None)
            else:
                yield Rank(option.key, count, total, total / count)


_NOT_SHOWN = "?"
# What people answered in words is not counted by what it says.
_SPOKEN = "…"
_SILENT: tuple[Any, ...] = (NO_ANSWER, _NOT_SHOWN, frozenset())


def rows_of(question: Question) -> tuple[str, ...]:
    """The rows of a matrix; any other question is one row without a name."""
    if question.kind is Kind.MATRIX:
        return tuple(row.key for row in question.rows)
    return ("",)


def _is_shown(version: Questionnaire, key: str, said: Mapping[str, Any]) -> bool:
    return key in version.by_key and all(each.holds(said) for each in version.conditions[key])


def _answers(question: Question, value: Any) -> Iterator[tuple[str, Any]]:
    """What was said to each row; of a ranking what stands first."""
    if question.kind is Kind.MATRIX:
        said = value if isinstance(value, dict) else {}
        silence = _NOT_SHOWN if value == _NOT_SHOWN else NO_ANSWER
        yield from ((row.key, said.get(row.key, silence)) for row in question.rows)
    elif question.kind is Kind.MULTIPLE:
        yield "", frozenset(value) if isinstance(value, list) else frozenset()
    elif question.kind is Kind.RANKING and isinstance(value, list):
        yield "", value[0] if value else NO_ANSWER
    elif question.is_in_words:
        yield "", value if value == _NOT_SHOWN else _SPOKEN if value else NO_ANSWER
    else:
        yield "", NO_ANSWER if value is None else str(value)


def _ticked(answer: Any) -> Iterable[str]:
    return answer if isinstance(answer, frozenset) else () if answer in _SILENT else (answer,)


def _classed(
    question: Question, said: Counter[tuple[Any, str, str]]
) -> tuple[tuple[str, ...], Counter[tuple[Any, str, str]]]:
    """What can be chosen, in the order of the questionnaire, and how often it was. Numbers and
    days are counted by classes."""
    if question.kind not in (Kind.NUMBER, Kind.DATE):
        return keys_of(question), said
    values = {answer for answer, _channel, _language in said if answer not in _SILENT}
    into_classes = classes_of_numbers if question.kind is Kind.NUMBER else classes_of_days
    classes = into_classes(values)
    found: Counter[tuple[Any, str, str]] = Counter()
    for (answer, channel, language), count in said.items():
        found[classes.get(answer, answer), channel, language] += count
    return tuple(dict.fromkeys(classes.values())), found


def keys_of(question: Question) -> tuple[str, ...]:
    """What can be chosen; nothing where people answer in words, numbers or days."""
    if question.kind is Kind.SCALE:
        return tuple(str(step) for step in question.steps)
    return () if question.kind in (*IN_WORDS, Kind.NUMBER, Kind.DATE) else question.choices


def _mean(values: Counter[Decimal]) -> float:
    return float(sum(value * count for value, count in values.items()) / values.total())


def _median(values: Counter[Decimal]) -> float:
    total, below = values.total(), 0
    middles = ((total - 1) // 2, total // 2)
    found = []
    for value in sorted(values):
        found += [value for middle in middles if below <= middle < below + values[value]]
        below += values[value]
    return float(sum(found) / 2)
