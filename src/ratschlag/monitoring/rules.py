"""How far a measure has come, and who may report it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing, may_enter_desk
from ratschlag.process.rules import scope_of


class Status(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DELAYED = "delayed"
    CHANGED = "changed"
    DROPPED = "dropped"


class Period(StrEnum):
    """Whether what was last reported still says how things stand."""

    NOT_BEGUN = "not_begun"
    REPORTED = "reported"
    OVERDUE = "overdue"


# What has to be explained.
NEEDS_A_NOTE = (Status.DELAYED, Status.CHANGED, Status.DROPPED)


# The order in which pages count them: what is done first, what is given up last.
IN_ORDER = (
    Status.DONE,
    Status.RUNNING,
    Status.PLANNED,
    Status.DELAYED,
    Status.CHANGED,
    Status.DROPPED,
)


def period_of(published: Sequence[tuple[date, date | None]], today: date) -> Period:
    """In which period today lies, after reports that say as of when, and when the next is due.

    On the day itself the old report still stands. From the day after, the city owes a new one:
    what the old one said is history and no longer the state of things.
    """
    if not published:
        return Period.NOT_BEGUN
    _as_of, next_on = max(published, key=lambda report: report[0])
    return Period.OVERDUE if next_on and next_on < today else Period.REPORTED


def needs_note(status: Status) -> bool:
    return status in NEEDS_A_NOTE


def may_see_reports(standing: Standing) -> bool:
    return may_enter_desk(standing)


def may_report(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept("monitoring", _("What the city decides and publishes"), Lives.FOR_GOOD, ("monitoring.*",)),
)
