"""A questionnaire as values: read from the JSON of a frozen version, in all its languages."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from ratschlag.survey.compute.conditions import ALWAYS, Condition, condition_from
from ratschlag.survey.rules import IN_WORDS, NO, OTHER, YES, Kind

# A text of a questionnaire by language: {"de": "Was läuft gut?", "ar": "…"}.
Words = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen, or a row of a matrix."""

    key: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One question, and the number of its row; `least` and `most` are the bounds of a number, the ends of a scale, how many
    may be chosen, or how many places a ranking has."""

    key: str
    row: int
    kind: Kind
    text: Words
    hint: Words
    number: int
    limit: int = 0
    is_required: bool = False
    has_other: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    low: Words = field(default_factory=dict)
    high: Words = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    show_if: Condition = ALWAYS

    @property
    def is_in_words(self) -> bool:
        return self.kind in IN_WORDS

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The keys that can be chosen, with the one for what is not on the list."""
        if self.kind is Kind.YES_NO:
            return (YES, NO)
        keys = tuple(option.key for option in self.options)
        return (*keys, OTHER) if self.has_other else keys

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """The steps of a scale, from its low end to its high one."""
        if self.kind is not Kind.SCALE:
            return ()
        least = 1 if self.least is None else int(self.least)
        return tuple(range(least, (5 if self.most is None else int(self.most)) + 1))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its fields in a form."""
        if self.kind is Kind.MATRIX:
            return tuple(f"{self.key}.{row.key}" for row in self.rows)
        if self.kind is Kind.RANKING:
            return tuple(f"{self.key}.{option.key}" for option in self.options)
        return (self.key, f"{self.key}.{OTHER}") if self.has_other else (self.key,)


@dataclass(frozen=True)
class Page:
    """Questions that are shown together."""

    key: str
    title: Words
    help: Words
    questions: tuple[Question, ...]
    show_if: Condition = ALWAYS


@dataclass(frozen=True)
class Detail:
    """Something people may say about themselves, or not."""

    key: str
    label: Words
    options: tuple[Option, ...]


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """All that a survey asks, in order."""

    title: Words
    purpose: Words
    rule: Words
    languages: tuple[str, ...]
    machine: frozenset[str]
    is_paged: bool
    pages: tuple[Page, ...]
    details: tuple[Detail, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def has_required(self) -> bool:
        return any(question.is_required for question in self.questions)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def conditions(self) -> dict[str, tuple[Condition, ...]]:
        """What must hold for a question to be shown: its page's condition and its own."""
        return {
            question.key: tuple(each for each in (page.show_if, question.show_if) if each.tests)
            for page in self.pages
            for question in page.questions
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all fields of the form."""
        own = (name for question in self.questions for name in question.names)
        return frozenset([*own, *(detail.key for detail in self.details)])


def questionnaire_from(definition: str) -> Questionnaire:
    """Read the canonical JSON of a version."""
    read = json.loads(definition)
    numbers = iter(range(1, 10_000))
    return Questionnaire(
        title=read["title"],
        purpose=read["purpose"],
        rule=read["rule"],
        languages=tuple(read["languages"]),
        machine=frozenset(read["machine"]),
        is_paged=read["is_paged"],
        pages=tuple(_page(page, numbers) for page in read["pages"]),
        details=tuple(
            Detail(detail["key"], detail["label"], _options(detail["options"]))
            for detail in read["details"]
        ),
    )


def _page(read: dict[str, Any], numbers: Iterator[int]) -> Page:
    return Page(
        key=read["key"],
        title=read["title"],
        help=read["help"],
        show_if=condition_from(read["show_if"]),
        questions=tuple(_question(question, next(numbers)) for question in read["questions"]),
    )


def _question(read: dict[str, Any], number: int) -> Question:
    return Question(
        number=number,
        kind=Kind(read["kind"]),
        least=_decimal(read["least"]),
        most=_decimal(read["most"]),
        options=_options(read["options"]),
        rows=_options(read["rows"]),
        show_if=condition_from(read["show_if"]),
        **{name: read[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE = ("key", "row", "text", "hint", "limit", "is_required", "has_other", "low", "high")


def _options(read: list[dict[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(option["key"], option["label"]) for option in read)


def _decimal(read: str | None) -> Decimal | None:
    return None if read is None else Decimal(read)


def canonical(definition: Mapping[str, Any]) -> str:
    """The one way in which a definition is written down, so that equal ones have one digest."""
    return json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
