"""What the tests of the council share: a day, a paper on its way, what the forms say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from ratschlag.council.models import (
    Amendment,
    AmendmentTarget,
    Consultation,
    Decision,
    OpenException,
    Paper,
    ResolutionPoint,
)
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import Entry

BEFORE, SUBMITTED, SESSION = date(2017, 1, 23), date(2017, 1, 30), date(2017, 3, 22)
NOTHING_SAVED = "Noch ist nichts gespeichert. Was Sie getippt haben, steht noch da."
# What a browser sends for half of a pair of surrogates.
HALF_A_PAIR = b"%ED%A0%80"


def on(day: date) -> None:
    """It is noon on that day."""
    set_clock(datetime.combine(day, time(12), UTC))


def the_line(verb: str) -> Entry:
    """The one line that says so; fails if there are two."""
    return Entry.objects.get(verb=verb)


def session_of(paper: Paper) -> Consultation:
    return paper.consultations.get(is_authoritative=True, reading=1)


@contextmanager
def nothing_written() -> Iterator[None]:
    """What is done inside leaves no trace: no row changed and no line in the journal."""
    before = _trace()
    yield
    assert _trace() == before


def _trace() -> list[object]:
    council = (Paper, ResolutionPoint, Consultation, Amendment, AmendmentTarget, Decision)
    return [
        list(table.objects.order_by("pk").values()) for table in (*council, OpenException, Entry)
    ]
