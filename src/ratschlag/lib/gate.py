"""Who is served now, who waits, and whom it is kinder to send away at once."""

import contextlib
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

# So many are served at the same time by one process; more would only wait for each other.
HANDS = 4
# 256 people who come at the same moment all get their turn; behind so many it is not worth it.
MOST_WAITING = 300
# Nobody waits longer than this, however slow the machine is: browsers and people give up.
PATIENCE = 30.0
# What the server hands over to us at once: everyone who waits or is served, and who is sent away.
THREADS = MOST_WAITING + HANDS + 60
# What stands in front of Django says by this name that too many wait there.
TOO_MANY = "ratschlag.too_many"


@dataclass
class _Waiting:
    turn: threading.Event = field(default_factory=threading.Event)


class Gate:
    """Lets so many through at once and the others in the order in which they came."""

    def __init__(
        self,
        *,
        hands: int = HANDS,
        most_waiting: int = MOST_WAITING,
        patience: float = PATIENCE,
    ) -> None:
        self.hands, self.most_waiting, self.patience = hands, most_waiting, patience
        self._lock = threading.Lock()
        self._free, self._queue = hands, deque[_Waiting]()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def enter(self) -> bool:
        """Wait for one's turn; False where it can't come soon enough. Who entered must leave."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._queue) >= self.most_waiting:
                return False
            mine = _Waiting()
            self._queue.append(mine)
        if mine.turn.wait(self.patience):
            return True
        with self._lock:
            if mine.turn.is_set():  # it was given while we gave up
                return True
            self._queue.remove(mine)
            return False

    def leave(self) -> None:
        with self._lock:
            if self._queue:
                self._queue.popleft().turn.set()
            else:
                self._free += 1


def has_connection() -> bool:
    """Whether this thread has a connection of its own already."""
    return hasattr(connections._connections, DEFAULT_DB_ALIAS)  # type: ignore[attr-defined]


def end_connection() -> None:
    """Close this thread's own connection and forget it, so that it borrows the next time."""
    if has_connection():
        connections[DEFAULT_DB_ALIAS].close()
        del connections[DEFAULT_DB_ALIAS]


class Connections:
    """As many connections to the database as there are hands, lent from thread to thread.

    Django keeps one for each thread, and those who wait are threads, too: hundreds.
    """

    def __init__(self) -> None:
        self._idle: list[BaseDatabaseWrapper] = []
        self._files: dict[BaseDatabaseWrapper, tuple[int, int] | None] = {}

    @contextmanager
    def lent(self) -> Iterator[None]:
        if has_connection():  # a test's, or whoever asked before us
            yield
            return
        mine = self._idle.pop() if self._idle else self._new()
        now, before = _file_of(mine), self._files.pop(mine, None)
        if now is None or now != before:
            mine.close()
        connections[DEFAULT_DB_ALIAS] = mine
        try:
            yield
        finally:
            del connections[DEFAULT_DB_ALIAS]
            mine.close_if_unusable_or_obsolete()
            self._files[mine] = _file_of(mine)
            self._idle.append(mine)

    def _new(self) -> BaseDatabaseWrapper:
        made = connections.create_connection(DEFAULT_DB_ALIAS)
        made.inc_thread_sharing()
        return made

    def end(self) -> None:
        for mine in self._idle:
            mine.close()


def _file_of(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    """Which file stands where SQLite's database should be.

    SQLite writes on into a file that was moved away or deleted: whoever is thanked then has
    lost the words.
    """
    if connection.vendor != "sqlite":
        return 0, 0
    with contextlib.suppress(OSError):
        found = Path(str(connection.settings_dict["NAME"])).stat()
        return found.st_dev, found.st_ino
    return None
