"""Forms that come at the same time are stored in one transaction: one commit for all who wait."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from ratschlag.lib.gate import Connections
from ratschlag.survey.actions import Sending, take_in_burst
from ratschlag.survey.compute.kept import Blank

# So many forms at most are stored at once.
_MOST = 32


@dataclass(eq=False)
class _Ticket:
    """A form in the line, and what came of it."""

    sending: Sending
    blank: Blank
    code: str | None = None
    is_done: bool = False


class Line:
    """Whoever comes first stores for all who came meanwhile; each learns only of the own form.

    So there is one writer at a time, and with many clients one sync of the disk serves several
    of them. Nobody waits for others to come.
    """

    def __init__(self) -> None:
        self._writing = Lock()
        self._connections = Connections()
        self._waiting: deque[_Ticket] = deque()

    @property
    def length(self) -> int:
        return len(self._waiting)

    def store(self, sending: Sending, blank: Blank) -> str | None:
        """The receipt, once it is on disk; None when the form has to go the long way."""
        own = _Ticket(sending, blank)
        self._waiting.append(own)
        with self.connection():
            if not own.is_done:
                self._store(self._taken(own))
        return own.code

    def _taken(self, own: _Ticket) -> list[_Ticket]:
        """Those who wait for the same survey and version; the others' turn comes next."""
        taken, left = [own], list[_Ticket]()
        while self._waiting:
            ticket = self._waiting.popleft()
            if ticket is own:
                continue
            is_alike = ticket.blank.version.pk == own.blank.version.pk
            (taken if is_alike and len(taken) < _MOST else left).append(ticket)
        self._waiting.extendleft(reversed(left))
        return taken

    def _store(self, taken: list[_Ticket]) -> None:
        blank = taken[0].blank
        sendings = [ticket.sending for ticket in taken]
        try:
            codes = take_in_burst(blank.survey, blank.version, sendings, city=blank.city)
        finally:
            for ticket in taken:
                ticket.is_done = True
        for ticket, code in zip(taken, codes, strict=True):
            ticket.code = code

    @contextmanager
    def connection(self) -> Iterator[None]:
        """All who store use one connection, one after the other: what SQLite has in memory of
        the database stays true for it, and PostgreSQL has one more process, not one a thread."""
        with self._writing, self._connections.lent():
            yield

    def end(self) -> None:
        self._connections.end()
