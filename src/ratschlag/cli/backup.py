"""`ratschlag backup`: all that the city holds, in one file, while everything goes on."""

import argparse
import hashlib
import hmac
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ratschlag import __version__
from ratschlag.cli.archive import Manifest, is_backup, new_archive
from ratschlag.cli.environment import FILE, Refusal, home, kept, start_django

# Made anew from the program when they are missing.
_MADE_ANEW = ("static", "static.stamp", "cache")
_HALF_DONE = (".partial", ".restoring")


def run(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ratschlag backup", description=__doc__)
    parser.add_argument("file", type=Path, help="where to; nothing is written over")
    path: Path = parser.parse_args(words).file.resolve()
    start_django()
    manifest = write_backup(path)
    tables, files = len(manifest.tables), len(manifest.files)
    print(f"{path}: {tables} tables, {manifest.row_count} rows, {files} files, for your eyes only.")
    if not manifest.has_secret:
        print("It does not hold RATSCHLAG_SECRET_KEY, which is set elsewhere. Keep that, too.")
    return 0


def write_backup(path: Path) -> Manifest:
    """Write everything as of one moment. Raises Refusal; then there is no file."""
    from django.conf import settings
    from django.db import connection

    from ratschlag.city.queries import the_city
    from ratschlag.cli import tables

    if not connection.introspection.table_names() or the_city() is None:
        raise Refusal("There is no city here that could be backed up.")
    with tables.snapshot():
        migrations = tables.applied_migrations()
        known = tables.tables_at(migrations)
        for name in tables.strange_tables(known):
            print(f"Left out: the table {name} is none of Ratschlag's.", file=sys.stderr)
        manifest = Manifest(
            ratschlag=__version__,
            engine=connection.vendor,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=migrations,
            secret_mark=mark_of(settings.SECRET_KEY),
            has_secret=kept().get("RATSCHLAG_SECRET_KEY") == settings.SECRET_KEY,
        )
        with new_archive(path, manifest) as archive:
            for name, model in known.items():
                archive.add_table(name, tables.columns_of(model), tables.lines_of(model))
            for name, file in files_of_home():
                archive.add_file(name, file)
    return manifest


def mark_of(secret: str) -> str:
    """By this a secret is known again, and nobody can tell the secret from it."""
    return hmac.new(secret.encode(), b"mark in backups", hashlib.sha256).hexdigest()


def files_of_home() -> Iterator[tuple[str, Path]]:
    """The files of the installation besides its database and what is made anew."""
    folder, database = home(), _files_of_database()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or path.is_symlink() or name.parts[0] in _MADE_ANEW:
            continue
        is_data = path not in database and path.suffix not in _HALF_DONE
        if name.as_posix() == FILE or (is_data and not is_backup(path)):
            yield name.as_posix(), path


def _files_of_database() -> set[Path]:
    from django.db import connection

    if connection.vendor != "sqlite":
        return set()
    path = Path(connection.settings_dict["NAME"]).resolve()
    return {path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))}
