"""What stands in which column of an export, in the order of the questionnaire."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ratschlag.survey.compute.questionnaire import Question, Words
from ratschlag.survey.compute.results import keys_of
from ratschlag.survey.rules import OTHER, Kind

Answers = Mapping[str, Any]
Value = str | int | Decimal | None


@dataclass(frozen=True)
class Column:
    """One column: its question, what of it stands here (`part`), and what its codes mean."""

    name: str
    question: Question
    read: Callable[[Answers], Value]
    part: Words = field(default_factory=dict)
    codes: Mapping[str, Words] = field(default_factory=dict)
    is_number: bool = False


def columns_of(questions: Sequence[Question]) -> list[Column]:
    return [column for question in questions for column in _columns(question)]


def _columns(question: Question) -> Iterator[Column]:
    key = question.key
    labels = {option.key: option.label for option in question.options}
    codes = {code: labels.get(code, {}) for code in keys_of(question)}
    if question.kind is Kind.MULTIPLE:
        for option in question.choices:
            yield Column(
                f"{key}.{option}",
                question,
                _tick(key, option),
                labels.get(option, {}),
                _TICKED,
                True,
            )
    elif question.kind is Kind.MATRIX:
        for row in question.rows:
            yield Column(f"{key}.{row.key}", question, _cell(key, row.key), row.label, codes)
    elif question.kind is Kind.RANKING:
        for each in question.options:
            yield Column(f"{key}.{each.key}", question, _place(key, each.key), each.label, {}, True)
    elif question.kind is Kind.SCALE:
        ends = {str(question.steps[0]): question.low, str(question.steps[-1]): question.high}
        yield Column(key, question, _plain(key), {}, codes | ends, True)
    elif question.kind is Kind.NUMBER:
        yield Column(key, question, _number(key), is_number=True)
    else:
        yield Column(key, question, _plain(key), {}, codes)
    if question.has_other:
        yield Column(f"{key}.{OTHER}_text", question, _plain(f"{key}.{OTHER}"))


_TICKED: Mapping[str, Words] = {"0": {}, "1": {}}


def _plain(key: str) -> Callable[[Answers], Value]:
    return lambda answers: answers.get(key)


def _number(key: str) -> Callable[[Answers], Value]:
    return lambda answers: Decimal(answers[key]) if key in answers else None


def _tick(key: str, option: str) -> Callable[[Answers], Value]:
    """1 or 0; nothing where nothing at all was ticked."""
    return lambda answers: int(option in answers[key]) if answers.get(key) else None


def _cell(key: str, row: str) -> Callable[[Answers], Value]:
    return lambda answers: answers[key].get(row) if key in answers else None


def _place(key: str, option: str) -> Callable[[Answers], Value]:
    def read(answers: Answers) -> Value:
        ranked = answers.get(key, ())
        return ranked.index(option) + 1 if option in ranked else None

    return read


def codebook_of(columns: Sequence[Column], languages: Sequence[str]) -> Iterator[list[str]]:
    """Every column, and under it every code it can hold, in every language."""
    yield ["column", "kind", "code", *languages]
    for column in columns:
        question = column.question
        said = [_joined(question.text, column.part, language) for language in languages]
        yield [column.name, str(question.kind), "", *said]
        for code, label in column.codes.items():
            yield [column.name, "", code, *(label.get(language, "") for language in languages)]


def _joined(text: Words, part: Words, language: str) -> str:
    return ": ".join(filter(None, (text.get(language, ""), part.get(language, ""))))
