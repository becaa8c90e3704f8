"""Spherical k-means: where centres begin, and how they move; what people decided always holds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ratschlag.synthesis.compute.spaces import SEED, Floats
from ratschlag.synthesis.compute.steady import Whole, by_blocks, steady

ROUNDS = 60
SEEDING_ROWS = 20_000
MOVING_ROWS = 60_000


@dataclass(frozen=True)
class Decided:
    """What people decided, as positions: this text into this theme, this text never into it."""

    pinned: Mapping[int, int] = field(default_factory=dict)
    forbidden: Collection[tuple[int, int]] = ()

    def among(self, rows: Whole) -> "Decided":
        """The same for a choice of rows, whose positions are new."""
        new = {int(row): at for at, row in enumerate(rows)}
        return Decided(
            {new[row]: theme for row, theme in self.pinned.items() if row in new},
            [(new[row], theme) for row, theme in self.forbidden if row in new],
        )


@dataclass(frozen=True)
class Nearest:
    """Per text: its nearest centre and how near, the next one and how near."""

    first: Whole
    near: Floats
    second: Whole
    next_near: Floats


def nearest(vectors: Floats, centres: Floats, decided: Decided | None = None) -> Nearest:
    """Cosine to every centre, block by block; -1 where nothing is allowed."""
    decided = decided or Decided()
    banned: dict[int, list[int]] = {}
    for row, theme in decided.forbidden:
        banned.setdefault(row, []).append(theme)
    transposed = np.ascontiguousarray(centres.T)

    def of_block(block: slice) -> Nearest:
        near = vectors[block] @ transposed
        for row in _within(banned, block):
            near[row - block.start, banned[row]] = -np.inf
        pinned = _within(decided.pinned, block)
        kept = [near[row - block.start, decided.pinned[row]] for row in pinned]
        for row in pinned:
            near[row - block.start, decided.pinned[row]] = np.inf
        found = _two_best(near)
        for row, value in zip(pinned, kept, strict=True):
            found.near[row - block.start] = value
        return found

    parts = by_blocks(len(vectors), of_block)
    if not parts:
        return _two_best(np.zeros((0, max(len(centres), 1)), np.float32))
    return Nearest(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.near for part in parts]),
        np.concatenate([part.second for part in parts]),
        np.concatenate([part.next_near for part in parts]),
    )


def _within(rows: Collection[int], block: slice) -> list[int]:
    return sorted(row for row in rows if block.start <= row < block.stop)


def _two_best(near: Floats) -> Nearest:
    every = np.arange(len(near))
    first = np.argmax(near, axis=1).astype(np.int64)
    best = near[every, first].copy()
    first[best == -np.inf] = -1
    if near.shape[1] < 2:
        return Nearest(first, best, np.full(len(near), -1), np.full(len(near), -1, np.float32))
    near[every, first] = -np.inf
    second = np.argmax(near, axis=1).astype(np.int64)
    after = near[every, second]
    second[after == -np.inf] = -1
    return Nearest(first, best, second, np.where(second < 0, np.float32(-1), after))


def sums(vectors: Floats, first: Whole, weights: Floats, count: int) -> NDArray[np.float64]:
    """The weighted sum of the texts of each theme."""

    def of_block(block: slice) -> NDArray[np.float64]:
        own, weight = first[block], weights[block]
        placed = np.flatnonzero(own >= 0)
        shape = (count, block.stop - block.start)
        chosen = sparse.csr_matrix((weight[placed], (own[placed], placed)), shape=shape)
        return np.asarray(chosen @ vectors[block], dtype=np.float64)

    total = np.zeros((count, vectors.shape[1]))
    for part in by_blocks(len(vectors), of_block):
        total += part
    return total


def seeded(vectors: Floats, weights: Floats, count: int, given: Floats) -> Floats:
    """Greedy k-means++ (Arthur and Vassilvitskii 2007) beside the centres that are given."""
    rows = spread_rows(len(vectors), SEEDING_ROWS)
    sample, weight = vectors[rows], weights[rows].astype(np.float64)
    rng = np.random.default_rng(SEED)
    chosen = list(given)
    with steady():
        far = np.full(len(sample), 2.0)
        for centre in chosen:
            far = np.minimum(far, 2 - 2 * (sample @ centre).astype(np.float64))
        tries = 2 + int(np.log(max(count, 1)))
        while len(chosen) < count:
            mass = np.cumsum(np.clip(far, 0, None) * weight)
            if not len(mass) or mass[-1] <= 1e-9:
                break  # fewer different texts than themes asked for
            picks = np.searchsorted(mass, rng.random(tries) * mass[-1], side="right")
            picks = np.minimum(picks, len(sample) - 1)
            after = np.minimum(far, 2 - 2 * (sample[picks] @ sample.T).astype(np.float64))
            best = int(np.argmin(np.clip(after, 0, None) @ weight))
            chosen.append(sample[picks[best]])
            far = after[best]
    return np.array(chosen, dtype=np.float32).reshape(len(chosen), vectors.shape[1])


def moved(
    vectors: Floats,
    weights: Floats,
    centres: Floats,
    held: NDArray[np.float64],
    decided: Decided,
) -> Floats:
    """Centres after as many rounds as it takes; `held` is a sum that each brings from before."""
    rows = spread_rows(len(vectors), MOVING_ROWS, always=decided.pinned)
    if len(rows) < len(vectors):
        # What a sample settles needs only a touch by all.
        scale = len(rows) / len(vectors)
        part = decided.among(rows)
        centres = _settled(vectors[rows], weights[rows], centres, held * scale, part, ROUNDS)
        return _settled(vectors, weights, centres, held, decided, 3)
    return _settled(vectors, weights, centres, held, decided, ROUNDS)


def _settled(
    vectors: Floats,
    weights: Floats,
    centres: Floats,
    held: NDArray[np.float64],
    decided: Decided,
    rounds: int,
) -> Floats:
    last: Whole | None = None
    for _ in range(rounds):
        found = nearest(vectors, centres, decided)
        if last is not None and np.array_equal(last, found.first):
            break
        last = found.first
        total = sums(vectors, found.first, weights, len(centres)) + held
        length = np.linalg.norm(total, axis=1, keepdims=True)
        # A theme that nothing is near to stays where it was.
        kept = length[:, 0] < 1e-9
        length[kept] = 1.0
        centres = np.where(kept[:, None], centres, total / length).astype(np.float32)
    return centres


def spread_rows(count: int, most: int, always: Collection[int] = ()) -> Whole:
    """At most so many rows, drawn with the fixed seed, in their order, with those that must be."""
    if count <= most:
        return np.arange(count)
    drawn = np.random.default_rng(SEED).choice(count, size=most, replace=False)
    return np.union1d(drawn, np.array(sorted(always), dtype=np.int64))
