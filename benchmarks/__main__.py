"""`./run bench [NAME …]`: measures what is promised in figures; results go to docs/measurements.md.

What follows `--` goes to the benchmark: `./run bench intake -- --seconds 2 --parts closed,pages`.
Every benchmark runs on this machine only, in a folder of its own, and prints its figures.
"""

import os
import platform
import sys
from collections.abc import Callable, Sequence

import exports
import imports
import intake
import search
import start
import visit
from pages import lighthouse
from synthesis import parts

BENCHMARKS: dict[str, Callable[[], None]] = {
    "start": start.measure,
    "visit": visit.measure,
    "exports": exports.measure,
    "imports": imports.measure,
    "search": search.measure,
}
WITH_OPTIONS: dict[str, Callable[[Sequence[str]], bool]] = {
    "intake": intake.measure,
    "pages": lighthouse.measure,
    "synthesis": parts.measure,
}


def main(words: list[str]) -> int:
    cut = words.index("--") if "--" in words else len(words)
    names, options = words[:cut], words[cut + 1 :]
    known = [*BENCHMARKS, *WITH_OPTIONS]
    if unknown := set(names) - set(known):
        print(f"There is no benchmark {', '.join(unknown)}. There are {', '.join(known)}.")
        return 2
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load before: {load:.2f}")
    is_good = True
    for name in names or known:
        print(f"\n== {name}", flush=True)
        if name in BENCHMARKS:
            BENCHMARKS[name]()
        else:
            is_good = WITH_OPTIONS[name](options) and is_good
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
