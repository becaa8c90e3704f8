"""A server that speaks as an OpenAI-compatible endpoint does, in a thread of the test."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class FakeModels(HTTPServer):
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict, str | None]] = []
        self.answer: object = None
        self.status = 200
        self.vector: Callable[[str], list[float]] = lambda text: [float(len(text)), 1.0]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: FakeModels

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body, self.headers.get("Authorization")))
        answer = self.server.answer
        if callable(answer):
            answer = answer(body)
        if answer is None:
            rows = [
                {"index": place, "embedding": self.server.vector(text)}
                for place, text in enumerate(body["input"])
            ]
            answer = {"data": rows[::-1]}
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[FakeModels]:
    with FakeModels() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def settings_for(server: FakeModels, **more: str) -> dict[str, str]:
    """What a city sets to use it for vectors."""
    return {
        "RATSCHLAG_ENDPOINT_URL": server.url,
        "RATSCHLAG_ENDPOINT_EMBEDDING": "vectors-1",
        **more,
    }


def said_by(text: str) -> object:
    """The answer of a chat model that writes this."""
    return {"choices": [{"message": {"content": text}}]}
