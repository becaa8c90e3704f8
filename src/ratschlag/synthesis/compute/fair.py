"""A fair picture: people are counted, not texts, and every language and channel is seen."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from ratschlag.synthesis.compute.spaces import Floats

Group = TypeVar("Group", bound=Hashable)


def weights(persons: Sequence[str], groups: Sequence[int] | NDArray[np.int64]) -> Floats:
    """How many people stand behind each text: what one person said n times counts once.

    `groups` are the numbers of near-duplicates, -1 alone; a text without a person is one person's.
    """
    said: Counter[tuple[str, int]] = Counter(
        (person, int(group))
        for person, group in zip(persons, groups, strict=True)
        if person and group >= 0
    )
    return np.array(
        [
            1 / said[person, int(group)] if person and group >= 0 else 1.0
            for person, group in zip(persons, groups, strict=True)
        ],
        dtype=np.float32,
    )


def people(persons: Sequence[str], rows: Iterable[int]) -> int:
    """How many people said these texts; a text without a person is one person's."""
    named, unnamed = set(), 0
    for row in rows:
        if persons[row]:
            named.add(persons[row])
        else:
            unnamed += 1
    return len(named) + unnamed


@dataclass(frozen=True)
class Covered:
    """One line of the table of coverage."""

    kind: str  # "language", "channel", "field"
    value: str
    texts: int
    people: int
    placed: int  # texts with a theme
    themes: int  # themes in which it is heard
    shown: int  # quotes that are shown of it

    @property
    def share_placed(self) -> float:
        return self.placed / self.texts if self.texts else 0.0


def coverage(
    first: Sequence[int] | NDArray[np.int64],
    kinds: dict[str, Sequence[str]],
    *,
    persons: Sequence[str] | None = None,
    shown: Collection[int] = (),
) -> list[Covered]:
    """How each language, channel and field is covered; the largest of each kind first."""
    seen, lines = set(shown), []
    for kind, values in kinds.items():
        rows: dict[str, list[int]] = {}
        for row, value in enumerate(values):
            rows.setdefault(value, []).append(row)
        for value in sorted(rows, key=lambda one: (-len(rows[one]), one)):
            own = rows[value]
            placed = [int(first[row]) for row in own if first[row] >= 0]
            voices = people(persons, own) if persons else len(own)
            quoted = sum(1 for row in own if row in seen)
            lines.append(
                Covered(kind, value, len(own), voices, len(placed), len(set(placed)), quoted)
            )
    return lines


class Turns(Generic[Group]):
    """Whose turn it is: each group gains claims by its share, and the highest claim is served.

    The Perpetual Quota rule (Lackner, "Perpetual Voting", AAAI 2020), which is the method of the
    largest remainder carried on: over many themes a group of a twentieth is heard in a twentieth
    of the quotes, though no single theme would owe it one.
    """

    def __init__(self) -> None:
        self.claims: dict[Group, float] = {}

    def add(self, groups: Sequence[Group], seats: int) -> None:
        """So many seats are due to these voices in proportion."""
        for group, voices in Counter(groups).items():
            due = min(seats, len(groups)) * voices / len(groups)
            self.claims[group] = self.claims.get(group, 0.0) + due

    def next(self, available: Collection[Group]) -> Group:
        """The group with the highest claim among those that are there; it pays for its turn."""
        order = sorted(available, key=repr)
        group = max(order, key=lambda one: round(self.claims.get(one, 0.0), 9))
        self.claims[group] = self.claims.get(group, 0.0) - 1
        return group


@dataclass(frozen=True)
class Agreement:
    """How far two coders agree: Cohen's kappa and the plain share; kappa None says nothing."""

    kappa: float | None
    share: float
    n: int


def agreement(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Cohen's kappa of what two people decided about the same texts, one after the other."""
    if len(first) != len(second):
        raise ValueError("two lists of different length")
    if not first:
        return Agreement(None, 0.0, 0)
    share = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    # If both used one and the same class only, chance explains everything: kappa is 0 / 0.
    if len({*first, *second}) < 2:
        return Agreement(None, share, len(first))
    return Agreement(float(cohen_kappa_score(first, second)), share, len(first))
