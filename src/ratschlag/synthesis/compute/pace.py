"""How quickly people get on, from the times of what they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# Whoever did nothing for longer was away; a break is no work.
BREAK = timedelta(minutes=10)
# What the first act of a sitting took, which nothing before it tells.
FIRST = timedelta(minutes=1)


@dataclass(frozen=True)
class Pace:
    """So many were done in that time at work, and how long as many more would take."""

    done: int
    worked: timedelta

    @property
    def per_hour(self) -> float:
        hours = self.worked / timedelta(hours=1)
        return self.done / hours if hours else 0.0

    def time_for(self, left: int) -> timedelta | None:
        """None as long as nothing was done."""
        return self.worked / self.done * left if self.done else None


def pace(acts: Sequence[tuple[int, int, datetime]]) -> Pace:
    """From who did something with what at which time; the same thing done twice is one."""
    worked = timedelta()
    last: dict[int, datetime] = {}
    for who, _what, at in sorted(acts, key=lambda act: act[2]):
        gap = at - last[who] if who in last else BREAK
        worked += gap if gap < BREAK else FIRST
        last[who] = at
    return Pace(len({what for _who, what, _at in acts}), worked)
