"""A city with a survey that is open, on SQLite or PostgreSQL, and its real server."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from place import ROOT, Place, a_place, free_port

SLUG = "integrationskonzept"
PAGE = f"/de/verfahren/{SLUG}/befragung/"
_TABLES = ("survey_response", "survey_responsetext", "contributions_contribution")


@dataclass
class Cluster:
    """A PostgreSQL server with its defaults: one that runs, or one of our own."""

    url: str  # without the name of a database
    pid: int

    def run(self, sql: str, name: str = "postgres") -> str:
        parts = [f"{self.url}/{name}", "-v", "ON_ERROR_STOP=1", "-Atqc", sql]
        return subprocess.run(["psql", *parts], check=True, capture_output=True, text=True).stdout

    @contextlib.contextmanager
    def database(self, name: str) -> Iterator[str]:
        """An empty database of that name; it goes again at the end."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.run(f'CREATE DATABASE "{name}"')
        try:
            yield f"{self.url}/{name}"
        finally:
            self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def a_cluster(preload: str = "") -> Iterator[Cluster]:
    """A PostgreSQL server in a new folder, with its defaults but for where it listens.

    Its own one even where RATSCHLAG_TEST_POSTGRES names another: its processes are to be
    measured, and its disk to be slowed down. Raises FileNotFoundError where there is none.
    """
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not binaries:
        raise FileNotFoundError("PostgreSQL is not installed")
    folder, port = Path(tempfile.mkdtemp(prefix="ratschlag-bench-pg-")), free_port()
    programs = binaries[-1].parent
    if os.getuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    environment = os.environ | ({"LD_PRELOAD": preload} if preload else {})
    make = [*("-D", f"{folder}/db", "-U", "ratschlag", "-A", "trust", "-E", "UTF8")]
    _as_postgres([f"{programs}/initdb", *make, "--locale=C.UTF-8"], os.environ.copy())
    control = [f"{programs}/pg_ctl", "-D", f"{folder}/db", "-w"]
    _as_postgres([*control, "-o", options, "-l", f"{folder}/log", "start"], environment)
    try:
        pid = int((folder / "db" / "postmaster.pid").read_text().splitlines()[0])
        yield Cluster(f"postgresql://ratschlag@127.0.0.1:{port}", pid)
    finally:
        _as_postgres([*control, "-m", "fast", "stop"], os.environ.copy())
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(command: list[str], environment: dict[str, str]) -> None:
    extra = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
    subprocess.run(
        command, env=environment, check=True, stdout=subprocess.DEVNULL, cwd="/", **extra
    )


@dataclass
class Served:
    """A server that answers: where, its process, the seconds to its first answer."""

    port: int
    pid: int
    seconds: float


class Town:
    """A city of its own in a folder of its own."""

    def __init__(self, place: Place, port: int, database: str = "") -> None:
        self.place, self.port = place, port
        self.database = database or f"sqlite:///{place.folder}/ratschlag.sqlite3"
        self.is_sqlite = not database
        place.environment |= {
            "RATSCHLAG_DATABASE_URL": self.database,
            "RATSCHLAG_MODE": "production",
        }

    def found(self) -> None:
        """What `ratschlag init` does, and a survey as a coordinator would plan it."""
        self._run(
            *self.place.command("init", "--name", "Stadt Musterstadt", "--short-name"),
            *("Musterstadt", "--address", f"http://localhost:{self.port}"),
            *("--coordinator-name", "Kora", "--coordinator-email", "kora@example.org"),
        )
        self._run(sys.executable, str(ROOT / "benchmarks" / "intake_survey.py"))

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.place.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    @contextlib.contextmanager
    def served(self, *options: str, preload: str = "", **more: str) -> Iterator[Served]:
        """`ratschlag serve`, until the block ends."""
        command = self.place.command("serve", "--port", str(self.port), *options)
        environment = self.place.environment | more | ({"LD_PRELOAD": preload} if preload else {})
        with running(command, environment, self.port, PAGE) as served:
            yield served

    def stored(self) -> tuple[int, ...]:
        """Rows in the tables that a submission writes to."""
        ask = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in _TABLES)
        if self.is_sqlite:
            import sqlite3

            path = self.database.removeprefix("sqlite:///")
            with contextlib.closing(sqlite3.connect(path, timeout=20)) as connection:
                return tuple(connection.execute(ask).fetchone())
        done = subprocess.run(
            ["psql", self.database, "-Atqc", ask], check=True, capture_output=True, text=True
        )
        return tuple(map(int, done.stdout.strip().split("|")))


@contextlib.contextmanager
def running(
    command: list[str], environment: dict[str, str], port: int, page: str
) -> Iterator[Served]:
    """A server process, from its start to the end of the block."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(process, port, page)
        yield Served(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", port: int, page: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            with socket.create_connection(("127.0.0.1", port), timeout=0.2):
                pass
            request = urllib.request.Request(f"http://127.0.0.1:{port}{page}")
            request.add_header("Host", f"localhost:{port}")
            with opener.open(request, timeout=5) as answer:
                answer.read()
                return
        time.sleep(0.02)
    raise RuntimeError(f"the server at port {port} did not answer")


@contextlib.contextmanager
def a_town(database: str = "") -> Iterator[Town]:
    with a_place() as place:
        town = Town(place, free_port(), database)
        town.found()
        yield town
