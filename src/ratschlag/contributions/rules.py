"""How people reach the city, how far their words are public, and who may read them."""

from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import scope_of

# Longest text that one contribution may have, in characters.
LONGEST_TEXT = 2000
# A language that nobody could tell (ISO 639-2).
UNDETERMINED = "und"


class Channel(StrEnum):
    """The way by which a contribution came."""

    ONLINE = "online"
    PHONE = "phone_115"
    LETTER = "letter"
    FAX = "fax"
    EMAIL = "email"
    IN_PERSON = "in_person"
    EVENT = "event"


# What a clerk types in.
BY_HAND = tuple(channel for channel in Channel if channel is not Channel.ONLINE)


class Publication(StrEnum):
    """How far the words of a contribution are public."""

    RECEIVED = "received"
    HELD = "held"
    PUBLIC = "public"
    REDACTED = "redacted"
    INTERNAL = "internal"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


SHOWN = (Publication.PUBLIC, Publication.REDACTED)
# The text is gone; of an erased contribution the count stays, of a withdrawn one nothing.
WITHOUT_TEXT = (Publication.WITHDRAWN, Publication.ERASED)

# Nobody has read it yet.
UNREAD = (Publication.RECEIVED, Publication.HELD)

# What keeps the words of a contribution from the public.
WITHHELD = (Publication.INTERNAL, Publication.REJECTED, Publication.UNREADABLE)

# What the room holds about persons, and how long.
PERSONAL_DATA = {
    "contributions.contribution": "What someone said, without their name; until they erase it "
    "with their receipt, else as long as the process is kept.",
    "contributions.receipt": "A keyed hash of the receipt; nobody can tell the receipt from it.",
}


def may_withhold_as(publication: Publication) -> bool:
    return publication in WITHHELD


def may_enter_intake(standing: Standing) -> bool:
    """Whoever types in for at least one process."""
    return standing.has(Role.CLERK, Role.COORDINATOR)


def may_type_in(standing: Standing, process_slug: str) -> bool:
    """Letters, calls and faxes are typed in by clerks."""
    return standing.has(Role.CLERK, Role.COORDINATOR, scope=scope_of(process_slug))


def may_read_contributions(standing: Standing, process_slug: str) -> bool:
    """Words as they were written, before anything was redacted."""
    return standing.has(
        Role.CODER, Role.FACILITATOR, Role.COORDINATOR, scope=scope_of(process_slug)
    )


def may_redact(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.CODER, Role.COORDINATOR, scope=scope_of(process_slug))


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept(
        "contributions", _("Contributions and answers, without names"), Lives.UNTIL_TAKEN_BACK,
        ("contributions.*",),
    ),
)  # fmt: skip
