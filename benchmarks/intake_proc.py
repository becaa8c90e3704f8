"""What processes used, read from /proc: CPU of whole trees, memory (PSS), other load."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_CORES = os.cpu_count() or 1


def tree_of(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, ())
    return found


def _stat(pid: int) -> list[str]:
    """The fields behind the name in /proc/PID/stat: state, parent, …; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_of(pids: Iterable[int]) -> dict[int, float]:
    """Seconds of CPU by process, with those of the children that it has waited for."""
    found = {}
    for pid in pids:
        if fields := _stat(pid):
            found[pid] = sum(map(int, fields[11:15])) / _TICK
    return found


def pss_of(pid: int) -> int:
    """Bytes of memory that are its own, with its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def name_of(pid: int) -> str:
    """What the process is, in a word or two."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").split()
    except OSError:
        return "ended"
    for word in ("granian", "worker", "serve"):
        if any(word in part for part in words):
            return word
    return " ".join(words[:2])[:40]


def _busy() -> float:
    """Seconds that the whole machine has worked so far: neither idle nor waiting for a disk."""
    fields = list(map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / _TICK


@dataclass
class Used:
    """What a round took: seconds of CPU, and the share of the machine that others took."""

    seconds: float
    server: float
    other: float


class Meter:
    """Measures the trees of the server's processes between `begin` and `end`."""

    def __init__(self, *roots: int) -> None:
        self.roots = roots

    def pids(self) -> list[int]:
        return [pid for root in self.roots for pid in tree_of(root)]

    def begin(self) -> None:
        self._at, self._all, self._own = time.perf_counter(), _busy(), cpu_of(self.pids())
        self._self = sum(os.times()[:4])

    def end(self, generator: float) -> Used:
        """`generator`: the CPU seconds of the load generator, which are nobody else's load."""
        seconds, busy = time.perf_counter() - self._at, _busy() - self._all
        now = cpu_of(self.pids())
        server = sum(used - self._own.get(pid, 0.0) for pid, used in now.items())
        ours = sum(os.times()[:2]) - self._self + sum(os.times()[2:4])
        other = max(0.0, busy - server - max(generator, ours)) / seconds / _CORES
        return Used(seconds, server, other)
