"""How many sendings come in a minute, and how many say the same: counted in memory, kept nowhere."""

import hashlib
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

_HOUR = 60
_MOST_TEXTS = 20_000


@dataclass(frozen=True)
class Measured:
    """What one process saw: this minute and the one before, and the hour before those.

    `strange` of the sendings had a trace of a machine; `equal` said the same within the hour.
    """

    per_minute: int
    normal: float
    strange: int
    equal: int


class Flood:
    """Counts the sendings of one survey. What was said is known by a hash under a secret of the
    process; after an hour it is forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._secret = secrets.token_bytes(32)
        # Minute, sendings, strange ones; the newest last.
        self._minutes: deque[list[int]] = deque(maxlen=_HOUR + 2)
        self._texts: OrderedDict[bytes, list[int]] = OrderedDict()

    def count(self, text: str = "", *, is_strange: bool = False) -> Measured:
        """Count a sending that says this; returns what is measured with it."""
        with self._lock:
            minute = int(self._clock() // 60)
            if not self._minutes or self._minutes[-1][0] != minute:
                self._minutes.append([minute, 0, 0])
            self._minutes[-1][1] += 1
            self._minutes[-1][2] += is_strange
            return self._measured(minute, self._equal(text, minute) if text else 0)

    def measured(self) -> Measured:
        with self._lock:
            return self._measured(int(self._clock() // 60), 0)

    def _measured(self, now: int, equal: int) -> Measured:
        recent = [row for row in self._minutes if now - row[0] <= 1]
        before = [row[1] for row in self._minutes if 1 < now - row[0] <= _HOUR]
        return Measured(
            per_minute=max((row[1] for row in recent), default=0),
            normal=sum(before) / len(before) if before else 0.0,
            strange=max((row[2] for row in recent), default=0),
            equal=equal,
        )

    def _equal(self, text: str, minute: int) -> int:
        key = hashlib.blake2b(text.encode("utf-8", "replace"), key=self._secret).digest()
        found = self._texts.setdefault(key, [minute, 0])
        if minute - found[0] > _HOUR:
            found[:] = [minute, 0]
        found[1] += 1
        self._texts.move_to_end(key)
        while len(self._texts) > _MOST_TEXTS:
            self._texts.popitem(last=False)
        return found[1]


class Floods:
    """A count for each survey, by its number."""

    def __init__(self) -> None:
        self._all: dict[int, Flood] = {}

    def of(self, number: int) -> Flood:
        return self._all.setdefault(number, Flood())

    def forget(self) -> None:
        self._all.clear()
