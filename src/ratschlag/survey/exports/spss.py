"""SPSS system files with labels, as PSPP's documentation describes the format.

Written by hand: libraries for it want the whole table in memory, in a data frame.
"""

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from sys import float_info
from typing import Any

from ratschlag.survey.compute.questionnaire import Words
from ratschlag.survey.exports.columns import Column, Value
from ratschlag.survey.exports.tables import label_in_german
from ratschlag.survey.rules import IN_WORDS, OTHER, Kind

Rows = Iterable[Sequence[Value]]
_MISSING = -float_info.max
_DAY_NOUGHT = date(1582, 10, 14)
# Formats: letters, whole numbers, numbers, days.
_A, _F, _DATE = 1, 5, 20
# SPSS ends labels there; strings longer than that are kept in segments.
_LONGEST_LABEL, _LONGEST_CODE, _SEGMENT, _IN_SEGMENT = 255, 120, 252, 255
_NOMINAL, _ORDINAL, _SCALE = 1, 2, 3
_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
_CONTINUED = 0x011D01
_LINES = 500


@dataclass
class _Variable:
    """A column as SPSS has it; `width` in bytes is 0 for numbers."""

    column: Column
    name: str
    short: str
    place: int
    codes: Mapping[str, float] = field(default_factory=dict)
    width: int = 0

    @property
    def is_words(self) -> bool:
        return not self.codes and not self.column.is_number and not self.is_day

    @property
    def is_day(self) -> bool:
        return self.column.question.kind is Kind.DATE

    @property
    def widths(self) -> list[int]:
        """Of its segments: one, unless it is longer than SPSS can hold in one."""
        if self.width <= _IN_SEGMENT:
            return [self.width]
        more = (self.width - 1) // _SEGMENT
        return [_IN_SEGMENT] * more + [self.width - more * _SEGMENT]

    @property
    def format(self) -> int:
        if self.is_words:
            return _A << 16 | min(self.width, _IN_SEGMENT) << 8
        if self.is_day:
            return _DATE << 16 | 11 << 8
        return _F << 16 | 8 << 8 | (2 if self.column.question.kind is Kind.NUMBER else 0)

    @property
    def measure(self) -> int:
        kind = self.column.question.kind
        if kind in (Kind.NUMBER, Kind.DATE):
            return _SCALE
        return _ORDINAL if kind in (Kind.SCALE, Kind.RANKING) else _NOMINAL


def sav_of(title: str, columns: Sequence[Column], rows: Callable[[], Rows]) -> Iterator[bytes]:
    """A system file; `rows` is read twice, first to see how long the words are."""
    variables = _variables(columns)
    total = _measure(variables, rows())
    yield _head(title, variables, total)
    yield b"".join(_records_of(variable) for variable in variables)
    yield _labels(variables)
    yield _additions(variables)
    packed: list[bytes] = []
    # What came in between has no place in the head any more.
    for _number, row in zip(range(total), rows(), strict=False):
        packed += (_packed(each, value) for each, value in zip(variables, row, strict=True))
        if len(packed) > _LINES * len(variables):
            yield b"".join(packed)
            packed.clear()
    yield b"".join(packed)


def _variables(columns: Sequence[Column]) -> list[_Variable]:
    taken: set[str] = set()
    found = []
    for number, column in enumerate(columns, start=1):
        name = _name(column.name, taken)
        taken.add(name.upper())
        found.append(_Variable(column, name, f"V{number}", number, _codes(column)))
    return found


def _name(wanted: str, taken: set[str]) -> str:
    """As SPSS allows it: a letter first, at most 64 bytes, and nobody else's."""
    bare = re.sub(r"[^A-Za-z0-9._]", "_", wanted).rstrip("._") or "v"
    bare = (bare if bare[0].isalpha() else f"v{bare}")[:60]
    for number in count():
        name = f"{bare}_{number}" if number else bare
        if name.upper() not in taken | _RESERVED:
            return name
    raise AssertionError("there is always another number")


def _codes(column: Column) -> dict[str, float]:
    """Answers as numbers: those of scales and ticks are some already, others are counted."""
    if column.is_number or not column.codes or column.question.kind in IN_WORDS:
        return {}
    return {code: float(number) for number, code in enumerate(column.codes, start=1)}


def _measure(variables: list[_Variable], rows: Rows) -> int:
    words = [(at, each) for at, each in enumerate(variables) if each.is_words]
    total = 0
    for row in rows:
        total += 1
        for at, variable in words:
            if row[at]:
                variable.width = max(variable.width, len(_encoded(row[at])))
    for _at, variable in words:
        variable.width = max(variable.width, 1)
    return total


def _encoded(value: Value) -> bytes:
    return str(value).encode("utf-8", "replace").replace(b"\x00", b" ")


