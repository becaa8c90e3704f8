"""Squares for the picture: one is one measure, so many in a row."""

from collections.abc import Sequence
from dataclasses import dataclass

PER_ROW, SIDE = 8, 27


@dataclass(frozen=True)
class Square:
    x: int
    y: int
    status: str


def squares_of(statuses: Sequence[str]) -> tuple[Square, ...]:
    return tuple(
        Square(2 + SIDE * (at % PER_ROW), 3 + SIDE * (at // PER_ROW), status)
        for at, status in enumerate(statuses)
    )


def height_of(count: int) -> int:
    """The height of a picture with so many squares; one row at least."""
    return 22 + SIDE * (max(count - 1, 0) // PER_ROW)
