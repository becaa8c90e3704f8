"""Why a text is proposed for a theme: the texts beside it there, and the words they share."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.spaces import Floats

MOST_WORDS, MOST_NEAR = 4, 2
# Shorter words stand in every text, in every language that writes words apart.
_SHORTEST = 4
_WORD = re.compile(r"[^\W\d_]+")
# Of a very large theme so many texts are looked at, those nearest to its middle.
_LOOKED_AT = 3000


def telling(text: str) -> dict[str, str]:
    """The words of a text that may tell something, folded, each as it is written."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        if len(word) >= _SHORTEST:
            found.setdefault(word.casefold(), word)
    return found


def common_words(texts: Sequence[str], share: float = 0.05) -> frozenset[str]:
    """Words that stand in so many texts that they speak for nothing."""
    counted = Counter(word for text in texts for word in telling(text))
    most = max(share * len(texts), 3)
    return frozenset(word for word, count in counted.items() if count > most)


def shared_words(
    text: str, others: Sequence[str], common: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """Its words that others have, too: those of most others first, then the longest."""
    own = telling(text)
    counted = Counter(word for other in others for word in telling(other) if word in own)
    good = [word for word in counted if word not in common]
    good.sort(key=lambda word: (-counted[word], -len(word), word))
    return tuple(own[word] for word in good[:MOST_WORDS])


def nearest_among(vector: Floats, vectors: Floats, rows: Sequence[int]) -> list[int]:
    """Of these rows those that are nearest, the nearest first."""
    if not rows:
        return []
    near = vectors[list(rows)] @ vector
    order = np.argsort(-near, kind="stable")[:MOST_NEAR]
    return [rows[int(at)] for at in order]


def nearest_within(vectors: Floats, first: NDArray[np.int64]) -> list[list[int]]:
    """For every text the nearest ones of its own theme; none for a text without a theme."""
    found: list[list[int]] = [[] for _text in first]
    for theme in np.unique(first[first >= 0]):
        rows = np.flatnonzero(first == theme)
        middle = vectors[rows].mean(axis=0)
        order = np.argsort(-(vectors[rows] @ middle), kind="stable")[:_LOOKED_AT]
        asked = rows[order]
        for begin in range(0, len(rows), 512):
            portion = rows[begin : begin + 512]
            near = vectors[portion] @ vectors[asked].T
            near[portion[:, None] == asked[None, :]] = -2
            best = np.argsort(-near, axis=1, kind="stable")[:, :MOST_NEAR]
            for row, chosen, values in zip(portion, best, near, strict=True):
                found[int(row)] = [int(asked[at]) for at in chosen if values[at] > -2]
    return found
