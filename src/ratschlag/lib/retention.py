"""How a room declares what it keeps and how long; what is held for somebody who asks.

Rooms declare in their `rules.py`; `keeping.py` hands all of it to `privacy`, which imports none
of the rooms above it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Lives(StrEnum):
    """How long a class of data lives."""

    FOR_GOOD = "for_good"  # what is public or a record of the city, until its archive takes it
    WITH_PROCESS = "with_process"
    UNTIL_TAKEN_BACK = "until_taken_back"
    UNTIL_ERASED = "until_erased"
    UNTIL_DONE = "until_done"
    DAYS = "days"


@dataclass(frozen=True)
class Kept:
    """A class of data. `kinds` are the tables that hold it ("survey.response"), or all of a room
    that nothing else names ("goals.*")."""

    key: str
    what: str
    lives: Lives
    kinds: tuple[str, ...]
    days: int = 0


@dataclass(frozen=True)
class Clearing:
    """Deletes what of a class has outlived its time at that moment; returns how much that was.

    `by_domain_clock` says which clock tells: the demo's, or the real one (log-ins, tasks, counts).
    """

    key: str
    clear: Callable[[datetime], int]
    by_domain_clock: bool = False


# Rows as somebody can read them: the name of a column and what stands there.
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Holding:
    """A room's answer to "what do you have about me?", and its erasing.

    `find` and `erase` get what was typed (a number of a receipt, an e-mail address) and say what
    there is and how much was erased; nothing where the word is not theirs. `refusal` says why
    something is not erased.
    """

    key: str
    what: str
    find: Callable[[str], Rows]
    erase: Callable[[str], int]
    refusal: Callable[[str], str] = lambda _word: ""


def marked(text: str) -> str:
    """Marks a text for the catalogues where nothing may know Django; pages translate it."""
    return text
