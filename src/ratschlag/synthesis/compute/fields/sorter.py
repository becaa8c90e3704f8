"""Proposes the two most likely fields of a text, with a probability that means what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ratschlag.synthesis.compute.fields.described import (
    KNOWN_ROWS,
    Described,
    Neighbourhood,
    aspects,
    softened,
)
from ratschlag.synthesis.compute.fields.evidence import neighbours_for, words_for
from ratschlag.synthesis.compute.fields.learnt import Learnt, Reader, fitted
from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.themes.centres import spread_rows

# Mixing described and learnt is settled on coded texts; these count as much as so many of them.
TRUST_IN_DESCRIPTION = 10.0
TRUST_IN_CODED = 0.2
FEWEST_TO_COUNT = 100
USUALLY_APART = 0.1
AT_ONCE = 10_000


class _Encodes(Protocol):
    def encode(self, texts: Sequence[str]) -> Floats: ...


@dataclass(frozen=True)
class Field:
    key: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Suggestion:
    """The two most likely fields; `words` and `neighbours` (rows of coded texts) speak for it."""

    first: str
    probability: float
    second: str
    second_probability: float
    words: tuple[str, ...] = ()
    neighbours: tuple[int, ...] = ()


class FieldSorter:
    """Sorts by description from the first text on, and by what people coded as they code."""

    def __init__(self, fields: Sequence[Field], described: Described) -> None:
        self.fields = list(fields)
        self.classes = [field.key for field in fields]
        self.described = described
        self.sharpness: float | None = None
        self.around: Neighbourhood | None = None
        self.reader: Reader | None = None
        self.learnt: Learnt | None = None
        self.mix = (1.0, 0.0)
        self.shift = np.zeros(len(self.classes))
        self.coded_rows = np.zeros(0, np.int64)
        self.coded_labels = np.zeros(0, np.int64)
        self.coded_vectors = np.zeros((0, 0), np.float32)

    @classmethod
    def zero_shot(cls, fields: Sequence[Field], encoder: _Encodes) -> "FieldSorter":
        """Knows the fields by title and description only."""
        parts = [aspects(field.title, field.description) for field in fields]
        vectors = encoder.encode([aspect for own in parts for aspect in own])
        edges = np.cumsum([0, *(len(own) for own in parts)])
        pairs = zip(edges[:-1], edges[1:], strict=True)
        return cls(fields, Described.of([vectors[start:end] for start, end in pairs]))

    def learn(self, texts: Sequence[str], vectors: Floats, labels: Sequence[str]) -> None:
        """Learn from texts that people coded; "" is the label of a text that nobody has coded.

        Texts without a label still help: they show how texts lie, and which words are rare.
        """
        self.classes += sorted({*labels} - {"", *self.classes})
        self._look_around(vectors)
        coded = np.array([row for row, label in enumerate(labels) if label], dtype=np.int64)
        self.coded_rows = coded
        position = {key: at for at, key in enumerate(self.classes)}
        own = np.array([position[labels[row]] for row in coded], dtype=np.int64)
        self.coded_labels, self.coded_vectors = own, vectors[coded]
        self.learnt, self.mix = None, (1.0, 0.0)
        self.shift = np.zeros(len(self.classes))
        if len(np.unique(own)) > 1:
            self.reader = Reader(texts)
            rows = self.reader.rows([texts[row] for row in coded], vectors[coded])
            self.learnt, scores, done = fitted(rows, own, len(self.classes))
            if len(done):
                described = self._described_scores(vectors[coded])
                self.mix = _mixed(described[done], scores[done], own[done])
        open_rows = np.array([row for row, label in enumerate(labels) if not label], np.int64)
        self._count_classes(texts, vectors, open_rows)

    def probabilities(self, texts: Sequence[str], vectors: Floats) -> NDArray[np.float64]:
        """Texts × classes."""
        scores = self.mix[0] * self._described_scores(vectors) + self.shift
        if self.learnt and self.reader and self.mix[1] > 0:
            for at in range(0, len(texts), AT_ONCE):
                part = slice(at, at + AT_ONCE)
                rows = self.reader.rows(texts[part], vectors[part])
                scores[part] += self.mix[1] * self.learnt.scores(rows)
        return softened(scores)

    def suggest(self, texts: Sequence[str], vectors: Floats) -> list[Suggestion]:
        """For each text the two most likely fields and why."""
        if not self.classes:
            return [Suggestion("", 0.0, "", 0.0) for _ in texts]
        if self.sharpness is None and len(texts) >= FEWEST_TO_COUNT:
            self.learn(texts, vectors, [""] * len(texts))
        found = self.probabilities(texts, vectors)
        order = np.argsort(-found, axis=1, kind="stable")
        first = order[:, 0]
        words = words_for(texts, vectors, first, self)
        near = neighbours_for(vectors, first, self)
        return [
            self._told(found[row], order[row], words[row], near[row]) for row in range(len(texts))
        ]

    def _told(
        self,
        found: NDArray[np.float64],
        order: NDArray[np.int64],
        words: tuple[str, ...],
        neighbours: tuple[int, ...],
    ) -> Suggestion:
        first = int(order[0])
        if len(order) < 2:
            return Suggestion(self.classes[first], float(found[first]), "", 0.0, words, neighbours)
        second = int(order[1])
        return Suggestion(
            self.classes[first],
            float(found[first]),
            self.classes[second],
            float(found[second]),
            words,
            neighbours,
        )

    def _look_around(self, vectors: Floats) -> None:
        """How far apart the fields lie for these texts, and how each neighbourhood is read."""
        near = self.described.nearness(vectors)
        if not near.size:
            return
        # Of few texts it is hardly known how far apart they lie: as far as is usual, mostly.
        apart = float(np.std(near - near.mean(axis=1, keepdims=True)))
        apart = (len(near) * apart + FEWEST_TO_COUNT * USUALLY_APART) / (
            len(near) + FEWEST_TO_COUNT
        )
        self.sharpness = 2 / apart
        self.around = Neighbourhood(vectors, softened(near * self.sharpness))

    def _count_classes(
        self, texts: Sequence[str], vectors: Floats, rows: NDArray[np.int64]
    ) -> None:
        """Shift towards how common each class is among all texts, not among those coded.

        People code what is uncertain, or as many of each class: what they coded is no sample.
        """
        if len(rows) < FEWEST_TO_COUNT or len(self.classes) < 2:
            return
        rows = rows[spread_rows(len(rows), KNOWN_ROWS)]
        found = self.probabilities([texts[row] for row in rows], vectors[rows])
        coded = np.bincount(self.coded_labels, minlength=len(self.classes)) + 1.0
        shown = (coded / coded.sum()) ** min(self.mix[1], 1.0)
        shown /= shown.sum()
        self.shift = np.log(_shares(found, shown) / shown)

    def _described_scores(self, vectors: Floats) -> NDArray[np.float64]:
        """Logarithms of probabilities by description; evenly for what has none."""
        count = len(self.classes)
        told = np.full((len(vectors), count), -np.log(max(count, 1)))
        described = len(self.fields)
        if not described:
            return told
        own = softened(self.described.nearness(vectors) * (self.sharpness or 2 / USUALLY_APART))
        if self.around is not None:
            own = self.around.around(vectors, own)
        # A field without a description would be as likely as any; the others share the rest.
        told[:, :described] = np.log(np.maximum(own * described / count, 1e-4))
        return told


def _mixed(
    described: NDArray[np.float64], learnt: NDArray[np.float64], labels: NDArray[np.int64]
) -> tuple[float, float]:
    """How much to trust description and learning, so that probabilities come true.

    Both weights are settled on texts that the model was not shown, and drawn towards the
    description alone as by some texts more: with few codings little changes, with many, much.
    """
    rows = np.arange(len(labels))

    def loss(mix: NDArray[np.float64]) -> float:
        found = softened(mix[0] * described + mix[1] * learnt)
        surprise = -np.log(np.maximum(found[rows, labels], 1e-9)).sum()
        return float(surprise + TRUST_IN_DESCRIPTION * ((mix[0] - 1) ** 2 + mix[1] ** 2) / 2)

    best = minimize(loss, np.array([1.0, 0.1]), method="L-BFGS-B", bounds=[(0.05, 5), (0, 5)])
    return float(best.x[0]), float(best.x[1])


def _shares(found: NDArray[np.float64], shown: NDArray[np.float64]) -> NDArray[np.float64]:
    """How common each class is, by expectation and maximisation (Saerens and others 2002).

    Drawn to what was shown, as by a fifth more texts: what is read as rare is not read away.
    """
    shares = shown
    for _ in range(50):
        again = found * (shares / shown)
        again /= again.sum(axis=1, keepdims=True)
        shares = (again.mean(axis=0) + TRUST_IN_CODED * shown) / (1 + TRUST_IN_CODED)
    return shares


def most_uncertain(suggestions: Sequence[Suggestion]) -> list[int]:
    """The order in which coding teaches most: where first and second are closest comes first."""
    margins = [one.probability - one.second_probability for one in suggestions]
    return sorted(range(len(suggestions)), key=lambda row: (margins[row], row))
