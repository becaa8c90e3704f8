"""The load generator, a process of its own: clients that fetch the form, send it, read the receipt.

`python intake_load.py '{"port": …, "scenario": "complete", "clients": 16, "seconds": 3}'` prints
one JSON. One thread and epoll: it takes so little CPU that the server is what is measured.
"""

import gzip
import json
import os
import random
import re
import secrets
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

_BOTH = selectors.EVENT_READ | selectors.EVENT_WRITE
_HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CODE = re.compile(rb'id="receipt"[^>]*>(.*?)</p>', re.DOTALL)
_TAG = re.compile(rb"<[^>]*>|\s")
_WORDS = [
    "Im",
    "Verein",
    "lernen",
    "sich",
    "Familien",
    "kennen",
    "und",
    "helfen",
    "einander",
    "bei",
    "Briefen",
    "vom",
    "Amt",
    "der",
    "Bus",
    "fährt",
    "abends",
    "zu",
    "selten",
    "in",
    "unseren",
    "Stadtteil",
    "viele",
    "finden",
    "keinen",
    "Platz",
    "im",
    "Sprachkurs",
    "und",
    "warten",
    "lange",
    "die",
    "Nachbarschaft",
    "feiert",
    "jedes",
    "Jahr",
    "ein",
    "Fest",
    "auf",
    "dem",
    "Platz",
    "vor",
    "der",
    "Bibliothek",
]
_PATIENCE = 30.0


