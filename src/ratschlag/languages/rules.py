"""In which state a translation is, and what that means for who reads it."""

from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _


class State(StrEnum):
    MACHINE = "machine"
    CHECKED = "checked"
    STALE = "stale"


class TextState(StrEnum):
    """How far to trust what a text says in a language."""

    MISSING = "missing"
    STALE = "stale"
    MACHINE = "machine"
    CHECKED = "checked"


class RunState(StrEnum):
    """How far a machine has come that was asked to translate what is missing."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Verdict(StrEnum):
    """What became of one text in an agency's file."""

    TAKEN = "taken"
    SAME = "same"
    EMPTY = "empty"
    UNFINISHED = "unfinished"
    UNKNOWN = "unknown"
    NOT_YOURS = "not_yours"
    DOUBLE = "double"
    SOURCE_CHANGED = "source_changed"
    CHANGED_HERE = "changed_here"
    PLACEHOLDER = "placeholder"
    TOO_LONG = "too_long"
    SURVEY = "survey"


RUNS_UNDER_WAY = (RunState.ASKED, RunState.RUNNING)

# Who does not find their language reads English sooner than German, if a person has checked it:
# a machine's words in a language that nobody asked for are worse than the original.
_NEXT_BEST = ("en",)


def next_best(language: str) -> tuple[str, ...]:
    """In which languages a text is offered before German, where it is missing in the reader's."""
    return () if language in ("de-easy", *_NEXT_BEST) else _NEXT_BEST


# The namespace of what goes to agencies and comes back.
XLIFF = "urn:oasis:names:tc:xliff:document:1.2"

# No machine writes easy language: what is easy, a person decides.
WITHOUT_MACHINE = ("de-easy",)

# A term is explained in a few sentences, or it is not explained.
LONGEST_EXPLANATION = 800

# Who checked a translation, and who asked a machine for some, is held as a number; the name is
# in `people`.
PERSONAL_DATA: dict[str, str] = {}


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept("languages", _("What the city decides and publishes"), Lives.FOR_GOOD, ("languages.*",)),
)
