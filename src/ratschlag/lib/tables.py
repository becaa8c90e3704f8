"""Reading spreadsheets and comma-separated files of strangers: bounded in size, time and memory."""

import codecs
import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import IO, Any
from xml.etree.ElementTree import ParseError

LONGEST_CELL = 32_768  # what Excel can hold
_PIECE = 1 << 20
_SEEN_AT_ONCE = 64 * 1024

_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(\w+:)?f[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*\s)?r=[\"'](\d{1,7})[\"']")
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


@dataclass(frozen=True)
class Limits:
    """How much of a stranger's file is read; who asks decides. None: as much as there is."""

    file_bytes: int | None
    unpacked: int
    # A spreadsheet packs to a tenth; what unpacks to more than so many times its size is a bomb.
    # Only looked at beyond `unpacked`; 0: nothing may be larger than that.
    unpacked_times: int
    rows: int | None
    cell: int = LONGEST_CELL * 4
    parts: int = 500
    columns: int = 1_000
    # Lines in another encoding than most get lone surrogates, so that they can be told by row;
    # a quotation that is still open at the end of the file refuses it.
    is_exact: bool = False

    def is_too_long(self, rows: int) -> bool:
        return self.rows is not None and rows > self.rows + 1


@dataclass(frozen=True)
class Form:
    """How a table is written down."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def rows_in(file: IO[bytes], name: str, limits: Limits) -> Iterator[list[str]]:
    """All rows of a table, as texts; the first holds the names of the columns.

    Raises Unreadable, before or while it is read. Of a workbook its first sheet counts.
    """
    for _line, cells in Table(file, name, limits).rows():
        yield cells


class Table:
    """A file of a stranger that holds one table."""

    def __init__(self, file: IO[bytes], name: str, limits: Limits) -> None:
        """Raises Unreadable."""
        self._file, self._limits = file, limits
        if is_workbook(file, limits):
            self._sheets = Workbook(file, limits)
            self.form = Form("xlsx", sheet=self._sheets.names[0])
        elif name.lower().endswith((".xls", ".ods", ".xlsx", ".xlsm")):
            raise Unreadable(Why.NOT_A_TABLE)
        else:
            self.form = _csv_form(file, limits)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line on which it begins. Raises Unreadable while it is read."""
        if self.form.kind == "xlsx":
            return enumerate(self._sheets.rows(self.form.sheet), start=1)
        return _csv_rows(self._file, self.form, self._limits)


def is_workbook(file: IO[bytes], limits: Limits) -> bool:
    """By how it begins, whatever it is called."""
    if limits.file_bytes is not None and _size(file) > limits.file_bytes:
        raise Unreadable(Why.TOO_LARGE)
    file.seek(0)
    begin = file.read(4)
    file.seek(0)
    return begin == b"PK\x03\x04"


def _size(file: IO[bytes]) -> int:
    return file.seek(0, 2)


class Workbook:
    """An XLSX file of a stranger, looked through before anything reads it."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Raises Unreadable."""
        from openpyxl import load_workbook  # noqa: PLC0415  with numpy: half the time of a start

        _look_through(file, limits)
        file.seek(0)
        try:
            self._book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise Unreadable(Why.BROKEN) from error
        self._limits = limits
        self.names = [sheet.title for sheet in self._book.worksheets]
        if not self.names:
            raise Unreadable(Why.EMPTY)

    def rows(self, name: str) -> Iterator[list[str]]:
        sheet = self._book[name]
        # What a file says about its own size is not believed.
        sheet.reset_dimensions()
        try:
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if self._limits.is_too_long(number) or len(cells) > self._limits.columns:
                    raise Unreadable(Why.TOO_LARGE, number)
                yield [_text(cell) for cell in cells]
        except _BROKEN as error:
            raise Unreadable(Why.BROKEN) from error


# What openpyxl raises on files that are none: it has no error of its own for that.
_BROKEN = (
    *(zipfile.BadZipFile, ParseError, SyntaxError, KeyError, OSError),
    *(AttributeError, TypeError, IndexError, OverflowError, RuntimeError, EOFError),
    *(NotImplementedError, zipfile.zlib.error, UnicodeDecodeError),  # type: ignore[attr-defined]
)


