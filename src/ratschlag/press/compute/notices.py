"""What the cookie of a closed notice says: which ones, and when each was closed."""

import re

# Each as "number-second", joined by dots: "4711-1700000000.4712-1700000100".
_CLOSED = re.compile(r"([0-9]{1,16})-([0-9]{1,11})")
_MOST = 20


def closed_at(cookie: str) -> dict[int, int]:
    """The second at which each notice was closed; nothing where someone tampered with it."""
    parts = cookie.split(".")
    found = [_CLOSED.fullmatch(part) for part in parts[:_MOST]]
    if len(parts) > _MOST or not all(found):
        return {}
    return {int(match[1]): int(match[2]) for match in found if match}


def still_closed(cookie: str, *, now: int, seconds: int) -> set[int]:
    """The notices that were closed so lately that they stay so."""
    # A time that is still to come was not written here.
    return {number for number, at in closed_at(cookie).items() if 0 <= now - at < seconds}


def with_closed(cookie: str, number: int, *, now: int, seconds: int) -> str:
    """The cookie once this notice is closed, too; what has run out is left out."""
    kept = still_closed(cookie, now=now, seconds=seconds)
    times = {one: at for one, at in closed_at(cookie).items() if one in kept}
    times[number] = now
    latest = sorted(times.items(), key=lambda pair: pair[1])[-_MOST:]
    return ".".join(f"{one}-{at}" for one, at in latest)
