"""Vectors that need no model: hashed character n-grams, weighed by rarity, in few dimensions.

They know no language and no meaning: two texts are near if they share word parts. They are
always there, and a million texts take less than a minute.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from ratschlag.synthesis.compute.folding import Folding, portions
from ratschlag.synthesis.compute.grams import distinct, gram_numbers, in_turn
from ratschlag.synthesis.compute.spaces import SEED, Floats, Mark, Progress, unit

_BITS = 16
_COLUMNS = 1 << _BITS
_DIMENSIONS = 100
# Directions are learnt from so many texts, spread evenly; more of them change little.
_LEARNT_FROM = 10_000
_EXTRA, _ROUNDS = 12, 2


class Floor:
    """Learnt from the texts of a run; new texts are put beside them."""

    def __init__(self, rarity: Floats, directions: Floats) -> None:
        self._rarity = rarity
        self._directions = directions
        self.dimensions = directions.shape[1]
        learnt = sha256(rarity.tobytes() + directions.tobytes()).hexdigest()
        self.mark = Mark("floor", f"1 (numpy {np.__version__}, scipy {scipy.__version__})", learnt)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "Floor":
        step = max(1, len(texts) // _LEARNT_FROM)
        sample = texts[::step]
        counted = [counts for counts in in_turn(_counts, portions(sample))]
        counts = _stacked(counted)
        seen_in = np.bincount(counts.indices, minlength=_COLUMNS)
        # Grams that one text alone shows connect it with no other.
        rarity = np.log((1 + len(sample)) / (1 + seen_in)) + 1
        rarity[seen_in < 2] = 0
        rarity = rarity.astype(np.float32)
        return cls(rarity, _directions(_weighed(counts, rarity)))

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        def of(portion: Sequence[str]) -> Floats:
            return unit(_weighed(_counts(portion), self._rarity) @ self._directions)

        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        done = 0
        for part in in_turn(of, portions(texts)):
            vectors[done : done + len(part)] = part
            done += len(part)
            if progress:
                progress(done)
        return vectors

    def state(self) -> dict[str, NDArray[np.generic]]:
        return {"rarity": self._rarity, "directions": self._directions}

    @classmethod
    def of(cls, state: Mapping[str, NDArray[np.generic]]) -> "Floor":
        return cls(
            np.asarray(state["rarity"], dtype=np.float32),
            np.asarray(state["directions"], dtype=np.float32),
        )


def _counts(texts: Sequence[str]) -> csr_array:
    """How often each gram of three and four letters occurs in each text."""
    folded = Folding().fold(texts)
    found = [gram_numbers(folded, size) for size in (3, 4)]
    rows = np.concatenate([rows for rows, _ in found])
    numbers = np.concatenate([numbers for _, numbers in found]) >> np.uint32(32 - _BITS)
    rows, numbers, times = distinct(rows, numbers)
    indptr = np.concatenate(([0], np.bincount(rows, minlength=len(texts)).cumsum()))
    values = (1 + np.log(times)).astype(np.float32)
    return csr_array((values, numbers.astype(np.int32), indptr), shape=(len(texts), _COLUMNS))


def _stacked(parts: list[csr_array]) -> csr_array:
    return scipy.sparse.vstack(parts, format="csr") if parts else csr_array((0, _COLUMNS))


def _weighed(counts: csr_array, rarity: Floats) -> csr_array:
    weighed = counts.copy()
    weighed.data = weighed.data * rarity[weighed.indices]
    lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1))
    lengths[lengths == 0] = 1
    weighed.data /= np.repeat(lengths, np.diff(weighed.indptr)).astype(np.float32)
    return weighed


def _directions(texts: csr_array) -> Floats:
    """The directions in which the texts differ most: a randomised singular value decomposition.

    The signs are fixed, so that the directions are the same every time.
    """
    wanted = min(_DIMENSIONS, *texts.shape) or 1
    start = np.random.default_rng(SEED).standard_normal((_COLUMNS, wanted + _EXTRA))
    # Sums of several threads come out a little different for each number of them.
    with threadpool_limits(1):
        basis = texts @ start.astype(np.float32)
        for _ in range(_ROUNDS):
            basis = texts @ (texts.T @ np.linalg.qr(basis)[0])
        basis = np.linalg.qr(basis)[0]
        directions = np.linalg.svd((texts.T @ basis).T, full_matrices=False)[2][:wanted]
    largest = np.abs(directions).argmax(axis=1)
    directions *= np.sign(directions[np.arange(len(directions)), largest])[:, None]
    return np.ascontiguousarray(directions.T, dtype=np.float32)
