"""Counts as a table for offices."""

import csv
import io
from collections.abc import Iterable

from ratschlag.privacy.models import ChoiceCount, PageCount

PAGE_COLUMNS = ("tag", "seite", "sprache", "anzahl")
CHOICE_COLUMNS = ("tag", "fassung", "wahl", "anzahl")


def page_table(rows: Iterable[PageCount]) -> bytes:
    return _csv(PAGE_COLUMNS, ((row.day, row.page, row.language, row.count) for row in rows))


def choice_table(rows: Iterable[ChoiceCount]) -> bytes:
    """The proof of consent: by day, version and choice."""
    lines = ((row.day, row.layer.number, row.choice, row.count) for row in rows)
    return _csv(CHOICE_COLUMNS, lines)


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    """With the mark and the separator by which German spreadsheets know them. No cell begins with
    a sign that a spreadsheet would calculate: pages begin with a slash, the rest is ours."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerows((columns, *rows))
    return f"\ufeff{file.getvalue()}".encode()
