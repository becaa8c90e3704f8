"""Each file that can be asked for, with its name and kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.survey.compute.results import Figures, asked_in
from ratschlag.survey.exports.columns import Column, Value, codebook_of, columns_of
from ratschlag.survey.exports.rows import rows_of
from ratschlag.survey.exports.sheets import csv_of, json_of, xlsx_of
from ratschlag.survey.exports.spss import sav_of
from ratschlag.survey.exports.tables import LICENCE, schema, table_rows
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import counting_of, questionnaires_of

# What staff can take away: by the name that stands in the address.
FORMS = {
    "csv": ("text/csv; charset=utf-8", ".csv"),
    "codebook": ("text/csv; charset=utf-8", "-codebook.csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "sav": ("application/x-spss-sav", ".sav"),
    "json": ("application/json", ".json"),
}


@dataclass(frozen=True)
class Made:
    """A file while it is made: piece by piece."""

    name: str
    content_type: str
    pieces: Iterator[bytes]


def file_of(survey: Survey, form: str) -> Made:
    """All counted answers as a file of that form. Raises KeyError for one that there isn't."""
    content_type, ending = FORMS[form]
    sheet = _Sheet(survey)
    return Made(f"{survey.slug}{ending}", content_type, getattr(sheet, form)())


class _Sheet:
    """The columns of a survey, and its answers under them."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        versions = questionnaires_of(survey)
        self.columns: list[Column] = columns_of(asked_in([versions[n] for n in sorted(versions)]))
        latest = versions[max(versions)].languages
        self.languages = tuple(dict.fromkeys((SOURCE_LANGUAGE, *latest)))

    def csv(self) -> Iterator[bytes]:
        return csv_of(self._table())

    def codebook(self) -> Iterator[bytes]:
        return csv_of(self._codebook())

    def xlsx(self) -> Iterator[bytes]:
        counting = counting_of(self.survey)
        tables = table_rows(counting.questions, counting.figures.values())
        return xlsx_of(
            [("answers", self._table()), ("codebook", self._codebook()), ("tables", tables)]
        )

    def json(self) -> Iterator[bytes]:
        about = {"survey": self.survey.slug, "title": self.survey.title}
        return json_of(about, self.columns, self.languages, rows_of(self.survey, self.columns))

    def sav(self) -> Iterator[bytes]:
        return sav_of(self.survey.title, self.columns, lambda: rows_of(self.survey, self.columns))

    def _table(self) -> Iterator[Sequence[Value]]:
        yield [column.name for column in self.columns]
        yield from rows_of(self.survey, self.columns)

    def _codebook(self) -> Iterator[Sequence[Value]]:
        return codebook_of(self.columns, self.languages)


def open_table_of(survey: Survey, figures: Sequence[Figures]) -> Iterator[bytes]:
    """The published tables as CSV."""
    return csv_of(table_rows(_asked(survey), figures), for_offices=False)


def open_data_of(
    survey: Survey, figures: Sequence[Figures], *, notes: dict[str, Any]
) -> dict[str, Any]:
    """The same as JSON with licence, schema and the labels of all languages. `notes` holds by
    question what the city says and which other answers were released."""
    head, *rows = table_rows(_asked(survey), figures)
    shown = {each.key: each for each in figures}
    return {
        "survey": survey.slug,
        "title": survey.title,
        "licences": [LICENCE],
        "schema": schema(),
        "questions": [
            {
                "key": question.key,
                "kind": question.kind,
                "text": question.text,
                "options": {option.key: option.label for option in question.options},
                "rows": {row.key: row.label for row in question.rows},
                "counted": shown[question.key].counted,
                "not_shown": shown[question.key].not_shown,
                "mean": shown[question.key].mean,
                "median": shown[question.key].median,
                "ranks": [
                    {"answer": r.key, "count": r.count, "sum": r.total, "mean": r.mean}
                    for r in shown[question.key].ranks
                ],
                **notes.get(question.key, {}),
            }
            for question in _asked(survey)
            if question.key in shown
        ],
        "rows": [dict(zip(head, row, strict=True)) for row in rows],
    }


def _asked(survey: Survey) -> Any:
    versions = questionnaires_of(survey)
    return asked_in([versions[number] for number in sorted(versions)])
