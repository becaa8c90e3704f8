"""The texts of a city's spreadsheet: every row is taken, or refused with its line and why."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import IO

from ratschlag.city.rules import NATIVE_NAMES
from ratschlag.lib.tables import LONGEST_CELL
from ratschlag.synthesis.compute.rows import Reason, Refused, Row, Texts
from ratschlag.synthesis.imports.tables import (
    Columns,
    WrongFile,
    check_lines,
    has_strange_letters,
    readable,
)

LONGEST_ID = 200
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
# How cities write languages beside their codes.
_LANGUAGES = {
    **{name.casefold(): code for code, name in NATIVE_NAMES.items()},
    **dict.fromkeys(("deutsch", "german", "leichte sprache", "ger", "deu"), "de"),
    **dict.fromkeys(("englisch", "eng"), "en"),
    **dict.fromkeys(("arabisch", "arabic", "ara"), "ar"),
    **dict.fromkeys(("ukrainisch", "ukrainian", "ukr"), "uk"),
    **dict.fromkeys(("russisch", "russian", "rus"), "ru"),
    **dict.fromkeys(("türkisch", "turkish", "tur"), "tr"),
    **dict.fromkeys(("persisch", "farsi", "dari", "persian", "fas", "per"), "fa"),
    **dict.fromkeys(("vietnamesisch", "vietnamese", "vie"), "vi"),
    **dict.fromkeys(("französisch", "french", "fra", "fre"), "fr"),
    **dict.fromkeys(("polnisch", "polish", "pol"), "pl"),
}


@dataclass(frozen=True)
class Names:
    """What the columns are called; "" for one that there isn't."""

    text: str
    id: str = ""
    language: str = ""
    channel: str = ""
    person: str = ""


def read_texts(path: Path, names: Names) -> Texts:
    """Raises WrongFile when nothing of the file can be used."""
    try:
        with path.open("rb") as file:
            return _Reading(path, file, names).texts()
    except OSError as error:
        raise WrongFile(f"{path} can't be opened: {error.strerror}.") from error


def sha256_of(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]
    file.seek(0)
    return digest.hexdigest()


class _Reading:
    def __init__(self, path: Path, file: IO[bytes], names: Names) -> None:
        self.path = path
        sha256 = sha256_of(file)
        self.columns = Columns(path, file)
        places = (names.id, names.text, names.person, names.language, names.channel)
        self.places = [self.columns.at(name) if name else -1 for name in places]
        self.found = Texts(self.columns.form, sha256)
        self.seen: set[str] = set()

    def texts(self) -> Texts:
        has_ids = self.places[0] >= 0
        for number, (line, cells) in enumerate(self.columns.rows(), start=1):
            some = [cells[at] if 0 <= at < len(cells) else "" for at in self.places]
            if not has_ids:
                some[0] = str(number)
            some[0] = " ".join(_CONTROLS.sub(" ", some[0]).split())
            if reason := self._fault(line, cells, some):
                key = readable(some[0][:LONGEST_ID])
                self.found.refused.append(Refused(self.path.name, line, key, reason))
            else:
                self._take(some)
        if not self.found.row_count:
            raise WrongFile(f"{self.path} has a head, and no row under it.")
        if not self.found.rows:
            first = self.found.refused[0]
            raise WrongFile(
                f"{self.path}: all {self.found.row_count} rows are refused; "
                f"the first on line {first.line}: {first.reason}."
            )
        return self.found

    def _fault(self, line: int, cells: list[str], some: list[str]) -> Reason | None:
        key, text = some[:2]
        if len(text) > LONGEST_CELL:
            check_lines(self.path, line, text)
            return Reason.TOO_LONG
        if not text or text.isspace():
            return Reason.NO_TEXT
        if has_strange_letters("".join(some)):
            return Reason.ENCODING
        if len(cells) > len(self.columns.names) and self.columns.is_overfull(cells):
            return Reason.TOO_MANY_CELLS
        if not key:
            return Reason.NO_ID
        if len(key) > LONGEST_ID:
            return Reason.LONG_ID
        return Reason.TWICE if key in self.seen else None

    def _take(self, some: list[str]) -> None:
        key, text, person, language, channel = some
        self.seen.add(key)
        code = intern(language_code(language))
        if language.strip() and not code:
            self.found.unknown_languages[" ".join(language.split())[:80]] += 1
        channel = intern(" ".join(channel.split())[:80])
        self.found.rows.append(Row(key, text.strip(), " ".join(person.split()), code, channel))


def language_code(words: str) -> str:
    """ "de" for de, DE, de-AT, Deutsch; "" for what is no language that we know to write so."""
    plain = " ".join(words.split()).casefold()
    if not plain:
        return ""
    if plain in _LANGUAGES:
        return _LANGUAGES[plain].removesuffix("-easy")
    short = plain.replace("_", "-").partition("-")[0]
    return short if len(short) == 2 and short.isascii() and short.isalpha() else ""
