"""Light stemmers: they take endings off, the same way when a text is indexed and when one searches.

None of them knows words. Where two words meet in one stem that have nothing to do with each other,
the exact word still stands above in the results.
"""

import re
from collections.abc import Callable

from ratschlag.search.compute.fold import is_arabic, is_cyrillic, is_latin, plain


def _without(word: str, endings: tuple[str, ...], least: int) -> str:
    """The word without the first of the endings that leaves at least so many letters."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


_GERMAN = ("erinnen", "erin", "innen", "ern", "em", "en", "er", "es", "e")
# "des Vereins", but "der Kurs".
_GENITIVE = re.compile("(?<!kur|pul|hal|fel)(?<=[bdfghklmnrt])(?<!ch)s$")


def german(word: str) -> str:
    word = plain(word)
    stem = _without(word, _GERMAN, 3)
    if stem != word or len(word) < 5:
        return stem
    if _GENITIVE.search(word):
        return german(word[:-1])
    return word[:-1] if word.endswith(("ln", "rn")) else word


def english(word: str) -> str:
    word = plain(word)
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    shorter = _without(word, ("ing", "ed", "ly"), 3)
    if shorter != word and len(shorter) > 3 and shorter[-1] == shorter[-2] not in "lsz":
        shorter = shorter[:-1]
    return _without(shorter, ("e", "y"), 3)


_TURKISH = (
    *("larindan", "lerinden", "larinda", "lerinde", "larinin", "lerinin", "lardan", "lerden"),
    *("larda", "lerde", "larin", "lerin", "imizin", "umuzun", "lari", "leri", "lara", "lere"),
    *("imiz", "umuz", "iniz", "unuz", "sinin", "sunun", "sinda", "sinde", "lar", "ler"),
    *("nin", "nun", "yla", "yle", "nda", "nde", "dan", "den", "tan", "ten", "in", "un"),
    *("im", "um", "si", "su", "yi", "yu", "ya", "ye", "na", "ne", "ni", "nu", "da", "de"),
    *("ta", "te", "i", "u", "a", "e"),
)
_HARD = {"b": "p", "d": "t", "g": "k"}


def turkish(word: str) -> str:
    word = plain(word)
    for _ending in range(2):
        word = _without(word, _TURKISH, 4)
    return word[:-1] + _HARD.get(word[-1], word[-1]) if len(word) > 3 else word


_SLAVIC = (
    *("иями", "ями", "ами", "ыми", "ими", "иях", "иям", "ией", "ием", "ого", "его", "ому", "ему"),
    *("ться", "тися", "ують", "ает", "ють", "уть", "ії", "ію", "ія", "ії", "ою", "ею", "єю"),
    *("ия", "ие", "ии", "ию", "ий", "ый", "ой", "ей", "ій", "ая", "яя", "ое", "ее", "ої", "ую"),
    *("юю", "ые", "ье", "ья", "ью", "ьё", "ах", "ях", "ов", "ев", "ів", "їв", "ам", "ям", "ом"),
    *("ем", "єм", "им", "ым", "их", "ых", "ти", "ть", "а", "я", "о", "е", "є", "и", "і", "ї"),
    *("ы", "у", "ю", "ь", "й"),
)


def slavic(word: str) -> str:
    """Russian and Ukrainian: their endings hardly come in each other's way."""
    return _without(word, _SLAVIC, 3)


_ARTICLES = ("وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_ARABIC = ("هايي", "هاي", "ها", "ات", "ان", "ون", "ين", "يه", "تر", "ه", "ي")


def arabic(word: str) -> str:
    """Arabic and Persian: the article with what is joined to it, plurals, feminine endings."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            word = word[len(article) :]
            break
    else:
        if word.startswith("لل") or (word.startswith("و") and len(word) > 4):
            word = word[1:]
    return _without(word, _ARABIC, 3)


STEMMERS: dict[str, Callable[[str], str]] = {
    "d": german,
    "e": english,
    "t": turkish,
    "v": plain,
    "r": slavic,
    "a": arabic,
}
_LATIN = {"de": "d", "de-easy": "d", "en": "e", "tr": "t", "vi": "v"}
EVERY_LATIN = "detv"


def stemmers_for(word: str, language: str | None) -> str:
    """The letters of the stemmers for a word in a text of that language (None: not known)."""
    if is_cyrillic(word):
        return "r"
    if is_arabic(word):
        return "a"
    if not is_latin(word) or word.isdecimal():
        return "v"
    # A Latin word among Arabic or Cyrillic ones is mostly a German name.
    return EVERY_LATIN if language in (None, "und") else _LATIN.get(language or "", "d")
