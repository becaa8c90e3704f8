"""The tables of a survey that everyone may have: no row is a person, no cell is small."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ratschlag.contributions.compute.cells import NO_ANSWER
from ratschlag.survey.compute.questionnaire import Question, Words
from ratschlag.survey.compute.results import TRAITS, Figures
from ratschlag.survey.exports.columns import Value
from ratschlag.survey.rules import NO, OTHER, YES

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
FIELDS: dict[str, tuple[str, str]] = {
    "question": ("string", "Key of the question."),
    "row": ("string", "Row of a matrix, else empty."),
    "answer": (
        "string",
        "Key of the answer, several joined by |. Numbers and days stand in classes (10..19). "
        "Without a key: how many gave no answer.",
    ),
    "channel": ("string", "Channel, several joined by |; empty: all channels."),
    "language": ("string", "Language, several joined by |; empty: all languages."),
    "count": (
        "integer",
        "How many. Empty: not shown, because it is small or would give a small one away.",
    ),
    "of": ("integer", "Of how many: all that answered, or all of the channel or language."),
    "question_de": ("string", "The question in German."),
    "answer_de": ("string", "The answer in German."),
}


def schema() -> dict[str, Any]:
    """The table's fields (Frictionless Table Schema)."""
    fields = [
        {"name": name, "type": kind, "description": text} for name, (kind, text) in FIELDS.items()
    ]
    return {"fields": fields, "missingValues": [""]}


def table_rows(questions: Sequence[Question], figures: Iterable[Figures]) -> Iterator[list[Value]]:
    """Head and rows: each question over all, then by channel, then by language."""
    by_key = {question.key: question for question in questions}
    yield list(FIELDS)
    for each in figures:
        yield from _rows(by_key[each.key], each)


def _rows(question: Question, figures: Figures) -> Iterator[list[Value]]:
    words = question.text.get("de", "")
    for part in figures.parts:
        head: list[Value] = [question.key, part.key]
        for line in part.lines:
            label = label_in_german(question, line.key)
            yield [*head, line.key, "", "", line.count, part.answered, words, label]
        whole = part.answered + part.missing
        silent = label_in_german(question, NO_ANSWER)
        yield [*head, NO_ANSWER, "", "", part.missing, whole, words, silent]
        for trait in TRAITS:
            if table := part.tables.get(trait):
                for names, cells in zip(table.rows, table.cells, strict=True):
                    label = " / ".join(label_in_german(question, name) for name in names)
                    for column, count, of in zip(
                        table.columns, cells, table.column_totals, strict=True
                    ):
                        where = ["|".join(column) if trait == each else "" for each in TRAITS]
                        yield [*head, "|".join(names), *where, count, of, words, label]


_GERMAN = {NO_ANSWER: "keine Angabe", YES: "Ja", NO: "Nein", OTHER: "Etwas anderes"}


def label_in_german(question: Question, key: str) -> str:
    labels: dict[str, Words] = {option.key: option.label for option in question.options}
    return labels[key].get("de", "") if key in labels else _GERMAN.get(key, key)
