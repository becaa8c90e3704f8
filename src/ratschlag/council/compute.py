"""The way through the committees as a picture: one lane per body, time runs along it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# Units of the picture. Names of bodies stand at the left, before the first day.
WIDTH = 1000
LEFT, RIGHT = 300, 890
TOP, STEP = 70, 38
# Two dates nearer than this would print over each other.
APART = 115


@dataclass(frozen=True)
class Meeting:
    """A day on which a body treats the paper; `until` when it does so again after putting it off."""

    lane: int
    day: date
    shape: str
    until: date | None = None


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    shape: str


@dataclass(frozen=True)
class Wait:
    """From a deferral to the second reading."""

    x: int
    to: int
    y: int


def x_of(day: date, first: date, last: date) -> int:
    """The place of a day between the first and the last."""
    days = (last - first).days
    return LEFT + round((RIGHT - LEFT) * (day - first).days / days) if days else LEFT


def y_of(lane: int) -> int:
    return TOP + STEP * lane


def height_of(lanes: int) -> int:
    return TOP + STEP * lanes


def dots_of(meetings: Sequence[Meeting], first: date, last: date) -> tuple[Dot, ...]:
    return tuple(
        Dot(x_of(meeting.day, first, last), y_of(meeting.lane), meeting.shape)
        for meeting in meetings
    )


def waits_of(meetings: Sequence[Meeting], first: date, last: date) -> tuple[Wait, ...]:
    return tuple(
        Wait(
            x_of(meeting.day, first, last) + 9,
            x_of(meeting.until, first, last) - 9,
            y_of(meeting.lane),
        )
        for meeting in meetings
        if meeting.until and x_of(meeting.until, first, last) - x_of(meeting.day, first, last) > 18
    )


def legible(places: Sequence[int]) -> list[int]:
    """Which of these places (by index) can be labelled: the first, the last, and what fits."""
    kept: list[int] = []
    for index in [0, len(places) - 1, *range(1, len(places) - 1)] if places else []:
        if all(abs(places[index] - places[other]) >= APART for other in kept):
            kept.append(index)
    return sorted(kept)
