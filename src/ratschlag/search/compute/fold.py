"""Words in a text, and how their letters are made alike."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Signs inside of a word that say nothing: soft hyphen, joiner, tatweel, Arabic vowel signs, accents
# that stand by themselves, the dot of easy German ("Sprach·kurs").
_SILENT = "\u00ad\u200d\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\u00b7\u02bc"
_APOSTROPHE = "(?<=[\u0400-\u04ff])['\u2019](?=[\u0400-\u04ff])"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_SILENT}]|{_APOSTROPHE})*")
_NOTHING = re.compile(rf"[{_SILENT}'\u2019]")
# Longer than any word that somebody looks for, shorter than what PostgreSQL refuses.
LONGEST_WORD = 60

# People type the letters that their keyboard has.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **{"ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ۀ": "ه", "ک": "ك"},
        **{"ı": "i", "ё": "е", "ґ": "г"},
        **{str(figure): str(value) for value, figure in enumerate("٠١٢٣٤٥٦٧٨٩")},
        **{str(figure): str(value) for value, figure in enumerate("۰۱۲۳۴۵۶۷۸۹")},
    }
)
_PLAIN = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "æ": "a", "œ": "o"})
# "Fluechtlinge" is "Flüchtlinge", but "neue" is not "nü".
_WRITTEN_OUT = re.compile(r"(?<![aeiouyq])([aou])e")


@dataclass(frozen=True)
class Word:
    """A word as it is compared, and where it stands in the text."""

    text: str
    start: int
    end: int


def words_in(text: str) -> Iterator[Word]:
    """The words of a text in their order; signs, emoji and punctuation are none."""
    for found in _WORD.finditer(text):
        if folded := fold(found[0]):
            yield Word(folded, found.start(), found.end())


def fold(word: str) -> str:
    """A word without case, vowel signs and variants of letters; "" if nothing is left of it.

    Letters that make another word (ü and u in German, ọ and o in Vietnamese) stay apart here.
    """
    word = unicodedata.normalize("NFKC", word[: 4 * LONGEST_WORD])
    word = unicodedata.normalize("NFC", _NOTHING.sub("", word.casefold().translate(_ALIKE)))
    # What is left of marks would be torn apart in the index of one engine.
    return "".join(sign for sign in word if sign.isalnum())[:LONGEST_WORD]


def plain(word: str) -> str:
    """A folded word as someone types it who hasn't its letters: "hoc" for "học", "turkce"."""
    if not is_latin(word):
        return word
    apart = unicodedata.normalize("NFD", word.translate(_PLAIN))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _WRITTEN_OUT.sub(r"\1", bare)


def is_latin(word: str) -> bool:
    return word[:1] <= "\u024f" or "\u1e00" <= word[:1] <= "\u1eff"


def is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u04ff"


def is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"
