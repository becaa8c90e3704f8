"""What both ways share: the names of languages, what got lost, and the shape of a form."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ratschlag.city.rules import LANGUAGES, NATIVE_NAMES, SOURCE_LANGUAGE

# Column by name, as it stands in one row of a sheet.
Row = dict[str, str]
# "pyxform" and KoBo take no more; a questionnaire of more rows is none.
MOST_ROWS = 2_000
MOST_CHOICES = 10_000
# What only we know stands in columns of our own, which other tools pass over.
OWN, OWN_MACHINE = "ratschlag", "ratschlag_machine"
# Groups and lists that mean something to us by their name.
ABOUT, DETAILS, YES_NO_LIST = "about", "details", "yes_no"

_CODES = {"de-easy": "de-x-easy"}
_BY_CODE = {**{code: code for code in LANGUAGES}, "de-x-easy": "de-easy"}
_BY_NAME = {
    **{name.casefold(): code for code, name in NATIVE_NAMES.items()},
    **{"german": "de", "arabic": "ar", "ukrainian": "uk", "russian": "ru", "turkish": "tr"},
    **{"persian": "fa", "farsi": "fa", "vietnamese": "vi", "englisch": "en", "arabisch": "ar"},
    **{"ukrainisch": "uk", "russisch": "ru", "türkisch": "tr", "persisch": "fa"},
    **{"vietnamesisch": "vi", "einfache sprache": "de-easy"},
}


class NotAForm(ValueError):
    """The file is no XLSForm; `why` is a word of `Lost`."""

    def __init__(self, why: "Lost") -> None:
        super().__init__(str(why))
        self.why = why


class Lost(StrEnum):
    """What could not be carried over, and why."""

    # Both ways
    CONDITION = "condition"
    RENAMED = "renamed"
    # Into an XLSForm
    ROWS_REQUIRED = "rows_required"
    PLACES = "places"
    # Out of an XLSForm
    TYPE = "type"
    METADATA = "metadata"
    REPEAT = "repeat"
    MEDIA = "media"
    CALCULATION = "calculation"
    CONSTRAINT = "constraint"
    CHOICE_FILTER = "choice_filter"
    DEFAULT = "default"
    READ_ONLY = "read_only"
    REQUIRED = "required"
    REFERENCE = "reference"
    NOTE = "note"
    NESTED = "nested"
    MOVED = "moved"
    WHOLE_NUMBER = "whole_number"
    SCALE = "scale"
    LANGUAGE = "language"
    SOURCE = "source"
    NO_LABEL = "no_label"
    NO_LIST = "no_list"
    SHORTENED = "shortened"
    NO_PURPOSE = "no_purpose"
    EMPTY_GROUP = "empty_group"
    # Nothing at all
    NO_SURVEY = "no_survey"
    UNBALANCED = "unbalanced"
    TOO_LARGE = "too_large"
    NO_QUESTION = "no_question"


@dataclass(frozen=True)
class Remark:
    """One thing that was lost: in which sheet and row, which name, and what exactly."""

    sheet: str
    row: int
    name: str
    lost: Lost
    detail: str = ""


@dataclass
class Form:
    """The three sheets of an XLSForm, as rows of texts by the names of their columns."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: Row = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class Found:
    """What an XLSForm became: a definition without rows (queries/versions.py), its name, and what
    was lost."""

    definition: dict[str, Any]
    name: str = ""
    remarks: list[Remark] = field(default_factory=list)


def header(field_name: str, language: str) -> str:
    """label::العربية (ar): as XLSForm names a text in a language."""
    return f"{field_name}::{language_name(language)}"


def language_name(language: str) -> str:
    return f"{NATIVE_NAMES[language]} ({_CODES.get(language, language)})"


def language_in(name: str) -> str | None:
    """Our language of "Deutsch (de)", "German", "de"; None for one that we don't have."""
    code = re.search(r"\(([A-Za-z-]+)\)\s*$", name)
    if code:
        said = code[1].lower()
        return _BY_CODE.get(said) or _BY_CODE.get(said.split("-")[0])
    said = name.strip().casefold()
    if said in ("", "default"):
        return SOURCE_LANGUAGE
    return _BY_NAME.get(said) or _BY_CODE.get(said)
