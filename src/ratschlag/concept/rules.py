"""What a section shows, how editions follow one another, and who writes and freezes."""

import re
from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import scope_of


class Renders(StrEnum):
    """What a section takes from the records, below its own text."""

    NOTHING = ""
    GUIDING = "guiding"
    FIELD = "field"
    FATES = "fates"


class EditionState(StrEnum):
    WORKING = "working_draft"
    PUBLIC_DRAFT = "public_draft"
    COUNCIL_DRAFT = "council_draft"
    COUNCIL_DRAFT_REVISED = "council_draft_revised"
    ADOPTED = "adopted"


class Gap(StrEnum):
    """What a document still lacks before it is frozen; a gap is named, it forbids nothing."""

    EMPTY_SECTION = "empty_section"
    FIELD_WITHOUT_SECTION = "field_without_section"
    GUIDING = "guiding"
    LEAD = "lead"
    COST = "cost"
    INDICATOR = "indicator"
    ORIGIN = "origin"
    OUTCOME = "outcome"


# An edition's number stands in addresses and names of files.
_EDITION_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}")


def may_be_edition_number(number: str) -> bool:
    """Whether an edition can have this number: "0.9", "1.0-rc1"."""
    return bool(_EDITION_NUMBER.fullmatch(number))


def may_be_kept_back(state: EditionState) -> bool:
    """What goes to the public or to the council is public (the database says so too)."""
    return state is EditionState.WORKING


def may_see_concept(standing: Standing) -> bool:
    """Whether there is a document for this person at all."""
    return standing.has(Role.EDITOR, Role.COORDINATOR)


def may_write_concept(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.EDITOR, Role.COORDINATOR, scope=scope_of(process_slug))


def may_freeze(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


# What the room keeps, and how long (lib/retention.py).
KEPT = (Kept("concept", _("What the city decides and publishes"), Lives.FOR_GOOD, ("concept.*",)),)
