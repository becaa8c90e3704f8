"""What is handed in: one row for each text, and what of it could not be used."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ratschlag.lib.tables import Form

# What a run leaves for people to check, and for the next run.
RECORD = "run.json"
STATE = "run.npz"


class Row(NamedTuple):
    """A text with what is known of it; "" for what is not."""

    id: str
    text: str
    person: str = ""
    # The language of the form in which it was written, if it came by one.
    language: str = ""
    channel: str = ""


class Reason(StrEnum):
    """Why a row is refused; the words stand in refused.csv and in the report."""

    NO_TEXT = "no text"
    TOO_LONG = "text longer than 32,768 characters"
    ENCODING = "letters in another encoding than the rest of the file"
    TOO_MANY_CELLS = "more cells than the head (a delimiter in a text without quotation marks?)"
    NO_ID = "no id"
    LONG_ID = "id longer than 200 characters"
    TWICE = "id stands already on an earlier line"
    NO_FIELD = "no field"
    UNKNOWN_ID = "id is not among the texts"
    UNKNOWN_FIELD = "field is not among the fields"


@dataclass(frozen=True)
class Refused:
    """A row that is not used: where it stands, and why."""

    file: str
    line: int
    id: str
    reason: Reason


@dataclass
class Texts:
    """What was in a file: taken and refused are together all its rows."""

    form: Form
    sha256: str
    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    # Languages that the file names and nobody knows, with how often.
    unknown_languages: Counter[str] = field(default_factory=Counter)

    @property
    def row_count(self) -> int:
        return len(self.rows) + len(self.refused)
