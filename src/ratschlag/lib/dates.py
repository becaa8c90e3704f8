"""Dates as precise as they are known: a day, a month, a quarter, a year, or not at all."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel import Locale
from babel.dates import format_date, format_skeleton


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PartialDate:
    """A span of one day, month, quarter or year, or an unknown time.

    `first` is the first day of the span; None if and only if the precision is UNKNOWN.
    Raises ValueError when `first` is not the first day of such a span.
    """

    first: date | None = None
    precision: Precision = Precision.UNKNOWN

    def __post_init__(self) -> None:
        if (self.first is None) != (self.precision is Precision.UNKNOWN):
            raise ValueError("a date has a day if and only if its precision is known")
        if self.first and self.first != first_day(self.first, self.precision):
            raise ValueError(f"{self.first} does not begin a {self.precision}")

    @property
    def is_known(self) -> bool:
        return self.first is not None

    @property
    def last(self) -> date | None:
        """The last day of the span."""
        if self.first is None:
            return None
        months = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}
        if self.precision not in months:
            return self.first
        month = self.first.month + months[self.precision] - 1
        return date(self.first.year, month, calendar.monthrange(self.first.year, month)[1])

    def is_over(self, today: date) -> bool:
        """Whether the whole span lies before `today`; an unknown time is never over."""
        return self.last is not None and self.last < today

    def has_begun(self, today: date) -> bool:
        return self.first is not None and self.first <= today

    def isoformat(self) -> str:
        """For `<time datetime>` and interchange: 2016-08-16, 2008-06, 2017-Q1 (EDTF has no
        quarter; this is the form of SDMX), 2002, or nothing."""
        if self.first is None:
            return ""
        return {
            Precision.DAY: self.first.isoformat(),
            Precision.MONTH: f"{self.first:%Y-%m}",
            Precision.QUARTER: f"{self.first.year}-Q{(self.first.month + 2) // 3}",
            Precision.YEAR: f"{self.first:%Y}",
        }[self.precision]

    def in_html(self) -> str:
        """The value for `<time datetime>`; empty where HTML has no form for it (a quarter)."""
        return "" if self.precision is Precision.QUARTER else self.isoformat()


UNKNOWN = PartialDate()


def first_day(day: date, precision: Precision) -> date:
    """The first day of the span of that precision in which `day` lies."""
    if precision is Precision.MONTH:
        return day.replace(day=1)
    if precision is Precision.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if precision is Precision.YEAR:
        return day.replace(month=1, day=1)
    return day


_FORMS = (
    (Precision.DAY, re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")),
    (Precision.DAY, re.compile(r"(?P<d>\d{1,2})\.\s*(?P<m>\d{1,2})\.\s*(?P<y>\d{4})")),
    (Precision.MONTH, re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})")),
    (Precision.MONTH, re.compile(r"(?P<m>\d{1,2})\s*[./]\s*(?P<y>\d{4})")),
    (Precision.QUARTER, re.compile(r"(?P<y>\d{4})-?\s*Q(?P<q>[1-4])", re.I)),
    (Precision.QUARTER, re.compile(r"Q(?P<q>[1-4])\s*[/ ]?\s*(?P<y>\d{4})", re.I)),
    (Precision.QUARTER, re.compile(r"(?P<q>[1-4])\.\s*quartal\s*(?P<y>\d{4})", re.I)),
    (Precision.QUARTER, re.compile(r"(?P<q>[1-4])(st|nd|rd|th) quarter( of)? (?P<y>\d{4})", re.I)),
    (Precision.YEAR, re.compile(r"(?P<y>\d{4})")),
)
_NAMED_MONTH = re.compile(
    r"(?:(?P<d>\d{1,2})\.?\s+)?(?P<name>[^\W\d]+)\.?\s+(?P<y>\d{4})", re.UNICODE
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


def parse_partial_date(text: str) -> PartialDate:
    """Read what a person typed: "16.8.2016", "August 2016", "Q1 2017", "1. Quartal 2017", "2002".

    Nothing typed means an unknown time. Raises ValueError when it can't be read, or when
    there is no such day.
    """
    text = " ".join(text.split())
    if not text:
        return UNKNOWN
    for precision, form in _FORMS:
        if found := form.fullmatch(text):
            parts = {name: int(value) for name, value in found.groupdict().items()}
            month = parts.get("m", parts.get("q", 1) * 3 - 2)
            return _span(parts["y"], month, parts.get("d", 1), precision)
    if (found := _NAMED_MONTH.fullmatch(text)) and (month := _month_named(found["name"])):
        precision = Precision.DAY if found["d"] else Precision.MONTH
        return _span(int(found["y"]), month, int(found["d"] or 1), precision)
    raise ValueError(f"not a date: {text!r}")


def _span(year: int, month: int, day: int, precision: Precision) -> PartialDate:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"not a year of this time: {year}")
    return PartialDate(date(year, month, day), precision)


def _month_named(name: str) -> int:
    """1 to 12 for a month's name or its abbreviation in German or English, else 0."""
    for language in ("de", "en"):
        months = Locale(language).months["format"]
        for width in ("wide", "abbreviated"):
            for number, month in months[width].items():
                if month.rstrip(".").casefold() == name.casefold():
                    return int(number)
    return 0


def locale_of(language: str) -> Locale:
    """The locale whose dates a language of ours uses: easy German uses German, English is British,
    as in the papers of German cities."""
    return Locale.parse("en_GB" if language == "en" else language.split("-")[0])


def in_words(value: PartialDate, language: str, *, weekday: bool = False) -> str:
    """A date as that language writes it. Empty if unknown."""
    if value.first is None:
        return ""
    locale = locale_of(language)
    if value.precision is Precision.DAY:
        return str(format_date(value.first, "full" if weekday else "long", locale=locale))
    form = {Precision.MONTH: "LLLL y", Precision.QUARTER: "QQQQ y", Precision.YEAR: "y"}
    return str(format_date(value.first, form[value.precision], locale=locale))


def beginning_in_words(start: date, end: date, language: str) -> str:
    """The beginning of a span of days, without what its end says anyway: "5." of "25 September
    2016", "26. September" of "30. November 2016"."""
    locale = locale_of(language)
    if start.year != end.year:
        return str(format_date(start, "long", locale=locale))
    if start.month != end.month:
        return str(format_skeleton("MMMMd", start, locale=locale))
    return f"{start.day}." if locale.language == "de" else str(start.day)


def as_typed(value: PartialDate) -> str:
    """The form in which a person may type the same date again."""
    if value.first is None:
        return ""
    return {
        Precision.DAY: f"{value.first:%d.%m.%Y}",
        Precision.MONTH: f"{value.first:%m/%Y}",
        Precision.QUARTER: f"Q{(value.first.month + 2) // 3} {value.first.year}",
        Precision.YEAR: f"{value.first:%Y}",
    }[value.precision]