def _look_through(file: IO[bytes], limits: Limits) -> None:
    """Refuse bombs, entities, formulas, macros and names that lead out of the file."""
    most = max(limits.unpacked, limits.unpacked_times * _size(file))
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            if len(parts) > limits.parts or sum(each.file_size for each in parts) > most:
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
        before, row = b"", 0
        while piece := unpacked.read(_PIECE):
            # UTF-16 would hide what is looked for.
            if b"\x00" in piece or _DTD.search(before + piece):
                raise Unreadable(Why.UNSAFE)
            if is_sheet:
                found = _FORMULA.search(before + piece)
                for start in _ROW.finditer(before + piece, 0, found.start() if found else 1 << 62):
                    row = int(start[1])
                if found:
                    raise Unreadable(Why.FORMULAS, row)
            before = piece[-80:]


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


def _csv_form(file: IO[bytes], limits: Limits) -> Form:
    encoding = _encoding(file, limits)
    file.seek(0)
    head = codecs.decode(file.read(_SEEN_AT_ONCE), encoding, "replace")
    if not head.strip() or ("\x00" in head and not encoding.startswith("utf-16")):
        raise Unreadable(Why.NOT_A_TABLE if head.strip() else Why.EMPTY)
    return Form("csv", encoding=encoding, delimiter=_delimiter(head))


def _csv_rows(file: IO[bytes], form: Form, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    file.seek(0)
    csv.field_size_limit(limits.cell)
    read = _mixed_lines if limits.is_exact and form.encoding in _BY_LINE else _lines
    lines = _Counted(read(file, form.encoding, limits))
    reader = csv.reader(lines, delimiter=form.delimiter, strict=False)
    begins_at, ends_at = 1, 0
    try:
        for number, cells in enumerate(reader, start=1):
            if limits.is_too_long(number) or len(cells) > limits.columns:
                raise Unreadable(Why.TOO_LARGE, number)
            begins_at, ends_at = ends_at + 1, reader.line_num
            if limits.is_exact and lines.is_at_end and lines.is_open and begins_at < ends_at:
                raise Unreadable(Why.BROKEN, begins_at)
            lines.is_open = False
            yield begins_at, cells
    except csv.Error as error:
        raise Unreadable(Why.BROKEN, ends_at + 1) from error


class _Counted:
    """Lines, and whether a quotation that began in them is still open."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.is_open = self.is_at_end = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.is_at_end = True
            raise
        self.is_open ^= line.count('"') % 2 == 1
        return line


# What Windows wrote in Europe, and what everyone should write: one may stand among the other.
_BY_LINE = ("utf-8", "utf-8-sig", "cp1252")


def _encoding(file: IO[bytes], limits: Limits) -> str:
    """By its mark, else UTF-8 if all of it is that, else what Windows wrote in Europe."""
    file.seek(0)
    begin = file.read(4)
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if begin.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if _is(file, "utf-8"):
        return "utf-8"
    if limits.is_exact:
        return _most_lines_are(file)
    if _is(file, "cp1252"):
        return "cp1252"
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


def _most_lines_are(file: IO[bytes]) -> str:
    """The encoding of most lines that are not plain ASCII."""
    file.seek(0)
    balance = 0
    for line in file:
        if not line.isascii():
            balance += 1 if _as_utf_8(line) is not None else -1
    return "utf-8" if balance >= 0 else "cp1252"


def _as_utf_8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mixed_lines(file: IO[bytes], encoding: str, limits: Limits) -> Iterator[str]:
    """Lines with their ends; of one in another encoding the strange letters as lone surrogates."""
    is_utf_8 = encoding != "cp1252"
    if encoding == "utf-8-sig":
        file.seek(len(codecs.BOM_UTF8))
    while line := file.readline(4 * limits.cell):
        if len(line) == 4 * limits.cell:
            raise Unreadable(Why.BROKEN)
        text = _as_utf_8(line)
        if text is not None and (is_utf_8 or line.isascii()):
            yield text
        elif is_utf_8:
            yield line.decode("utf-8", "surrogateescape")
        elif text is not None:
            yield line.decode("ascii", "surrogateescape")
        else:
            yield line.decode("cp1252", "surrogateescape")


def _lines(file: IO[bytes], encoding: str, limits: Limits) -> Iterator[str]:
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
        if len(rest) > 32 * limits.cell:
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


# A cell that begins so is a formula to spreadsheets, in their own signs and in full-width ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠", "｜", "％")


def safe(value: Any) -> Any:
    """Words that a spreadsheet would take for a formula, marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
