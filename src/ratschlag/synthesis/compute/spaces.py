"""What an encoder of texts is, and which one is there.

Vectors of two encoders are never compared: each encoder has a mark (name, version and hash
of its model), and whoever stores a vector stores the mark beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Progress = Callable[[int], None]
SEED = 2016


class NoEncoder(Exception):
    """No encoder of this name can work here; the message says what to do."""


@dataclass(frozen=True)
class Mark:
    """Which space a vector lies in: two vectors may be compared if their marks are equal."""

    name: str
    version: str
    hash: str

    def __str__(self) -> str:
        return f"{self.name} {self.version} ({self.hash[:12]})"


class Encoder(Protocol):
    """Turns texts into vectors of length 1; an empty text into zeros.

    A text's vector depends on the text alone: not on the texts beside it, nor on threads.
    """

    @property
    def mark(self) -> Mark: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats: ...


def unit(vectors: NDArray[np.floating]) -> Floats:
    """The rows at length 1; a row of zeros stays."""
    vectors = np.asarray(vectors, dtype=np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, optimize=False))
    lengths[lengths == 0] = 1
    return np.ascontiguousarray(vectors / lengths[:, None], dtype=np.float32)
