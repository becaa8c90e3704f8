"""The machine beside the model case: a full run, which the demo's worker works out while one
looks around."""

from ratschlag.demo.cast import CAST
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.process.models import Process
from ratschlag.process.rules import State
from ratschlag.synthesis.actions import ask_for_run
from ratschlag.synthesis.queries.machine import is_there, legible

# Of fewer texts there is nothing to order.
_FEWEST = 20
# Before that nobody has spoken, and later nobody orders any more.
_WHILE = (State.OPEN, State.DRAFTING, State.PUBLIC_DRAFT)


def ask_the_machine() -> int:
    """The coordinator asks for a full run of each process in which there is something to order;
    returns how many."""
    if not is_there():
        return 0
    by = Person.objects.filter(email=_email(Role.COORDINATOR)).first()
    found = Process.objects.filter(state__in=_WHILE)
    wanted = [row for row in found if legible(row).count() >= _FEWEST and not row.runs.exists()]
    for process in wanted:
        ask_for_run(process, by=by)
    return len(wanted)


def _email(role: Role) -> str:
    return next(member.email for member in CAST if member.role is role)
