"""What the journal is for: who did what and when, in words that never change."""

from datetime import datetime

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _

# Who acted is held as kind and random number; the name is looked up when it is shown.
PERSONAL_DATA: dict[str, str] = {}


def may_move_clock(*, now: datetime, to: datetime) -> bool:
    """A demo's clock never runs back."""
    return to >= now


# What the room keeps, and how long (lib/retention.py).
KEPT = (Kept("journal", _("Who did what at the desk, by number"), Lives.FOR_GOOD, ("journal.*",)),)
