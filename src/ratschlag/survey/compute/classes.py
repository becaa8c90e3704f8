"""Numbers and days put into classes: a single one could tell who said it."""

from collections.abc import Iterable
from decimal import Decimal
from math import floor

# So many classes are read at a glance.
_MOST = 10
_MONTHS = 24
_STEPS = (1, 2, 5)


def classes_of_numbers(values: Iterable[str]) -> dict[str, str]:
    """The class of each number, from the lowest up: "20..29" for whole numbers, "2.5..5" where
    the upper end is not in it any more; a few whole numbers stand for themselves."""
    numbers = sorted({Decimal(value): value for value in values}.items())
    if not numbers:
        return {}
    are_whole = all(number == int(number) for number, _value in numbers)
    low, high = numbers[0][0], numbers[-1][0]
    if are_whole and high - low < _MOST:
        return {value: str(int(number)) for number, value in numbers}
    width = _width(low, high, are_whole=are_whole)
    return {value: _class(number, width, are_whole=are_whole) for number, value in numbers}


def _width(low: Decimal, high: Decimal, *, are_whole: bool) -> Decimal:
    """The smallest round width with which there are few classes."""
    least = (high - low) / _MOST
    width = Decimal(1).scaleb(least.adjusted()) if least else Decimal(1)
    found = next(width * step for step in (*_STEPS, 10, 20) if width * step >= least)
    if floor(high / found) - floor(low / found) >= _MOST:
        found *= 2
    return max(found, Decimal(1)) if are_whole else found


def _class(number: Decimal, width: Decimal, *, are_whole: bool) -> str:
    first = floor(number / width) * width
    last = first + width - 1 if are_whole else first + width
    return _plain(first) if first == last else f"{_plain(first)}..{_plain(last)}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"


def classes_of_days(values: Iterable[str]) -> dict[str, str]:
    """The month of each day ("2016-09"), or its year where there are too many months."""
    days = sorted(values)
    length = 7 if len({day[:7] for day in days}) <= _MONTHS else 4
    return {day: day[:length] for day in days}
