"""Texts that say nearly the same letter by letter: linked, never merged or deleted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.blocks import block_pairs
from ratschlag.synthesis.compute.board import CAMPAIGN
from ratschlag.synthesis.compute.folding import Folding, portions
from ratschlag.synthesis.compute.groups import Pair, groups_of
from ratschlag.synthesis.compute.guard import Guard
from ratschlag.synthesis.compute.lookup import Lookup
from ratschlag.synthesis.compute.pairs import Indices, Pairs, all_pairs, cosine_of, work_for
from ratschlag.synthesis.compute.spaces import Floats, Progress
from ratschlag.synthesis.compute.twins import usual_words, wording
from ratschlag.synthesis.compute.weights import AT_LEAST, grams_of, rarity_of

__all__ = ["AT_LEAST", "Duplicates", "Lookup", "across_languages", "near_duplicates"]

# Up to so many different texts, and so many products, every pair is compared.
_EXACT_UP_TO, _WORK_UP_TO = 200_000, 4e11


@dataclass(frozen=True)
class Duplicates:
    """Which texts of a run are near-duplicates of which."""

    pairs: list[Pair]
    # The number of each text's group, by its smallest index; -1 for a text alone.
    groups: NDArray[np.int64]
    # Texts that are equal but for capitals, spaces and punctuation.
    campaigns: list[list[int]]
    # "exact", or "blocks" with the share that was found of a sample's nearest.
    method: str = "exact"
    recall: float | None = None
    # Pairs that are worded alike, and speak of different places, things or numbers.
    apart: list[Pair] = field(default_factory=list)


def near_duplicates(
    texts: Sequence[str],
    *,
    at_least: float = AT_LEAST,
    languages: Sequence[str] | None = None,
    progress: Progress | None = None,
    exact_up_to: int = _EXACT_UP_TO,
) -> Duplicates:
    """Every pair of texts whose character n-grams have this cosine, and the groups they form.

    Equal texts are chained (the second to the first, the third to the second), so that ten
    thousand of them are ten thousand pairs rather than fifty million. With `languages`, texts
    in different ones are no duplicates here: `across_languages` finds those.
    """
    same = _equal_texts(texts)
    firsts = np.array([members[0] for members in same], dtype=np.int64)
    grams = grams_of([texts[index] for index in firsts])
    rarity = rarity_of(grams.seen_in(), len(grams))
    rows = grams.weighed(rarity)
    is_exact = len(grams) <= exact_up_to and work_for(rows) <= _WORK_UP_TO
    recall = None
    if is_exact:
        found = all_pairs(rows, at_least, progress)
    else:
        found, recall = block_pairs(grams, rarity, rows, at_least)
    found = Pairs(firsts[found.first], firsts[found.second], np.minimum(found.cosine, 1))
    if languages is not None:
        codes = np.unique(np.array(languages, dtype=np.str_), return_inverse=True)[1]
        found = found.chosen(codes[found.first] == codes[found.second])
    pairs, apart = _parted_twins(texts, found)
    for members in same:
        pairs += [(one, other, 1.0) for one, other in zip(members, members[1:], strict=False)]
    pairs.sort()
    place_of = {index: place for place, members in enumerate(same) for index in members}

    def may_join(one: int, other: int) -> bool:
        one, other = place_of[one], place_of[other]
        return one == other or cosine_of(rows, one, other) >= at_least / 2

    groups = groups_of(len(texts), pairs, apart, may_join)
    campaigns = [members for members in same if len(members) >= CAMPAIGN]
    method = "exact" if is_exact else "blocks"
    return Duplicates(pairs, groups, campaigns, method, recall, apart)


def _equal_texts(texts: Sequence[str]) -> list[list[int]]:
    """Texts with equal letters together, in the order of their first; without letters, none."""
    same: defaultdict[bytes, list[int]] = defaultdict(list)
    folding, index = Folding(), 0
    for portion in portions(texts):
        for mark in folding.fold(portion).marks():
            if mark:
                same[mark].append(index)
            index += 1
    return list(same.values())


def _parted_twins(texts: Sequence[str], found: Pairs) -> tuple[list[Pair], list[Pair]]:
    """The pairs that say the same, and those that speak of different things."""
    asked: Indices = np.union1d(found.first, found.second)
    usual = usual_words(texts[index] for index in asked)
    guard = Guard(wording(texts[index], usual) for index in asked)
    places = np.searchsorted(asked, found.first), np.searchsorted(asked, found.second)
    is_twin = guard.twins(*places)
    return found.chosen(~is_twin).listed(), found.chosen(is_twin).listed()


def across_languages(
    vectors: Floats, languages: Sequence[str], *, at_least: float = 0.6
) -> list[Pair]:
    """Pairs in different languages whose centred vectors are near: for a person to look at."""
    codes = np.unique(np.array(languages, dtype=np.str_), return_inverse=True)[1]
    found: list[Pair] = []
    for begin in range(0, len(vectors), 1024):
        product = vectors[begin : begin + 1024] @ vectors.T
        one, other = np.nonzero(product >= np.float32(at_least))
        is_asked = (one + begin < other) & (codes[one + begin] != codes[other])
        one, other = one[is_asked], other[is_asked]
        near = product[one, other].tolist()
        found += zip((one + begin).tolist(), other.tolist(), near, strict=True)
    return found
