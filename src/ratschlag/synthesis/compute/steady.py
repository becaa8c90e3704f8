"""Fixed blocks, one BLAS thread a block: the same bytes on any number of cores."""

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

BLOCK = 8192  # rows; the blocks, not the cores, decide in which order is added up

Whole = NDArray[np.int64]
Result = TypeVar("Result")


@functools.cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@contextlib.contextmanager
def steady() -> Iterator[None]:
    """Inside, a product of matrices is computed by one thread, whatever the machine has."""
    # Several threads cut a matrix at other places, and other cuts round differently.
    with _controller().limit(limits=1):
        yield


def by_blocks(count: int, work: Callable[[slice], Result], size: int = BLOCK) -> list[Result]:
    """What `work` gives for each block of rows, in their order; blocks run beside each other."""
    blocks = [slice(at, min(at + size, count)) for at in range(0, count, size)]
    with steady():
        if len(blocks) < 2:
            return [work(block) for block in blocks]
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            return list(pool.map(work, blocks))
