"""A table from a city, by the names of its columns; what can't be read is said by its line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from ratschlag.lib.tables import LONGEST_CELL, Form, Limits, Table, Unreadable, Why

# As large as the disk holds; a cell of a million letters is read, and then refused by its line.
LIMITS = Limits(
    file_bytes=None,
    unpacked=250_000_000,
    unpacked_times=60,
    rows=None,
    cell=64_000_000,
    is_exact=True,
)
# What spans more lines than any text has is a quotation that nobody closed.
_MOST_LINES = 2_000


class WrongFile(ValueError):
    """A file can't be used at all; `str()` says why, where, and what to do."""


_WHY = {
    Why.TOO_LARGE: "unpacks to far more than such a file should: it is not read",
    Why.NOT_A_TABLE: "is no table that can be read; save it as CSV (UTF-8) or XLSX",
    Why.UNSAFE: "holds parts that don't belong into a table (macros, links, entities); "
    "save it anew as XLSX without macros, or as CSV",
    Why.FORMULAS: "holds formulas; save it with values only, or as CSV",
    Why.EMPTY: "is empty",
    Why.ENCODING: "is in no encoding that is known; save it as CSV in UTF-8",
    Why.BROKEN: "is broken: a quotation mark is not closed, or a part of it is missing",
}


class Columns:
    """The rows of one table, each as the cells of the columns asked for."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        """Raises WrongFile."""
        self.path = path
        try:
            table = Table(file, path.name, LIMITS)
            self.form: Form = table.form
            self._rows = table.rows()
            self._head_at, head = next(self._rows, (0, []))
        except Unreadable as error:
            raise _wrong(path, error) from error
        self.names = [" ".join(cell.replace("\ufeff", "").split()) for cell in head]
        while self.names and not self.names[-1]:
            self.names.pop()
        if not self.names:
            raise WrongFile(f"{path} is empty: it needs a first line with the names of columns.")

    def at(self, name: str) -> int:
        """Where a column stands. Raises WrongFile, saying which there are."""
        wanted = " ".join(name.split())
        found = [at for at, each in enumerate(self.names) if each == wanted] or [
            at for at, each in enumerate(self.names) if each.casefold() == wanted.casefold()
        ]
        if len(found) == 1:
            return found[0]
        there = ", ".join(f"“{each}”" for each in self.names if each)
        what = "two columns called" if found else "no column"
        raise WrongFile(f"{self.path} has {what} “{wanted}” (line {self._head_at}): {there}.")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its line, blank ones at the end left out. Raises WrongFile."""
        blank: list[tuple[int, list[str]]] = []
        try:
            for line, cells in self._rows:
                if not any(cell and not cell.isspace() for cell in cells):
                    # What csv gives for an empty line is no row; what has delimiters is one.
                    blank += [(line, cells)] if cells else []
                    continue
                yield from blank
                blank = []
                yield line, cells
        except Unreadable as error:
            raise _wrong(self.path, error) from error
        if self.form.kind == "csv":
            yield from blank

    def is_overfull(self, cells: Sequence[str]) -> bool:
        return any(cell.strip() for cell in cells[len(self.names) :])


def check_lines(path: Path, line: int, text: str) -> None:
    """Raises WrongFile where a text runs over so many lines that its quotation was never closed."""
    if len(text) > LONGEST_CELL and text.count("\n") > _MOST_LINES:
        raise _wrong(path, Unreadable(Why.BROKEN, line))


def has_strange_letters(text: str) -> bool:
    """Lone surrogates: bytes of another encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def readable(text: str) -> str:
    """The same, with a question mark for each byte of another encoding."""
    return text.encode("utf-8", "replace").decode()


def _wrong(path: Path, error: Unreadable) -> WrongFile:
    where = f", line {error.row}" if error.row else ""
    return WrongFile(f"{path}{where}: the file {_WHY[error.why]}.")
