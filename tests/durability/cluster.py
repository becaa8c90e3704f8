"""A PostgreSQL server of one's own, to be traced and killed: the tests' server is others' too."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.durability.place import kill, victims
from tests.test_command import free_port


def binaries() -> Path | None:
    """Where initdb and postgres lie; Debian keeps them out of the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("postgres")
    folders += [Path(found).resolve().parent] if found else []
    return next((path for path in folders if (path / "initdb").exists()), None)


def why_not() -> str:
    """What is missing for a server of one's own; empty if nothing is."""
    if binaries() is None:
        return "PostgreSQL's own programs are not installed (Debian: apt install postgresql)"
    if os.geteuid() == 0 and not _has_user():
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _has_user() -> bool:
    return any(entry.pw_name == "postgres" for entry in pwd.getpwall())


@dataclass
class Cluster:
    """One server in a folder of its own, with PostgreSQL's defaults for whatever is about safety."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    is_traced: bool = False

    @property
    def url(self) -> str:
        return f"postgresql://ratschlag@127.0.0.1:{self.port}/postgres"

    @property
    def as_user(self) -> list[str]:
        """What strace has to be told, so that PostgreSQL does not run as root."""
        return ["-u", "postgres"] if os.geteuid() == 0 else []

    def start(self, under: Sequence[str] = ()) -> None:
        words = [
            *under, str(_bin() / "postgres"), "-D", str(self.folder / "db"), "-p", str(self.port),
            *("-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"),
        ]  # fmt: skip
        self.is_traced = bool(under)
        with (self.folder / "log").open("ab") as log:
            # strace changes the user by itself, because it has to read what the server does.
            self.process = subprocess.Popen(
                words, cwd="/", stdout=log, stderr=log, **({} if under else as_postgres())
            )
        ready = [str(_bin() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        until = time.monotonic() + 60
        while subprocess.run(ready).returncode:
            is_late = time.monotonic() > until or self.process.poll() is not None
            assert not is_late, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.05)

    def restart(self, under: Sequence[str] = ()) -> None:
        self.kill()
        self.start(under)

    def kill(self) -> None:
        """kill -9 for the server and every process of it, as when the machine's memory is out."""
        assert self.process
        kill(victims(self.process.pid, self.is_traced))
        self.process.wait(timeout=20)
        time.sleep(0.1)


def _bin() -> Path:
    found = binaries()
    assert found
    return found


def as_postgres() -> dict[str, str]:
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Made by initdb, not started; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ratschlag-cluster-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    words = [
        *(str(_bin() / "initdb"), "-D", str(folder / "db"), "-U", "ratschlag", "-A", "trust"),
        *("-E", "UTF8", "--locale=C.UTF-8"),
    ]
    subprocess.run(words, check=True, capture_output=True, cwd="/", **as_postgres())
    cluster = Cluster(folder, free_port())
    try:
        yield cluster
    finally:
        if cluster.process and cluster.process.poll() is None:
            cluster.kill()
        shutil.rmtree(folder, ignore_errors=True)
