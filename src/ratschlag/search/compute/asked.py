"""What someone asks for: words and phrases, each with the entries that answer it.

Whatever is typed is words; nothing in it is an operator but quotation marks that come in pairs.
"""

import re
from dataclasses import dataclass, replace

from ratschlag.search.compute.entries import SHORTEST_PART, whole
from ratschlag.search.compute.fold import words_in
from ratschlag.search.compute.stems import STEMMERS, german, stemmers_for
from ratschlag.search.compute.stops import STOPS

LONGEST_QUESTION = 200
MOST_TERMS = 8
_QUOTED = re.compile('["„“”«»]([^"„“”«»]+)["„“”«»]')
_WITH_HYPHENS = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
# Compounds are taken apart from this length on.
_LONG = 8


@dataclass(frozen=True)
class Term:
    """A word, or a phrase of several, and what answers it: the better, the earlier.

    `insides` are beginnings of entries. `pairs` are the two halves of a compound; both have to
    be there, as beginnings.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...] = ()
    insides: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    """Terms that all have to be there. `phrase` are the words in a row, which is better still;
    `title` is the entry of a title that says just this."""

    terms: tuple[Term, ...]
    phrase: tuple[str, ...]
    title: str


def asked_for(question: str) -> Asked:
    """What is asked for; no terms if nothing in it is a word."""
    question = question[:LONGEST_QUESTION]
    phrases = [_words(found[1]) for found in _QUOTED.finditer(question)]
    unquoted = _QUOTED.sub(" ", question)
    joined = [_term_of_joined(found[0]) for found in _WITH_HYPHENS.finditer(unquoted)]
    rest = _words(_WITH_HYPHENS.sub(" ", unquoted))
    every = _words(question)
    telling = [word for word in rest if word not in STOPS]
    if not telling and not joined and not any(phrases):
        telling = list(rest)
    terms = [Term(words) for words in phrases if len(words) > 1] + joined
    terms += [term_of(words[0]) for words in phrases if len(words) == 1]
    terms += [term_of(word) for word in dict.fromkeys(telling)]
    return Asked(tuple(terms[:MOST_TERMS]), every if len(every) > 1 else (), whole(every))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_in(text))


def term_of(word: str) -> Term:
    """A single word, in whatever language it may be."""
    stems = [(letter, STEMMERS[letter](word)) for letter in stemmers_for(word, None)]
    return Term(
        words=(word,),
        stems=tuple(f"{letter}={stem}" for letter, stem in stems),
        insides=tuple(f"{letter}~{stem}" for letter, stem in stems if _tells(letter, stem)),
        pairs=tuple(_halves(word)) if "d" in dict(stems) else (),
    )


def _term_of_joined(text: str) -> Term:
    """ "Kita-Platz", "M02-1": its words in a row, the same without hyphens, or its parts apart."""
    words = _words(text)
    bare = "".join(words)
    whole_word = term_of(bare)
    parts = [f"d~{german(word)}" for word in words]
    apart = len(parts) == 2 and bare.isalpha()
    return replace(whole_word, words=words, pairs=((parts[0], parts[1]),) if apart else ())


def _tells(letter: str, stem: str) -> bool:
    """Whether a stem is long enough to be looked for in other words."""
    return len(stem) >= (3 if letter == "a" else SHORTEST_PART)


def _halves(word: str) -> list[tuple[str, str]]:
    """Where a German compound may be joined, with the s between its halves or without."""
    stem = german(word)
    if len(stem) < _LONG or not stem.isalpha():
        return []
    found = []
    for at in range(SHORTEST_PART, len(stem) - SHORTEST_PART + 1):
        first, second = stem[:at], stem[at:]
        found.append((f"d={first}", f"d={second}"))
        if first.endswith("s") and len(first) > SHORTEST_PART:
            found.append((f"d={first[:-1]}", f"d={second}"))
    return found
