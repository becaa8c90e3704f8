"""The picture of the themes: a circle for each, apart from each other, and nothing decided by it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIDE = 600.0
_EDGE = 14.0
_COVERED = 0.26  # of the picture, by all circles together
_SMALLEST = 12.0
_ROUNDS = 300


@dataclass(frozen=True)
class Circle:
    """Where it stands, in the picture's own units; `label` fits into it."""

    x: float
    y: float
    radius: float
    size: float
    label: str
    name: str


def circles(
    places: Sequence[tuple[float, float]], people: Sequence[int], labels: Sequence[tuple[str, str]]
) -> list[Circle]:
    """A circle's area says how many people; the largest come first, so that small ones lie on top."""
    if not places:
        return []
    whole = max(sum(people), 1)
    radii = [max(_SMALLEST, SIDE * math.sqrt(_COVERED * each / whole / math.pi)) for each in people]
    spots = _apart(_fitted(places, max(radii)), radii)
    order = sorted(range(len(radii)), key=lambda at: (-radii[at], at))
    return [
        Circle(
            round(spots[at][0], 1),
            round(spots[at][1], 1),
            round(radii[at], 1),
            round(min(26.0, max(14.0, radii[at] * 0.7)), 1),
            *labels[at],
        )
        for at in order
    ]


def _fitted(places: Sequence[tuple[float, float]], margin: float) -> list[list[float]]:
    """Into the picture, each direction by its own span."""
    room = SIDE - 2 * (_EDGE + margin)
    spans = []
    for axis in (0, 1):
        values = [place[axis] for place in places]
        low, high = min(values), max(values)
        spans.append((low, high - low if high - low > 1e-9 else 1.0))
    return [
        [_EDGE + margin + room * (place[axis] - spans[axis][0]) / spans[axis][1] for axis in (0, 1)]
        for place in places
    ]


def _apart(spots: list[list[float]], radii: Sequence[float]) -> list[list[float]]:
    """Pushed apart, a little in each round; the order of the themes breaks ties."""
    for _ in range(_ROUNDS):
        is_calm = True
        for one in range(len(spots)):
            for other in range(one + 1, len(spots)):
                is_calm = not _pushed(spots, radii, one, other) and is_calm
        for spot, radius in zip(spots, radii, strict=True):
            for axis in (0, 1):
                spot[axis] = min(max(spot[axis], _EDGE + radius), SIDE - _EDGE - radius)
        if is_calm:
            break
    return spots


def _pushed(spots: list[list[float]], radii: Sequence[float], one: int, other: int) -> bool:
    across, down = (spots[other][axis] - spots[one][axis] for axis in (0, 1))
    far, wanted = math.hypot(across, down), radii[one] + radii[other] + 3
    if far >= wanted:
        return False
    if far < 1e-6:
        across, down, far = math.cos(one + other), math.sin(one + other), 1.0
    push = (wanted - far) / 2 / far if far > 1e-6 else 0.5
    for axis, way in ((0, across), (1, down)):
        spots[one][axis] -= way * push
        spots[other][axis] += way * push
    return True
