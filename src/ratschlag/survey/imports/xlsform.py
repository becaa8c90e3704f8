"""A questionnaire that comes as an XLSForm."""

from typing import IO

from ratschlag.lib.tables import Unreadable, Why, Workbook
from ratschlag.survey.compute.xlsform.found import definition_in
from ratschlag.survey.compute.xlsform.words import (
    MOST_CHOICES,
    MOST_ROWS,
    Form,
    Found,
    Lost,
    NotAForm,
    Row,
)
from ratschlag.survey.imports.tables import workbook_in

_MOST = {"survey": MOST_ROWS, "choices": MOST_CHOICES, "settings": 1}


def read_xlsform(file: IO[bytes]) -> Found:
    """What the form asks, and what could not be carried over. Raises Unreadable, NotAForm."""
    book = workbook_in(file)
    if book is None:
        raise Unreadable(Why.NOT_A_TABLE)
    names = {name.strip().lower(): name for name in book.names}
    if "survey" not in names:
        raise NotAForm(Lost.NO_SURVEY)
    sheets = {sheet: _rows(book, names.get(sheet, ""), most) for sheet, most in _MOST.items()}
    settings = sheets["settings"][0] if sheets["settings"] else {}
    return definition_in(Form(sheets["survey"], sheets["choices"], settings))


def _rows(book: Workbook, name: str, most: int) -> list[Row]:
    """Rows by the names of their columns; empty ones stay, so that numbers are right."""
    if not name:
        return []
    rows = book.rows(name)
    columns = [_column(cell) for cell in next(rows, [])]
    found: list[Row] = []
    for cells in rows:
        if len(found) > most:
            # Only settings have rows that nobody reads.
            if name.strip().lower() == "settings":
                break
            raise NotAForm(Lost.TOO_LARGE)
        found.append({c: cell.strip() for c, cell in zip(columns, cells, strict=False) if c})
    if found:  # the first names every column, also where its cell is empty
        found[0] = {**{column: "" for column in columns if column}, **found[0]}
    while found and not any(found[-1].values()):
        found.pop()
    return found


def _column(cell: str) -> str:
    name = " ".join(cell.split())
    return name if ":" in name else name.lower()
