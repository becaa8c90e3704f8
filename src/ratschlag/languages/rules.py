"""In which state a translation is, and what that means for who reads it."""

from enum import StrEnum


class State(StrEnum):
    MACHINE = "machine"
    CHECKED = "checked"
    STALE = "stale"


# Who checked a translation is held as a number; the name is in `people`.
PERSONAL_DATA: dict[str, str] = {}
