"""The cookie's text, the calls to Matomo in their order, and counts that wait to be written."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit

from ratschlag.privacy.rules import OPTIONAL, REFERRAL, VISIT, VISITOR, Category, Choice

_NONE = "-"
_TEXT = re.compile(r"([1-9][0-9]{0,8})_([a-z+]{1,60}|-)_([0-9]{8})")


def as_text(choice: Choice) -> str:
    """Version, categories and day: all that the cookie says of anyone."""
    return f"{choice.version}_{'+'.join(sorted(choice.allowed)) or _NONE}_{choice.on:%Y%m%d}"


def choice_in(text: str) -> Choice | None:
    """The choice that a text says; None for what we never wrote."""
    found = _TEXT.fullmatch(text)
    if not found:
        return None
    version, words, day = found.groups()
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        allowed = frozenset(Category(word) for word in words.split("+") if word != _NONE)
    except ValueError:
        return None
    return Choice(int(version), allowed, on) if allowed <= set(OPTIONAL) else None


def origin_of(address: str) -> str:
    """Scheme, host and port of an address: what a content policy names."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def calls_before(address: str, site: str, *, is_secure: bool) -> list[list[object]]:
    """What Matomo is told before its script is there, in this order (domain.md 6.4).

    Consent is required first of all: whatever comes later, nothing is sent without it. It is given
    for this page alone, so that `privacylayer` is the only memory and Matomo sets no cookie of its
    own for it. Nothing is read from the device that a counter does not need. The page itself adds
    its address without query (static/js/statistics.js).
    """
    return [
        ["requireConsent"],
        ["disableBrowserFeatureDetection"],
        ["HeatmapSessionRecording::disable"],  # so _pk_hsr is never set
        ["setDoNotTrack", True],
        ["setSecureCookie", is_secure],
        ["setCookieSameSite", "Lax"],
        ["setCookiePath", "/"],
        ["setVisitorCookieTimeout", VISITOR.seconds],
        ["setReferralCookieTimeout", REFERRAL.seconds],
        ["setSessionCookieTimeout", VISIT.seconds],
        ["setTrackerUrl", f"{address}matomo.php"],
        ["setSiteId", site],
    ]


_WORD = re.compile(r"<(?:(?P<kind>[a-z]+):)?(?P<name>\w+)>")


def page_of(route: str, words: Mapping[str, object]) -> str:
    """The page as it is counted: its route with the public words in it, never a token.

    Only names and numbers that stand in addresses for everyone are filled in; anything else stays
    the gap that it is.
    """

    def filled(gap: re.Match[str]) -> str:
        is_public = gap["kind"] in ("slug", "int") and gap["name"] in words
        return str(words[gap["name"]]) if is_public else "…"

    return f"/{_WORD.sub(filled, route)}"[:200]


class Seen(NamedTuple):
    """One page in one language on one day."""

    day: date
    page: str
    language: str


class Tally:
    """Counts in the memory of one process, until somebody takes them to write them down."""

    # More pages than a site has; beyond it new ones are not counted until the next writing.
    most = 5000

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[Seen] = Counter()

    def add(self, seen: Seen, count: int = 1) -> bool:
        """Count it; returns whether it is the first that waits."""
        with self._lock:
            is_first = not self._counts
            if seen in self._counts or len(self._counts) < self.most:
                self._counts[seen] += count
            return is_first

    def take(self) -> dict[Seen, int]:
        """All that waits, in one order; then nothing waits any more."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return dict(sorted(counts.items()))