@dataclass
class Plan:
    """What to do. With `rate` forms arrive by the clock, whether others were answered or not."""

    port: int
    path: str
    host: str = "localhost"
    scenario: str = "complete"  # or "send" (no form fetched), or "page" (only fetched)
    clients: int = 1
    seconds: float = 3.0
    rate: float = 0.0
    most: int = 0  # stop after so many, if set
    fields: dict[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ("q1", "q2", "q3")
    details: dict[str, list[str]] = field(default_factory=dict)
    is_packed: bool = False  # accept gzip, as browsers do


class Client:
    """One connection, kept alive: what it waits for, and since when."""

    def __init__(self) -> None:
        self.sock: socket.socket | None = None
        self.buffer = bytearray()
        self.out = b""
        self.step = ""
        self.began = self.stepped = 0.0


class Load:
    """Runs a plan; `done` counts what came back complete, `latencies` in seconds."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.codes, self.latencies = plan, set[bytes](), list[float]()
        self.parts: dict[str, list[float]] = {"fetch": [], "send": []}
        self.done = self.errors = self.shed = self.bytes = self.sent = self.most_open = 0
        self.shed_without_retry = 0
        self.statuses: dict[str, int] = {}
        self.faults: dict[str, int] = {}
        self.random = random.Random(os.getpid() ^ time.time_ns())
        self.selector = selectors.DefaultSelector()
        self.idle: list[Client] = []
        self.active: set[Client] = set()
        head = f"Host: {plan.host}:{plan.port}\r\nUser-Agent: intake\r\nAccept: text/html\r\n"
        head += "Accept-Encoding: gzip\r\n" if plan.is_packed else ""
        self.get = f"GET {plan.path} HTTP/1.1\r\n{head}\r\n".encode()
        self.post = (
            f"POST {plan.path} HTTP/1.1\r\n{head}Origin: http://{plan.host}:{plan.port}\r\n"
            "Sec-Fetch-Site: same-origin\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        ).encode()

    # ---- the two loops

    def closed(self) -> None:
        """Each client begins anew as soon as it was answered, until the time is up."""
        self.until = time.perf_counter() + self.plan.seconds
        for _client in range(self.plan.clients):
            self._start(Client(), time.perf_counter())
        last = self.until + _PATIENCE
        while self.active and time.perf_counter() < last:
            for client in [*self._turn(0.1), *self._refused()]:
                if not self._is_over():
                    self._start(client, time.perf_counter())
        self.errors += len(self.active)

    def open(self) -> None:
        """Forms come at times drawn beforehand; who waits for the server waits in the figures."""
        now = began = time.perf_counter()
        self.until, due = began + self.plan.seconds, began
        while now < self.until + _PATIENCE and (now < self.until or self.active):
            while due <= now and due < self.until:
                client = self.idle.pop() if self.idle else Client()
                self._start(client, due)
                due += self.random.expovariate(self.plan.rate)
            self.most_open = max(self.most_open, len(self.active))
            wait = max(0.0, due - time.perf_counter()) if due < self.until else 0.05
            self.idle += self._turn(min(wait, 0.05))
            now = time.perf_counter()
        self.errors += len(self.active)

    def _refused(self) -> list[Client]:
        found, self.idle = self.idle, []
        return found

    def _is_over(self) -> bool:
        is_enough = self.plan.most and self.done + len(self.active) >= self.plan.most
        return bool(is_enough) or time.perf_counter() >= self.until

    def _turn(self, wait: float) -> list[Client]:
        """Serve every connection that has something; the clients that are through."""
        free = []
        for key, mask in self.selector.select(wait):
            client: Client = key.data
            try:
                through = self._write(client) if mask & selectors.EVENT_WRITE else False
                through = through or (mask & selectors.EVENT_READ and self._read(client))
            except OSError as error:
                through = self._fail(client, type(error).__name__)
            if through:
                free.append(client)
        return free

    # ---- a client's way

    def _start(self, client: Client, at: float) -> None:
        client.began = at
        self.active.add(client)
        try:
            self._ask(client)
        except OSError as error:
            self._fail(client, type(error).__name__)
            self.idle.append(client)

    def _ask(self, client: Client) -> None:
        self.sent += 1
        if self.plan.scenario == "send":
            self._send(client, "send", self._form({"form_key": secrets.token_urlsafe(24)}))
        else:
            self._send(client, "fetch", self.get)

    def _form(self, hidden: dict[str, str]) -> bytes:
        say = {**self.plan.fields, **hidden}
        if not say.get("form_key"):
            say["form_key"] = secrets.token_urlsafe(24)  # as the script of the page does
        for name in self.plan.texts:
            some = self.random.choices(_WORDS, k=30)
            say[name] = f"{' '.join(some)} {self.random.randrange(10**12)}."
        for name, values in self.plan.details.items():
            say[name] = self.random.choice(values)
        body = urlencode(say).encode()
        return b"%s%d\r\n\r\n%s" % (self.post, len(body), body)

    def _send(self, client: Client, step: str, data: bytes) -> None:
        client.step, client.stepped = step, time.perf_counter()
        client.buffer.clear()
        if client.sock is None:
            client.sock = socket.socket()
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.sock.setblocking(False)
            # Nobody else waits while this one is being put through.
            client.sock.connect_ex(("127.0.0.1", self.plan.port))
            self.selector.register(client.sock, _BOTH, client)
            client.out = data
            return
        count = client.sock.send(data)
        client.out = data[count:]
        if client.out:
            self.selector.modify(client.sock, _BOTH, client)

    def _write(self, client: Client) -> bool:
        assert client.sock
        client.out = client.out[client.sock.send(client.out) :]
        if not client.out:
            self.selector.modify(client.sock, selectors.EVENT_READ, client)
        return False

    def _read(self, client: Client) -> bool:
        assert client.sock
        data = client.sock.recv(262_144)
        if not data:
            return self._fail(client, "closed")
        client.buffer += data
        answer = _whole(client.buffer)
        return bool(answer) and self._answered(client, *answer)

    def _answered(self, client: Client, head: bytes, body: bytes) -> bool:
        now = time.perf_counter()
        status = head[9:12].decode("latin-1")
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.bytes += len(head) + len(body)
        self.parts[client.step].append(now - client.stepped)
        if b"\nconnection: close" in head.lower():
            self._drop(client)
        if b"\ncontent-encoding: gzip" in head.lower():
            body = gzip.decompress(body)
        if status == "503":
            self.shed += 1
            self.shed_without_retry += b"\nretry-after:" not in head.lower()
            return self._through(client)
        if status != "200":
            return self._fail(client, f"status {status}")
        if client.step == "fetch" and self.plan.scenario == "complete":
            found = _HIDDEN.findall(body)
            hidden = {name.decode(): value.decode() for name, value in found}
            hidden.pop("next", None)
            self._send(client, "send", self._form(hidden))
            return False
        if client.step == "send":
            if not (found_code := _CODE.search(body)):
                return self._fail(client, "no receipt")
            self.codes.add(_TAG.sub(b"", found_code[1]))
        self.done += 1
        self.latencies.append(now - client.began)
        return self._through(client)

    def _through(self, client: Client) -> bool:
        self.active.discard(client)
        return True

    def _fail(self, client: Client, what: str) -> bool:
        self.errors += 1
        self.faults[what] = self.faults.get(what, 0) + 1
        self._drop(client)
        return self._through(client)

    def _drop(self, client: Client) -> None:
        if client.sock is not None:
            self.selector.unregister(client.sock)
            client.sock.close()
            client.sock = None


def _whole(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """Head and body of an answer once all of it is there."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end])
    low = head.lower()
    if (at := low.find(b"\ncontent-length:")) >= 0:
        length = int(low[at + 16 : low.find(b"\r", at) if low.find(b"\r", at) > 0 else None])
        return (head, bytes(buffer[end + 4 :])) if len(buffer) >= end + 4 + length else None
    if not buffer.endswith(b"0\r\n\r\n"):
        return None
    body, at = bytearray(), end + 4
    while True:  # chunked (RFC 9112, 7.1)
        line = buffer.find(b"\r\n", at)
        size = int(bytes(buffer[at:line]).split(b";")[0], 16)
        if not size:
            return head, bytes(body)
        body += buffer[line + 2 : line + 2 + size]
        at = line + 4 + size


def percentile(values: list[float], share: float) -> float:
    """Milliseconds."""
    if not values:
        return 0.0
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def run(plan: Plan) -> dict[str, Any]:
    load = Load(plan)
    began = time.perf_counter()
    load.open() if plan.rate else load.closed()
    seconds = time.perf_counter() - began if not plan.rate else plan.seconds
    spread = {f"p{at}": percentile(load.latencies, at / 100) for at in (50, 95, 99)}
    return {
        **{name: getattr(load, name) for name in ("done", "errors", "shed", "sent", "bytes")},
        **{name: getattr(load, name) for name in ("statuses", "faults", "shed_without_retry")},
        **spread,
        "send_p99": percentile(load.parts["send"], 0.99),
        "codes": len(load.codes),
        "seconds": seconds,
        "most_open": load.most_open,
        "cpu": sum(os.times()[:2]),
        "plan": asdict(plan),
    }


if __name__ == "__main__":
    print(json.dumps(run(Plan(**json.loads(sys.argv[1])))))
