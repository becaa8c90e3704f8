"""What `./run bench synthesis` measures, part by part; `-- --parts language,lookup` limits it.

A part is a module with `measure(options) -> list[Figure]`. A new part is one line below.
"""

import argparse
import importlib
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from figures import Figure
from texts import NoTexts

PARTS = ["language", "spaces", "near", "lookup", "command"]


def measure(words: Sequence[str]) -> bool:
    """Prints every figure beside what was promised; False if a promise is broken."""
    parser = argparse.ArgumentParser(prog="./run bench synthesis --")
    parser.add_argument("--parts", default=",".join(PARTS), help="names, with commas between")
    parser.add_argument("--most", type=int, default=100_000, help="leave out larger collections")
    options = parser.parse_args(list(words))
    asked = options.parts.split(",")
    if unknown := set(asked) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: {', '.join(PARTS)}")
    is_good = True
    for name in asked:
        began, cpu = time.perf_counter(), time.process_time()
        try:
            found: list[Figure] = importlib.import_module(f"{name}_part").measure(options)
        except NoTexts as absent:
            print(f"{name}: {absent}", flush=True)
            continue
        for figure in found:
            print(f"{name}: {figure}", flush=True)
            is_good = is_good and figure.is_reached
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name}: {seconds:.1f} s, {cpu:.1f} s of cores, at most {most:.0f} MB so far")
    return is_good
