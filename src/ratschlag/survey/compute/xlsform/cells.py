"""What stands in the cells of an XLSForm: texts by language, truths, names as our keys."""

import re
import unicodedata
from collections.abc import Callable, Collection

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.survey.compute.xlsform.words import Form, Lost, Row, language_in
from ratschlag.survey.rules import Kind

# Says what was lost, and a word more.
Say = Callable[..., None]

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_MEDIA = ("image", "audio", "video", "big-image")
_KINDS = {
    "text": Kind.SHORT,
    "string": Kind.SHORT,
    "integer": Kind.NUMBER,
    "int": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "range": Kind.SCALE,
    "date": Kind.DATE,
}
_LISTS = {
    "select_one": Kind.SINGLE,
    "select_multiple": Kind.MULTIPLE,
    "rank": Kind.RANKING,
}


def kind_of(written: str) -> Kind | None:
    """What "select_one list or_other" is to us; None for what we can't ask."""
    first, *more = written.replace("select one", "select_one").replace(
        "select multiple", "select_multiple"
    ).replace("_one from ", "_one ").replace("_multiple from ", "_multiple ").split()  # fmt: skip
    if first in _LISTS:
        return _LISTS[first] if more else None
    return _KINDS.get(first) if not more else None


def is_true(written: str) -> bool:
    return written.strip().casefold() in ("yes", "true", "true()", "1", "ja", "wahr")


def key_from(name: str, taken: Collection[str], *, longest: int = 20) -> str:
    """A name as a key of ours: plain letters and digits, at most so long, and only once there."""
    if re.fullmatch(r"_[\d-].*", name):
        name = name[1:]
    plain = unicodedata.normalize(
        "NFKD", name.lower().translate(_GERMAN) if not name.isascii() else name
    )
    bare = re.sub(r"[^A-Za-z0-9_-]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    bare = bare[:longest].strip("-") or "x"
    key, number = bare, 2
    while key in taken:
        key, number = f"{bare[: longest - 1 - len(str(number))]}-{number}", number + 1
    return key


class Texts:
    """The texts of a form in our languages."""

    def __init__(self, form: Form, say: Say) -> None:
        self._say = say
        default = language_in(form.settings.get("default_language", "")) or SOURCE_LANGUAGE
        # The same language may be spelt in two ways on the two sheets.
        self._columns: dict[tuple[str, str], list[str]] = {}
        for sheet, rows in (("survey", form.survey), ("choices", form.choices)):
            for name in rows[0] if rows else ():
                self._column(sheet, name, default)
        order = list(dict.fromkeys(language for _field, language in self._columns))
        self._stand_in = ""
        if order and SOURCE_LANGUAGE not in order:
            # German is the language of record: another stands in until somebody translates it.
            self._stand_in = default if default in order else order[0]
            say(Lost.SOURCE, self._stand_in, at=("survey", 1, ""))
        self.languages = [SOURCE_LANGUAGE, *(each for each in order if each != SOURCE_LANGUAGE)]

    def _column(self, sheet: str, name: str, default: str) -> None:
        base, _colons, said = name.partition("::" if "::" in name else ":")
        base, said = base.strip().casefold(), said.strip()
        if base not in ("label", "hint"):
            return
        language = language_in(said) if said else default
        if language is None:
            self._say(Lost.LANGUAGE, said, at=(sheet, 1, name))
        elif name not in self._columns.setdefault((base, language), []):
            self._columns[base, language].append(name)

    def of(self, row: Row, field: str, *, longest: int = 0) -> dict[str, str]:
        """A text by language, German always among them; empty where there is none at all."""
        found = {}
        for (base, language), names in self._columns.items():
            text = next((row[name].strip() for name in names if row.get(name, "").strip()), "")
            if base == field and text:
                found[language] = text
        if not found:
            return {}
        if "${" in "".join(found.values()):
            self._say(Lost.REFERENCE)
        first = next(iter(found.values()))
        source = found.pop(SOURCE_LANGUAGE, "") or found.get(self._stand_in) or first
        if longest and len(source) > longest:
            self._say(Lost.SHORTENED, source[:30])
            source = f"{source[: longest - 1]}…"
        return {SOURCE_LANGUAGE: source, **found}


def media_in(row: Row) -> str:
    """The name of a picture, sound or film that the row brings."""
    for name, value in row.items():
        bare = name.casefold().removeprefix("media::").split("::")[0]
        if value.strip() and bare in _MEDIA:
            return value
    return ""
