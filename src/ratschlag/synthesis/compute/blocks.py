"""Near-duplicates among very many texts: exact cosines inside blocks that MinHash makes.

Two texts fall into one block if the smallest of their grams, in two random orders at once,
are the same; the rarer a gram, the earlier it comes. Every text is in twenty blocks, so that
two texts of which one is an edit of the other almost surely meet in one. How surely is
measured on a sample, against all texts.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ratschlag.synthesis.compute.grams import in_turn
from ratschlag.synthesis.compute.pairs import Indices, Pairs, cosines
from ratschlag.synthesis.compute.spaces import SEED, Floats
from ratschlag.synthesis.compute.weights import COLUMNS, TEXTS_AT_ONCE, Grams

_BANDS, _ORDERS = 20, 2
# In a block of more texts each is compared with so many that follow.
_BESIDE = 4
# Texts of whose smallest grams fewer agree have no such cosine, but for chance.
_LEAST_AGREEING = 6
_SAMPLE, _NEAREST = 256, 8
_NEVER = np.uint32(1 << 31)
# Few enough that the arrivals of their grams stay in the processor's cache.
_SIGNED_AT_ONCE = 5_000


def block_pairs(
    grams: Grams, rarity: Floats, rows: csr_array, at_least: float
) -> tuple[Pairs, float | None]:
    """The pairs found in blocks, ordered, and the share of a sample's nearest that are found."""
    one, other = _candidates(_signatures(grams, rarity))

    def compared(first: int) -> Pairs:
        portion = slice(first, first + TEXTS_AT_ONCE)
        a, b = one[portion], other[portion]
        found = Pairs(a, b, cosines(rows, a, b))
        return found.chosen(found.cosine >= np.float32(at_least))

    pairs = Pairs.joined(list(in_turn(compared, range(0, len(one), TEXTS_AT_ONCE))))
    return pairs, _recall(rows, pairs, at_least)


def _signatures(grams: Grams, rarity: Floats) -> NDArray[np.uint32]:
    """For each text and each random order the first of its grams: equal as often as texts are."""
    known = np.flatnonzero(grams.seen_in())
    place_of = np.zeros(COLUMNS, dtype=np.int32)
    place_of[known] = np.arange(len(known), dtype=np.int32)
    chance = np.random.default_rng(SEED)
    orders = [_arrivals(chance, rarity[known]) for _ in range(_BANDS * _ORDERS)]

    def smallest(first: int) -> NDArray[np.uint32]:
        ends = grams.begins[first : first + _SIGNED_AT_ONCE + 1]
        numbers = place_of[grams.numbers[ends[0] : ends[-1]]]
        # A text without grams meets nobody: no arrival is as late as its own number.
        own = _NEVER + np.arange(first, first + len(ends) - 1).astype(np.uint32)
        found = np.repeat(own[:, None], len(orders), axis=1)
        has_grams = np.diff(ends) > 0
        begins = ends[:-1][has_grams] - ends[0]
        if len(begins):
            for column, arrivals in enumerate(orders):
                found[has_grams, column] = np.minimum.reduceat(arrivals[numbers], begins)
        return found

    parts = list(in_turn(smallest, range(0, len(grams), _SIGNED_AT_ONCE)))
    return np.concatenate([np.empty((0, len(orders)), dtype=np.uint32), *parts])


def _arrivals(chance: np.random.Generator, rarity: Floats) -> NDArray[np.uint32]:
    """A random order of grams in which rare ones come early: positive floats order as integers."""
    arrivals = chance.standard_exponential(len(rarity), dtype=np.float32) / rarity**2
    return arrivals.view(np.uint32)


def _candidates(signatures: NDArray[np.uint32]) -> tuple[Indices, Indices]:
    """Pairs that share a block and agree often enough, each once, ordered."""
    count, orders = signatures.shape
    # One byte each says nearly as well whether two are the same, and is quickly fetched.
    marks = signatures.astype(np.uint8)

    def met(band: int) -> Indices:
        keys = signatures[:, 2 * band].astype(np.int64) << 32 | signatures[:, 2 * band + 1]
        # Inside a block those that agree in one more order stand side by side.
        order = np.lexsort((signatures[:, (2 * band + 2) % orders], keys))
        keys = keys[order]
        found = [np.zeros(0, dtype=np.int64)]
        for step in range(1, _BESIDE + 1):
            places = np.flatnonzero(keys[step:] == keys[:-step])
            for begin in range(0, len(places), TEXTS_AT_ONCE):
                asked = places[begin : begin + TEXTS_AT_ONCE]
                a, b = order[asked], order[asked + step]
                is_near = np.count_nonzero(marks[a] == marks[b], axis=1) >= _LEAST_AGREEING
                a, b = a[is_near], b[is_near]
                found.append(np.minimum(a, b) * count + np.maximum(a, b))
        return np.concatenate(found)

    pairs = np.unique(np.concatenate(list(in_turn(met, range(_BANDS)))))
    return pairs // max(count, 1), pairs % max(count, 1)


def _recall(rows: csr_array, pairs: Pairs, at_least: float) -> float | None:
    """Of the up to eight nearest of each sampled text, the share that was found."""
    sample = np.unique(np.linspace(0, rows.shape[0] - 1, _SAMPLE).astype(np.int64))
    asked = rows[sample].T.tocsr()

    def near(first: int) -> tuple[Indices, Indices, Floats]:
        product = (rows[first : first + TEXTS_AT_ONCE] @ asked).tocoo()
        kept = product.data >= np.float32(at_least)
        return sample[product.col[kept]], product.row[kept] + first, product.data[kept]

    parts = list(in_turn(near, range(0, rows.shape[0], TEXTS_AT_ONCE)))
    one = np.concatenate([part[0] for part in parts])
    other = np.concatenate([part[1] for part in parts]).astype(np.int64)
    cosine = np.concatenate([part[2] for part in parts])
    one, other, cosine = one[one != other], other[one != other], cosine[one != other]
    order = np.lexsort((other, -cosine, one))
    one, other = one[order], other[order]
    begins = np.flatnonzero(np.concatenate(([True], one[1:] != one[:-1])))[: len(one)]
    ranks = np.arange(len(one)) - np.repeat(begins, np.diff(np.append(begins, len(one))))
    one, other = one[ranks < _NEAREST], other[ranks < _NEAREST]
    if not len(one):
        return None
    count = rows.shape[0]
    wanted = np.minimum(one, other) * count + np.maximum(one, other)
    return float(np.isin(wanted, pairs.first * count + pairs.second).mean())
