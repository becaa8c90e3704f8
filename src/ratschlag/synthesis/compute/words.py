"""Texts that share words: the plain way to find what was said before, where numpy is not there."""

import re
from collections.abc import Sequence

# From so many words on it makes sense to look for others that say the same.
ENOUGH = 3
# Shorter ones stand in every text.
_SHORTEST = 4
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def is_enough(text: str) -> bool:
    return len(words_of(text)) >= ENOUGH


def telling_words(text: str, most: int = 6) -> list[str]:
    """The longest words of a text, each once: they tell most about it. The last one may be
    half typed, so it counts like the others."""
    found = {word for word in words_of(text) if len(word) >= _SHORTEST}
    return sorted(found, key=lambda word: (-len(word), word))[:most]


def nearest(
    text: str, others: Sequence[str], most: int, at_least: float
) -> list[tuple[int, float]]:
    """Which of the others share the most words with a text, and which part of its words."""
    own = set(words_of(text))
    found = []
    for index, other in enumerate(others):
        theirs = set(words_of(other))
        share = len(own & theirs) / len(own) if own else 0.0
        if share >= at_least:
            found.append((index, share))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]
