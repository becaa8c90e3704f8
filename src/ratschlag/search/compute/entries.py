"""By which entries a document stands in the index.

A stream of them, set apart by spaces, is the same on both engines: first the words in their order
(so that phrases can be found), then, without order, `d=kurs` (the stem kurs, German), `d~achkurs`
(what a German word ends with, so that the beginning of an entry finds any part of a compound) and
`^deutschkurse` (the whole of a title).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from ratschlag.search.compute.fold import LONGEST_WORD, plain, words_in
from ratschlag.search.compute.stems import STEMMERS, stemmers_for

# So many words of a text are indexed: a book of fifty pages.
MOST_WORDS = 15_000
# So much PostgreSQL takes of a document: a million bytes, with 8 for each entry's place. A text
# that has more loses parts of compounds, then stems, at last its end.
_MOST_BYTES, _A_PLACE = 900_000, 8
# Parts of compounds that are shorter stand in too many words.
SHORTEST_PART = 4
_HYPHENED = re.compile(r"\w+(?:[-‐‑]\w+)+")


def entries_of(text: str, language: str) -> str:
    """The stream for a text."""
    words = [word.text for word in islice(words_in(text), MOST_WORDS)]
    return _stream(words, [*words, *_joined(text)], language)


def entries_of_title(title: str, language: str, *, also: str = "") -> str:
    """The stream for a title and other names of the same, with an entry for the whole of each."""
    words, others = ([word.text for word in words_in(each)] for each in (title, also))
    joined = [*_joined(title), *_joined(also)]
    stream = _stream([*words, *others], [*words, *others, *joined], language)
    return " ".join([stream, *(whole(each) for each in (words, others) if each)]).strip()


def whole(words: Iterable[str]) -> str:
    """The entry of a title that consists of these words."""
    return f"^{'_'.join(words)}"[:LONGEST_WORD]


def _joined(text: str) -> list[str]:
    """ "Sprach-Kurs" is found as "Sprachkurs", too."""
    joined = (re.sub(r"[-‐‑]", "", found[0]) for found in _HYPHENED.finditer(text))
    return [word.text for each in joined for word in words_in(each)]


def _stream(words: list[str], all_words: list[str], language: str) -> str:
    others = {entry for word in set(all_words) for entry in others_of(word, language)}
    # Stems ("d=") before parts ("d~").
    return " ".join(_fitting([*words, *sorted(others, key=lambda entry: (entry[1:2], entry))]))


def _fitting(entries: Iterable[str]) -> Iterator[str]:
    left = _MOST_BYTES
    for entry in entries:
        left -= len(entry.encode()) + _A_PLACE
        if left < 0:
            return
        yield entry


@lru_cache(maxsize=65536)
def others_of(word: str, language: str) -> frozenset[str]:
    """The entries of a folded word besides itself."""
    found = set()
    for letter in stemmers_for(word, language):
        found.add(f"{letter}={STEMMERS[letter](word)}")
        bare = plain(word)
        found.add(f"{letter}~{STEMMERS[letter](word) if letter == 'a' else bare}")
        if letter == "d":
            ends = range(1, len(bare) - SHORTEST_PART + 1)
            found |= {f"d~{bare[at:]}" for at in ends}
    return frozenset(found)
