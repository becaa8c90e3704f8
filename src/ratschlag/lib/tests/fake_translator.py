"""A translation service as the tests need it: it answers as it is told, and keeps what it got."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


class FakeService:
    """What was asked, and what is answered: a status and a function of the question."""

    def __init__(self, name: str) -> None:
        self.name, self.url = name, ""
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.statuses: list[int] = []
        self.say: Callable[[str], str] = lambda text: f"»{text}«"
        self.raw: bytes | None = None

    def answer(self, asked: dict[str, Any]) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.name == "deepl":
            rows = [{"text": self.say(text)} for text in asked["text"]]
            return json.dumps({"translations": rows}).encode()
        return json.dumps({"translatedText": [self.say(text) for text in asked["q"]]}).encode()


@contextmanager
def serving(name: str) -> Iterator[FakeService]:
    """A service on a port of this machine."""
    service = FakeService(name)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append((self.path, dict(self.headers), body))
            status = service.statuses.pop(0) if service.statuses else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://elsewhere.example/")
            self.end_headers()
            if status == 200:
                self.wfile.write(service.answer(body))

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
