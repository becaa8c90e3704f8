"""Which of very many pairs are twins: what `are_twins` asks of two texts, asked of all at once.

Words are numbers here, and nearly all of the words that are no spelling of a name are told by
their length and by which letters and pairs of letters they have; only the rest is compared
letter by letter. The answers are those of `are_twins`.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.twins import Wording, are_spellings, is_street

_Whole = NDArray[np.int64]
_Bits = NDArray[np.uint64]
_WORK_AT_ONCE = 2_000_000
_FEW_PLACES, _LEAST_WORDS = 2, 4


@dataclass(frozen=True)
class _Lists:
    """For each text some words: text i has words[begins[i]:begins[i + 1]]."""

    begins: _Whole
    words: NDArray[np.int32]

    def counts(self, texts: _Whole) -> _Whole:
        return self.begins[texts + 1] - self.begins[texts]

    def of(self, texts: _Whole) -> tuple[_Whole, NDArray[np.int32]]:
        """The words of some texts, one after the other, with the place of each one's text."""
        counts = self.counts(texts)
        places = np.repeat(np.arange(len(texts)), counts)
        shifts = self.begins[texts] - (np.cumsum(counts) - counts)
        return places, self.words[np.arange(len(places)) + shifts[places]]


@dataclass
class _Growing:
    ends: "array[int]" = field(default_factory=lambda: array("q", [0]))
    words: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, words: Iterable[int]) -> None:
        self.words.extend(words)
        self.ends.append(len(self.words))

    def lists(self) -> _Lists:
        return _Lists(np.array(self.ends, dtype=np.int64), np.array(self.words, dtype=np.int32))


