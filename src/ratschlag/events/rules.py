"""What kinds of meetings there are, how they stand, and who may keep them."""

from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing, may_enter_desk
from ratschlag.process.rules import scope_of


class EventKind(StrEnum):
    KICK_OFF = "kickoff"
    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    EXPERT_TALK = "expert_talk"
    OUTREACH = "outreach"
    HEARING = "public_hearing"


class EventState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class ResultKind(StrEnum):
    AGREED = "agreed"
    DISCUSSED = "discussed"
    TASK = "task"


class Count(StrEnum):
    """How a number of people is known."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"


def may_see_events(standing: Standing) -> bool:
    return may_enter_desk(standing)


def may_keep_events(standing: Standing, process_slug: str) -> bool:
    """Events are entered by the coordinator, for the city or for the process."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


# What the room keeps, and how long (lib/retention.py).
KEPT = (Kept("events", _("What the city decides and publishes"), Lives.FOR_GOOD, ("events.*",)),)
