"""All pairs of rows whose cosine reaches a threshold: exact, block by block.

Most of the work of such a product lies in grams that very many texts share, and most of what
a text has in common with its double lies in grams that few texts share. The grams are parted
into rare and common ones. Of two texts whose common parts have the lengths a and b, the
common parts add at most a * b to the cosine, so the product over the rare grams alone says
which pairs can reach the threshold; only these are computed in full. No pair is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ratschlag.synthesis.compute.grams import in_turn
from ratschlag.synthesis.compute.spaces import Floats, Progress
from ratschlag.synthesis.compute.weights import counted

Indices = NDArray[np.int64]
_BLOCK, _STRETCH = 512, 16_384
# Where the common parts may bring nearly all of the threshold, the whole product is cheaper.
_LEAST_FROM_RARE = np.float32(0.05)
_SLACK = np.float32(1e-4)
# Parts of the texts that a gram may occur in and still be rare: the cheapest is taken.
_SHARES = (0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 1.0)
# Common parts up to so many times as long as the shortest are in one stretch; short ones are.
_LIKE, _SHORT = 1.08, 0.2
# Of a text's partners in a stretch so many are kept, the nearest: a campaign of ten thousand
# nearly equal texts would else be fifty million pairs.
MOST_PARTNERS = 64


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows, the first before the second, and their cosine."""

    first: Indices
    second: Indices
    cosine: Floats

    def chosen(self, is_chosen: NDArray[np.bool_]) -> "Pairs":
        return Pairs(self.first[is_chosen], self.second[is_chosen], self.cosine[is_chosen])

    def listed(self) -> list[tuple[int, int, float]]:
        columns = (self.first.tolist(), self.second.tolist(), self.cosine.tolist())
        return list(zip(*columns, strict=True))

    @classmethod
    def joined(cls, parts: list["Pairs"]) -> "Pairs":
        if not parts:
            nobody = np.zeros(0, dtype=np.int64)
            return cls(nobody, nobody, np.zeros(0, dtype=np.float32))
        return cls(
            np.concatenate([part.first for part in parts]),
            np.concatenate([part.second for part in parts]),
            np.concatenate([part.cosine for part in parts]),
        )


def cosines(rows: csr_array, first: Indices, second: Indices) -> Floats:
    """The cosines of some pairs; each depends on its two rows alone."""
    found = [np.zeros(0, dtype=np.float32)]
    for begin in range(0, len(first), 20_000):
        portion = slice(begin, begin + 20_000)
        product = rows[first[portion]].multiply(rows[second[portion]])
        found.append(np.asarray(product.sum(axis=1), dtype=np.float32).ravel())
    return np.concatenate(found)


def cosine_of(rows: csr_array, one: int, other: int) -> float:
    """The cosine of one pair, without the machinery for many."""
    first = slice(rows.indptr[one], rows.indptr[one + 1])
    second = slice(rows.indptr[other], rows.indptr[other + 1])
    columns = (rows.indices[first], rows.indices[second])
    _, left, right = np.intersect1d(*columns, assume_unique=True, return_indices=True)
    return float(rows.data[first][left] @ rows.data[second][right])


@dataclass(frozen=True)
class _Parted:
    """The rows ordered by how common their grams are, and their rare grams alone."""

    order: Indices
    whole: csr_array
    rare: csr_array
    common: Floats


# The stretch turned over, by whether its rare grams suffice.
_Across = dict[bool, csr_array | None]


def all_pairs(rows: csr_array, at_least: float, progress: Progress | None = None) -> Pairs:
    """Every pair of rows that reaches the threshold, ordered by first and second."""
    parted = _parted(rows, at_least)
    count = rows.shape[0]
    parts = []
    for stretch in _stretches(parted.common):
        across: _Across = {True: parted.rare[stretch].T.tocsr(), False: None}

        def block(first: int, stretch: slice = stretch, across: _Across = across) -> Pairs:
            return _block(parted, first, stretch, across, at_least)

        for found in in_turn(block, range(0, stretch.stop, _BLOCK)):
            parts.append(found)
        if progress:
            progress(int(count * (stretch.stop / count) ** 2))
    pairs = Pairs.joined(parts)
    order = np.lexsort((pairs.second, pairs.first))
    return Pairs(pairs.first[order], pairs.second[order], pairs.cosine[order])


