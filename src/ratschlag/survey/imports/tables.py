"""How much of a table from elsewhere the survey takes in at once."""

from collections.abc import Iterator
from typing import IO

from ratschlag.lib import tables
from ratschlag.lib.tables import Limits, Workbook

MOST_BYTES = 60_000_000
_UPLOAD = Limits(file_bytes=MOST_BYTES, unpacked=250_000_000, unpacked_times=0, rows=200_000)


def rows_in(file: IO[bytes], name: str) -> Iterator[list[str]]:
    """All rows of an uploaded table. Raises Unreadable, before or while it is read."""
    return tables.rows_in(file, name, _UPLOAD)


def workbook_in(file: IO[bytes]) -> Workbook | None:
    """An uploaded workbook; None for any other file. Raises Unreadable."""
    return Workbook(file, _UPLOAD) if tables.is_workbook(file, _UPLOAD) else None
