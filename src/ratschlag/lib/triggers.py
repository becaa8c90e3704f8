"""Migration operations by which the database refuses to change what must not change."""

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}
EXECUTE FUNCTION refuse_change()
"""


class Trigger(migrations.RunPython):
    """Asks for no models: Django would make all of them anew for each trigger, a tenth of a second."""

    def __init__(self, code: Any, reverse_code: Any) -> None:
        super().__init__(code, reverse_code)
        self._put, self._take = code, reverse_code

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *_states: Any
    ) -> None:
        self._put(None, schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *_states: Any
    ) -> None:
        self._take(None, schema_editor)


def refuse(name: str, event: str, table: str, *, when: str = "") -> migrations.RunPython:
    """Refuse `event` ("DELETE", "UPDATE", "UPDATE OF at, verb") on the rows of a table.

    `when` is a condition on OLD and NEW in SQL that both engines read. Raises IntegrityError
    (SQLite, PostgreSQL) at the statement that tries.
    """
    condition = f"WHEN ({when})" if when else ""
    words = {"name": name, "event": event, "table": table, "when": condition}

    def put(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            # None, not (): with parameters psycopg would read the % in it as a placeholder.
            editor.execute(_FUNCTION, params=None)
            editor.execute(_POSTGRESQL.format(**words))
        else:
            editor.execute(_SQLITE.format(**words))

    def take(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER {name}{on}")

    return Trigger(put, take)


def allow(refusal: migrations.RunPython) -> migrations.RunPython:
    """Take back what `refuse` made, while a table is rebuilt.

    SQLite rebuilds a table to change a constraint, and its triggers would be lost unseen.
    """
    return Trigger(refusal.reverse_code or refusal.noop, refusal.code)


_FOLLOW_SQLITE = """
CREATE TRIGGER {name} AFTER {event} ON {table} {when}
BEGIN {does} END
"""
_FOLLOW_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {does} RETURN NULL; END $$
"""
_FOLLOW_POSTGRESQL = """
CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()
"""


def follow(
    name: str, event: str, table: str, *, does: Sequence[str], when: str = ""
) -> migrations.RunPython:
    """After `event` on a row of a table do these statements too, in the same transaction.

    For what must go with a row of a lower room, which knows nothing of it. `when` and `does` are
    SQL on OLD and NEW that both engines read.
    """
    condition = f"WHEN ({when})" if when else ""
    words = {"name": name, "event": event, "table": table, "when": condition}
    words["does"] = " ".join(f"{statement};" for statement in does)

    def put(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_FOLLOW_FUNCTION.format(**words), params=None)
            editor.execute(_FOLLOW_POSTGRESQL.format(**words), params=None)
        else:
            editor.execute(_FOLLOW_SQLITE.format(**words), params=None)

    def take(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {name} ON {table}")
            editor.execute(f"DROP FUNCTION {name}()")
        else:
            editor.execute(f"DROP TRIGGER {name}")

    return Trigger(put, take)
