"""Which SQLite may carry a city, and what is said before the site starts on another."""

import platform
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Error, Warning
from django.core.checks.registry import registry
from django.db import connection

from ratschlag.lib import checks
from ratschlag.lib.checks import check_sqlite
from ratschlag.lib.sqlite import has_wal_reset_fault, sqlite_version

needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="runs on PostgreSQL")
needs_wheel = pytest.mark.skipif(
    platform.machine() != "x86_64" and sys.platform != "darwin", reason="no wheel for this machine"
)


@pytest.fixture
def faulty(monkeypatch):
    """A library with the fault, as Debian 12 ships it."""
    monkeypatch.setattr(checks, "sqlite_version", lambda: (3, 40, 1))


@pytest.mark.parametrize(
    ("version", "is_faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 7), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
        ((4, 0, 0), False),
    ],
)
def test_the_versions_with_the_fault_are_known(version, is_faulty):
    assert has_wal_reset_fault(version) is is_faulty


@needs_wheel
def test_the_library_in_use_has_no_fault():
    assert sqlite3.sqlite_version_info == sqlite_version()
    assert not has_wal_reset_fault(sqlite_version())
    assert check_sqlite() == []


@needs_sqlite
@needs_wheel
@pytest.mark.django_db
def test_django_talks_to_that_library_too():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        assert cursor.fetchone()[0] == sqlite3.sqlite_version


@needs_wheel
@pytest.mark.parametrize(
    ("loaded_before", "library"),
    [("sys", "pysqlite3"), ("django.db.backends.sqlite3.base", "sqlite3")],
)
def test_the_library_is_put_in_before_django_loads_and_never_after(loaded_before, library):
    words = "use_own_sqlite(); import sqlite3; print(sqlite3.__name__)"
    code = f"import {loaded_before}; from ratschlag.lib.sqlite import use_own_sqlite; {words}"
    done = subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path(checks.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == library


def test_the_check_is_made_when_the_site_starts():
    assert check_sqlite in registry.get_checks()


@needs_sqlite
def test_a_city_does_not_start_on_a_faulty_library(faulty, settings):
    settings.RATSCHLAG_MODE = "production"
    (found,) = check_sqlite()
    assert isinstance(found, Error) and found.id == "ratschlag.E001"
    assert "3.40.1" in found.msg and "PostgreSQL" in found.hint


@needs_sqlite
def test_a_demo_starts_on_it_with_a_warning(faulty, settings):
    settings.RATSCHLAG_MODE = "demo"
    (found,) = check_sqlite()
    assert isinstance(found, Warning) and found.id == "ratschlag.W001"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs on SQLite")
def test_a_city_on_postgresql_does_not_mind_the_library(faulty, settings):
    settings.RATSCHLAG_MODE = "production"
    assert check_sqlite() == []
