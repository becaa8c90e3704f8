"""A linear model on the words and the vector of texts that people have coded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from ratschlag.synthesis.compute.fields.described import softened
from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.steady import steady
from ratschlag.synthesis.compute.themes.centres import spread_rows

READ_TEXTS = 20_000
READ_CHARACTERS = 2_000
FOLDS = 5
STRENGTH = 3.0
SHORTENED_ROWS = 2_000
FLOOR = 1e-4


class Reader:
    """Texts as rows of numbers: their words, their groups of letters, their vector."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.words = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=50_000, dtype=np.float32
        )
        self.letters = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 5),
            min_df=2,
            sublinear_tf=True,
            max_features=100_000,
            dtype=np.float32,
        )
        shown = [_short(texts[row]) for row in spread_rows(len(texts), READ_TEXTS)]
        self.parts = [part for part in (self.words, self.letters) if _has_learnt(part, shown)]

    def rows(self, texts: Sequence[str], vectors: Floats) -> sparse.csr_matrix:
        short = [_short(text) for text in texts]
        parts = [part.transform(short) for part in self.parts]
        return sparse.hstack([*parts, sparse.csr_matrix(vectors)], format="csr")

    def word_columns(self) -> dict[str, tuple[int, float]]:
        """Single words: where they stand, and how rare they are (1 the rarest, towards 0)."""
        if self.words not in self.parts:
            return {}
        # The lowest that idf can be is 1, for a word of every text.
        rare = (self.words.idf_ - 1) / max(float(self.words.idf_.max()) - 1, 1e-9)
        known = self.words.vocabulary_.items()
        return {word: (at, float(rare[at])) for word, at in known if " " not in word}


def _short(text: str) -> str:
    return text[:READ_CHARACTERS]


def _has_learnt(part: TfidfVectorizer, texts: Sequence[str]) -> bool:
    try:
        part.fit(texts)
    except ValueError:  # no word is in two texts
        return False
    return True


@dataclass(frozen=True)
class Learnt:
    """A fitted model; `seen` are the classes it was shown, of all that there are."""

    weights: NDArray[np.float64]  # classes that it was shown × columns
    bias: NDArray[np.float64]
    seen: NDArray[np.int64]
    classes: int

    @classmethod
    def of(
        cls, rows: sparse.csr_matrix | NDArray[np.float64], labels: NDArray[np.int64], classes: int
    ) -> "Learnt":
        with steady():
            model = LogisticRegression(C=STRENGTH, max_iter=500).fit(rows, labels)
        weights, bias = np.asarray(model.coef_), np.asarray(model.intercept_)
        if len(weights) == 1:  # of two classes the model knows one side only
            weights, bias = np.vstack([-weights, weights]) / 2, np.append(-bias, bias) / 2
        return cls(weights, bias, np.asarray(model.classes_, dtype=np.int64), classes)

    def scores(self, rows: sparse.csr_matrix | NDArray[np.float64]) -> NDArray[np.float64]:
        """Logarithms of probabilities; a class it was never shown gets the lowest it gives."""
        with steady():
            found = np.asarray(rows @ self.weights.T) + self.bias
        found = np.log(np.maximum(softened(found), FLOOR))
        told = np.repeat(found.min(axis=1, keepdims=True), self.classes, axis=1)
        told[:, self.seen] = found
        return np.asarray(told)

    def speaks_for(self, label: int) -> NDArray[np.float64]:
        """What speaks for a class, per column."""
        if label not in self.seen:
            return np.zeros(self.weights.shape[1])
        return np.asarray(self.weights[int(np.flatnonzero(self.seen == label)[0])])


@dataclass(frozen=True)
class Coded:
    """The coded texts' rows, turned into as few columns as there are texts: nothing is lost.

    A model with a squared penalty depends on its rows only by their products with each other.
    """

    rows: sparse.csr_matrix
    short: NDArray[np.float64]
    back: NDArray[np.float64]  # from short columns to a mixture of rows

    @classmethod
    def of(cls, rows: sparse.csr_matrix) -> "Coded | None":
        if rows.shape[0] > SHORTENED_ROWS:
            return None
        with steady():
            found, directions = np.linalg.eigh((rows @ rows.T).toarray().astype(np.float64))
        kept = found > 1e-6 * max(float(found[-1]), 1e-9)
        root = np.sqrt(found[kept])
        return cls(rows, directions[:, kept] * root, directions[:, kept] / root)

    def whole(self, model: Learnt) -> Learnt:
        """The model for rows of full length."""
        weights = np.asarray(self.rows.T @ (self.back @ model.weights.T)).T
        return Learnt(weights, model.bias, model.seen, model.classes)


def fitted(
    rows: sparse.csr_matrix, labels: NDArray[np.int64], classes: int
) -> tuple[Learnt, NDArray[np.float64], NDArray[np.int64]]:
    """The model, the scores of each text by one that was not shown it, and which have such.

    A class with a single text is left out: whoever holds that text out knows nothing of it.
    """
    coded = Coded.of(rows)
    used = coded.short if coded else rows
    model = Learnt.of(used, labels, classes)
    fold = np.zeros(len(labels), np.int64)
    for label in np.unique(labels):
        own = np.flatnonzero(labels == label)
        fold[own] = (np.arange(len(own)) + label) % FOLDS
    scores = np.full((len(labels), classes), np.log(FLOOR))
    done = np.zeros(len(labels), bool)
    for at in range(FOLDS):
        shown, asked = np.flatnonzero(fold != at), np.flatnonzero(fold == at)
        if len(np.unique(labels[shown])) < 2 or not len(asked):
            continue
        scores[asked] = Learnt.of(used[shown], labels[shown], classes).scores(used[asked])
        done[asked] = np.isin(labels[asked], labels[shown])
    return (coded.whole(model) if coded else model), scores, np.flatnonzero(done)
