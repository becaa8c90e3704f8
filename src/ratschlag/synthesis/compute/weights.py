"""Texts as rows of weighed character n-grams: the rarer a gram, the more it says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ratschlag.synthesis.compute.folding import Folding, portions
from ratschlag.synthesis.compute.grams import distinct, gram_numbers, in_turn
from ratschlag.synthesis.compute.spaces import Floats

# Four letters: shorter grams are in every text, longer ones break at every slip of the pen.
SIZE = 4
# The cosine from which two texts are shown as saying the same: see decision 0017.
AT_LEAST = 0.38
BITS = 20
COLUMNS = 1 << BITS
# What is computed of very many texts is computed portion by portion: memory is bounded.
TEXTS_AT_ONCE = 50_000


@dataclass(frozen=True)
class Grams:
    """The different grams of each text: text i has numbers[begins[i]:begins[i + 1]], in order."""

    begins: NDArray[np.int64]
    numbers: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.begins) - 1

    def of(self, rows: NDArray[np.int64]) -> "Grams":
        """The grams of some texts only, in the order asked."""
        counts = np.diff(self.begins)[rows]
        begins = np.concatenate(([0], np.cumsum(counts)))
        places = np.arange(begins[-1]) + np.repeat(self.begins[rows] - begins[:-1], counts)
        return Grams(begins, self.numbers[places])

    def seen_in(self) -> NDArray[np.int64]:
        """In how many texts each gram occurs."""
        return counted(self.numbers)

    def weighed(self, rarity: Floats) -> csr_array:
        """Rows of length 1; the product of two rows is the cosine of the texts."""
        values = np.empty(len(self.numbers), dtype=np.float32)
        for begin in range(0, len(self), TEXTS_AT_ONCE):
            begins = self.begins[begin : begin + TEXTS_AT_ONCE + 1]
            own = rarity[self.numbers[begins[0] : begins[-1]]]
            squares = np.concatenate(([0.0], np.cumsum(own.astype(np.float64) ** 2)))
            lengths = np.sqrt(np.diff(squares[begins - begins[0]]))
            lengths[lengths == 0] = 1
            inverse = np.repeat((1 / lengths).astype(np.float32), np.diff(begins))
            values[begins[0] : begins[-1]] = own * inverse
        return csr_array((values, self.numbers, self.begins), shape=(len(self), COLUMNS))


def counted(numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """How often each gram occurs; in portions, because bincount makes them all eight bytes."""
    found = np.zeros(COLUMNS, dtype=np.int64)
    for begin in range(0, len(numbers), 1 << 23):
        found += np.bincount(numbers[begin : begin + (1 << 23)], minlength=COLUMNS)
    return found


def grams_of(texts: Sequence[str], folding: Folding | None = None) -> Grams:
    folding = folding or Folding()

    def found(portion: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        rows, numbers = gram_numbers(folding.fold(portion), SIZE)
        rows, numbers, _ = distinct(rows, numbers >> np.uint32(32 - BITS))
        return np.bincount(rows, minlength=len(portion)), numbers.astype(np.int32)

    parts = list(in_turn(found, portions(texts)))
    counts = np.concatenate([np.zeros(1, np.int64), *(count for count, _ in parts)])
    numbers = np.concatenate([np.zeros(0, np.int32), *(numbers for _, numbers in parts)])
    return Grams(np.cumsum(counts), numbers)


def rarity_of(seen_in: NDArray[np.int64], texts: int) -> Floats:
    """How much a gram says: the fewer texts have it, the more."""
    return (np.log((1 + texts) / (1 + seen_in)) + 1).astype(np.float32)
