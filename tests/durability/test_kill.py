"""kill -9 under load: what was acknowledged is there afterwards, once, and so are the accounts."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.durability.client import Crowd
from tests.durability.cluster import Cluster
from tests.durability.conftest import Found
from tests.durability.lengths import NOW
from tests.durability.place import (
    HASTY,
    IS_POSTGRESQL,
    PATH,
    SLUG,
    Insider,
    Place,
    is_alive,
    kill,
    pids_below,
)


@dataclass
class Killer:
    """Kills what runs for a city, and starts it again, by a lot that is the same each time."""

    place: Place
    inside: Insider
    crowd: Crowd
    lot: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    checked: int = 0
    faults: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.server, self.worker = self.place.start_server(), self.place.start_worker()

    def strike(self) -> None:
        """One kill: mostly the server, sometimes one of its processes first, the worker, or all."""
        self.await_load()
        what = self.lot.choices(("server", "part", "worker", "all"), (4, 1, 4, 1))[0]
        if what in ("worker", "all"):
            self.place.kill(self.worker)
        if what != "worker":
            below = pids_below(self.server.pid)
            first = self.lot.choice(below) if what == "part" and below else None
            self.place.kill(self.server, first=first)
        if what in ("worker", "all"):
            self.worker = self.place.start_worker()
        if what != "worker":
            self.server = self.place.start_server()
        self.check()

    def await_load(self) -> None:
        """Until the server acknowledges again, and a moment longer."""
        until = time.monotonic() + 20
        while self.crowd.count() == self.checked and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(self.lot.uniform(0, 0.25))

    def check(self) -> None:
        """Everything that was acknowledged since the last look."""
        heard = self.crowd.heard_since(self.checked)
        self.checked += len(heard)
        self.faults += self.inside("missing", acknowledged=[(a.receipt, a.text) for a in heard])

    def settle(self) -> list[str]:
        """When the load has ended: all of it once more, and the accounts."""
        self.crowd.end()
        self.checked = 0
        self.check()
        sent = {"online": len(self.crowd.acknowledged)}
        self.faults += self.inside("twice_or_half")
        self.faults += self.inside("accounts", slug=SLUG, sent=sent)
        return self.faults + self.crowd.strange


def killer(place: Place, inside: Insider) -> Killer:
    inside("plan", slug=SLUG)
    return Killer(place, inside, Crowd(place.port, PATH))


def test_after_each_kill_everything_acknowledged_is_there_once(
    found: Found, ask: Callable[[Place], Insider]
):
    place = found()
    killing = killer(place, ask(place))
    killing.start()
    killing.crowd.begin()
    for _kill in range(NOW.kills):
        killing.strike()
    assert killing.settle() == []
    # A proof about nothing would be none.
    assert len(killing.crowd.acknowledged) > NOW.kills


@pytest.mark.skipif(not IS_POSTGRESQL, reason="on SQLite the database is part of the server")
def test_when_the_database_is_killed_everything_acknowledged_is_there_once(
    found: Found, ask: Callable[[Place], Insider], cluster: Cluster
):
    """The server goes on by itself when its database is back."""
    place = found()
    killing = killer(place, ask(place))
    killing.server = place.start_server()
    killing.crowd.begin()
    for _kill in range(NOW.database_kills):
        killing.await_load()
        cluster.restart()
        killing.check()
    assert killing.settle() == []
    assert killing.server.poll() is None


def test_the_guard_finds_what_is_acknowledged_before_it_is_stored(
    found: Found, ask: Callable[[Place], Insider]
):
    place = found()
    place.application = HASTY
    killing = killer(place, ask(place))
    killing.start()
    killing.crowd.begin()
    for _kill in range(20):
        killing.strike()
        if killing.faults:
            break
    killing.crowd.end()
    assert any("is not there" in fault for fault in killing.faults)


def test_a_server_whose_first_process_is_killed_leaves_nothing_behind(found: Found):
    """`ratschlag serve` ends, and can be started again: nothing of it keeps the port."""
    place = found()
    tree = place.serve()
    everyone = pids_below(tree.pid)
    server = next(pid for pid in everyone if pids_below(pid))
    kill([server])
    assert tree.wait(timeout=30) == 1
    assert [pid for pid in everyone if is_alive(pid)] == []
    place.serve()
