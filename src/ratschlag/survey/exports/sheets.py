"""CSV, XLSX and JSON: one row for each answer, and what the columns and codes mean."""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from ratschlag.lib.tables import safe
from ratschlag.survey.exports.columns import Column, Value, codebook_of

_LINES = 500


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_of(rows: Iterable[Sequence[Value]], *, for_offices: bool = True) -> Iterator[bytes]:
    """For offices with the mark and the separator by which German spreadsheets know them."""
    writer = csv.writer(_Echo(), delimiter=";" if for_offices else ",")
    if for_offices:
        yield "\ufeff".encode()
    lines: list[str] = []
    for row in rows:
        lines.append(writer.writerow([safe(value) for value in row]))
        if len(lines) == _LINES:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def xlsx_of(sheets: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> Iterator[bytes]:
    """A spreadsheet with these sheets; on disk while it is made, so that memory stays flat."""
    with tempfile.TemporaryFile() as file:
        settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, settings) as book:
            for name, rows in sheets:
                _fill(book.add_worksheet(name), rows)
        file.seek(0)
        while chunk := file.read(65536):
            yield chunk


def _fill(sheet: Any, rows: Iterable[Sequence[Value]]) -> None:
    text, number = sheet.write_string, sheet.write_number
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text(line, column, value)
            else:
                number(line, column, value)


def json_of(
    about: dict[str, Any],
    columns: Sequence[Column],
    languages: Sequence[str],
    rows: Iterable[Sequence[Value]],
) -> Iterator[bytes]:
    """The same as JSON: about the survey, the codebook, and the answers one by one."""
    head = {**about, "codebook": _codebook(columns, languages)}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "answers": [\n'
    names, lines, between = [column.name for column in columns], [], ""
    for row in rows:
        said = {
            name: _as_json(value)
            for name, value in zip(names, row, strict=True)
            if value is not None
        }
        lines.append(between + json.dumps(said, ensure_ascii=False))
        between = ",\n"
        if len(lines) == _LINES:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode() + b"\n]}\n"


def _as_json(value: Value) -> str | int | float | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _codebook(columns: Sequence[Column], languages: Sequence[str]) -> list[dict[str, str]]:
    head, *lines = codebook_of(columns, languages)
    return [dict(zip(head, line, strict=True)) for line in lines]
