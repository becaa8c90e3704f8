"""Takes from each vector what is common to its language, so that meaning is what remains.

Multilingual encoders put the texts of a language near each other. The mean of a language is
what its texts have in common; where a language has few texts, its mean is drawn to that of
all texts, because the mean of a handful is their meaning rather than their language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.spaces import Floats, unit

# A language with so many texts gets half of its own mean: at least, and at most.
_FEWEST, _MOST = 0.5, 50.0


@dataclass(frozen=True)
class Centre:
    """For each language what is taken from its vectors, and for other languages what is common."""

    languages: tuple[str, ...]
    means: Floats
    common: Floats

    @classmethod
    def fit(cls, vectors: Floats, languages: Sequence[str]) -> "Centre":
        known = sorted(set(languages))
        rows = _rows(known, languages)
        is_told = np.einsum("ij->i", np.abs(vectors)) > 0
        counts = np.bincount(rows[is_told], minlength=len(known)).astype(np.float64)
        sums = np.zeros((len(known), vectors.shape[1]))
        for language in range(len(known)):
            chosen = vectors[is_told & (rows == language)]
            sums[language] = chosen.sum(axis=0, dtype=np.float64)
        means = sums / np.maximum(counts, 1)[:, None]
        common = means[counts > 0].mean(axis=0) if counts.any() else np.zeros(vectors.shape[1])
        spread = ((vectors[is_told] - means[rows[is_told]]) ** 2).sum(dtype=np.float64)
        share = (counts / (counts + _half_at(spread, counts, means, common)))[:, None]
        drawn = share * means + (1 - share) * common
        return cls(tuple(known), drawn.astype(np.float32), common.astype(np.float32))

    def apply(self, vectors: Floats, languages: Sequence[str]) -> Floats:
        """The vectors without what is common to their language, at length 1 again."""
        rows = _rows(self.languages, languages)
        taken = np.concatenate((self.means, self.common[None, :]))[rows]
        taken[~vectors.any(axis=1)] = 0
        return unit(vectors - taken)

    def state(self) -> dict[str, NDArray[np.generic]]:
        return {
            "languages": np.array(self.languages, dtype=np.str_),
            "means": self.means,
            "common": self.common,
        }

    @classmethod
    def of(cls, state: Mapping[str, NDArray[np.generic]]) -> "Centre":
        return cls(
            tuple(str(code) for code in state["languages"]),
            np.asarray(state["means"], dtype=np.float32),
            np.asarray(state["common"], dtype=np.float32),
        )


def _half_at(
    spread: float,
    counts: NDArray[np.float64],
    means: NDArray[np.float64],
    common: NDArray[np.float64],
) -> float:
    """From how many texts on a language's mean says more of the language than of the texts.

    That is how far texts of one language lie apart, beside how far languages lie apart.
    """
    within = spread / max(counts.sum() - (counts > 0).sum(), 1)
    far = ((means - common) ** 2).sum(axis=1)[counts > 0] - within / counts[counts > 0]
    between = max(far.mean(), 0) if len(far) else 0
    return float(np.clip(within / max(between, 1e-9), _FEWEST, _MOST))


def _rows(known: Sequence[str], languages: Sequence[str]) -> NDArray[np.int64]:
    row_of = {code: row for row, code in enumerate(known)}
    found = [row_of.get(code, len(known)) for code in languages]
    return np.array(found, dtype=np.int64)
