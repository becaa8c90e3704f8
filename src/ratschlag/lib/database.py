"""What Django is told of the database that an address names."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(url: str, *, tests: Path) -> dict[str, object]:
    """Django's settings for sqlite:///path or postgresql://user:password@host:port/name.

    `tests` is the file that tests on SQLite use. Raises ImproperlyConfigured for other addresses.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")),
            "CONN_MAX_AGE": None,  # a new connection costs more than all that one request asks
            "OPTIONS": {
                # Why so: docs/decisions/0004. Whoever waits longer than `timeout` is told so.
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;PRAGMA trusted_schema=OFF;"
                # Without it INSERT OR REPLACE would pass by the triggers of the journal.
                "PRAGMA recursive_triggers=ON;",
            },
            "TEST": {"NAME": os.environ.get("RATSCHLAG_TEST_SQLITE", str(tests))},
        }
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 3, "options": "-c lock_timeout=5s"},
        }
    raise ImproperlyConfigured(
        f"RATSCHLAG_DATABASE_URL begins with {parts.scheme!r}; it must be sqlite:///… or postgresql://…"
    )
