"""An edition's document as plain values: its canonical text, its numbering, what changed in it.

Editions are read for as long as the house stands. So fields may be added here, with a default
for the editions that were frozen before; none is ever renamed or taken away.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Any

_EMPTY_LINE = re.compile(r"\n[ \t\f\v]*\n\s*")
_BLANKS = re.compile(r"[ \t\n\f\v]+")  # not \s: a space that must not break stays one
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Below this share of common words a patchwork of them is harder to read than both texts.
_STILL_THE_SAME_TEXT = 0.5
_NUMBER = re.compile(r"[0-9A-Za-z]+(\.[0-9]+){0,2}")


class Kind(StrEnum):
    """What a paragraph is made of."""

    TEXT = "text"
    GUIDING = "guiding"
    GOAL = "goal"
    MEASURE = "measure"
    FATE = "fate"
    COUNT = "count"


@dataclass(frozen=True)
class Origin:
    """Where a goal or measure comes from: a theme, one contribution, or a meeting."""

    kind: str
    key: str = ""
    title: str = ""
    voices: int = 0
    day: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Sheet:
    """Who does a measure until when, what it costs, and how one sees that it worked."""

    goal: str = ""
    description: str = ""
    need: str = ""
    target_group: str = ""
    place: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    is_continuous: bool = False
    cost_once: int | None = None
    cost_per_year: int | None = None
    funding: str = ""
    indicator: str = ""
    target_value: str = ""
    indicator_source: str = ""
    is_invented: bool = False


@dataclass(frozen=True)
class Fate:
    """What became of a theme, or of the contributions that belong to none."""

    value: str = ""
    reason: str = ""
    voices: int = 0
    field: str = ""
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """What can be cited by its anchor. `key` is the code or address of the record behind it."""

    kind: Kind
    text: str
    key: str = ""
    anchor: str = ""
    origins: tuple[Origin, ...] = ()
    sheet: Sheet | None = None
    fate: Fate | None = None


@dataclass(frozen=True)
class Chapter:
    """A section as it was frozen."""

    number: str
    title: str
    renders: str = ""
    field: str = ""
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def depth(self) -> int:
        """1 for "6", 2 for "6.2"."""
        return self.number.count(".") + 1

    def of(self, *kinds: Kind) -> list[Paragraph]:
        return [row for row in self.paragraphs if row.kind in kinds]


@dataclass(frozen=True)
class Document:
    """The whole of an edition: what stands in it, and what it was made from."""

    city: str
    process: str
    title: str
    number: str
    state: str
    reason: str
    is_public: bool
    frozen_at: str
    chapters: tuple[Chapter, ...] = ()
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    form: int = 1

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)


def canonical(document: Mapping[str, Any]) -> str:
    """The one way to write a document down: JSON, keys sorted, no spaces, letters as they are.

    Raises ValueError for what JSON writes in more than one way (a float) or not at all.
    """
    _check_plain(document)
    return json.dumps(
        document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def _check_plain(value: object) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key of a document must be text")
        for part in value.values():
            _check_plain(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check_plain(part)
    elif not isinstance(value, str | int | None):
        raise ValueError(f"a document can't hold {value!r}")


def sha256_of(text: str) -> str:
    """SHA-256, in hex, of the UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_canonical(text: str) -> bool:
    """Whether a text is the canonical form of what it says."""
    try:
        return canonical(json.loads(text)) == text
    except (ValueError, AttributeError, RecursionError):
        return False


def parsed(text: str) -> Document:
    """A canonical text as typed values."""
    plain = json.loads(text)
    chapters = tuple(
        Chapter(**row | {"paragraphs": tuple(map(_paragraph, row["paragraphs"]))})
        for row in plain["chapters"]
    )
    return Document(**plain | {"chapters": chapters})


def _paragraph(row: dict[str, Any]) -> Paragraph:
    sheet, fate = row.get("sheet"), row.get("fate")
    return Paragraph(
        **row
        | {
            "kind": Kind(row["kind"]),
            "origins": tuple(Origin(**origin) for origin in row.get("origins", ())),
            "sheet": Sheet(**sheet | {"partners": tuple(sheet["partners"])}) if sheet else None,
            "fate": Fate(**fate | {"measures": tuple(fate["measures"])}) if fate else None,
        }
    )


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text: set apart by empty lines, each on one line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    folded = (_BLANKS.sub(" ", part).strip(" ") for part in _EMPTY_LINE.split(text))
    return [part for part in folded if part]


