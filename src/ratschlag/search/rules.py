"""Of which kinds the things are that can be found, and what the index holds about persons."""

from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _


class Kind(StrEnum):
    """What is found; of things that answer equally well the earlier kind comes first."""

    PROCESS = "process"
    PHASE = "phase"
    EVENT = "event"
    FIELD = "field"
    SURVEY = "survey"
    THEME = "theme"
    VOICE = "voice"
    GOAL = "goal"
    MEASURE = "measure"
    CONCEPT = "concept"
    PAPER = "paper"
    REPORT = "report"
    RELEASE = "release"
    PAGE = "page"
    TERM = "term"
    DOCUMENT = "document"
    ORGANISATION = "organisation"


# What the room holds about persons, and how long.
PERSONAL_DATA = {
    "search.document": "Words of contributions that everyone may read; deleted by the database in "
    "the transaction in which they are taken back, withheld or redacted.",
}

# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept("search", _("Words of public pages, to be found by"), Lives.UNTIL_TAKEN_BACK,
         ("search.*",)),
)  # fmt: skip
