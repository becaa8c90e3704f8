"""The file that `ratschlag backup` writes: a zip with a manifest, sealed by a SHA-256 over all of it."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from ratschlag.cli.environment import Refusal

FORMAT = 1
_MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 50_000_000
# The comment of the zip stands at its very end; its last 64 bytes are the seal.
_MARK = b"ratschlag backup, SHA-256 of all before this: "
_SEAL = 64
_CHUNK = 1 << 20
DAMAGED = "This backup is damaged or was cut short: {}. Nothing was touched; take another one."


@dataclass(frozen=True)
class Member:
    """What one file in the archive must be."""

    size: int
    sha256: str
    rows: int = 0
    columns: list[str] = field(default_factory=list)


@dataclass
class Manifest:
    """What a backup holds: of which version, and the digest of every table and file."""

    ratschlag: str
    engine: str
    made_at: str
    migrations: dict[str, str]
    secret_mark: str
    has_secret: bool
    tables: dict[str, Member] = field(default_factory=dict)
    files: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def members(self) -> dict[str, Member]:
        tables = {f"tables/{name}.jsonl": member for name, member in self.tables.items()}
        return tables | {f"files/{name}": member for name, member in self.files.items()}

    @property
    def row_count(self) -> int:
        return sum(table.rows for table in self.tables.values())


class Writer:
    """Fills an archive that nobody sees before it is whole and on disk."""

    def __init__(self, raw: BinaryIO, manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add_table(self, name: str, columns: list[str], lines: Iterable[bytes]) -> None:
        added = self._add(f"tables/{name}.jsonl", lines)
        self.manifest.tables[name] = Member(added.size, added.sha256, added.rows, columns)

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            added = self._add(f"files/{name}", iter(lambda: source.read(_CHUNK), b""))
        self.manifest.files[name] = Member(added.size, added.sha256)

    def _add(self, name: str, chunks: Iterable[bytes]) -> Member:
        digest, size, rows = hashlib.sha256(), 0, 0
        with self._zip.open(_entry(name), "w", force_zip64=True) as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                size, rows = size + len(chunk), rows + 1
        return Member(size, digest.hexdigest(), rows)

    def close(self) -> None:
        text = json.dumps(asdict(self.manifest), indent=1, sort_keys=True)
        self._zip.writestr(_entry(_MANIFEST), text)
        self._zip.comment = _MARK + b"0" * _SEAL
        self._zip.close()


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the time of day: the manifest says when, once."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry


@contextmanager
def new_archive(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive under another name, for the owner's eyes only; put it in place when whole.

    Raises Refusal when there is a file of that name: a backup is never written over.
    """
    partial = path.with_name(f"{path.name}.partial")
    if path.exists():
        raise Refusal(f"{path} is there already. Choose another name.")
    try:
        number = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refusal(f"{partial} is there: does another backup run? If not, delete it.") from error
    except OSError as error:
        raise Refusal(f"{partial} can't be written: {error.strerror}.") from error
    try:
        with os.fdopen(number, "w+b") as raw:
            writer = Writer(raw, manifest)
            yield writer
            writer.close()
            raw.flush()
            raw.seek(-_SEAL, os.SEEK_END)
            raw.write(_seal_of(raw).encode())
            raw.flush()
            os.fsync(raw.fileno())
        # A link refuses a name that was taken meanwhile; a rename would write over it.
        os.link(partial, path)
    except FileExistsError as error:
        raise Refusal(f"{path} is there already. Choose another name.") from error
    except OSError as error:
        raise Refusal(f"{path} can't be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """After this the names of the files in a folder are on disk, too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _seal_of(raw: BinaryIO) -> str:
    """The SHA-256 of an archive but for the seal itself; stands behind it afterwards."""
    left = raw.seek(0, os.SEEK_END) - _SEAL
    raw.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (chunk := raw.read(min(_CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


def is_backup(path: Path) -> bool:
    """Whether a file ends as backups do; says nothing about whether it is whole."""
    with path.open("rb") as raw:
        size = raw.seek(0, os.SEEK_END)
        raw.seek(max(0, size - _SEAL - len(_MARK)))
        return raw.read(len(_MARK)) == _MARK


class Archive:
    """A backup that was read and verified, every byte of it."""

    def __init__(self, path: Path) -> None:
        """Raises Refusal with a sentence when anything about the file is wrong."""
        try:
            with path.open("rb") as raw:
                self._check_seal(raw)
            self._zip = zipfile.ZipFile(path)
            self.manifest = self._manifest()
            for name, member in self.manifest.members.items():
                self._check(name, member)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise Refusal(f"There is no backup at {path}.") from error
        except PermissionError as error:
            raise Refusal(f"{path} may not be read.") from error
        except (OSError, ValueError, TypeError, KeyError, zipfile.BadZipFile) as error:
            raise Refusal(DAMAGED.format("it can't be read")) from error

    def _check_seal(self, raw: BinaryIO) -> None:
        size = raw.seek(0, os.SEEK_END)
        if size <= _SEAL + len(_MARK):
            raise Refusal(DAMAGED.format("it is too short"))
        raw.seek(size - _SEAL - len(_MARK))
        end = raw.read()
        if not end.startswith(_MARK):
            raise Refusal(DAMAGED.format("its end is missing, or it is no backup of Ratschlag"))
        if end[len(_MARK) :] != _seal_of(raw).encode():
            raise Refusal(DAMAGED.format("its seal does not fit"))

    def _manifest(self) -> Manifest:
        names = self._zip.namelist()
        if len(set(names)) < len(names) or _MANIFEST not in names:
            raise Refusal(DAMAGED.format("its table of contents is wrong"))
        if self._zip.getinfo(_MANIFEST).file_size > _LONGEST_MANIFEST:
            raise Refusal(DAMAGED.format("its manifest is too long"))
        said: dict[str, Any] = json.loads(self._zip.read(_MANIFEST))
        if said["format"] > FORMAT:
            raise Refusal(
                f"This backup was made by Ratschlag {said['ratschlag']}, which is newer. "
                "Restore it with that version. Nothing was touched."
            )
        for kind in ("tables", "files"):
            said[kind] = {name: Member(**member) for name, member in said[kind].items()}
        manifest = Manifest(**said)
        for name in [*manifest.tables, *manifest.files]:
            if not _is_safe(name):
                raise Refusal(DAMAGED.format(f"{name!r} leads out of the folder"))
        if set(names) != {_MANIFEST, *manifest.members}:
            raise Refusal(DAMAGED.format("it holds other files than its manifest names"))
        return manifest

    def _check(self, name: str, member: Member) -> None:
        digest, size, rows = hashlib.sha256(), 0, 0
        for chunk in self._chunks(name):
            digest.update(chunk)
            size, rows = size + len(chunk), rows + chunk.count(b"\n")
            if size > member.size:
                break
        is_table = name.startswith("tables/")
        if (size, digest.hexdigest()) != (member.size, member.sha256) or (
            is_table and rows != member.rows
        ):
            raise Refusal(DAMAGED.format(f"{name} is not what its manifest says"))

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._zip.open(name) as source:
            yield from iter(lambda: source.read(_CHUNK), b"")

    def rows(self, table: str) -> Iterator[list[Any]]:
        with self._zip.open(f"tables/{table}.jsonl") as lines:
            for line in lines:
                yield json.loads(line)

    def text(self, file: str) -> str:
        return self._zip.read(f"files/{file}").decode() if file in self.manifest.files else ""

    def put_file(self, file: str, path: Path) -> None:
        """Write a file of the backup to disk, for the owner's eyes only."""
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as target:
            for chunk in self._chunks(f"files/{file}"):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    is_plain = not any(sign in name for sign in "\\\0:") and str(path) == name
    return is_plain and not path.is_absolute() and name not in ("", ".") and ".." not in path.parts
