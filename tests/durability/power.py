"""Power cuts, replayed: the disk as it may look when the current goes off at some moment.

What was synced is there. Of what was written since, each write may be lost, kept, or torn into
sectors of which some were written; of names that came and went, the first so many count (what
file systems with a journal promise) until the folder is synced.
"""

import importlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from tests.durability.client import Acknowledged
from tests.durability.trace import SYNCS, Call

_SECTOR = 512
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_DATA = re.compile(r'"([^"]*)"(?:\.\.\.)?, (\d+), (\d+)$')
_NAME = re.compile(r'"([^"]*)"')
_LENGTH = re.compile(r", (\d+)$")
# Each acknowledged text, by the way that leads from its receipt to it.
_WHOLE = """
SELECT c.text, r.id FROM contributions_receipt r
JOIN survey_response s ON s.receipt_id = r.id
JOIN survey_responsetext t ON t.response_id = s.id
JOIN contributions_contribution c ON c.id = t.contribution_id AND c.receipt_id = r.id
"""


def _decoded(text: str) -> str:
    return _HEX.sub(lambda found: _bytes(found[0]).decode(), text)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass(slots=True)
class Change:
    """A write that was not synced yet; without data the file was cut to `offset` bytes."""

    at: float
    offset: int
    data: bytes | None

    def do(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.offset :]
            content.extend(bytes(self.offset - len(content)))
        else:
            content.extend(bytes(max(0, self.offset - len(content))))
            content[self.offset : self.offset + len(self.data)] = self.data

    def torn(self, lot: random.Random) -> Iterator["Change"]:
        """Some of its sectors, in no order."""
        if self.data is None:
            yield self
            return
        at = self.offset
        while at < self.offset + len(self.data):
            end = min(at - at % _SECTOR + _SECTOR, self.offset + len(self.data))
            if lot.random() < 0.5:
                yield Change(self.at, at, self.data[at - self.offset : end - self.offset])
            at = end


@dataclass
class File:
    """What is safe of a file, and what has been written since."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[Change] = field(default_factory=list)

    def sync(self, before: float) -> None:
        for change in self.since:
            if change.at < before:
                change.do(self.safe)
        self.since = [change for change in self.since if change.at >= before]

    def after_cut(self, lot: random.Random, how: str) -> bytearray:
        content = bytearray(self.safe)
        for change in self.since if how != "lost" else ():
            fate = how if how == "kept" else lot.choice(("lost", "kept", how))
            if fate == "kept":
                change.do(content)
            elif fate == "torn":
                for piece in change.torn(lot):
                    piece.do(content)
        return content


class Disk:
    """The files of one database, written call by call."""

    def __init__(self, database: Path) -> None:
        self.database = str(database)
        base = File(bytearray(database.read_bytes()))
        self.names: dict[str, File] = {self.database: base}
        self.safe_names = dict(self.names)
        self.renamed: list[tuple[float, str, File | None]] = []

    def is_ours(self, path: str) -> bool:
        return path in (self.database, f"{self.database}-wal", f"{self.database}-journal")

    def do(self, call: Call) -> None:
        path = _decoded(call.file)
        if call.name in ("openat", "unlink", "unlinkat"):
            self._name(call)
        elif call.name in SYNCS and path == str(Path(self.database).parent):
            self._sync_names(call.at)
        elif self.is_ours(path) and path in self.names and ">(deleted)" not in call.words:
            self._write(self.names[path], call)

    def _name(self, call: Call) -> None:
        found = _NAME.search(call.words)
        path = _decoded(found[1]) if found else ""
        if not self.is_ours(path):
            return
        if call.name != "openat" and path in self.names:
            del self.names[path]
            self.renamed.append((call.at, path, None))
        elif call.name == "openat" and "O_CREAT" in call.words and path not in self.names:
            self.names[path] = File()
            self.renamed.append((call.at, path, self.names[path]))

    def _write(self, file: File, call: Call) -> None:
        if call.name in SYNCS:
            file.sync(call.at)
        elif call.name == "ftruncate":
            length = _LENGTH.search(call.words)
            assert length, call.words
            file.since.append(Change(call.at, int(length[1]), None))
        else:
            found = _DATA.search(call.words)
            assert found and call.name == "pwrite64", call.words[-80:]
            data = _bytes(found[1])
            assert len(data) == call.result, "strace cut the data short"
            file.since.append(Change(call.at, int(found[3]), data))

    def _sync_names(self, before: float) -> None:
        while self.renamed and self.renamed[0][0] < before:
            self._rename(self.safe_names, *self.renamed.pop(0)[1:])

    def _rename(self, names: dict[str, File], path: str, file: File | None) -> None:
        names.pop(path, None)
        if file is not None:
            names[path] = file

    def after_cut(self, lot: random.Random) -> dict[str, bytearray]:
        """One of the ways in which the disk can look now, by the ends of the files' names."""
        names = dict(self.safe_names)
        for _at, path, file in self.renamed[: lot.randint(0, len(self.renamed))]:
            self._rename(names, path, file)
        how = lot.choice(("lost", "kept", "torn", "torn"))
        return {
            path.removeprefix(self.database): file.after_cut(lot, how)
            for path, file in names.items()
        }


