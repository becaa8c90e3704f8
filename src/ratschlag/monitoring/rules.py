"""How far a measure has come, and who may report it."""

from enum import StrEnum

from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import scope_of


class Status(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DELAYED = "delayed"
    CHANGED = "changed"
    DROPPED = "dropped"


# What has to be explained.
NEEDS_A_NOTE = (Status.DELAYED, Status.CHANGED, Status.DROPPED)


def may_report(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))
