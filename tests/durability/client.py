"""People who answer a survey, as plain clients: fetch the page, send it, read the receipt.

They know nothing of the code behind it. Whatever hidden fields a page has are sent back.
"""

import http.client
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

_RECEIPT = re.compile(r'id="receipt"[^>]*>(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# What can go wrong with a server that is killed while it answers.
BROKEN = (OSError, http.client.HTTPException)
# A busy machine takes its time to start a database that was killed.
_PATIENCE = 120.0


class _Fields(HTMLParser):
    """The form of a page that has text areas: their names, and its hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.areas: list[str] = []
        self.is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if self.is_over:
            return
        if tag == "form" and not self.areas:
            self.hidden = {}
        if tag == "input" and found.get("type") == "hidden" and "name" in found:
            self.hidden[found["name"]] = found.get("value", "")
        if tag == "textarea" and "name" in found:
            self.areas.append(found["name"])

    def handle_endtag(self, tag: str) -> None:
        # What stands behind the form is another's: the switch for contrast has fields too.
        self.is_over |= tag == "form" and bool(self.areas)


@dataclass(frozen=True)
class Form:
    """A page to be answered as it was fetched, and when."""

    hidden: Mapping[str, str]
    areas: Sequence[str]
    fetched_at: float


@dataclass(frozen=True)
class Reply:
    """What the server said to a sending; the times are those of this machine's clock."""

    status: int
    receipt: str
    sent_at: float
    heard_at: float
    body: str = ""


class Visitor:
    """One person with one connection, which is kept as a browser keeps it."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self._line: http.client.HTTPConnection | None = None

    def fetch(self) -> Form:
        """Raises OSError where there is no page to be answered."""
        status, body = self._ask("GET", "")
        fields = _Fields()
        fields.feed(body)
        if status != 200 or not fields.areas:
            raise OSError(f"no page to be answered: {status}")
        return Form(fields.hidden, fields.areas, time.time())

    def send(self, form: Form, texts: Mapping[str, str]) -> Reply:
        sent_at = time.time()
        status, body = self._ask("POST", urlencode({**form.hidden, **texts}))
        return Reply(status, receipt_in(body) if status == 200 else "", sent_at, time.time(), body)

    def hang_up(self) -> None:
        if self._line:
            self._line.close()
        self._line = None

    def _ask(self, method: str, body: str) -> tuple[int, str]:
        self._line = self._line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": "localhost", "Accept": "text/html"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._line.request(method, self.path, body=body or None, headers=headers)
            answer = self._line.getresponse()
            return answer.status, answer.read().decode()
        except BROKEN:
            self.hang_up()
            raise


def receipt_in(page: str) -> str:
    """The number on a receipt page; empty if there is none."""
    found = _RECEIPT.search(page)
    return "".join(_TAG.sub("", found[1]).split()) if found else ""


@dataclass
class Acknowledged:
    """A sending that the server has said is stored."""

    receipt: str
    text: str
    heard_at: float


@dataclass
class Crowd:
    """Several people who answer one after another for as long as they are let.

    Whoever gets no receipt sends the same form again, as a phone on a train does, until the
    server acknowledges it: so at the end every text was acknowledged, and must be there once.
    """

    port: int
    path: str
    people: int = 6
    acknowledged: list[Acknowledged] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, *, enough: Callable[[int], bool] = lambda _count: False) -> None:
        """`enough` is asked before each new form, with the number of those acknowledged."""
        self._stop.clear()
        self._threads = [
            threading.Thread(target=self._answer, args=[enough], daemon=True)
            for _person in range(self.people)
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """No new forms; waits until each that was begun is acknowledged."""
        self._stop.set()
        self.wait()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(timeout=2 * _PATIENCE)
        if any(thread.is_alive() for thread in self._threads):
            raise AssertionError("a form is still not acknowledged")

    def count(self) -> int:
        with self._lock:
            return len(self.acknowledged)

    def heard_since(self, count: int) -> list[Acknowledged]:
        with self._lock:
            return self.acknowledged[count:]

    def _answer(self, enough: Callable[[int], bool]) -> None:
        visitor = Visitor(self.port, self.path)
        while not self._stop.is_set() and not enough(self.count()):
            try:
                form = visitor.fetch()
            except BROKEN:
                time.sleep(0.02)
                continue
            self._send_until_heard(visitor, form)
        visitor.hang_up()

    def _send_until_heard(self, visitor: Visitor, form: Form) -> None:
        text = f"Mehr Bäume, sagt {secrets.token_hex(10)}."
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                reply = visitor.send(form, {form.areas[-1]: text})
            except BROKEN:
                time.sleep(0.02)
                continue
            if reply.receipt:
                with self._lock:
                    self.acknowledged.append(Acknowledged(reply.receipt, text, reply.heard_at))
                return
            if reply.status < 500 and reply.status != 429:
                with self._lock:
                    self.strange.append(f"{reply.status} for {text}")
                return
            time.sleep(0.05)
        with self._lock:
            self.strange.append(f"never acknowledged: {text}")
