"""Which field a text is near to by the field's description alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.spaces import Floats, unit
from ratschlag.synthesis.compute.steady import by_blocks
from ratschlag.synthesis.compute.themes.centres import spread_rows

NEIGHBOURS = 20
KNOWN_ROWS = 20_000
MANY_ROWS, FEWER_ROWS = 100_000, 4_000
_EDGES = re.compile(r"[,;:.()/\n•·،؛。、]|\s[-–—]\s")


def aspects(title: str, description: str) -> list[str]:
    """What a description lists, each for itself: a text is about one of it, hardly about all."""
    parts = [part.strip() for part in _EDGES.split(description)]
    whole = f"{title}. {description}" if description.strip() else title
    return list(dict.fromkeys([whole, title, *(part for part in parts if part)]))


@dataclass(frozen=True)
class Described:
    """Fields as the vectors of their aspects, the middle of all fields taken away."""

    fields: list[Floats]

    @classmethod
    def of(cls, vectors: Sequence[Floats]) -> "Described":
        # What all descriptions share (their language, their kind of text) tells none apart.
        if len(vectors) < 2:
            return cls([unit(one) for one in vectors])
        middle = np.mean([one.astype(np.float64).mean(axis=0) for one in vectors], axis=0)
        return cls([unit((one - middle).astype(np.float32)) for one in vectors])

    def nearness(self, vectors: Floats) -> NDArray[np.float64]:
        """Texts × fields: a smooth maximum over the aspects, in units of their own spread."""

        if not self.fields:
            return np.zeros((len(vectors), 0))

        def of_block(block: slice) -> NDArray[np.float64]:
            return np.stack([_smooth(vectors[block] @ one.T) for one in self.fields], axis=1)

        parts = by_blocks(len(vectors), of_block)
        return np.concatenate(parts) if parts else np.zeros((0, len(self.fields)))


def _smooth(near: Floats) -> NDArray[np.float64]:
    """Between the mean and the nearest aspect; cosines of centred texts spread by about 0.1."""
    return np.asarray(np.log(np.exp(near.astype(np.float64) * 10).mean(axis=1)) / 10)


def softened(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as probabilities."""
    if not scores.size:
        return scores
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


class Neighbourhood:
    """How the texts around a text are read: one is easily misread, twenty alike are not."""

    def __init__(self, vectors: Floats, probabilities: NDArray[np.float64]) -> None:
        # Of a million texts each is compared with fewer: it would take longer than all the rest.
        rows = spread_rows(len(vectors), KNOWN_ROWS if len(vectors) <= MANY_ROWS else FEWER_ROWS)
        self.vectors, self.probabilities = vectors[rows], probabilities[rows]

    def around(self, vectors: Floats, own: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean of what the nearest texts are read as, and the text itself."""
        if len(self.vectors) < 5 * NEIGHBOURS:
            return own  # among a handful of texts the nearest are not near
        known = np.ascontiguousarray(self.vectors.T)

        def of_rows(rows: slice) -> NDArray[np.float64]:
            near = vectors[rows] @ known
            nearest = np.argpartition(-near, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
            return np.asarray(self.probabilities[nearest].mean(axis=1))

        parts = by_blocks(len(vectors), of_rows, size=1024)
        if not parts:
            return own
        return (NEIGHBOURS * np.concatenate(parts) + own) / (NEIGHBOURS + 1)
