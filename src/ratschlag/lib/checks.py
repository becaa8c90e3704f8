"""What is looked at before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import connection

from ratschlag.lib.sqlite import has_wal_reset_fault, sqlite_version


def check_sqlite(**_kwargs: Any) -> list[CheckMessage]:
    """A SQLite that can lose commits is an error for a city and a warning in a demo."""
    version = sqlite_version()
    if connection.vendor != "sqlite" or not has_wal_reset_fault(version):
        return []
    kind = Error if settings.RATSCHLAG_MODE == "production" else Warning
    name = ".".join(map(str, version))
    return [
        kind(
            f"SQLite {name} can lose what was stored (the WAL-reset fault, mended in 3.51.3).",
            hint="Install pysqlite3 0.6.1 or later, or use PostgreSQL (RATSCHLAG_DATABASE_URL).",
            id="ratschlag.E001" if kind is Error else "ratschlag.W001",
        )
    ]
