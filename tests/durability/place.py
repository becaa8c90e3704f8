"""A city of its own for each proof: founded by `ratschlag init`, run as `ratschlag serve` runs it.

Nothing here goes through pytest's test database: the settings are those of a city.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ratschlag.cli.tree import web_command, worker_command
from tests import prepared
from tests.house import ROOT
from tests.test_command import free_port

SERVER = os.environ.get("RATSCHLAG_DATABASE_URL", "")
IS_POSTGRESQL = SERVER.startswith("postgresql")
SLUG = "klima"
PATH = f"/de/verfahren/{SLUG}/befragung/"
HASTY = "tests.durability.sabotage.hasty:application"
CARELESS = "tests.durability.sabotage.careless"
NAIVE = "tests.durability.sabotage.naive"
INIT = (
    *("--name", "Stadt Musterstadt", "--short-name", "Musterstadt", "--languages", "de,ar"),
    *("--coordinator-name", "Kora", "--coordinator-email", "kora@musterstadt.example"),
)


def pids_below(pid: int) -> list[int]:
    """All processes below one, as Linux knows them, the nearest first."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, path.read_text().split()):
                found += [child, *pids_below(child)]
    return found


def victims(pid: int, is_traced: bool) -> list[int]:
    """A process and all below it; strace itself is let go on, it ends and writes by itself when
    there is nothing left to be traced."""
    return pids_below(pid) if is_traced else [pid, *pids_below(pid)]


def kill(pids: Sequence[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def own_database(server: str, template: str = "") -> Iterator[str]:
    """A database of its own on a PostgreSQL server, as an address; empty or like `template`."""
    import psycopg  # noqa: PLC0415  only where there is a server

    name = f"durable_{secrets.token_hex(4)}"
    like = f' TEMPLATE "{template.rpartition("/")[2]}"' if template else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{like}')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Insider:
    """A process that looks at the city's database through the city's own code.

    It closes its connection after each question, so that it keeps no server from recovering
    a database by itself.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.inside"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, act: str, **what: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([act, what]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the process that was asked for {act} has ended"
        answer = json.loads(line)
        assert "fault" not in answer, answer.get("fault")
        return answer["found"]

    def end(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=20)
        if self._process.stdout:
            self._process.stdout.close()


@dataclass
class Place:
    """The folder and database of one city, and what runs for it."""

    folder: Path
    environment: dict[str, str]
    port: int
    server: str = ""
    under: Sequence[str] = ()
    # Another one in place of the city's, for sabotage.
    application: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The file of the city's database on SQLite."""
        return self.folder / "ratschlag.sqlite3"

    def serve(self) -> subprocess.Popen[bytes]:
        """Server and worker by `ratschlag serve`; answers when this returns."""
        words = [sys.executable, "-m", "ratschlag.cli", "serve", "--port", str(self.port)]
        return self._wait(self._start(words))

    def start_server(self) -> subprocess.Popen[bytes]:
        """Only what answers, by the command that `serve` uses."""
        words = web_command("127.0.0.1", self.port, 1)
        return self._wait(self._start([*words[:-1], self.application or words[-1]]))

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start(worker_command())

    def end(self) -> None:
        for process in self.running:
            kill([process.pid, *pids_below(process.pid)])
        for process in self.running:
            process.wait(timeout=20)
        self.running.clear()

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """As Ctrl-C does, without hurry."""
        process.terminate()
        process.wait(timeout=30)
        self.running.remove(process)

    def kill(self, process: subprocess.Popen[bytes], *, first: int | None = None) -> None:
        """kill -9, at once, for the process and all below it; `first` before the others."""
        pids = victims(process.pid, bool(self.under))
        kill([first, *pids] if first else pids)
        process.wait(timeout=20)
        self.running.remove(process)
        # The port is free again when the kernel has taken the processes down.
        until = time.monotonic() + 10
        while any(is_alive(pid) for pid in pids) and time.monotonic() < until:
            time.sleep(0.005)

    def _start(self, words: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.folder / "said").open("ab") as said:
            process = subprocess.Popen(
                [*self.under, *words],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def _wait(self, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if process.poll() is not None:
                break
            with contextlib.suppress(urllib.error.URLError, OSError):
                address = f"http://127.0.0.1:{self.port}/healthz"
                request = urllib.request.Request(address, headers={"Host": "localhost"})
                with urllib.request.urlopen(request, timeout=5):
                    return process
            time.sleep(0.01)
        raise AssertionError(f"the server did not start:\n{(self.folder / 'said').read_text()}")


def is_alive(pid: int) -> bool:
    """A process that has ended but was not waited for yet is none any more."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


@contextlib.contextmanager
def founded(folder: Path, server: str) -> Iterator[Place]:
    """A city as `ratschlag init` founds it, with nothing asked yet; others are copied from it."""
    database = own_database(server) if server else contextlib.nullcontext("")
    with database as url:
        prepared.fill(folder, with_database=not server)
        place = Place(folder, _environment(folder, url), free_port(), server)
        words = [sys.executable, "-m", "ratschlag.cli", "init", *INIT]
        address = place.environment["RATSCHLAG_ADDRESS"] = f"http://localhost:{place.port}"
        done = subprocess.run(
            [*words, "--address", address], env=place.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        yield place


@contextlib.contextmanager
def copied(template: Place, folder: Path, **more: str) -> Iterator[Place]:
    """A city like the template, in a folder and a database of its own."""
    shutil.copytree(template.folder, folder, dirs_exist_ok=True, symlinks=True)
    url = template.environment.get("RATSCHLAG_DATABASE_URL", "")
    database = own_database(template.server, url) if url else contextlib.nullcontext("")
    with database as copy:
        environment = _kept(folder) | _environment(folder, copy) | more
        place = Place(folder, environment, free_port(), template.server)
        place.environment["RATSCHLAG_ADDRESS"] = f"http://localhost:{place.port}"
        try:
            yield place
        finally:
            place.end()


def _kept(folder: Path) -> dict[str, str]:
    """What `ratschlag init` keeps in the folder, as `ratschlag serve` reads it."""
    lines = (folder / "environment").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def _environment(folder: Path, url: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RATSCHLAG", "DJANGO"))}
    # What was compiled is kept for the next start: a killed server is started often.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    own = {
        "RATSCHLAG_HOME": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"),
    }
    return kept | own | ({"RATSCHLAG_DATABASE_URL": url} if url else {})
