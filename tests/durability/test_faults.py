"""A full disk, a locked database, one that goes away and comes back: on the real server.

Each time: a clear page with what was typed, quickly; nothing half-written; and it works again
by itself, without a restart.
"""

import sqlite3
import time
from collections.abc import Iterator

import pytest

from tests.durability.backups import IS_POSTGRES, SERVER
from tests.durability.faults import Answer, Site, new_key, running_site

on_sqlite = pytest.mark.skipif(IS_POSTGRES, reason="runs on PostgreSQL")
on_postgres = pytest.mark.skipif(not IS_POSTGRES, reason="runs on SQLite")
WORDS = "Mehr Bäume und شجرة am Platz."
# What is waited for a lock, and some more on a busy machine.
PATIENCE = 12


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("faults") / "city") as site:
        yield site


def assert_is_refused_clearly(answer: Answer) -> None:
    assert answer.status == 503, answer.page
    assert int(answer.retry_after) > 0
    assert answer.seconds < PATIENCE
    assert answer.page.count("<h1") == 1
    assert f"{WORDS}</textarea>" in answer.page
    for word in ("Traceback", "OperationalError", "sqlite", "psycopg"):
        assert word not in answer.page


def assert_is_whole(site: Site, answers: int) -> None:
    """Every receipt with its response and its words, and no more of any."""
    assert site.stored() == (answers, answers, answers)


def goes_on(site: Site, key: str) -> None:
    """The form that was refused is taken now, once, however often it is sent."""
    assert site.is_well_within(15), site.said()
    first, second = site.send(key, WORDS), site.send(key, WORDS)
    assert (first.status, second.status) == (200, 200)
    assert first.receipt and first.receipt == second.receipt


@on_sqlite
def test_a_disk_that_takes_no_more(site):
    before, key = site.stored()[0], new_key()
    # The write-ahead log can't grow: the write breaks off in the middle of a page.
    site.file_sizes_up_to(6000)
    try:
        refused = [site.send(key, WORDS) for _time in range(3)]
        reading = site.ask()
    finally:
        site.file_sizes_up_to(1 << 40)
    for answer in refused:
        assert_is_refused_clearly(answer)
    assert reading.status == 200
    assert_is_whole(site, before)
    goes_on(site, key)
    assert_is_whole(site, before + 2)
    with sqlite3.connect(site.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@on_sqlite
def test_a_database_that_someone_else_holds(site):
    before, key = site.stored()[0], new_key()
    with sqlite3.connect(site.database, isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        refused, reading = site.send(key, WORDS), site.ask()
        holder.execute("ROLLBACK")
    assert_is_refused_clearly(refused)
    assert reading.status == 200
    assert reading.seconds < 2, "reading waits for nobody"
    assert_is_whole(site, before)
    goes_on(site, key)
    assert_is_whole(site, before + 2)


@on_sqlite
def test_a_database_whose_file_is_gone_and_comes_back(site):
    before, key = site.stored()[0], new_key()
    elsewhere = site.folder.with_name("elsewhere")
    site.folder.rename(elsewhere)
    try:
        assert_is_refused_clearly(site.send(key, WORDS))
        assert site.ask(path="/healthz").status == 503
        time.sleep(7)  # the worker looks, too
    finally:
        elsewhere.rename(site.folder)
    goes_on(site, key)
    assert_is_whole(site, before + 2)


@on_postgres
def test_a_server_that_goes_away_and_comes_back(site):
    import psycopg  # noqa: PLC0415  only where there is a server

    before, key = site.stored()[0], new_key()
    name = site.environment["RATSCHLAG_DATABASE_URL"].rpartition("/")[2]
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(end, [name])
        try:
            refused = [site.send(key, WORDS) for _time in range(5)]
            assert site.ask(path="/healthz").status == 503
            time.sleep(7)  # the worker looks, too
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    for answer in refused:
        assert_is_refused_clearly(answer)
    goes_on(site, key)
    assert_is_whole(site, before + 2)


@on_postgres
def test_connections_that_break_are_made_anew(site):
    import psycopg  # noqa: PLC0415  only where there is a server

    before = site.stored()[0]
    name = site.environment["RATSCHLAG_DATABASE_URL"].rpartition("/")[2]
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(SERVER, autocommit=True) as server:
        for _time in range(5):
            server.execute(end, [name])
            assert site.send(new_key(), WORDS).status == 200
    assert_is_whole(site, before + 5)


@on_postgres
def test_a_table_that_someone_else_holds(site):
    import psycopg  # noqa: PLC0415  only where there is a server

    before, key = site.stored()[0], new_key()
    with psycopg.connect(site.environment["RATSCHLAG_DATABASE_URL"]) as holder:
        holder.execute("LOCK TABLE contributions_receipt IN EXCLUSIVE MODE")
        refused, reading = site.send(key, WORDS), site.ask()
        holder.rollback()
    assert_is_refused_clearly(refused)
    assert reading.status == 200
    assert_is_whole(site, before)
    goes_on(site, key)
    assert_is_whole(site, before + 2)
