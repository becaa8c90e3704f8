"""`ratschlag doctor`: is everything as it should be? Settings, versions, clock, journal, disk."""

import argparse
import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ratschlag import __version__
from ratschlag.cli.environment import home, start_django

# What to report: a name, what was found, and whether it has to be mended.
Finding = tuple[str, str, bool]

_LEAST_FREE = 1_000_000_000
_LARGEST_SKEW = 2.0


def run(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="ratschlag doctor", description=__doc__).parse_args(words)
    start_django()
    findings = [*_versions(), *_settings(), *_database(), *_disk()]
    for name, what, is_bad in findings:
        print(f"{'!!' if is_bad else 'ok'}  {name:<14}{what}")
    return 1 if any(is_bad for _name, _what, is_bad in findings) else 0


def _versions() -> Iterator[Finding]:
    from django import get_version
    from django.core import checks
    from django.db import connection

    from ratschlag.lib.sqlite import sqlite_version

    yield "Ratschlag", __version__, False
    yield "Python", platform.python_version(), False
    yield "Django", get_version(), False
    if connection.vendor == "sqlite":
        yield "SQLite", ".".join(map(str, sqlite_version())), False
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            yield "PostgreSQL", cursor.fetchone()[0], False
    for message in checks.run_checks(include_deployment_checks=True):
        if message.level >= checks.WARNING:
            yield "check", str(message.msg), message.level >= checks.ERROR


def _settings() -> Iterator[Finding]:
    from django.conf import settings
    from django.db import connection

    yield "folder", str(home()), False
    yield "mode", settings.RATSCHLAG_MODE, False
    yield "address", settings.ADDRESS, False
    yield "database", connection.vendor, False
    has_mail = bool(os.environ.get("RATSCHLAG_MAIL_URL"))
    yield "mail", settings.EMAIL_HOST if has_mail else "not set: no mail is sent", False


def _database() -> Iterator[Finding]:
    from ratschlag.city.queries import the_city
    from ratschlag.journal.models import Entry
    from ratschlag.journal.queries import (
        database_now,
        domain_now,
        first_broken_seal,
    )

    city = the_city()
    yield "city", str(city) if city else "not founded: ratschlag init", city is None
    skew = abs((database_now() - datetime.now(UTC)).total_seconds())
    yield "clock", f"differs from the database's by {skew:.1f} s", skew > _LARGEST_SKEW
    yield "domain time", domain_now().isoformat(timespec="seconds"), False
    broken = first_broken_seal()
    waiting = Entry.objects.unsealed().count()
    yield (
        "journal",
        f"seal {broken.number} does not fit its entries"
        if broken
        else f"every seal fits; {waiting} entries wait for theirs",
        broken is not None,
    )


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(home()).free
    yield "disk", f"{free / 1e9:.1f} GB free", free < _LEAST_FREE
