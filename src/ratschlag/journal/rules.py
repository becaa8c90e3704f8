"""What the journal is for: who did what and when, in words that never change."""

from datetime import datetime

# Who acted is held as kind and random number; the name is looked up when it is shown.
PERSONAL_DATA: dict[str, str] = {}


def may_move_clock(*, now: datetime, to: datetime) -> bool:
    """A demo's clock never runs back."""
    return to >= now
