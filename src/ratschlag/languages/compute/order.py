"""In which order words stand in a list of a language."""

import unicodedata

# Where the alphabet goes otherwise than the numbers of its letters do. Elsewhere a letter with a
# mark stands with the one without: "Ämter" beside "Amt".
_ALPHABETS = {
    "fa": "ءآابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "vi": "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz",
}
# Vietnamese tones, and the stress in other languages: no letter of their own.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SMALL_TURKISH = str.maketrans("Iİ", "ıi")
_PERSIAN = str.maketrans("يك", "یک")


def place_of(word: str, language: str) -> list[tuple[bool, int]]:
    """The place of a word among others, to sort by."""
    alphabet = _ALPHABETS.get(language, "")
    word = word.translate(_SMALL_TURKISH) if language == "tr" else word.translate(_PERSIAN)
    return [
        (letter in alphabet, alphabet.index(letter) if letter in alphabet else ord(letter))
        for letter in _letters(word.casefold(), alphabet)
    ]


def _letters(word: str, alphabet: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if sign not in _TONES)
    return "".join(
        letter if letter in alphabet else _without_marks(letter)
        for letter in unicodedata.normalize("NFC", bare)
    )


def _without_marks(letter: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(sign)
    )
