"""What a second person would trip over: a weekday that is another, words that age, names misspelt."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

_DAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("Januar", "January"), ("Februar", "February"), ("März", "March"), ("April",),
            ("Mai", "May"), ("Juni", "June"), ("Juli", "July"), ("August",), ("September",),
            ("Oktober", "October"), ("November",), ("Dezember", "December"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_NUMBER_OF_DAY = {name: at for names in _DAYS.values() for at, name in enumerate(names)}
_NUMBER_OF_DAY["Sonnabend"] = 5
_DATED = re.compile(
    rf"\b(?P<name>{'|'.join(_NUMBER_OF_DAY)}),?\s+(?:the\s+|den\s+|dem\s+)?"
    rf"(?P<day>\d{{1,2}})\.?\s*(?:(?P<month>{'|'.join(_MONTHS)})|(?P<m>\d{{1,2}})\.)"
    r"(?:\s*(?P<year>\d{4}))?"
)
# Words that are wrong as soon as the day is over, in the languages in which staff write.
_AGEING = re.compile(
    r"\b(?:heute|morgen|gestern|übermorgen|vorgestern|derzeit|zurzeit|demnächst|kürzlich"
    r"|(?:nächste|kommende|vergangene|letzte|diese)[nrsm]?\s+(?:Woche|Monat|Jahr|Tage?n?"
    r"|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)"
    r"|(?:wird|werden)\s+(?:[\w.,]+\s+){0,8}?stattfinden|(?:findet|finden)\s+(?:[\w.,]+\s+){0,8}?statt"
    r"|today|tomorrow|yesterday|(?:next|last)\s+(?:week|month|year)"
    r"|will\s+take\s+place|takes?\s+place|recently|currently)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w-]*")
# From there on two words are the same word with a slip in it, and not two words.
_ALIKE = 0.82
_SHORTEST = 6


@dataclass(frozen=True)
class WrongDay:
    """A weekday that the day is not."""

    text: str
    is_number: int  # 0 for Monday


def wrong_weekdays(text: str, near: date) -> list[WrongDay]:
    """Days with another weekday than they have; one without its year is the nearest to `near`."""
    wrong = []
    for found in _DATED.finditer(text):
        day = _day_meant(found, near)
        if day is None:  # the 31st of June
            wrong.append(WrongDay(found[0], -1))
        elif day.weekday() != _NUMBER_OF_DAY[found["name"]]:
            wrong.append(WrongDay(found[0], day.weekday()))
    return wrong


def _day_meant(found: re.Match[str], near: date) -> date | None:
    """In December "Monday, 9 January" is of the year to come."""
    month = _MONTHS.get(found["month"] or "") or int(found["m"] or 0)
    years = [int(found["year"])] if found["year"] else range(near.year - 1, near.year + 2)
    days = []
    for year in years:
        with suppress(ValueError):
            days.append(date(year, month, int(found["day"])))
    return min(days, key=lambda day: abs(day - near), default=None)


def ageing_words(text: str) -> list[str]:
    """Words that say when, as seen from a day; each once, as they stand."""
    return list(dict.fromkeys(" ".join(found[0].split()) for found in _AGEING.finditer(text)))


def misspelt_names(text: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """What looks like a name and is not written so: (as it stands, as the organisation writes it).

    Names are compared as a whole, word for word; one that stands there as it should is left alone.
    """
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    found_so: dict[str, str] = {}
    for name in names:
        if len(name) < _SHORTEST or name in text:
            continue
        count = len(_WORD.findall(name))
        for at in range(len(words) - count + 1):
            stands = text[words[at][1] : words[at + count - 1][2]]
            if _is_slip(stands, name):
                found_so.setdefault(stands, name)
    return list(found_so.items())


def _is_slip(stands: str, name: str) -> bool:
    """Nearly the name: same beginning, a few letters other. A word in another case is no slip."""
    if abs(len(stands) - len(name)) > 3 or stands[:1].casefold() != name[:1].casefold():
        return False
    if stands.casefold().rstrip("sn") == name.casefold().rstrip("sn"):
        return stands.casefold() == name.casefold() and stands != name
    return SequenceMatcher(None, stands, name, autojunk=False).ratio() >= _ALIKE
