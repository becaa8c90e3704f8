"""Why a field is proposed: words of the text, and coded texts near to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.steady import steady
from ratschlag.synthesis.compute.themes.naming import words_of

if TYPE_CHECKING:
    from ratschlag.synthesis.compute.fields.sorter import FieldSorter

WORDS = 4
NEIGHBOURS = 3
SAME = 5  # letters in a row, by which "Radweg" and "Radwege" are found alike


def words_for(
    texts: Sequence[str], vectors: Floats, first: NDArray[np.int64], sorter: "FieldSorter"
) -> list[tuple[str, ...]]:
    """Per text the words that speak for its field, as they are written there."""
    columns = sorter.reader.word_columns() if sorter.reader else {}
    learnt = {
        label: sorter.learnt.speaks_for(label) if sorter.learnt else np.zeros(0)
        for label in {int(one) for one in first}
    }
    described = [
        {folded for folded, _ in words_of(f"{field.title} {field.description}") if len(folded) > 3}
        for field in sorter.fields
    ]
    told = []
    for row, text in enumerate(texts):
        label = int(first[row])
        asked = described[label] if label < len(described) else set()
        scored: dict[str, tuple[float, str]] = {}
        for folded, written in words_of(text):
            if folded in scored:
                continue
            at, rare = columns.get(folded, (-1, 0.0))
            weight = float(learnt[label][at]) * rare if at >= 0 and len(learnt[label]) else 0.0
            if any(_is_alike(folded, one) for one in asked):
                weight += 1
            scored[folded] = (weight, written)
        best = sorted(scored.values(), key=lambda one: (-one[0], one[1]))
        told.append(tuple(written for weight, written in best[:WORDS] if weight > 0.15))
    return told


def _is_alike(one: str, other: str) -> bool:
    """The same beginning, or one within the other: compounds, endings."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= SAME and (short in long or one[:SAME] == other[:SAME]))


def neighbours_for(
    vectors: Floats, first: NDArray[np.int64], sorter: "FieldSorter"
) -> list[tuple[int, ...]]:
    """Per text the nearest texts that people put into the same field."""
    told: list[tuple[int, ...]] = [()] * len(vectors)
    for label in np.unique(first):
        coded = np.flatnonzero(sorter.coded_labels == label)
        if not len(coded):
            continue
        rows = np.flatnonzero(first == label)
        known = np.ascontiguousarray(sorter.coded_vectors[coded].T)
        for start in range(0, len(rows), 1024):
            block = rows[start : start + 1024]
            with steady():
                near = vectors[block] @ known
            order = np.argsort(-near, axis=1, kind="stable")[:, :NEIGHBOURS]
            for at, row in enumerate(block):
                told[row] = tuple(int(sorter.coded_rows[coded[one]]) for one in order[at])
    return told