def numbered(number: str, paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs of a section with their anchors: "6.2-1", "6.2-2", …"""
    return tuple(
        replace(row, anchor=f"{number}-{place}") for place, row in enumerate(paragraphs, start=1)
    )


def is_section_number(number: str) -> bool:
    """Whether a section can have this number: "6", "6.2", "6.2.1", "A1"."""
    return bool(_NUMBER.fullmatch(number))


def place_of(number: str) -> tuple[tuple[int, int, str], ...]:
    """The place of a section among the others: 2 before 6, 6 before 6.2, 6.2 before 6.10, A1 last."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in number.split(".")
    )


def number_above(number: str) -> str:
    """The number of the section to which this one belongs; empty for a chapter."""
    return number.rpartition(".")[0]


@dataclass(frozen=True)
class Change:
    """A paragraph before and after: None where it was not there."""

    before: Paragraph | None
    after: Paragraph | None


@dataclass(frozen=True)
class ChapterChange:
    """What changed in a section, and how many of its paragraphs did not."""

    before: Chapter | None
    after: Chapter | None
    changes: tuple[Change, ...]
    same_count: int

    @property
    def chapter(self) -> Chapter:
        chapter = self.after or self.before
        assert chapter  # noqa: S101  one of the two is there
        return chapter


def compared(before: Document, after: Document) -> list[ChapterChange]:
    """What is new, other or gone in `after`, section by section; sections go by their number."""
    old, new = ({row.number: row for row in doc.chapters} for doc in (before, after))
    found = [_chapter_change(old.get(row.number), row) for row in after.chapters]
    found += [_chapter_change(row, None) for row in before.chapters if row.number not in new]
    return [
        change
        for change in found
        if change.changes
        or not (change.before and change.after)
        or change.before.title != change.after.title
    ]


def _chapter_change(before: Chapter | None, after: Chapter | None) -> ChapterChange:
    changes, same = [], 0
    for kinds in (
        (Kind.GUIDING,),
        (Kind.TEXT,),
        (Kind.GOAL,),
        (Kind.MEASURE,),
        (Kind.FATE, Kind.COUNT),
    ):
        old = before.of(*kinds) if before else []
        new = after.of(*kinds) if after else []
        pairs = (
            _pairs_of_text(old, new) if kinds[0] in (Kind.TEXT, Kind.GUIDING) else _pairs(old, new)
        )
        differing = [pair for pair in pairs if not _says_the_same(*pair)]
        changes += [Change(*pair) for pair in differing]
        same += len(pairs) - len(differing)
    return ChapterChange(before, after, tuple(changes), same)


Pair = tuple[Paragraph | None, Paragraph | None]


def _pairs(old: list[Paragraph], new: list[Paragraph]) -> list[Pair]:
    """Goals, measures and fates before and after, by their code; what is gone comes last."""
    by_key = {row.key: row for row in old}
    pairs: list[Pair] = [(by_key.pop(row.key, None), row) for row in new]
    return pairs + [(row, None) for row in by_key.values()]


def _pairs_of_text(old: list[Paragraph], new: list[Paragraph]) -> list[Pair]:
    """Paragraphs of text before and after, in the order of reading."""
    matcher = SequenceMatcher(None, [row.text for row in old], [row.text for row in new], False)
    pairs: list[Pair] = []
    for _what, start, end, from_, to in matcher.get_opcodes():
        pairs += zip_longest(old[start:end], new[from_:to])
    return pairs


def _says_the_same(before: Paragraph | None, after: Paragraph | None) -> bool:
    if before is None or after is None:
        return False
    return replace(before, anchor="") == replace(after, anchor="")


@dataclass(frozen=True)
class Piece:
    """A run of words: "same", "new" or "gone"."""

    what: str
    text: str


def changed_words(before: str, after: str) -> list[Piece]:
    """Two texts as one, word by word: what stayed, what is gone, what is new."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, False)
    if before != after and matcher.ratio() < _STILL_THE_SAME_TEXT:
        pieces = [Piece("gone", before), Piece("new", after)]
        return [piece for piece in pieces if piece.text]
    pieces = []
    for what, start, end, from_, to in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(old[start:end])))
            continue
        pieces += [Piece("gone", "".join(old[start:end])), Piece("new", "".join(new[from_:to]))]
    return [piece for piece in pieces if piece.text]
