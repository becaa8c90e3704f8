"""Migrated tables and collected assets, made once in a run of the tests; places are copied from it.

Making them takes half a minute, and some dozen tests found a city of their own. Where nothing was
prepared (`pytest` without `./run test`) each makes its own; `test_command.py` founds one from nothing.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = os.environ.get("RATSCHLAG_TEST_PREPARED", "")
_MAKE = """
from ratschlag.cli.environment import start_django
start_django()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from ratschlag.cli.assets import collect_assets
collect_assets()
"""


def fill(home: Path, *, with_database: bool = True) -> None:
    """Put the assets, and on SQLite the empty tables, where a city is to be founded."""
    if not _FOLDER:
        return
    shutil.copytree(_home(), home, dirs_exist_ok=True)
    if not with_database:
        (home / "ratschlag.sqlite3").unlink()


def sqlite_file() -> Path | None:
    """A database with all tables and nothing in them."""
    return _home() / "ratschlag.sqlite3" if _FOLDER else None


def postgresql_template(server: str) -> str:
    """The name of such a database on a PostgreSQL server; nothing where nothing is prepared."""
    if not _FOLDER:
        return ""
    import psycopg  # noqa: PLC0415  only where there is a server

    name = Path(_FOLDER).name.replace("-", "_").lower()
    with _locked("postgresql"), psycopg.connect(server, autocommit=True) as connection:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(known, [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}_raw"')
            _make(Path(_FOLDER, "server"), f"{server.rpartition('/')[0]}/{name}_raw")
            connection.execute(f'ALTER DATABASE "{name}_raw" RENAME TO "{name}"')
    return name


def forget(server: str) -> None:
    """Drop from the server what was prepared there."""
    import psycopg  # noqa: PLC0415

    name = Path(_FOLDER).name.replace("-", "_").lower()
    with psycopg.connect(server, autocommit=True) as connection:
        for ending in ("", "_raw"):
            connection.execute(f'DROP DATABASE IF EXISTS "{name}{ending}" WITH (FORCE)')


def _home() -> Path:
    home = Path(_FOLDER, "home")
    with _locked("home"):
        if not home.exists():
            _make(home.with_name("begun"), "")
            home.with_name("begun").rename(home)
    return home


def _make(home: Path, url: str) -> None:
    kept = {k: v for k, v in os.environ.items() if k != "RATSCHLAG_DATABASE_URL"}
    # Not as in tests: the files get the names by which real pages call them.
    environment = kept | {"RATSCHLAG_HOME": str(home), "RATSCHLAG_MODE": "demo"}
    environment |= {"RATSCHLAG_DATABASE_URL": url} if url else {}
    home.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-c", _MAKE], env=environment, check=True)


@contextmanager
def _locked(what: str) -> Iterator[None]:
    with Path(_FOLDER, f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    forget(sys.argv[1])