@dataclass
class Replay:
    """A recorded run: what was written, and what was acknowledged meanwhile."""

    disk: Disk
    calls: list[tuple[float, Call]]
    acknowledged: Sequence[Acknowledged]
    faults: list[str] = field(default_factory=list)
    states: int = 0

    def cut(self, times: int, scratch: Path, *, enough: int = 20) -> None:
        """Cut the power so often: half the times just after an acknowledgement, half at any
        other moment. Stops early when `enough` went wrong."""
        lot = random.Random(1)  # noqa: S311
        first, last = self.calls[0][0], self.calls[-1][0]
        moments = [lot.uniform(first, last) for _cut in range(times // 2)]
        moments += [lot.choice(self.acknowledged).heard_at for _cut in range(times - times // 2)]
        told = sorted(self.acknowledged, key=lambda row: row.heard_at)
        done = 0
        for moment in sorted(moments):
            while done < len(self.calls) and self.calls[done][0] <= moment:
                self.disk.do(self.calls[done][1])
                done += 1
            wanted = {row.text for row in told if row.heard_at <= moment}
            self.states += 1
            is_thorough = self.states % 10 == 0
            self.faults += _judge(scratch, self.disk.after_cut(lot), wanted, is_thorough)
            if len(self.faults) >= enough:
                return


def timed(found: Iterable[Call]) -> list[tuple[float, Call]]:
    """In the order in which they took effect: a sync when it has returned, all else at once."""
    rows = [
        (call.done_at if call.name in SYNCS else call.at, call)
        for call in found
        if call.result >= 0
    ]
    return sorted(rows, key=lambda row: row[0])


def _judge(
    scratch: Path, files: dict[str, bytearray], wanted: set[str], is_thorough: bool
) -> list[str]:
    """Start again from such a disk, as the city would, and look whether all is there."""
    database = scratch / "cut.sqlite3"
    for path in scratch.glob("cut.sqlite3*"):
        path.unlink()
    for end, content in files.items():
        Path(f"{database}{end}").write_bytes(content)
    sqlite = importlib.import_module("sqlite3")  # ours: settings put it in (lib/sqlite.py)
    connection = sqlite.connect(database, isolation_level=None)
    try:
        connection.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
        connection.execute("PRAGMA synchronous=OFF")  # what we look at need not outlive us
        check = "integrity_check" if is_thorough else "quick_check"
        faults = [row[0] for row in connection.execute(f"PRAGMA {check}") if row[0] != "ok"]
        keys = connection.execute("PRAGMA foreign_key_check") if is_thorough else ()
        faults += [f"a key leads nowhere: {row}" for row in keys]
        rows = connection.execute(_WHOLE).fetchall()
        (receipts,) = connection.execute("SELECT COUNT(*) FROM contributions_receipt").fetchone()
    except sqlite.DatabaseError as fault:
        return [f"the database can't be read: {fault}"]
    finally:
        connection.close()
    faults += [f"lost: {text}" for text in wanted - {text for text, _receipt in rows}]
    if len({receipt for _text, receipt in rows}) != receipts:
        faults.append("a receipt without its words")
    return faults
