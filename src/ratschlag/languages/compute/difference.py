"""What has changed between two versions of a text, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Longer texts are compared by the line: comparing word by word may take the square of their length.
_MOST_WORDS = 4000
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    change: Change
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The pieces of both, in reading order: what stayed, what went, what came in its place."""
    old, new = _parts(before, after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    pieces = [
        Piece(Change.SAME, "".join(new[:head])),
        *_between(old[head : ends[0]], new[head : ends[1]]),
        Piece(Change.SAME, "".join(new[ends[1] :])),
    ]
    return [piece for piece in pieces if piece.text]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many parts both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _between(old: list[str], new: list[str]) -> list[Piece]:
    """The pieces of what differs. In a long text no blank and no small word, which stand
    everywhere, begins what stayed: trying each with each would take seconds (autojunk)."""
    pieces = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, "".join(new[j1:j2])))
            continue
        pieces.append(Piece(Change.GONE, "".join(old[i1:i2])))
        pieces.append(Piece(Change.NEW, "".join(new[j1:j2])))
    return pieces


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return _LINES.findall(before), _LINES.findall(after)
    return old, new
