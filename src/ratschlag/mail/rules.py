"""How an address and a letter stand, how long to wait for a mail server, how long all is kept."""

from datetime import timedelta
from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _


class AddressState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    BOUNCING = "bouncing"
    BLOCKED = "blocked"


class LetterState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class Trouble(StrEnum):
    """Why a letter could not be sent; never a server's own words, which hold addresses."""

    UNREACHABLE = "unreachable"
    LATER = "later"
    NO_SUCH_ADDRESS = "no_such_address"
    REJECTED = "rejected"
    INTERRUPTED = "interrupted"
    TOO_OLD = "too_old"


# What still has its words and can go out.
TO_SEND = (LetterState.WAITING, LetterState.FAILED)
# No news go to these until the person subscribes and confirms anew.
PAUSED = (AddressState.BOUNCING, AddressState.BLOCKED)
# How the occasion of a letter begins that asks for a yes: it goes to one that bounced, too, else
# nobody whose mail once came back could begin anew.
ASKING = "confirm-"

_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
# RFC 5321, 4.5.4.1: a mail is tried for four or five days.
GIVE_UP_AFTER = timedelta(days=5)
# A run of the worker never takes that long over one letter.
INTERRUPTED_AFTER = timedelta(minutes=15)
MOST_TEMPORARY_BOUNCES = 5
BOUNCES_COUNT_FOR = timedelta(days=30)

KEEP_UNCONFIRMED = timedelta(days=3)
KEEP_BOUNCING = timedelta(days=90)
KEEP_LETTERS = timedelta(days=30)

# What the room holds about persons, and how long.
PERSONAL_DATA = {
    "mail.address": (
        "E-mail address of who asked for news: three days until it is confirmed, then until "
        "they end it; 90 days after mail to it came back; blocked ones until that is lifted."
    ),
    "mail.letter": (
        "A mail to such an address: its words until it is sent, then only that it was, 30 days."
    ),
}


def wait_after(attempts: int) -> timedelta:
    """How long a letter waits after so many attempts in vain: longer each time, six hours at most."""
    return _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept("addresses", _("E-mail addresses that nobody confirmed"), Lives.DAYS,
         days=KEEP_UNCONFIRMED.days, kinds=()),
    Kept("subscribers", _("E-mail addresses of those who asked for news"), Lives.UNTIL_TAKEN_BACK,
         ("mail.address",)),
    Kept("letters", _("That a mail was sent; its words only until then"), Lives.DAYS,
         days=KEEP_LETTERS.days, kinds=("mail.letter",)),
)  # fmt: skip
