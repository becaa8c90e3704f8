"""A city to be killed, unplugged and raced for; what a machine lacks is said, in CI it is a fault."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.durability.cluster import Cluster, own_cluster, why_not
from tests.durability.place import IS_POSTGRESQL, SERVER, Insider, Place, copied, founded


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "durability" in item.path.parts:
            item.add_marker(pytest.mark.slow)


def cannot(why: str) -> None:
    """Skip, and say why; where everything has to run (RATSCHLAG_TEST_ALL) it is a failure."""
    if os.environ.get("RATSCHLAG_TEST_ALL") == "1":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def own_server() -> Iterator[Cluster | None]:
    """A PostgreSQL server to be traced and killed; None on SQLite, and where there can't be one."""
    if not IS_POSTGRESQL or why_not():
        yield None
        return
    with own_cluster() as cluster:
        cluster.start()
        yield cluster


@pytest.fixture
def cluster(own_server: Cluster | None) -> Cluster:
    if own_server is None:
        cannot(why_not() or "only on PostgreSQL")
    assert own_server
    return own_server


@pytest.fixture(scope="session")
def template(
    own_server: Cluster | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """The city of which all others are copies."""
    server = own_server.url if own_server else SERVER if IS_POSTGRESQL else ""
    with founded(tmp_path_factory.mktemp("durable") / "city", server) as place:
        yield place


Found = Callable[..., Place]


@pytest.fixture
def found(template: Place, tmp_path: Path) -> Iterator[Found]:
    """Founds cities; a word more is a variable of their environment."""
    with ExitStack() as stack:

        def one(name: str = "city", **environment: str) -> Place:
            return stack.enter_context(copied(template, tmp_path / name, **environment))

        yield one


@pytest.fixture
def ask() -> Iterator[Callable[[Place], Insider]]:
    """Who can be asked about a city from inside."""
    insiders: list[Insider] = []

    def of(place: Place) -> Insider:
        insiders.append(Insider(place.environment))
        return insiders[-1]

    yield of
    for insider in insiders:
        insider.end()


@pytest.fixture
def strace() -> str:
    path = shutil.which("strace")
    if not path:
        cannot("strace is not installed (Debian: apt install strace)")
    return str(path)
