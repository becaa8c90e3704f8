"""Near-duplicates: planted edits found, and how long it takes; 100,000 texts are partly made up."""

import argparse
import time

from figures import Figure
from texts import planted

from ratschlag.synthesis.compute.duplicates import near_duplicates

_SECONDS = {10_000: 10, 100_000: 60}


def measure(options: argparse.Namespace) -> list[Figure]:
    figures = []
    for count, most in _SECONDS.items():
        if count > options.most:
            continue
        given = planted(count)
        began = time.perf_counter()
        found = near_duplicates(given.texts)
        seconds = time.perf_counter() - began
        pairs = {pair[:2] for pair in found.pairs}
        planted_pairs = {(min(pair), max(pair)) for pair in given.light + given.heavy}
        name = f"{count} texts ({given.recombined} made up)"
        for kind, edits, least in (("light", given.light, 0.98), ("heavy", given.heavy, 0.95)):
            hits = sum((min(pair), max(pair)) in pairs for pair in edits)
            figures.append(Figure(f"{name}: {kind} edits found", hits / len(edits), least))
        figures += [
            Figure(f"{name}: other pairs shown", len(pairs - planted_pairs)),
            Figure(f"{name}: pairs kept apart as twins", len(found.apart)),
            Figure(f"{name}, {found.method}", seconds, most=most, unit=" s"),
        ]
    return figures
