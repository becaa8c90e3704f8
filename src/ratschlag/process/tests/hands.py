"""What the tests of the plan share: a milestone, a line of the journal, what the forms say."""

from collections.abc import Iterator
from contextlib import contextmanager

from ratschlag.journal.models import Entry
from ratschlag.lib.dates import parse_partial_date
from ratschlag.process.actions import set_milestone
from ratschlag.process.models import Milestone, Phase, Process

PLAN = "/desk/plan/"
NEW_MILESTONE = "/desk/plan/klima/meilenstein/neu/"
NOTHING_SAVED = "Noch ist nichts gespeichert. Was Sie getippt haben, steht noch da."
NO_DATE = "Das ist kein Datum. Beispiele: 16.8.2016, August 2016, Q1 2017 oder 2017."


def a_milestone(process: Process, title: str = "Beschluss", due: str = "Q1 2017") -> Milestone:
    milestone = Milestone(process=process, title=title)
    return set_milestone(milestone, due=parse_partial_date(due), by=None)


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
    tables = (Process, Phase, Milestone, Entry)
    return [list(table.objects.order_by("pk").values()) for table in tables]