def _padded(text: bytes, length: int) -> bytes:
    return text[:length].ljust(length)


def _cut(text: str, length: int) -> bytes:
    """As many whole characters as fit."""
    return text.encode()[:length].decode(errors="ignore").encode()


def _eights(width: int) -> int:
    return (width + 7) // 8 or 1


def _head(title: str, variables: list[_Variable], total: int) -> bytes:
    case = sum(_eights(width) for each in variables for width in each.widths)
    return struct.pack(
        "<4s60siiiiid9s8s64s3s", b"$FL2", _padded(b"@(#) SPSS DATA FILE Ratschlag", 60), 2, case,
        0, 0, total, 100.0, b"01 Jan 00", b"00:00:00", _padded(_cut(title, 64), 64), b"   ",
    )  # fmt: skip


def _records_of(variable: _Variable) -> bytes:
    column = variable.column
    text = ": ".join(filter(None, (_german(column.question.text), _german(column.part))))
    label = _cut(text or variable.name, _LONGEST_LABEL)
    records = b""
    for at, width in enumerate(variable.widths):
        form = variable.format if at == 0 else _A << 16 | width << 8
        short = variable.short if at == 0 else f"S{variable.place}_{at}"
        records += struct.pack(
            "<iiiiii8s", 2, width, int(at == 0), 0, form, form, _padded(short.encode(), 8)
        )
        if at == 0:
            records += struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4)
        follows = struct.pack("<iiiiii8s", 2, -1, 0, 0, _CONTINUED, _CONTINUED, b" " * 8)
        records += follows * (_eights(width) - 1)
    return records


def _german(words: Words) -> str:
    return words.get("de", "")


def _labels(variables: list[_Variable]) -> bytes:
    """The names of the codes, and to which variable they belong (counted in eights of bytes)."""
    found, place = b"", 1
    for variable in variables:
        if named := _named_codes(variable):
            found += struct.pack("<ii", 3, len(named))
            for value, text in named:
                label = _cut(text, _LONGEST_CODE)
                found += struct.pack("<dB", value, len(label)) + label
                found += b" " * (-(len(label) + 1) % 8)
            found += struct.pack("<iii", 4, 1, place)
        place += sum(_eights(width) for width in variable.widths)
    return found


def _named_codes(variable: _Variable) -> list[tuple[float, str]]:
    column = variable.column
    if column.question.kind is Kind.MULTIPLE and column.is_number:
        return [(0.0, "nicht gewählt"), (1.0, "gewählt")]
    if column.question.kind is Kind.SCALE:
        return [(float(code), _german(label)) for code, label in column.codes.items() if label]
    labels = {OTHER: "Etwas anderes"}
    return [
        (value, labels.get(code) or label_in_german(column.question, code))
        for code, value in variable.codes.items()
    ]


def _additions(variables: list[_Variable]) -> bytes:
    """Machine, measures, long names, long strings, and that all of it is UTF-8."""
    whole = struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001)
    lowest = struct.unpack("<d", b"\xfe\xff\xff\xff\xff\xff\xef\xff")[0]
    floats = struct.pack("<3d", _MISSING, float_info.max, lowest)
    measures = b"".join(
        struct.pack("<iii", each.measure, 8, 0) for each in variables for _width in each.widths
    )
    names = "\t".join(f"{each.short}={each.name}" for each in variables).encode()
    long_ones = [each for each in variables if each.width > _IN_SEGMENT]
    widths = "".join(f"{each.short}={each.width:05}\x00\t" for each in long_ones).encode()
    records = [(3, 4, whole), (4, 8, floats), (11, 4, measures), (13, 1, names)]
    records += [(14, 1, widths)] if widths else []
    records.append((20, 1, b"UTF-8"))
    found = b"".join(
        struct.pack("<iiii", 7, kind, size, len(said) // size) + said
        for kind, size, said in records
    )
    return found + struct.pack("<ii", 999, 0)


def _packed(variable: _Variable, value: Any) -> bytes:
    if variable.is_words:
        return _packed_words(variable, _encoded(value or ""))
    if value is None:
        number = _MISSING
    elif variable.is_day:
        number = (date.fromisoformat(value) - _DAY_NOUGHT).days * 86400.0
    elif variable.codes:
        number = variable.codes.get(value, _MISSING)
    else:
        number = float(value)
    return struct.pack("<d", number)


def _packed_words(variable: _Variable, text: bytes) -> bytes:
    """Each segment but the last holds 255 bytes in 256."""
    text = text[: variable.width]
    found = b""
    for at, width in enumerate(variable.widths):
        piece = text[at * _IN_SEGMENT : (at + 1) * _IN_SEGMENT]
        found += _padded(piece, 8 * _eights(width))
    return found
