"""The command `ratschlag`, run as people run it: in a process of its own, in an empty folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.house import ROOT

INIT = (
    "--name", "Stadt Musterstadt", "--short-name", "Musterstadt", "--languages", "de,ar",
    "--coordinator-name", "Kora", "--coordinator-email", "kora@musterstadt.example",
)  # fmt: skip


def free_port() -> int:
    """A port below 32768 that nobody uses at this moment."""
    for port in range(21000 + os.getpid() % 5000, 32000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


class Place:
    """An empty folder with nothing in the environment that belongs to Ratschlag."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RATSCHLAG", "DJANGO"))}
        self.environment = kept | {"RATSCHLAG_HOME": str(folder), "PYTHONPATH": str(ROOT / "src")}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "ratschlag.cli", *words]

    def run(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.environment | extra,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*words),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A demo loaded for T0."""
    place = Place(tmp_path_factory.mktemp("demo"))
    prepared.fill(place.folder)
    loaded = place.run("demo", "--no-serve")
    assert loaded.returncode == 0, loaded.stderr
    yield place


def get(port: int, path: str, host: str = "localhost") -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """Read what the process prints until the words come."""
    seen = ""
    assert process.stdout
    for line in process.stdout:
        seen += line
        if words in line:
            return seen
    raise AssertionError(f"ended without {words!r}:\n{seen}")


def test_without_a_verb_it_lists_all(place: Place):
    listed = place.run()
    assert listed.returncode == 0
    for verb in (
        "demo",
        "init",
        "serve",
        "worker",
        "clock",
        "doctor",
        "migrate",
        "createsuperuser",
    ):
        assert verb in listed.stdout


def test_an_empty_environment_refuses_and_says_all_that_is_missing(place: Place):
    refused = place.run("serve")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    for name in ("RATSCHLAG_SECRET_KEY", "RATSCHLAG_ADDRESS", "ratschlag init"):
        assert name in refused.stderr


def test_a_django_verb_refuses_as_clearly(place: Place):
    refused = place.run("migrate")
    assert refused.returncode == 1
    assert "RATSCHLAG_SECRET_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"--address": "mitreden"}, "not an address"),
        ({"--address": "http://mitreden.example.de"}, "https://"),
        ({"--languages": "de,xx"}, "xx"),
        ({"--languages": "en,ar"}, "German"),
        ({"--time-zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"--coordinator-email": "kora"}, "not an e-mail address"),
    ],
)
def test_init_refuses_what_can_not_be(place: Place, changes: dict[str, str], what: str):
    prepared.fill(place.folder)
    wanted = dict(zip(INIT[::2], INIT[1::2], strict=True))
    wanted |= {"--address": "https://mitreden.example.de"} | changes
    refused = place.run("init", *[word for pair in wanted.items() for word in pair])
    assert refused.returncode == 1
    assert what in refused.stderr
    assert "Traceback" not in refused.stderr


def test_init_asks_for_what_is_missing(place: Place):
    refused = place.run("init", "--name", "Musterstadt")
    assert refused.returncode == 1
    assert "--address, --coordinator-name, --coordinator-email" in refused.stderr


def test_a_city_of_ones_own(place: Place):
    port = free_port()
    address = f"http://localhost:{port}"
    founded = place.run("init", *INIT, "--address", address)
    assert founded.returncode == 0, founded.stderr
    link = re.search(r"http://localhost:\d+(/desk/konto/\S+)", founded.stdout)
    assert link
    secret = (place.folder / "environment").stat().st_mode & 0o777
    assert secret == 0o600

    again = place.run("init", *INIT, "--address", address)
    assert again.returncode == 1
    assert "already" in again.stderr

    with place.start("serve", "--port", str(port)) as server:
        try:
            wait_for(server, "Ratschlag is running")
            status, home = get(port, "/de/")
            assert (status, "Stadt Musterstadt" in home) == (200, True)
            assert "demo" not in home.lower()
            assert get(port, link[1])[0] in (200, 302)
            assert get(port, "/de/", host="evil.example")[0] == 400
            assert get(port, "/en/")[0] == 404
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=20) == 0
    with pytest.raises(OSError, match="refused"):
        get(port, "/healthz")


def test_a_demo_is_not_served_as_a_city(demo: Place):
    refused = demo.run("serve", RATSCHLAG_MODE="production", RATSCHLAG_ADDRESS="http://localhost")
    assert refused.returncode == 1
    assert "demo" in refused.stderr


def test_init_does_not_take_the_folder_of_a_demo(demo: Place):
    refused = demo.run("init", *INIT, "--address", "https://mitreden.example.de")
    assert refused.returncode == 1
    assert "holds a demo" in refused.stderr


def test_the_demo_loads_once_and_keeps_its_time(demo: Place):
    assert demo.run("demo", "--no-serve").returncode == 0
    assert demo.run("demo", "--no-serve", "--at", "T0").returncode == 0
    other = demo.run("demo", "--no-serve", "--at", "T4")
    assert other.returncode == 1
    assert "--reset" in other.stderr


def test_a_time_that_is_none_is_explained(demo: Place):
    for text in ("T9", "gestern", "2016-02-31", "1999-01-01"):
        refused = demo.run("demo", "--no-serve", "--at", text)
        assert refused.returncode == 1, text
        assert "Traceback" not in refused.stderr


def test_the_clock_of_a_demo_moves_forward_and_never_back(tmp_path: Path):
    prepared.fill(tmp_path)
    place = Place(tmp_path)
    assert place.run("demo", "--no-serve", "--at", "2016-09-15").returncode == 0
    assert place.run("clock").stdout.startswith("2016-09-15 20:0")
    assert place.run("clock", "2017-03-22").stdout.startswith("2017-03-22 20:0")
    back = place.run("clock", "2016-12-01")
    assert back.returncode == 1
    assert "forward" in back.stderr
    reset = place.run("demo", "--no-serve", "--at", "T0", "--reset")
    assert reset.returncode == 0, reset.stderr
    assert place.run("clock").stdout.startswith("2016-08-23 20:0")


def test_the_doctor_finds_a_demo_well(demo: Place):
    found = demo.run("doctor")
    assert found.returncode == 0, found.stdout
    for name in ("SQLite", "clock", "journal", "disk", "mail"):
        assert name in found.stdout


def test_a_port_that_is_taken_is_said(demo: Place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = demo.run("demo", "--port", str(port))
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr


def test_ctrl_c_ends_all_that_the_demo_started(demo: Place):
    port = free_port()
    with demo.start("demo", "--port", str(port)) as process:
        try:
            shown = wait_for(process, "Ctrl-C ends it")
            for role in ("coordinator@", "clerk@", "auditor@", "superuser@"):
                assert role in shown
            assert get(port, "/de/verfahren/integrationskonzept/")[0] == 200
            children = _children(process.pid)
            assert len(children) >= 2
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    until = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def _children(pid: int) -> list[int]:
    """All processes below one, as Linux knows them."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *_children(int(child))]
    return found
