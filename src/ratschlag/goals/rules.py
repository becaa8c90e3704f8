"""How goals and measures stand, what a measure must say to be concrete, and who writes them."""

from enum import StrEnum

from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import scope_of


class GoalLevel(StrEnum):
    GUIDING = "guiding"
    ACTION = "action"


class GoalState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    ADOPTED = "adopted"
    DROPPED = "dropped"


class MeasureState(StrEnum):
    """How far a measure has come on its way into the concept; what is done of it says monitoring."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    ADOPTED = "adopted"
    DROPPED = "dropped"


class Funding(StrEnum):
    BUDGET = "budget"
    GRANT = "grant"
    BUDGET_OR_GRANT = "budget_or_grant"
    NONE = "none"
    OPEN = "open"


class Priority(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class OriginKind(StrEnum):
    """How a source became part of a goal or measure."""

    INSPIRED = "inspired"
    MERGED = "merged"
    VERBATIM = "verbatim"


class Gap(StrEnum):
    """What a sheet still lacks."""

    ORIGIN = "origin"
    LEAD = "lead"
    COST = "cost"
    INDICATOR = "indicator"


def may_see_goals(standing: Standing, process_slug: str) -> bool:
    return standing.has(*Role, scope=scope_of(process_slug))


def may_write_goals(standing: Standing, process_slug: str) -> bool:
    return standing.has(
        Role.EDITOR, Role.FACILITATOR, Role.COORDINATOR, scope=scope_of(process_slug)
    )
