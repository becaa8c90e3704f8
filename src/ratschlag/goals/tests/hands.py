"""What the tests of goals and measures share: a field, sheets as their forms send them."""

from collections.abc import Iterator
from contextlib import contextmanager

from ratschlag.goals.models import Goal, Measure, MeasurePartner, Origin
from ratschlag.journal.models import Entry
from ratschlag.process.models import Field

MEASURES = "/desk/massnahmen/"
NEW_MEASURE = "/desk/massnahmen/klima/neu/"
GOALS = "/desk/ziele/"
NEW_GOAL = "/desk/ziele/klima/neu/"
# With NUL, which PostgreSQL refuses.
BROKEN = "Bäume\x00"


def a_sheet(field: Field, **changes: object) -> dict[str, object]:
    """A measure as its form sends it."""
    wanted = {"title": "Bäume pflanzen", "field": field.pk, "funding": "open"}
    return wanted | changes


def a_wish(field: Field | None, **changes: object) -> dict[str, object]:
    """A goal as its form sends it."""
    wanted = {"title": "Es wird kühler.", "level": "action", "field": field.pk if field else ""}
    return wanted | changes


def the_line(verb: str) -> Entry:
    """The one line that says so; fails if there are two."""
    return Entry.objects.get(verb=verb)


@contextmanager
def nothing_written() -> Iterator[None]:
    """What is done inside leaves no trace: no row changed and no line in the journal."""
    before = _trace()
    yield
    assert _trace() == before


def _trace() -> list[object]:
    tables = (Goal, Measure, MeasurePartner, Origin, Entry)
    return [list(table.objects.order_by("pk").values()) for table in tables]
