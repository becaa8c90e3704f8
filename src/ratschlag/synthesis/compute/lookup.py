"""What is like one new text among very many stored ones: while it is typed, in an instant."""

from collections.abc import Sequence

import numpy as np

from ratschlag.synthesis.compute.folding import Folding
from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.twins import are_twins, usual_words, wording
from ratschlag.synthesis.compute.weights import AT_LEAST, COLUMNS, Grams, grams_of, rarity_of

# From the third word on a text says enough to be compared.
LEAST_WORDS = 3
# How much of what is typed so far has to occur in a stored text.
TYPED_AT_LEAST = 0.6
_LATER_UP_TO = 256
# Of the words of so many stored texts it is known which are written small.
_USUAL_FROM = 5000


class Lookup:
    """Stored texts by their grams; a text that is added is found from then on.

    How much a gram says is learnt from the stored texts, anew whenever they have doubled.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = list(texts)
        self._folding = Folding()
        self._later: list[tuple[Grams, Floats]] = []
        self._learn(grams_of(self._texts, self._folding))

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, text: str) -> int:
        """Store one more text; the answer is its index."""
        self._texts.append(text)
        one = grams_of([text], self._folding)
        self._later.append((one, _sums(self._squares, one)))
        if len(self._later) > _LATER_UP_TO:
            grams = _joined([self._grams, *(part for part, _ in self._later)])
            self._later = []
            if len(grams) > 2 * self._learnt_from:
                self._learn(grams)
            else:
                self._keep(grams)
        return len(self._texts) - 1

    def similar(
        self, text: str, most: int = 5, at_least: float | None = None, *, is_whole: bool = False
    ) -> list[tuple[int, float]]:
        """The stored texts most like this one, the nearest first.

        While it is typed, the measure is how much of it occurs in the stored text. Of a whole
        text (`is_whole`) it is the cosine, as for near-duplicates, and twins are left out.
        """
        least = at_least if at_least is not None else (AT_LEAST if is_whole else TYPED_AT_LEAST)
        asked = grams_of([text], self._folding)
        if not len(asked.numbers) or (not is_whole and len(text[:500].split()) < LEAST_WORDS):
            return []
        weights = np.zeros(COLUMNS, dtype=np.float32)
        weights[asked.numbers] = self._squares[asked.numbers]
        length = np.sqrt(weights[asked.numbers].sum(dtype=np.float64))
        stored = [(self._grams, self._lengths), *self._later]
        shared = np.concatenate([_sums(weights, part) for part, _ in stored])
        lengths = np.sqrt(np.concatenate([squares for _, squares in stored]))
        # Of the typed part nothing more is asked than that it occurs in the longer text.
        beside = lengths if is_whole else np.minimum(lengths, length)
        nearness = shared / np.maximum(beside * length, 1e-9)
        found = np.flatnonzero(nearness >= least)
        found = found[np.lexsort((found, -nearness[found]))]
        chosen = iter(found.tolist())
        if is_whole:
            own = wording(text, self._usual)
            chosen = (i for i in chosen if not are_twins(own, wording(self._texts[i], self._usual)))
        return [
            (int(index), min(float(nearness[index]), 1.0))
            for index, _ in zip(chosen, range(most), strict=False)
        ]

    def _learn(self, grams: Grams) -> None:
        self._learnt_from = len(grams)
        self._squares = rarity_of(grams.seen_in(), len(grams)) ** 2
        self._usual = usual_words(self._texts[:_USUAL_FROM])
        self._keep(grams)

    def _keep(self, grams: Grams) -> None:
        # The squares of the lengths: what is added later is measured in the same way.
        self._grams, self._lengths = grams, _sums(self._squares, grams)


def _sums(weights: Floats, grams: Grams) -> Floats:
    """For each text the sum of its grams' weights."""
    sums = np.zeros(len(grams), dtype=np.float32)
    has_grams = np.diff(grams.begins) > 0
    if has_grams.any():
        begins = grams.begins[:-1][has_grams]
        sums[has_grams] = np.add.reduceat(weights[grams.numbers], begins)
    return sums


def _joined(parts: Sequence[Grams]) -> Grams:
    counts = np.concatenate([np.diff(part.begins) for part in parts])
    begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    return Grams(begins, np.concatenate([part.numbers for part in parts]))
