"""A new text among a hundred thousand stored ones: how long a look takes, and what it finds."""

import argparse
import time

from figures import Figure
from texts import planted

from ratschlag.synthesis.compute.duplicates import Lookup

_LOOKS = 100


def measure(options: argparse.Namespace) -> list[Figure]:
    given = planted(min(100_000, options.most))
    began = time.perf_counter()
    lookup = Lookup(given.texts)
    built = time.perf_counter() - began
    times, hits, typed = [], 0, 0
    for edit, source in given.light[:_LOOKS]:
        began = time.perf_counter()
        found = lookup.similar(given.texts[edit], most=6, is_whole=True)
        times.append(1000 * (time.perf_counter() - began))
        hits += source in [index for index, _ in found]
        beginning = " ".join(given.texts[source].split()[:4])
        seen = [given.texts[index] for index, _ in lookup.similar(beginning)]
        typed += any(beginning in text for text in seen)
    times.sort()
    return [
        Figure(
            f"look among {len(given.texts)}, the middle of {_LOOKS}",
            times[_LOOKS // 2],
            most=200,
            unit=" ms",
        ),
        Figure(f"look among {len(given.texts)}, the longest", times[-1], unit=" ms"),
        Figure("the source of a light edit is among the six nearest", hits / _LOOKS),
        Figure("four typed words find a text that has them", typed / _LOOKS),
        Figure(f"index of {len(given.texts)} texts built", built, unit=" s"),
    ]
