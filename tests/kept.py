"""Rows that took long to make are kept, and stand there again for the next test that asks.

They are read and written as the database holds them, past models, triggers and foreign keys: what
is put back is what really was made in the same run of the tests.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# Table and what it holds: rows on SQLite, what COPY writes on PostgreSQL.
Rows = dict[str, Any]
_KEPT: dict[str, Rows] = {}


def once(name: str, make: Callable[[], object]) -> None:
    """Let `make` write its rows, or write again what it wrote the first time."""
    if name in _KEPT:
        _put(_KEPT[name])
        return
    before = _rows()
    make()
    _KEPT[name] = {table: rows for table, rows in _rows().items() if rows != before[table]}


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        names = [table.name for table in connection.introspection.get_table_list(cursor)]
        if connection.vendor == "sqlite":
            # Tables by which others search: written by triggers, and read by no test that loads.
            cursor.execute("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")
            names = sorted(set(names) - {name for (name,) in cursor.fetchall()})
        return names


def _rows() -> Rows:
    quote, found = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table in _tables():
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {quote(table)} TO STDOUT") as copy:
                    found[table] = b"".join(map(bytes, copy))
            else:
                # As literals, because a bare column would be turned into a date and the like.
                cursor.execute(f"PRAGMA table_info({quote(table)})")
                values = " || ',' || ".join(f"quote({quote(row[1])})" for row in cursor.fetchall())
                cursor.execute(f"SELECT {values} FROM {quote(table)}")  # noqa: S608  our own tables
                found[table] = [literals for (literals,) in cursor.fetchall()]
    return found


def _put(kept: Rows) -> None:
    quote = connection.ops.quote_name
    with _nothing_watches(), connection.cursor() as cursor:
        for table, rows in kept.items():
            cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608  our own tables
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {quote(table)} FROM STDIN") as copy:
                    copy.write(rows)
            else:
                for some in (rows[at : at + 500] for at in range(0, len(rows), 500)):
                    values = "),(".join(some)
                    cursor.execute(f"INSERT INTO {quote(table)} VALUES ({values})")  # noqa: S608  our own tables


@contextmanager
def _nothing_watches() -> Iterator[None]:
    """No trigger and no foreign key asks anything, within the transaction of the test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
