"""Finds words that may tell who somebody is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ratschlag.synthesis.compute.private.names import IN_A_STREET, NO_NAMES, name_patterns
from ratschlag.synthesis.compute.private.numbers import births, emails, ibans, phones, plates
from ratschlag.synthesis.compute.private.places import ADDRESSES

_DIGIT, _AT = re.compile(r"\d"), re.compile(r"[@(\[]")


class Kind(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PLATE = "plate"
    BIRTH = "birth"
    IBAN = "iban"


@dataclass(frozen=True)
class Found:
    """The characters from `start` to before `end`."""

    kind: Kind
    start: int
    end: int


def private_words(text: str, language: str = "") -> list[Found]:
    """What a person should look at before the text is published, in the order of the text.

    Where two finds overlap, the one that is surer stays: an account before a telephone number.
    """
    taken: list[Found] = []
    for found in _all(text, language):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _all(text: str, language: str) -> Iterator[Found]:
    """Every find, the surer kinds first."""
    # Most texts have no such sign, and then nothing of that kind: a million take half the time.
    if _AT.search(text):
        yield from (Found(Kind.EMAIL, start, end) for start, end in emails(text))
    if _DIGIT.search(text):
        for kind, spans in (
            (Kind.IBAN, ibans(text)),
            (Kind.BIRTH, births(text)),
            (Kind.ADDRESS, [found.span() for one in ADDRESSES for found in one.finditer(text)]),
            (Kind.PLATE, plates(text)),
            (Kind.PHONE, phones(text)),
        ):
            yield from (Found(kind, start, end) for start, end in spans)
    yield from (Found(Kind.NAME, start, end) for start, end in _names(text, language))


def _names(text: str, language: str) -> list[tuple[int, int]]:
    told = []
    for pattern in name_patterns(language):
        for found in pattern.finditer(text):
            start, end = found.span("name")
            words = text[start:end].split(" ")
            # "Frau Müller Ich finde": what is no name ends it; what begins so is none.
            for at, word in enumerate(words):
                if word[:1].isupper() and word.strip(".").casefold() in NO_NAMES:
                    words = words[:at]
                    break
            if words and not IN_A_STREET.match(text, start):
                told.append((start, start + len(" ".join(words))))
    return told
