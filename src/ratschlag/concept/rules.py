"""What a section shows, how editions follow one another, and who writes and freezes."""

from enum import StrEnum

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


def may_write_concept(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.EDITOR, Role.COORDINATOR, scope=scope_of(process_slug))


def may_freeze(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))
