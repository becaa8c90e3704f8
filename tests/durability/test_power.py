"""Power cuts on SQLite: no acknowledged answer lost, nothing half-written, no corruption."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.durability.client import Crowd
from tests.durability.conftest import Found
from tests.durability.lengths import NOW
from tests.durability.place import CARELESS, HASTY, IS_POSTGRESQL, PATH, SLUG, Insider, Place
from tests.durability.power import Disk, Replay, timed
from tests.durability.trace import calls, data_trace

pytestmark = pytest.mark.skipif(
    IS_POSTGRESQL, reason="the replay reads SQLite's files; PostgreSQL's syncs are traced instead"
)

Record = Callable[[Place, int], Replay]


@pytest.fixture
def record(ask: Callable[[Place], Insider], strace: str, tmp_path: Path) -> Record:
    """Runs `ratschlag serve` until so many answers are acknowledged, and records every write."""

    def recorded(place: Place, count: int) -> Replay:
        insider = ask(place)
        insider("plan", slug=SLUG)
        assert not Path(f"{place.database}-wal").exists()
        disk = Disk(place.database)
        place.under = data_trace(strace, tmp_path / "written")
        tree = place.start_server() if place.application else place.serve()
        crowd = Crowd(place.port, PATH, people=4)
        crowd.begin(enough=lambda heard: heard >= count)
        crowd.wait()
        assert crowd.strange == []
        place.kill(tree)
        return Replay(disk, timed(calls(tmp_path / "written")), crowd.acknowledged)

    return recorded


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """Where thousands of disks are tried: in memory where there is such a folder."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


def test_whatever_a_power_cut_leaves_everything_acknowledged_is_there(
    found: Found, record: Record, scratch: Path
):
    replay = record(found(), NOW.recorded)
    replay.cut(NOW.power_cuts, scratch)
    assert replay.faults == []
    assert replay.states == NOW.power_cuts
    # All was replayed: the disk holds what the database held at the end.
    assert sum(call.name == "pwrite64" for _at, call in replay.calls) > NOW.recorded


@pytest.mark.parametrize("sabotage", ["commits are not synced", "receipts come first"])
def test_the_guard_finds_what_a_power_cut_would_lose(
    found: Found, record: Record, scratch: Path, sabotage: str
):
    is_careless = sabotage == "commits are not synced"
    place = found(**({"DJANGO_SETTINGS_MODULE": CARELESS} if is_careless else {}))
    place.application = "" if is_careless else HASTY
    replay = record(place, 20)
    replay.cut(400, scratch, enough=5)
    assert any(fault.startswith("lost: ") for fault in replay.faults), replay.faults
