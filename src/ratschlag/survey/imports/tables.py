"""Reading spreadsheets and comma-separated files of strangers: bounded in size, time and memory."""

import codecs
import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 60_000_000
MOST_UNPACKED = 250_000_000
MOST_PARTS = 500
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
_LONGEST_CELL = 32_768  # what Excel can hold
_PIECE = 1 << 20
_SEEN_AT_ONCE = 64 * 1024

_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(\w+:)?f[\s>/]")
_MACROS = re.compile(r"vbaproject|macrosheets|externallinks|embeddings|activex", re.IGNORECASE)


class Why(StrEnum):
    """Why a file can't be read."""

    TOO_LARGE = "too_large"
    NOT_A_TABLE = "not_a_table"
    UNSAFE = "unsafe"
    FORMULAS = "formulas"
    EMPTY = "empty"
    ENCODING = "encoding"
    BROKEN = "broken"


class Unreadable(ValueError):
    """The file is refused as a whole; `why` says it, `row` where if that is known."""

    def __init__(self, why: Why, row: int = 0) -> None:
        super().__init__(f"{why} {row}")
        self.why, self.row = why, row


def rows_in(file: IO[bytes], name: str) -> Iterator[list[str]]:
    """All rows of a table, as texts; the first holds the names of the columns.

    Raises Unreadable, before or while it is read. Of a workbook its first sheet counts.
    """
    if is_workbook(file):
        sheets = Workbook(file)
        yield from sheets.rows(sheets.names[0])
    elif name.lower().endswith((".xls", ".ods", ".xlsx", ".xlsm")):
        raise Unreadable(Why.NOT_A_TABLE)
    else:
        yield from _csv_rows(file)


def is_workbook(file: IO[bytes]) -> bool:
    """By how it begins, whatever it is called."""
    if _size(file) > MOST_BYTES:
        raise Unreadable(Why.TOO_LARGE)
    file.seek(0)
    begin = file.read(4)
    file.seek(0)
    return begin == b"PK\x03\x04"


def _size(file: IO[bytes]) -> int:
    return file.seek(0, 2)


class Workbook:
    """An XLSX file of a stranger, looked through before anything reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        """Raises Unreadable."""
        _look_through(file)
        file.seek(0)
        try:
            self._book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise Unreadable(Why.BROKEN) from error
        self.names = [sheet.title for sheet in self._book.worksheets]
        if not self.names:
            raise Unreadable(Why.EMPTY)

    def rows(self, name: str) -> Iterator[list[str]]:
        sheet = self._book[name]
        # What a file says about its own size is not believed.
        sheet.reset_dimensions()
        try:
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > MOST_ROWS + 1 or len(cells) > MOST_COLUMNS:
                    raise Unreadable(Why.TOO_LARGE, number)
                yield [_text(cell) for cell in cells]
        except _BROKEN as error:
            raise Unreadable(Why.BROKEN) from error


# What openpyxl raises on files that are none: it has no error of its own for that.
_BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, SyntaxError, KeyError, OSError),
    *(AttributeError, TypeError, IndexError, OverflowError, RuntimeError, EOFError),
    *(NotImplementedError, zipfile.zlib.error, UnicodeDecodeError),  # type: ignore[attr-defined]
)


def _look_through(file: IO[bytes]) -> None:
    """Refuse bombs, entities, formulas, macros and names that lead out of the file."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
                raise Unreadable(Why.TOO_LARGE)
            for part in parts:
                if _leads_out(part.filename) or _MACROS.search(part.filename):
                    raise Unreadable(Why.UNSAFE)
            for part in parts:
                _look_into(packed, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(Why.BROKEN) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Unreadable(Why.BROKEN) from error


def _leads_out(name: str) -> bool:
    return ".." in name.replace("\\", "/").split("/") or name.startswith(("/", "\\")) or ":" in name


def _look_into(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A part says its size beforehand, and zipfile unpacks no more than that."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    is_sheet = part.filename.lower().startswith("xl/worksheets/")
    with packed.open(part) as unpacked:
        before = b""
        while piece := unpacked.read(_PIECE):
            # UTF-16 would hide what is looked for.
            if b"\x00" in piece or _DTD.search(before + piece):
                raise Unreadable(Why.UNSAFE)
            if is_sheet and _FORMULA.search(before + piece):
                raise Unreadable(Why.FORMULAS)
            before = piece[-20:]


def _text(cell: Any) -> str:
    """As people see it: days in ISO form, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        bare = cell.time() == time()
        return cell.date().isoformat() if bare else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _csv_rows(file: IO[bytes]) -> Iterator[list[str]]:
    encoding = _encoding(file)
    file.seek(0)
    head = codecs.decode(file.read(_SEEN_AT_ONCE), encoding, "replace")
    if not head.strip() or ("\x00" in head and not encoding.startswith("utf-16")):
        raise Unreadable(Why.NOT_A_TABLE if head.strip() else Why.EMPTY)
    file.seek(0)
    csv.field_size_limit(_LONGEST_CELL * 4)
    reader = csv.reader(_lines(file, encoding), delimiter=_delimiter(head), strict=False)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS + 1 or len(cells) > MOST_COLUMNS:
                raise Unreadable(Why.TOO_LARGE, number)
            yield cells
    except csv.Error as error:
        raise Unreadable(Why.BROKEN, reader.line_num) from error


def _encoding(file: IO[bytes]) -> str:
    """By its mark, else UTF-8 if all of it is that, else what Windows wrote in Europe."""
    file.seek(0)
    begin = file.read(4)
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if begin.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    for encoding in ("utf-8", "cp1252"):
        if _is(file, encoding):
            return encoding
    raise Unreadable(Why.ENCODING)


def _is(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    """Lines with their ends, piece by piece; one that never ends is refused by its length."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, is_last = "", False
    while not is_last:
        piece = file.read(_PIECE)
        is_last = not piece
        try:
            rest += decoder.decode(piece, final=is_last)
        except UnicodeDecodeError as error:
            raise Unreadable(Why.ENCODING) from error
        *lines, rest = re.split(r"(?<=\n)", rest)
        yield from filter(None, lines)
        if len(rest) > 4 * _PIECE:
            raise Unreadable(Why.BROKEN)
    if rest:
        yield rest


def _delimiter(head: str) -> str:
    """The sign that stands most often in the first line, outside of quotation marks."""
    first = ""
    for piece in re.split(r'("(?:[^"]|"")*")', head)[::2]:
        line, end, _rest = piece.lstrip("\ufeff").partition("\n")
        first += line
        if end:
            break
    return max((",", ";", "\t"), key=lambda sign: (first.count(sign), sign == ","))
