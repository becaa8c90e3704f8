"""How a room says who may reach which address; its `tests/access.py` holds the table.

A line reads: address · methods · who · what fills the address · when. Every role that is not
among "who" gets 403 (nobody logged in: the log-in); every method that is not named gets 405.
What fills an address is made by `tests/test_access.py`, or by `parts(process)` beside the table.
"""

from dataclasses import dataclass

from ratschlag.people.rules import Role

ANONYMOUS, SUPERUSER = "anonymous", "superuser"
ROLES = tuple(role.value for role in Role)
WHO = {
    "everyone": (ANONYMOUS, *ROLES, SUPERUSER),
    "staff": (*ROLES, SUPERUSER),
    "house": (
        *(
            role
            for role in ROLES
            if role not in (Role.REPRESENTATIVE.value, Role.COUNCIL_MEMBER.value)
        ),
        SUPERUSER,
    ),
    "coordinator": (Role.COORDINATOR.value, SUPERUSER),
    "journal": (Role.COORDINATOR.value, Role.AUDITOR.value, Role.ADMIN.value, SUPERUSER),
    "superuser": (SUPERUSER,),
    "hosts": (*(Role.CLERK.value, Role.FACILITATOR.value, Role.COORDINATOR.value, SUPERUSER),),
    # No role opens these: only a paired tablet has the token.
    "tablets": (),
    "clerks": (Role.CLERK.value, Role.COORDINATOR.value, SUPERUSER),
    "surveyors": (*(r.value for r in (Role.CLERK, Role.CODER, Role.COORDINATOR)), SUPERUSER),
    "askers": (
        *(Role.CLERK.value, Role.CODER.value, Role.TRANSLATOR.value, Role.COORDINATOR.value),
        SUPERUSER,
    ),
    "translators": (Role.TRANSLATOR.value, Role.COORDINATOR.value, SUPERUSER),
    "wordsmiths": (
        *(r.value for r in (Role.TRANSLATOR, Role.EDITOR, Role.COORDINATOR)),
        SUPERUSER,
    ),
    "coders": (Role.CODER.value, Role.FACILITATOR.value, Role.COORDINATOR.value, SUPERUSER),
    "redactors": (Role.CODER.value, Role.COORDINATOR.value, SUPERUSER),
    "authors": (Role.EDITOR.value, Role.FACILITATOR.value, Role.COORDINATOR.value, SUPERUSER),
    "editors": (Role.EDITOR.value, Role.COORDINATOR.value, SUPERUSER),
    "press": (Role.PRESS.value, Role.COORDINATOR.value, SUPERUSER),
    "press_words": (
        *(Role.PRESS.value, Role.TRANSLATOR.value, Role.COORDINATOR.value),
        SUPERUSER,
    ),
    "counters": (
        *(r.value for r in (Role.PRESS, Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)),
        SUPERUSER,
    ),
    "askers_of_consent": (
        *(r.value for r in (Role.PRESS, Role.COORDINATOR, Role.ADMIN)),
        SUPERUSER,
    ),
    "answerers": (Role.COORDINATOR.value, Role.ADMIN.value, SUPERUSER),
    "council": (Role.COUNCIL_SERVICE.value, Role.COORDINATOR.value, SUPERUSER),
}


@dataclass(frozen=True)
class Access:
    """Who may reach an address, by which methods, with which objects in it."""

    address: str
    methods: frozenset[str]
    who: tuple[str, ...]
    parts: dict[str, str]
    only_announced: bool


def table(text: str) -> list[Access]:
    """The lines of a table; raises KeyError for a group that there isn't."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        address, methods, who, *rest = line.split()
        rows.append(
            Access(
                address=address,
                methods=frozenset(methods.split(",")),
                who=WHO[who],
                parts=dict(part.split("=") for part in rest if "=" in part),
                only_announced="announced" in rest,
            )
        )
    return rows
