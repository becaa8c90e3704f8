"""How goals and measures stand, what a measure must say to be concrete, and who writes them."""

from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
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
    """What a measure, a goal or a theme still lacks. None of it is an error: a sheet may be
    saved unfinished."""

    LEAD = "lead"
    END = "end"
    COST = "cost"
    INDICATOR = "indicator"
    ORIGIN = "origin"
    GOAL = "goal"
    MEASURE = "measure"
    OUTCOME = "outcome"
    ANSWER = "answer"


# What makes a measure concrete, besides what it says itself: who, until when, what it costs, how
# one sees that it works, where it comes from.
CONCRETE = (Gap.LEAD, Gap.END, Gap.COST, Gap.INDICATOR, Gap.ORIGIN)

_WAY_OF_GOALS = (GoalState.PROPOSED, GoalState.AGREED, GoalState.ADOPTED)
_WAY_OF_MEASURES = (MeasureState.PROPOSED, MeasureState.PLANNED, MeasureState.ADOPTED)


def next_goal_states(state: GoalState) -> tuple[GoalState, ...]:
    """Where a goal can go: one step on, or out. What was dropped stays dropped."""
    if state is GoalState.DROPPED:
        return ()
    at = _WAY_OF_GOALS.index(state)
    return (*_WAY_OF_GOALS[at + 1 : at + 2], GoalState.DROPPED)


def next_measure_states(state: MeasureState) -> tuple[MeasureState, ...]:
    """Where a measure can go: one step on, or out. What was dropped stays dropped."""
    if state is MeasureState.DROPPED:
        return ()
    at = _WAY_OF_MEASURES.index(state)
    return (*_WAY_OF_MEASURES[at + 1 : at + 2], MeasureState.DROPPED)


# How far the goals go when measures go somewhere together.
GOAL_STATE_WITH = {
    MeasureState.PLANNED: GoalState.AGREED,
    MeasureState.ADOPTED: GoalState.ADOPTED,
    MeasureState.DROPPED: GoalState.DROPPED,
}


def may_enter_goals(standing: Standing) -> bool:
    """Everyone with a role sees the lists of the processes that the role holds for."""
    return standing.has(*Role)


def may_see_goals(standing: Standing, process_slug: str) -> bool:
    return standing.has(*Role, scope=scope_of(process_slug))


def may_write_goals(standing: Standing, process_slug: str) -> bool:
    return standing.has(
        Role.EDITOR, Role.FACILITATOR, Role.COORDINATOR, scope=scope_of(process_slug)
    )


def may_move_all(standing: Standing, process_slug: str) -> bool:
    """Many measures at once, as the steering group or the council settled them."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_mend_gaps(standing: Standing, process_slug: str) -> bool:
    """Whose duty the gaps are."""
    return standing.has(Role.EDITOR, Role.COORDINATOR, scope=scope_of(process_slug))


# What the room keeps, and how long (lib/retention.py).
KEPT = (Kept("goals", _("What the city decides and publishes"), Lives.FOR_GOOD, ("goals.*",)),)
