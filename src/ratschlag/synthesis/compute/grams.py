"""Character n-grams of texts as numbers, found for all texts at once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from os import cpu_count
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.folding import Folded

_In = TypeVar("_In")
_Out = TypeVar("_Out")
# Odd constants of MurmurHash3's finish: every bit of a gram reaches every bit of its number.
_STEP, _MIX_1, _MIX_2 = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


def hands() -> int:
    """How many threads share the work; what they compute never depends on it."""
    return min(cpu_count() or 1, 8)


def in_turn(
    work: Callable[[_In], _Out], portions: Sequence[_In] | Iterator[_In], threads: int = 0
) -> Iterator[_Out]:
    """What `work` makes of each portion, in their order, a few at the same time.

    numpy and scipy let other threads run while they compute, so no process is started and
    nothing is copied; at most a handful of results wait in memory.
    """
    count = threads or hands()
    portions = iter(portions)
    if count == 1:
        yield from map(work, portions)
        return
    with ThreadPoolExecutor(count) as pool:
        waiting = [pool.submit(work, portion) for portion in islice(portions, count + 1)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(work, portion) for portion in islice(portions, 1)]


def gram_numbers(folded: Folded, size: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """For each n-gram of each text the text's index and the gram's number, in reading order.

    The spaces before and after a text belong to its grams.
    """
    counts = np.maximum(folded.ends - folded.starts + 3 - size, 0)
    counts[folded.ends == folded.starts] = 0
    rows = np.repeat(np.arange(len(folded)), counts)
    shifts = folded.starts - 1 - (np.cumsum(counts) - counts)
    places = np.arange(len(rows)) + np.repeat(shifts, counts)
    letters = folded.letters
    numbers = np.full(max(len(letters) - size + 1, 0), size, dtype=np.uint32)
    for offset in range(size):
        numbers *= _STEP
        numbers += letters[offset : offset + len(numbers)]
    _mix(numbers)
    return rows, numbers[places]


def _mix(numbers: NDArray[np.uint32]) -> None:
    numbers ^= numbers >> np.uint32(16)
    numbers *= _MIX_1
    numbers ^= numbers >> np.uint32(13)
    numbers *= _MIX_2
    numbers ^= numbers >> np.uint32(16)


def distinct(
    rows: NDArray[np.int64], numbers: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]]:
    """Each row's different numbers, in order, and how often each occurs in its row."""
    keys = (rows.astype(np.uint64) << np.uint64(32)) | numbers
    keys.sort()
    is_new = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    places = np.flatnonzero(is_new)
    kept = keys[places]
    times = np.diff(np.append(places, len(keys)))
    return (kept >> np.uint64(32)).astype(np.int64), kept.astype(np.uint32), times
