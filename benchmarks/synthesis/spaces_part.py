"""Whether neighbours in eight mixed languages mean the same, and whether clusters are languages.

The strings are those of an interface, not of citizens, and several say nearly the same
("delete", "delete selected"): of these only one counts as right.
"""

import argparse
import time
from collections import Counter

import numpy as np
from figures import Figure
from sklearn.cluster import KMeans
from sklearn.metrics import normalized_mutual_info_score
from texts import aligned_strings

from ratschlag.synthesis.compute.vectors import Centre, Floats, encoder, installed

_LANGUAGES = ("de", "en", "ar", "uk", "ru", "tr", "fa", "fr")
_THEMES = 15


def measure(options: argparse.Namespace) -> list[Figure]:
    rows = [row for row in aligned_strings() if row[0] in _LANGUAGES]
    everywhere = Counter(source for _, source, _ in rows)
    rows = [row for row in rows if everywhere[row[1]] == len(_LANGUAGES)]
    codes, meanings, texts = (list(column) for column in zip(*rows, strict=True))
    figures = []
    for name in installed():
        began = time.process_time()
        raw = encoder(name).encode(texts)
        each = 1000 * (time.process_time() - began) / len(texts)
        centred = Centre.fit(raw, codes).apply(raw, codes)
        is_default = name == installed()[0]
        figures += [
            Figure(f"{name}: milliseconds of a core for one of {len(texts)} strings", each),
            Figure(f"{name}, as it comes: nearest means the same", _same(raw, meanings)),
            Figure(f"{name}, as it comes: clusters follow language", _follows(raw, codes)),
            Figure(
                f"{name}, centred: nearest means the same",
                _same(centred, meanings),
                0.65 if is_default else None,
            ),
            Figure(
                f"{name}, centred: clusters follow language",
                _follows(centred, codes),
                most=0.05 if is_default else None,
            ),
        ]
    return figures


def _same(vectors: Floats, meanings: list[str]) -> float:
    near = vectors @ vectors.T
    np.fill_diagonal(near, -1)
    names = np.array(meanings)
    return float((names[near.argmax(axis=1)] == names).mean())


def _follows(vectors: Floats, codes: list[str]) -> float:
    clusters = KMeans(_THEMES, n_init=1, random_state=2016).fit_predict(vectors)
    return float(normalized_mutual_info_score(clusters, codes))
