"""Whether a sending is looked at by a person before it counts; it is never refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ratschlag.survey.rules import HoldReason

# Below so many sendings a minute nothing is a flood, however quiet it was before.
FLOOD_FROM = 600
_TIMES_NORMAL = 10
_SHARE_STRANGE = 0.25
# A form that was sent within the time for which its stamp is good: filled in very quickly.
STAMP_GOOD_FOR = timedelta(seconds=10)
# So many that say the same, in more words than a slogan, are looked at together.
MANY_EQUAL = 10
_SLOGAN = 40


@dataclass(frozen=True)
class Traces:
    """What can be told of a sending without knowing who sent it."""

    is_hidden_filled: bool = False
    is_too_fast: bool = False
    equal: int = 0
    length: int = 0
    is_flood: bool = False
    has_proof: bool = False

    @property
    def is_strange(self) -> bool:
        return self.is_hidden_filled or self.is_too_fast


def is_too_fast(fetched_at: datetime | None, at: datetime) -> bool:
    """Whether the form was sent within the grain of its stamp. Weighs, and never decides alone:
    whoever pastes what they wrote before is as quick."""
    return fetched_at is not None and at - fetched_at < STAMP_GOOD_FOR


def is_flood(per_minute: int, normal: float, strange: int, *, since: int = FLOOD_FROM) -> bool:
    """Many times what is normal, and many of them look as if no person had typed them.

    The evening news bring thousands of people in a minute: that alone is no flood.
    """
    is_much = per_minute >= since and per_minute >= _TIMES_NORMAL * normal
    return bool(since) and is_much and strange >= _SHARE_STRANGE * per_minute


def reason_to_hold(traces: Traces) -> HoldReason | None:
    """Why a person looks at it first; None for nearly all."""
    if traces.is_hidden_filled:
        return HoldReason.HIDDEN_FIELD
    if traces.equal >= MANY_EQUAL and traces.length >= _SLOGAN:
        return HoldReason.EQUAL
    if traces.is_flood and not traces.has_proof:
        return HoldReason.FLOOD
    if traces.is_flood and traces.is_too_fast:
        return HoldReason.TOO_FAST
    return None


def folded(texts: Iterable[str]) -> str:
    """What was said, but for white space and capitals: what is equal here says the same."""
    return "\n".join(filter(None, (" ".join(text.split()).casefold() for text in texts)))
