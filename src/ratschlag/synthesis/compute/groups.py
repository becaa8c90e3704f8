"""Groups of texts that say the same, from pairs: without long chains, without twins inside."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Pair = tuple[int, int, float]


def groups_of(
    count: int, pairs: Iterable[Pair], apart: Iterable[Pair], may_join: Callable[[int, int], bool]
) -> NDArray[np.int64]:
    """The group of each text, numbered by the smallest index in it; -1 for a text alone.

    The nearest pairs come first. Two groups become one only if no two of their texts are
    kept apart and if `may_join` says so of their first texts: in a chain, where each text
    resembles the next, the ends may have nothing in common.
    """
    parents = list(range(count))
    enemies: dict[int, set[int]] = {}
    refused: set[tuple[int, int]] = set()
    for one, other, _ in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = index = parents[parents[index]]
        return index

    for one, other, _ in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
        first, second = sorted((root(one), root(other)))
        if first == second or (first, second) in refused:
            continue
        theirs, ours = enemies.get(second, set()), enemies.get(first, set())
        fewer, house = (ours, second) if len(ours) <= len(theirs) else (theirs, first)
        is_hostile = any(root(enemy) == house for enemy in fewer)
        is_pair = (first, second) == (one, other)
        if is_hostile or not (is_pair or may_join(first, second)):
            refused.add((first, second))
            continue
        parents[second] = first
        if theirs:
            small, large = sorted((ours, theirs), key=len)
            large |= small
            enemies[first] = large
            enemies.pop(second, None)
    return _numbered([root(index) for index in range(count)])


def _numbered(roots: list[int]) -> NDArray[np.int64]:
    if not roots:
        return np.zeros(0, dtype=np.int64)
    owners = np.array(roots, dtype=np.int64)
    leaders = np.flatnonzero(np.bincount(owners, minlength=len(owners)) > 1)
    numbers = np.full(len(owners), -1, dtype=np.int64)
    numbers[leaders] = np.arange(len(leaders))
    return numbers[owners]
