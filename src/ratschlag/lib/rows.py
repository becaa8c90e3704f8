"""The base of every table: a row is named by a random number, never by its place in a sequence."""

import json
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

# JavaScript and spreadsheets hold integers exactly up to 2**53.
_HIGHEST = 2**53 - 1


def random_number() -> int:
    """A number from 1 to 2**53 - 1 that says nothing about when or in which order a row came."""
    return secrets.randbelow(_HIGHEST) + 1


class Row(models.Model):
    """A row whose key tells no order; the journal names it by kind and this number."""

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)

    class Meta:
        abstract = True


def random_numbers(count: int) -> list[int]:
    """As many at once, which costs hardly more than one."""
    drawn = secrets.token_bytes(8 * count)
    return [int.from_bytes(drawn[at : at + 8]) & _HIGHEST or 1 for at in range(0, 8 * count, 8)]


# What is sent to the database: SQL, and what stands in place of its marks.
Statement = tuple[str, Sequence[Any]]


def inserting(
    model: type[Row], names: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> list[Statement]:
    """What inserts many rows at once, for where each microsecond counts; nothing for no rows.

    `names` are the columns that are given, the id among them; all others have the default of
    their field. The constraints of the database hold as ever; a model's own `save` is not asked,
    and values are plain: text and numbers, a day as ISO 8601, JSON as text.
    """
    if not rows:
        return []
    every, sql, marks, rest = _statement(model, names, connection.vendor)
    if connection.vendor == "postgresql":
        # One parameter, however many rows: a statement of a hundred would be read anew each time.
        return [(sql, [json.dumps([dict(zip(every, (*row, *rest), strict=True)) for row in rows])])]
    values = [value for row in rows for value in (*row, *rest)]
    return [(sql + ", ".join([marks] * len(rows)), values)]


def run(statements: Sequence[Statement]) -> None:
    """Send them in this order; to PostgreSQL on one way, because each way there costs."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and statements:
            whole = "; ".join(sql for sql, _values in statements)
            cursor.execute(whole, [value for _sql, values in statements for value in values])
            return
        for sql, values in statements:
            cursor.execute(sql, values)


@lru_cache(maxsize=64)
def _statement(
    model: type[Row], names: tuple[str, ...], vendor: str
) -> tuple[list[str], str, str, tuple[Any, ...]]:
    """All columns, the statement or its beginning, one row of it, the defaults of the rest."""
    quote = connection.ops.quote_name
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    left = [name for name in fields if name not in names]
    every = [str(fields[name].column) for name in (*names, *left)]
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, every))})"
    rest = (fields[name].get_db_prep_save(fields[name].get_default(), connection) for name in left)
    if vendor != "postgresql":
        return every, f"{into} VALUES ", f"({', '.join(['%s'] * len(every))})", tuple(rest)
    types = {str(field.column): field.db_type(connection) or "text" for field in fields.values()}
    known = ", ".join(f"{quote(name)} {types[name].replace('jsonb', 'text')}" for name in every)
    cast = ", ".join(f"{quote(name)}::{types[name]}" for name in every)
    source = f"json_to_recordset(%s::json) AS said ({known})"
    return every, f"{into} SELECT {cast} FROM {source}", "", tuple(rest)  # noqa: S608  our names