class Guard:
    """Learns the wordings of texts, in their order, and tells which of their pairs are twins."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        numbers_of: dict[str, int] = {}

        def numbered(words: Iterable[str]) -> list[int]:
            return [numbers_of.setdefault(word, len(numbers_of)) for word in words]

        words, names, numbers, has_capitals = _Growing(), _Growing(), _Growing(), bytearray()
        for wording in wordings:
            words.add(numbered(wording.plain or wording.words))
            names.add(numbered(sorted(wording.names)))
            numbers.add(numbered(sorted(wording.numbers)))
            has_capitals.append(not wording.plain)
        self._words, self._names, self._numbers = words.lists(), names.lists(), numbers.lists()
        self._has_capitals = np.frombuffer(has_capitals, dtype=np.uint8).astype(bool)
        self._spellings = _Spellings(list(numbers_of))

    def twins(self, first: _Whole, second: _Whole) -> NDArray[np.bool_]:
        """For each pair, given by the places of its texts, whether it is one of twins."""
        found = np.zeros(len(first), dtype=bool)
        # Each name of one text is compared with each word of the other: long texts, few pairs.
        names, words = self._names.counts, self._words.counts
        if not len(first):
            return found
        work = np.maximum(names(first) * words(second), names(second) * words(first)) + 20
        edges = np.searchsorted(np.cumsum(work), np.arange(0, work.sum(), _WORK_AT_ONCE))
        for begin, end in zip(edges, [*edges[1:], len(first)], strict=True):
            portion = slice(begin, end)
            found[portion] = self._twins(first[portion], second[portion])
        return found

    def _twins(self, one: _Whole, other: _Whole) -> NDArray[np.bool_]:
        is_twin = self._lacks_number(one, other) & self._lacks_number(other, one)
        for asked in (self._lacks_name, self._differ_in_few_places):
            rest = np.flatnonzero(~is_twin)
            is_twin[rest] = asked(one[rest], other[rest])
        return is_twin

    def _lacks_number(self, one: _Whole, other: _Whole) -> NDArray[np.bool_]:
        """Whether the first has a number that the second does not have."""
        pairs, numbers = self._numbers.of(one)
        asked, theirs = self._numbers.of(other[pairs])
        is_there = np.zeros(len(pairs), dtype=bool)
        is_there[asked[theirs == numbers[asked]]] = True
        return _any(pairs[~is_there], len(one))

    def _lacks_name(self, one: _Whole, other: _Whole) -> NDArray[np.bool_]:
        """Whether each has a name that the other has in no spelling."""
        found = np.zeros(len(one), dtype=bool)
        asked = np.arange(len(one))
        asked = asked[self._has_own(one, other, same_only=True)]
        asked = asked[self._has_own(other[asked], one[asked], same_only=True)]
        asked = asked[self._has_own(one[asked], other[asked])]
        asked = asked[self._has_own(other[asked], one[asked])]
        found[asked] = True
        return found

    def _has_own(self, one: _Whole, other: _Whole, *, same_only: bool = False) -> NDArray[np.bool_]:
        pairs, names = self._names.of(one)
        is_there = np.zeros(len(pairs), dtype=bool)
        asked, words = self._words.of(other[pairs])
        is_there[asked[words == names[asked]]] = True
        if not same_only:
            own = np.flatnonzero(~is_there)
            asked, words = self._words.of(other[pairs[own]])
            is_there[own[asked[self._spellings.are(names[own][asked], words)]]] = True
        return _any(pairs[~is_there], len(one))

    def _differ_in_few_places(self, one: _Whole, other: _Whole) -> NDArray[np.bool_]:
        counts = self._words.counts(one)
        is_asked = (counts == self._words.counts(other)) & (counts >= _LEAST_WORDS)
        is_asked &= ~self._has_capitals[one] & ~self._has_capitals[other]
        asked = np.flatnonzero(is_asked)
        pairs, ours = self._words.of(one[asked])
        _, theirs = self._words.of(other[asked])
        differs = ours != theirs
        places = np.bincount(pairs[differs], minlength=len(asked))
        differs &= places[pairs] <= _FEW_PLACES
        pairs, ours, theirs = pairs[differs], ours[differs], theirs[differs]
        is_told = self._spellings.are_long(ours) & self._spellings.are_long(theirs)
        is_told &= ~self._spellings.are(ours, theirs)
        found = np.zeros(len(one), dtype=bool)
        found[asked[pairs[is_told]]] = True
        return found


def _any(places: _Whole, count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, dtype=bool)
    found[places] = True
    return found


class _Spellings:
    """`are_spellings` of very many pairs of words, given by their numbers."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._lengths = np.array([len(word) for word in words], dtype=np.int32)
        self._letters = np.array([_bits(set(word)) for word in words], dtype=np.uint64)
        pairs = [set(map("".join, zip(word, word[1:], strict=False))) for word in words]
        self._pairs = np.array([_bits(each) for each in pairs], dtype=np.uint64)
        self._pair_counts = np.array([len(each) for each in pairs], dtype=np.int32)
        self._is_street = np.array([is_street(word) for word in words], dtype=bool)
        self._known: dict[tuple[int, int], bool] = {}

    def are_long(self, words: NDArray[np.int32]) -> NDArray[np.bool_]:
        return self._lengths[words] > 2

    def are(self, one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.bool_]:
        found = np.zeros(len(one), dtype=bool)
        near = np.flatnonzero(self._may_be(one, other))
        keys = one[near].astype(np.int64) << 32 | other[near]
        keys, places = np.unique(keys, return_inverse=True)
        asked = zip((keys >> 32).tolist(), (keys & 0xFFFFFFFF).tolist(), strict=True)
        answers = np.array([self._asked(pair) for pair in asked], dtype=bool)
        found[near] = answers[places] if len(answers) else False
        return found

    def _asked(self, pair: tuple[int, int]) -> bool:
        if pair not in self._known:
            self._known[pair] = are_spellings(self._words[pair[0]], self._words[pair[1]])
        return self._known[pair]

    def _may_be(self, one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.bool_]:
        """False only where the words are certainly no spellings of each other.

        A bit that one word has and the other lacks stands for one or more letters, or pairs of
        letters, that the other lacks. A slip touches one letter and two pairs of letters.
        """
        is_first_longer = self._lengths[one] >= self._lengths[other]
        longer = np.where(is_first_longer, one, other)
        shorter = np.where(is_first_longer, other, one)
        lengths, beside = self._lengths[longer], self._lengths[shorter]
        slips = lengths // 3
        lacking = np.bitwise_count(self._letters[longer] & ~self._letters[shorter])
        lacking = np.maximum(
            lacking, np.bitwise_count(self._letters[shorter] & ~self._letters[longer])
        )
        unlike = np.bitwise_count(self._pairs[longer] & ~self._pairs[shorter])
        others_unlike = np.bitwise_count(self._pairs[shorter] & ~self._pairs[longer])
        is_within = (
            (lengths - beside <= slips)
            & (lacking <= slips)
            & (np.maximum(unlike, others_unlike) <= 2 * slips)
        )
        counts, others = self._pair_counts[longer], self._pair_counts[shorter]
        shared = np.minimum(counts - unlike, others - others_unlike)
        shares = 2.0 * shared >= 0.6 * (counts + others) - 1e-6
        shares &= lengths <= 2 * beside
        is_same = (lengths == beside) & (self._letters[longer] == self._letters[shorter])
        are_streets = self._is_street[one] & self._is_street[other]
        may_be: NDArray[np.bool_] = is_within | shares | is_same | are_streets
        return may_be


def _bits(parts: Iterable[str]) -> int:
    """Each part sets one of 64 bits, the same in every run."""
    found = 0
    for part in parts:
        number = 0
        for letter in part:
            number = number * 31 + ord(letter)
        found |= 1 << (number * 0x9E3779B1 >> 7 & 63)
    return found
