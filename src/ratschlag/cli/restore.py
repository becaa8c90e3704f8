"""`ratschlag restore`: a backup into an empty place; before that is verified, nothing is touched."""

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from ratschlag.cli.archive import Archive, sync_folder
from ratschlag.cli.backup import mark_of
from ratschlag.cli.environment import FILE, Refusal, home, kept_in, start_django

_HALF_DONE = ".restoring"


def run(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ratschlag restore", description=__doc__)
    parser.add_argument("file", type=Path, help="what `ratschlag backup` wrote")
    archive = Archive(parser.parse_args(words).file.resolve())
    _check_folder(archive)
    for name, value in kept_in(archive.text(FILE)).items():
        os.environ.setdefault(name, value)
    with _database() as is_sqlite:
        start_django()
        _check_place(archive)
        _restore(archive, is_sqlite)
    held = archive.manifest
    counts = f"{len(held.tables)} tables, {held.row_count} rows, {len(held.files)} files"
    print(f"Restored into {home()}: {counts}. Every table and file is as it was.")
    print("Now: ratschlag verify, then ratschlag serve.")
    return 0


def _check_folder(archive: Archive) -> None:
    there = [name for name in {FILE, *archive.manifest.files} if (home() / name).exists()]
    if there:
        raise Refusal(
            f"{home()} is not empty: it has {', '.join(sorted(there))}. Nothing was touched. "
            "Set RATSCHLAG_HOME to an empty folder."
        )


@contextmanager
def _database() -> Iterator[bool]:
    """Where the database will be; SQLite's grows under another name until all is in it.

    Must come before Django is started, which then finds that name.
    """
    url = os.environ.get("RATSCHLAG_DATABASE_URL", f"sqlite:///{home() / 'ratschlag.sqlite3'}")
    parts = urlsplit(url)
    if parts.scheme != "sqlite":
        yield False
        return
    path = Path(unquote(parts.path.removeprefix("/"))).resolve()
    if path.exists():
        raise Refusal(f"There is a database at {path} already. Nothing was touched.")
    growing = path.with_name(path.name + _HALF_DONE)
    if growing.exists():
        raise Refusal(f"{growing} is there: does another restore run? If not, delete it.")
    os.environ["RATSCHLAG_DATABASE_URL"] = f"sqlite:///{quote(str(growing))}"
    made = _make_folder(path.parent)
    try:
        yield True
        growing.chmod(0o600)
        growing.rename(path)
        sync_folder(path.parent)
    finally:
        for end in ("", "-wal", "-shm"):
            growing.with_name(growing.name + end).unlink(missing_ok=True)
        if made and not path.exists():
            made.rmdir()


def _make_folder(folder: Path) -> Path | None:
    """Make it, if it is missing; returns it if it was."""
    if folder.exists():
        return None
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _check_place(archive: Archive) -> None:
    from django.conf import settings
    from django.db import OperationalError, connection

    from ratschlag.cli import tables

    if mark_of(settings.SECRET_KEY) != archive.manifest.secret_mark:
        raise Refusal(
            "RATSCHLAG_SECRET_KEY is not the one of the backup: with another no receipt would "
            "be found again. Nothing was touched."
        )
    tables.check_known(archive.manifest.migrations)
    try:
        if connection.introspection.table_names():
            raise Refusal(
                "The database is not empty. Nothing was touched. "
                "Name an empty one in RATSCHLAG_DATABASE_URL."
            )
    except OperationalError as error:
        raise Refusal(f"The database can't be reached: {error}") from error


def _restore(archive: Archive, is_sqlite: bool) -> None:
    """Fill the database, compare it with the backup, put the files beside it; or leave nothing."""
    from django.db import Error, connection, transaction

    try:
        if is_sqlite:  # nobody knows its name yet, and it can't change tables inside a transaction
            _fill(archive)
            _put_files(archive)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            with transaction.atomic():
                _fill(archive)
                _put_files(archive)
    except (Error, ValueError) as error:
        raise Refusal(f"The database did not take the backup: {error} Nothing was kept.") from error
    finally:
        connection.close()


def _fill(archive: Archive) -> None:
    """As it was, proved by its digests; then brought up to date if it was older."""
    from django.core.management import call_command

    from ratschlag.cli import tables

    manifest = archive.manifest
    known = tables.make_tables(manifest.migrations)
    if {name: tables.columns_of(model) for name, model in known.items()} != {
        name: table.columns for name, table in manifest.tables.items()
    }:
        raise Refusal("The backup holds other tables than its version had. Nothing was touched.")
    with tables.keys_at_the_end():
        for name, model in known.items():
            tables.fill_table(model, archive.rows(name))
    tables.set_sequences(known)
    for name, model in known.items():
        table = manifest.tables[name]
        if tables.digest_of(model) != (table.rows, table.sha256):
            raise Refusal(f"The table {name} did not come out as it was. Nothing was kept.")
    call_command("migrate", verbosity=0, interactive=False)


def _put_files(archive: Archive) -> None:
    """Each under another name first; the environment last, since it makes the place a city's."""
    folder = home()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = sorted(archive.manifest.files, key=lambda name: (name == FILE, name))
    put: list[Path] = []
    try:
        for name in names:
            path = folder / f"{name}{_HALF_DONE}"
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put.append(path)
            archive.put_file(name, path)
        for name in names:
            (folder / f"{name}{_HALF_DONE}").rename(folder / name)
            put.append(folder / name)
            sync_folder((folder / name).parent)
    except OSError as error:
        for path in put:
            path.unlink(missing_ok=True)
        raise Refusal(f"The files could not be written: {error.strerror}.") from error
