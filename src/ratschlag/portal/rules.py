"""What residents can do now, and what they can do next."""

from dataclasses import dataclass
from datetime import date

from ratschlag.lib.dates import PartialDate


@dataclass(frozen=True)
class Invitation:
    """Which of the spans invites, whether it runs, and the days until it ends or begins.

    `days` is None where the day is not known; the last day itself counts as 0 days left.
    """

    index: int
    is_open: bool
    days: int | None


def invitation_among(
    spans: list[tuple[PartialDate, PartialDate]], today: date
) -> Invitation | None:
    """The first span that runs today, else the first that is still to come."""
    for index, (starts, ends) in enumerate(spans):
        if starts.has_begun(today) and not ends.is_over(today):
            return Invitation(index, True, (ends.last - today).days if ends.last else None)
    for index, (starts, _ends) in enumerate(spans):
        if not starts.has_begun(today):
            days = (starts.first - today).days if starts.first else None
            return Invitation(index, False, days)
    return None
