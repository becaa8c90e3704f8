"""What the kernel was asked for, by strace: which writes and syncs came before which answer."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"^(\d+\.\d+) (\w+)\((.*)\) += (-?\d+)[^<]*(?:<[^>]*>)?.*?(?:<([\d.]+)>)?$")
_FILE = re.compile(r"^\d+<((?:TCP|TCPv6|UNIX|socket):\[[^\]]*\]|[^>]*)>")
_READS = "recvfrom,read,recvmsg,readv"
_ANSWERS = "write,writev,sendto,sendmsg"
_WRITES = "pwrite64,pwritev,ftruncate"
SYNCS = ("fsync", "fdatasync")


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has returned: when it began, what it was about, and how long it took."""

    at: float
    name: str
    file: str
    words: str
    result: int
    took: float

    @property
    def done_at(self) -> float:
        return self.at + self.took


def order_trace(strace: str, folder: Path, *more: str) -> list[str]:
    """The words to put before a command to learn in which order it reads, writes, syncs and
    answers."""
    names = ",".join((_READS, _ANSWERS, _WRITES, *SYNCS))
    return _words(strace, folder, names, "-s", "200", *more)


def data_trace(strace: str, folder: Path) -> list[str]:
    """The words to put before a command to record all that it writes to files, byte by byte."""
    names = ",".join((_WRITES, *SYNCS, "openat,unlink,unlinkat"))
    return _words(strace, folder, names, "-xx", "-s", "70000")


def _words(strace: str, folder: Path, names: str, *more: str) -> list[str]:
    folder.mkdir()
    shape = [*("-f", "-ff", "-ttt", "-T", "-yy", "--seccomp-bpf", "-qq", "--signal=none")]
    return [strace, *shape, *more, "-e", f"trace={names}", "-o", str(folder / "thread")]


def calls(folder: Path) -> Iterator[Call]:
    """All calls of all threads, thread by thread; each line is one that has returned."""
    for path in sorted(folder.iterdir()):
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if found := _LINE.match(line.rstrip("\n")):
                    at, name, words, result, took = found.groups()
                    file = _FILE.match(words)
                    yield Call(
                        float(at), name, file[1] if file else "", words, int(result),
                        float(took or 0),
                    )  # fmt: skip


@dataclass
class Order:
    """How many answers there were to sendings, and which came before their words were on disk."""

    answers: int = 0
    faults: int = 0


def order_of(
    found: Iterable[Call], is_database: Callable[[str], bool], *, is_strict: bool
) -> Order:
    """Whether each sending was written and synced between its reading and its answer.

    One sending at a time is expected. With `is_strict` nothing at all may be unsynced when the
    answer goes out; without, other processes may have begun to write (PostgreSQL's own).
    """
    order, reading, is_written, is_synced, dirty = Order(), "", False, False, 0.0
    for at, call in _in_time(call for call in found if call.result >= 0):
        if call.name in _READS.split(",") and '"POST ' in call.words and _is_line(call.file):
            reading, is_written, is_synced = call.file, False, False
        elif is_database(call.file) and call.name in SYNCS:
            is_synced |= is_written and call.at >= dirty
            dirty = 0.0 if call.at >= dirty else dirty
        elif is_database(call.file):
            is_written, dirty = True, at
            is_synced &= not is_strict
        elif reading and call.file == reading and '"HTTP/1.1 200' in call.words:
            order.answers += 1
            order.faults += not is_synced or (is_strict and dirty > 0)
            reading = ""
    return order


def _is_line(file: str) -> bool:
    return file.startswith("TCP")


def _in_time(found: Iterable[Call]) -> list[tuple[float, Call]]:
    """A sync counts when it has returned, all else when it begins."""
    timed = [(call.done_at if call.name in SYNCS else call.at, call) for call in found]
    return sorted(timed, key=lambda pair: pair[0])
