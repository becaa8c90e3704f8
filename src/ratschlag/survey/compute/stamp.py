"""The stamp of a form: signed by the server, good to ten seconds, equal for all who fetch it then.

It proves that a form was fetched before the end, and says roughly how long somebody took. It
names nobody: everyone who fetches the page in the same ten seconds has the same one.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

# Seconds for which all have one stamp.
GRAIN = 10
# Nothing hangs on when an older page was fetched: surveys are open for three weeks.
_LIFE = timedelta(days=60)
_LONGEST = 48


def stamp_of(secret: bytes, *, scope: str, at: datetime) -> str:
    """The stamp for a form of that survey that is fetched now."""
    return _signed(secret, scope, int(at.timestamp()) // GRAIN)


def stamped_at(secret: bytes, *, scope: str, stamp: str, now: datetime) -> datetime | None:
    """When a form was fetched, at the earliest; None without a stamp of ours for that survey.

    A stamp that is forged, of another survey, too old or from the future is none.
    """
    number, _dot, _mark = stamp.partition(".")
    if len(stamp) > _LONGEST or not stamp.isascii() or not number.isdecimal():
        return None
    if not hmac.compare_digest(_signed(secret, scope, int(number)), stamp):
        return None
    at = datetime.fromtimestamp(int(number) * GRAIN, UTC)
    # Another process may be ten seconds further on.
    return at if now - _LIFE <= at <= now + timedelta(seconds=GRAIN) else None


def _signed(secret: bytes, scope: str, number: int) -> str:
    message = f"stamp {len(scope)} {scope} {number}".encode()
    mark = hmac.new(secret, message, hashlib.sha256).digest()[:16]
    return f"{number}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"
