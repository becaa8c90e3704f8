"""No answer before the words are on disk: the system calls of many sendings, one by one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.durability.client import Visitor
from tests.durability.cluster import Cluster, why_not
from tests.durability.conftest import Found, cannot
from tests.durability.lengths import NOW
from tests.durability.place import CARELESS, HASTY, IS_POSTGRESQL, PATH, SLUG, Insider, Place
from tests.durability.trace import Order, calls, order_of, order_trace

Watch = Callable[[Place, int], tuple[int, Order]]


@contextmanager
def _traced(cluster: Cluster | None, strace: str, folder: Path) -> Iterator[None]:
    """On PostgreSQL the database's own processes are traced too: they write, not we."""
    if cluster is None:
        yield
        return
    cluster.restart(order_trace(strace, folder, *cluster.as_user))
    try:
        yield
    finally:
        cluster.restart()


@pytest.fixture
def watch(
    own_server: Cluster | None, ask: Callable[[Place], Insider], strace: str, tmp_path: Path
) -> Watch:
    """Answers the survey so often; says how many were acknowledged, and in which order the
    server worked."""
    if IS_POSTGRESQL and own_server is None:
        cannot(why_not())

    def watched(place: Place, count: int) -> tuple[int, Order]:
        place.under = order_trace(strace, tmp_path / "calls")
        heard = 0
        with _traced(own_server, strace, tmp_path / "calls-of-the-database"):
            ask(place)("plan", slug=SLUG)
            server = place.start_server()
            visitor = Visitor(place.port, PATH)
            for number in range(count):
                form = visitor.fetch()
                heard += bool(visitor.send(form, {form.areas[0]: f"Bank {number}."}).receipt)
            # strace has written down an answer when the same line has heard the next one.
            visitor.fetch()
            visitor.hang_up()
            place.kill(server)
        found = [call for folder in tmp_path.glob("calls*") for call in calls(folder)]
        return heard, order_of(found, _is_database, is_strict=not IS_POSTGRESQL)

    return watched


def _is_database(path: str) -> bool:
    return "/pg_wal/" in path or path.endswith((".sqlite3", ".sqlite3-wal", ".sqlite3-journal"))


def test_every_acknowledged_sending_was_synced_before(found: Found, watch: Watch):
    assert watch(found(), NOW.synced) == (NOW.synced, Order(answers=NOW.synced, faults=0))


def test_the_guard_finds_commits_that_are_not_synced(found: Found, watch: Watch):
    heard, order = watch(found(DJANGO_SETTINGS_MODULE=CARELESS), 20)
    assert (heard, order.answers) == (20, 20)
    assert order.faults >= 10


def test_the_guard_finds_receipts_that_are_handed_out_before_they_are_stored(
    found: Found, watch: Watch
):
    place = found()
    place.application = HASTY
    heard, order = watch(place, 20)
    assert (heard, order.answers) == (20, 20)
    assert order.faults >= 10
