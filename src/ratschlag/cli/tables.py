"""The rows of a database as canonical lines: the same on SQLite and on PostgreSQL, in order of their keys."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import F
from django.db.models.functions import Collate
from django.utils.duration import duration_iso_string

from ratschlag.cli.environment import Refusal

_BATCH = 1000
Model = type[models.Model]


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is of one moment, however much is written meanwhile.

    Nobody waits for it: PostgreSQL reads as of the first statement, SQLite's write-ahead log
    keeps what was there when the reading began.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Not atomic(): that would begin IMMEDIATE and keep everyone from writing.
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master")
            yield
        finally:
            cursor.execute("ROLLBACK")


def applied_migrations() -> dict[str, str]:
    """The last migration of each app that the database has. Raises Refusal when it is newer."""
    loader = MigrationLoader(connection)
    there = set(loader.applied_migrations)
    # Apps that we no longer have, and what replaced squashed ones, say nothing.
    unknown = sorted(
        f"{app}.{name}"
        for app, name in there - set(loader.graph.nodes)
        if app in loader.migrated_apps and (app, name) not in loader.replacements
    )
    if unknown:
        raise Refusal(f"The database is newer than this program: it has {', '.join(unknown)}.")
    last = {}
    for node in there & set(loader.graph.nodes):
        children = {child.key for child in loader.graph.node_map[node].children}
        if not any(app == node[0] and (app, name) in there for app, name in children):
            last[node[0]] = node[1]
    return dict(sorted(last.items()))


def check_known(migrations: dict[str, str]) -> None:
    """Raises Refusal when a backup is from a version that this program does not know."""
    nodes = MigrationLoader(None).graph.nodes
    if unknown := [f"{app}.{name}" for app, name in migrations.items() if (app, name) not in nodes]:
        raise Refusal(
            f"This backup is from another version of Ratschlag (this one has no "
            f"{', '.join(unknown)}). Restore it with that version. Nothing was touched."
        )


def tables_at(migrations: dict[str, str]) -> dict[str, Model]:
    """Every table as it was after those migrations, by its name."""
    loader = MigrationLoader(None)
    apps: Apps = loader.project_state(list(migrations.items())).apps
    found = apps.get_models(include_auto_created=True)
    mine = [model for model in found if model._meta.managed and not model._meta.proxy]
    return {model._meta.db_table: model for model in sorted(mine, key=_name)}


def _name(model: Model) -> str:
    return model._meta.db_table


# What SQLite's full-text index keeps its entries in; restoring the documents fills it anew.
_INDEX = "search_index"


def strange_tables(known: Iterable[str]) -> list[str]:
    """Tables in the database that are none of ours."""
    there = set(connection.introspection.table_names())
    there = {name for name in there if not (name + "_").startswith(f"{_INDEX}_")}
    return sorted(there - {*known, "django_migrations"})


def columns_of(model: Model) -> list[str]:
    return [field.column for field in _fields(model)]


def _fields(model: Model) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def lines_of(model: Model) -> Iterator[bytes]:
    """Every row as a line of JSON, in order of the keys: which came first is not to be seen."""
    key: Any = F(model._meta.pk.attname)
    if isinstance(model._meta.pk, models.CharField) and connection.vendor == "postgresql":
        key = Collate(key, "C")  # SQLite compares bytes, too
    names = [field.attname for field in _fields(model)]
    rows = model._base_manager.order_by(key).values_list(*names)
    for row in rows.iterator(chunk_size=_BATCH):
        yield (
            json.dumps(row, default=_plain, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        )


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    raise TypeError(f"a backup can't hold a {type(value).__name__} yet")


def digest_of(model: Model) -> tuple[int, str]:
    """How many rows a table has, and their SHA-256."""
    digest, rows = hashlib.sha256(), 0
    for line in lines_of(model):
        digest.update(line)
        rows += 1
    return rows, digest.hexdigest()


def make_tables(migrations: dict[str, str]) -> dict[str, Model]:
    """Make the tables as they were after those migrations, without a row."""
    MigrationExecutor(connection).migrate(list(migrations.items()))
    tables = tables_at(migrations)
    quoted = [connection.ops.quote_name(name) for name in tables]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
        for name in quoted if connection.vendor == "sqlite" else ():
            cursor.execute(f"DELETE FROM {name}")
    return tables


@contextmanager
def keys_at_the_end() -> Iterator[None]:
    """Tables are filled in any order; where a key leads is looked at when all are full."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # making the tables has set them to immediate
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        connection.check_constraints()


def fill_table(model: Model, rows: Iterable[list[Any]]) -> None:
    fields, quote = _fields(model), connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
    rows = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(into, [_as_stored(fields, row) for row in batch])


def _as_stored(fields: list[Any], row: list[Any]) -> list[Any]:
    return [_stored(field, value) for field, value in zip(fields, row, strict=True)]


def _stored(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        if value is None and field.null:
            return None
        return field.get_db_prep_value(value, connection, prepared=False)
    return field.get_db_prep_save(field.to_python(value), connection)


def set_sequences(tables: dict[str, Model]) -> None:
    """Numbers that the database counts up go on behind the highest that is there."""
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
            cursor.execute(line)
