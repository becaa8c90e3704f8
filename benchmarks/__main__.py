"""`./run bench [NAME …]`: measures what is promised in figures; results go to docs/measurements.md.

Every benchmark runs on this machine only, in a folder of its own, and prints its figures.
"""

import os
import platform
import sys
from collections.abc import Callable

import start
import visit

BENCHMARKS: dict[str, Callable[[], None]] = {"start": start.measure, "visit": visit.measure}


def main(names: list[str]) -> int:
    if unknown := set(names) - set(BENCHMARKS):
        print(f"There is no benchmark {', '.join(unknown)}. There are {', '.join(BENCHMARKS)}.")
        return 2
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load before: {load:.2f}")
    for name in names or BENCHMARKS:
        print(f"\n== {name}")
        BENCHMARKS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
