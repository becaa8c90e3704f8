"""The points in time at which the model case can be looked at."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
EVENING = time(20)

# The points in time that have a name.
POINTS = {
    "T0": date(2016, 8, 23),
    "T1": date(2016, 9, 26),
    "T2": date(2016, 12, 12),
    "T3": date(2017, 3, 22),
    "T4": date(2018, 6, 30),
}


def moment(text: str) -> datetime:
    """ "T0", a day such as "2016-09-15" (20:00 in Berlin) or a full ISO time.

    Raises ValueError with a sentence that says what is possible.
    """
    if text.upper() in POINTS:
        return datetime.combine(POINTS[text.upper()], EVENING, ZONE)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a point in time. Examples: T0, T1, T2, T3, T4, "
            "2016-09-15 or 2016-09-15T08:30."
        ) from None
    if len(text) == len("2016-09-15"):
        found = datetime.combine(found.date(), EVENING)
    found = found if found.tzinfo else found.replace(tzinfo=ZONE)
    if found < FIRST_ACT:
        raise ValueError(f"The model case begins on {FIRST_ACT:%Y-%m-%d}; {text} lies before it.")
    return found


FIRST_ACT = datetime(2016, 8, 16, 18, tzinfo=ZONE)


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)
