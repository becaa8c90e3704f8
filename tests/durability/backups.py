"""Hands for the tests of backup and restore: places of their own, on the engine under test."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ratschlag import __version__
from ratschlag.cli.archive import Archive, Manifest, Member
from tests import prepared
from tests.house import ROOT

SERVER = os.environ.get("RATSCHLAG_DATABASE_URL", "")
IS_POSTGRES = SERVER.startswith("postgres")
# SQLite is everywhere; the way from the one engine to the other is walked where there is both.
ENGINES = ("sqlite", "postgresql") if IS_POSTGRES else ("sqlite",)


@contextmanager
def empty_place(
    folder: Path, engine: str, *, is_prepared: bool = False
) -> Iterator[dict[str, str]]:
    """The environment of an installation that is still to come; prepared, it has its tables."""
    environment = {k: v for k, v in os.environ.items() if k != "RATSCHLAG_DATABASE_URL"}
    environment |= {"RATSCHLAG_HOME": str(folder), "PYTHONPATH": str(ROOT / "src")}
    if engine == "sqlite":
        yield environment
        return
    import psycopg  # noqa: PLC0415  only where there is a server

    name = f"backup_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        template = prepared.postgresql_template(SERVER) if is_prepared else ""
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template1"}"')
        try:
            url = f"{SERVER.rpartition('/')[0]}/{name}"
            yield environment | {"RATSCHLAG_DATABASE_URL": url}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def command(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "ratschlag.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def done_well(environment: dict[str, str], *words: str) -> str:
    done = command(environment, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def digests(path: Path) -> dict[str, tuple[int, str]]:
    """Rows and SHA-256 of every table and file in a backup."""
    return {name: (m.rows, m.sha256) for name, m in Archive(path).manifest.members.items()}


def a_manifest(**changes: object) -> Manifest:
    wanted = {
        "ratschlag": __version__, "engine": "sqlite", "made_at": "2016-09-12T10:00:00+00:00",
        "migrations": {}, "secret_mark": "", "has_secret": False,
    }  # fmt: skip
    return Manifest(**(wanted | changes))  # type: ignore[arg-type]


def lied_about(manifest: Manifest, name: str) -> None:
    """Say something else of a file than what it holds."""
    held = manifest.files[name]
    manifest.files[name] = Member(held.size, "0" * 64)
