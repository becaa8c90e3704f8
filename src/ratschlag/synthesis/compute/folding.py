"""Texts in the form in which they are compared: small letters and digits, single spaces.

All texts of a portion become one array of letters, so that a million texts fold in seconds;
what a letter folds to is asked once for each letter that occurs.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

# Beyond this nobody compares letter by letter; what follows is left out of the comparison only.
LONGEST_COMPARED = 100_000
_LETTERS_AT_ONCE = 4_000_000
_DROPPED, _SPACE = 0, 32
# Letters that Arabic and Persian keyboards write in several ways; the stroke that only stretches.
_SAME_LETTER = dict(zip("كيىأإآٱةۀہ", "کییااااههه", strict=True))
_STRETCH = "\u0640"


@dataclass(frozen=True)
class Folded:
    """Some texts, folded: text i is letters[starts[i]:ends[i]], with a space before and after it."""

    letters: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, index: int) -> str:
        letters = self.letters[self.starts[index] : self.ends[index]]
        return letters.tobytes().decode("utf-32-le", "surrogatepass")

    def marks(self) -> Iterator[bytes]:
        """For each text what is the same exactly when the folded letters are; b"" for no letters."""
        stream = self.letters.tobytes()
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            letters = stream[4 * start : 4 * end]
            yield letters if len(letters) <= 16 else blake2b(letters, digest_size=16).digest()


def _folded_letter(letter: str) -> int:
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf") or letter == _STRETCH:
        return _DROPPED
    if category[0] not in "LNM" and category not in ("So", "Sk"):
        return _SPACE
    folded = letter.casefold()
    # "ß" would fold to two letters; one for one keeps the letters in step.
    folded = folded if len(folded) == 1 else letter.lower()[0]
    return ord(_SAME_LETTER.get(folded, folded))


def _ready(text: str) -> str:
    text = text[:LONGEST_COMPARED]
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text)[:LONGEST_COMPARED]


class Folding:
    """Folds texts, and remembers what each letter folds to."""

    def __init__(self) -> None:
        self._table = np.zeros(0x110000, dtype=np.uint32)
        self._is_known = np.zeros(0x110000, dtype=bool)

    def fold(self, texts: Sequence[str]) -> Folded:
        ready = [_ready(text) for text in texts]
        lengths = np.fromiter((len(text) for text in ready), dtype=np.int64, count=len(ready))
        starts = np.concatenate(([1], lengths + 1)).cumsum()[:-1]
        stream = "\n".join(["", *ready, ""]).encode("utf-32-le", "surrogatepass")
        letters = self._looked_up(np.frombuffer(stream, dtype=np.uint32))
        ends = starts + lengths
        if not letters.all():
            letters, starts, ends = _without(letters == _DROPPED, letters, starts, ends)
        is_space = letters == _SPACE
        again = np.zeros(len(letters), dtype=bool)
        np.logical_and(is_space[1:], is_space[:-1], out=again[1:])
        letters, starts, ends = _without(again, letters, starts, ends)
        # The first space after a text may lie inside it, before its end.
        ends = np.maximum(ends - (letters[ends - 1] == _SPACE), starts)
        return Folded(letters, starts, ends)

    def _looked_up(self, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        unknown = codes[~self._is_known[codes]]
        for code in np.unique(unknown).tolist():
            self._table[code] = _folded_letter(chr(code))
            self._is_known[code] = True
        return self._table[codes]


def _without(
    gone: NDArray[np.bool_],
    letters: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """The letters that stay, and where the texts begin and end now."""
    kept = ~gone
    before = np.zeros(len(letters) + 1, dtype=np.int64)
    np.cumsum(kept, out=before[1:])
    return letters[kept], before[starts], before[ends]


def portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in portions of a bounded number of letters, in their order.

    The cuts depend on the texts alone, so that what is computed portion by portion is the
    same however many hands share the work.
    """
    first, letters = 0, 0
    for index, text in enumerate(texts):
        letters += min(len(text), LONGEST_COMPARED)
        if letters >= _LETTERS_AT_ONCE:
            yield texts[first : index + 1]
            first, letters = index + 1, 0
    if first < len(texts):
        yield texts[first:]