def _stretches(common: Floats) -> Iterator[slice]:
    """Rows in stretches whose common parts have nearly one length: one bound holds for all."""
    begin, count = 0, len(common)
    while begin < count:
        longest = max(common[begin], _SHORT) * _LIKE
        end = int(np.searchsorted(common, longest, side="right"))
        end = min(max(end, begin + _BLOCK), begin + _STRETCH, count)
        yield slice(begin, end)
        begin = end


def _block(parted: _Parted, first: int, stretch: slice, across: _Across, at_least: float) -> Pairs:
    rows = slice(first, min(first + _BLOCK, stretch.stop))
    # Rows are ordered by their common part: the last of a block has the largest.
    most = parted.common[rows.stop - 1] * parted.common[stretch.stop - 1]
    is_enough = at_least - most >= _LEAST_FROM_RARE
    source = parted.rare if is_enough else parted.whole
    if across.get(bool(is_enough)) is None:
        across[bool(is_enough)] = source[stretch].T.tocsr()
    product = (source[rows] @ across[bool(is_enough)]).tocoo()
    bound = np.float32(at_least) - (most if is_enough else np.float32(0)) - _SLACK
    kept = np.flatnonzero(product.data >= bound)
    one = product.row[kept].astype(np.int64) + rows.start
    other = product.col[kept].astype(np.int64) + stretch.start
    values = product.data[kept]
    if is_enough:
        values = values + parted.common[one] * parted.common[other]
    is_asked = (one < other) & (values >= np.float32(at_least) - _SLACK)
    one, other = nearest_few(one[is_asked], other[is_asked], values[is_asked])
    cosine = cosines(parted.whole, one, other)
    one, other = parted.order[one], parted.order[other]
    pairs = Pairs(np.minimum(one, other), np.maximum(one, other), cosine)
    return pairs.chosen(cosine >= np.float32(at_least))


def nearest_few(one: Indices, other: Indices, values: Floats) -> tuple[Indices, Indices]:
    """The pairs without those in which the first has many nearer partners."""
    if not len(one) or np.bincount(one - one.min()).max() <= MOST_PARTNERS:
        return one, other
    order = np.lexsort((other, -values, one))
    one, other = one[order], other[order]
    begins = np.flatnonzero(np.concatenate(([True], one[1:] != one[:-1])))
    ranks = np.arange(len(one)) - np.repeat(begins, np.diff(np.append(begins, len(one))))
    return one[ranks < MOST_PARTNERS], other[ranks < MOST_PARTNERS]


def work_for(rows: csr_array) -> float:
    """How many products of two numbers the exact search takes at most."""
    return float((counted(rows.indices).astype(np.float64) ** 2).sum() / 2)


def _parted(rows: csr_array, at_least: float) -> _Parted:
    seen_in = counted(rows.indices)
    row_of = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    squares = rows.data.astype(np.float64) ** 2
    work = seen_in.astype(np.float64) ** 2
    least, chosen = np.inf, (np.ones(0, dtype=bool), np.zeros(0))
    for share in _SHARES:
        is_rare = seen_in <= max(share * rows.shape[0], 2)
        is_common = ~is_rare[rows.indices]
        common = np.bincount(row_of[is_common], squares[is_common], minlength=rows.shape[0])
        lengths = np.sqrt(np.sort(common))
        # Pairs whose common parts may bring too much: for them the whole product is needed.
        limits = (at_least - _LEAST_FROM_RARE) / np.maximum(lengths, 1e-9) / _LIKE
        dense = 1 - np.searchsorted(lengths, limits).mean() / len(lengths) if len(lengths) else 0
        cost = work[is_rare].sum() + dense * work.sum()
        if cost < least:
            least, chosen = cost, (is_rare, np.sqrt(common))
    is_rare, lengths = chosen[0], chosen[1].astype(np.float32)
    order = np.argsort(lengths, kind="stable")
    whole = rows[order]
    rare = whole.copy()
    rare.data[~is_rare[rare.indices]] = 0
    rare.eliminate_zeros()
    return _Parted(order, whole, rare, lengths[order])
