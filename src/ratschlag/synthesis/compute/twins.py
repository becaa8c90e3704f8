"""Keeps apart what is worded alike and speaks of different places, things or numbers.

"A bench in Lindenstraße, please" and "A bench in Rosenstraße, please" are two wishes. Two
texts are twins, not the same, when each has a number, or a name, that the other does not
have. A word that is only left out, or mistyped, makes no twins.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_ENDS_SENTENCE = re.compile(r"[.!?:;–—\n(„“\"»«]\s*$")
_READ = 4000
_STREET = re.compile(
    r"(?:stra(?:ß|ss)e|str|platz|weg|allee|gasse|ring|ufer|damm|brücke|steig|markt|tor)$"
)
# The word beside it is a name, in scripts without capitals and by people who use none.
_PLACE_WORDS = frozenset(
    re.findall(
        r"\S+",
        "straße strasse str platz allee gasse stadtteil bezirk street road avenue square rue place "
        "boulevard quartier calle plaza barrio ulica ul plac aleja osiedle sokak sokağı cadde "
        "caddesi mahalle mahallesi meydanı вулиця вулиці вул площа площі улица улице ул площадь "
        "площади район شارع ساحة ميدان حي منطقة خیابان میدان محله کوچه بلوار đường phố quận phường",
    )
)


@dataclass(frozen=True)
class Wording:
    """What the guard looks at in a text: all its words, its names and its numbers."""

    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    # Words in order, where a text has no capitals that could tell a name.
    plain: tuple[str, ...]


# Who signs a letter is not what the letter speaks of: campaigns are signed by many.
_CLOSING = re.compile(
    r"\b(?:gr(?:ü|ue)(?:ß|ss)\w*|gru(?:ß|ss)|mfg|lg|hochachtungsvoll|regards|sincerely|yours|"
    r"cordialement|salutations|saludos|atentamente|pozdrawiam|saygılar\w*|"
    r"с уважением|з повагою|مع التحية|با احترام)\b[\s\S]{0,80}\Z",
    re.IGNORECASE,
)


def usual_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that somebody writes small: at the head of a sentence they are no names."""
    return frozenset(
        word for text in texts for word in _WORD.findall(text[:_READ]) if word[:1].islower()
    )


def wording(text: str, usual: frozenset[str] = frozenset()) -> Wording:
    text = _CLOSING.sub("", text[:_READ])
    words, names, numbers = [], set(), set()
    before, has_capitals = "", False
    for found in _WORD.finditer(text):
        word = found.group()
        small = word.casefold()
        words.append(small)
        # Most words are letters only: that is told at once.
        if not word.isalpha() and any(letter.isdigit() for letter in word):
            numbers.add(small)
        elif word[0].isupper():
            start = found.start()
            is_first = not start or _ENDS_SENTENCE.search(text[max(start - 3, 0) : start])
            has_capitals = has_capitals or not is_first
            if not is_first or small not in usual:
                names.add(small)
        elif before in _PLACE_WORDS or (len(small) > 6 and _STREET.search(small)):
            names.add(small)
        before = small
    plain = () if has_capitals else tuple(words)
    return Wording(frozenset(words), frozenset(names), frozenset(numbers), plain)


def are_twins(one: Wording, other: Wording) -> bool:
    """Whether the texts speak of different things, however alike they are worded."""
    if not one.numbers <= other.numbers and not other.numbers <= one.numbers:
        return True
    if _has_own(one, other) and _has_own(other, one):
        return True
    return _differ_in_few_places(one.plain, other.plain)


def _has_own(one: Wording, other: Wording) -> bool:
    """Whether the first text has a name that the other has in no spelling."""
    own = one.names - other.words
    if not own:
        return False
    # Mostly the other spelling is among the words that this text lacks: these first.
    rest = other.words - one.words
    return any(
        not any(are_spellings(name, word) for word in chain(rest, other.words & one.words))
        for name in own
    )


def _differ_in_few_places(one: Sequence[str], other: Sequence[str]) -> bool:
    """Without capitals: the same sentence with one or two other words in the same places."""
    if len(one) != len(other) or len(one) < 4:
        return False
    places = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if not 0 < len(places) <= 2:
        return False
    return any(min(len(a), len(b)) > 2 and not are_spellings(a, b) for a, b in places)


def is_street(word: str) -> bool:
    return bool(_STREET.search(word))


@lru_cache(maxsize=1 << 18)
def are_spellings(one: str, other: str) -> bool:
    """Whether the two may be one word, written in two ways or with a slip of the pen."""
    if is_street(one) and is_street(other):
        one, other = _STREET.sub("", one) or one, _STREET.sub("", other) or other
    # Two letters in each other's place are one slip.
    if sorted(one) == sorted(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(longer) > 2 * len(shorter) or len(shorter) < 2:
        return False
    pairs, others = _letter_pairs(one), _letter_pairs(other)
    if 2 * len(pairs & others) >= 0.6 * (len(pairs) + len(others)):
        return True
    slips = len(longer) // 3
    # Each letter that the other word lacks is a slip at least.
    return len(set(longer) - set(shorter)) <= slips and _is_within(shorter, longer, slips)


def _letter_pairs(word: str) -> set[str]:
    return {word[index : index + 2] for index in range(len(word) - 1)}


def _is_within(shorter: str, longer: str, slips: int) -> bool:
    """Whether so many letters put in, left out or exchanged lead from one to the other."""
    if len(longer) - len(shorter) > slips:
        return False
    # Myers' way: a column of the table of distances is two numbers, by their bits.
    places: dict[str, int] = {}
    for place, letter in enumerate(shorter):
        places[letter] = places.get(letter, 0) | 1 << place
    every, last = (1 << len(shorter)) - 1, 1 << (len(shorter) - 1)
    more, less, distance = every, 0, len(shorter)
    for letter in longer:
        equal = places.get(letter, 0)
        beside = ((equal & more) + more ^ more) | equal
        up, down = less | every & ~(beside | more), more & beside
        distance += bool(up & last) - bool(down & last)
        up, down = up << 1 | 1, down << 1
        more, less = (down | ~(equal | less | up)) & every, up & (equal | less) & every
    return distance <= slips
