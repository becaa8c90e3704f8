"""Real contributions with their vectors, as the product makes them: encoded once, centred."""

import functools
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ratschlag.synthesis.compute.vectors import Centre, Floats, Mark, encoder
from synthesis.texts import contributions


@dataclass(frozen=True)
class Encoded:
    """Texts of one set, what people labelled them, and their vectors, centred."""

    name: str
    texts: list[str]
    labels: list[str]
    vectors: Floats
    mark: Mark


@functools.cache
def encoded(name: str) -> Encoded:
    """Encoding takes minutes, so its vectors are kept from run to run, under the model's hash."""
    rows = contributions(name)
    texts = [str(row["text"]) for row in rows]
    default = encoder()
    folder = Path(os.environ.get("RATSCHLAG_BENCH_KEPT", tempfile.gettempdir()))
    path = folder / f"ratschlag-bench-{name}-{default.mark.name}-{default.mark.hash[:12]}.npy"
    if path.exists():
        raw = np.load(path)
        print(f"{name}: {len(texts):,} vectors of {default.mark}, kept from an earlier run")
    else:
        began = time.perf_counter()
        raw = default.encode(texts)
        np.save(path, raw)
        took = time.perf_counter() - began
        print(f"{name}: {len(texts):,} texts encoded by {default.mark} in {took:.0f} s")
    languages = ["de"] * len(texts)
    vectors = Centre.fit(raw, languages).apply(raw, languages)
    return Encoded(name, texts, [str(row["label"]) for row in rows], vectors, default.mark)
