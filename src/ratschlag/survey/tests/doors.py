"""Requests as a server hands them to the door, and to Django behind it."""

import io
import re
import sys
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, connections

from ratschlag.survey.middleware import Door
from ratschlag.survey.tests.hands import PAGE


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def page(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return ", ".join(value for known, value in self.headers if known.lower() == name.lower())

    @property
    def key(self) -> str:
        return re.search(r'name="form_key" value="([^"]*)"', self.page)[1]

    @property
    def code(self) -> str:
        shown = re.search(r'id="receipt"[^>]*>(.*?)</p>', self.page, re.S)
        return re.sub(r"<[^>]+>|\s", "", shown[1]) if shown else ""


class Behind:
    """Django behind the door, which counts how often it is asked."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ["REQUEST_METHOD"])
        # The connection is in a test's transaction, which is not to be given up.
        with patch.object(connections[DEFAULT_DB_ALIAS], "close_if_unusable_or_obsolete"):
            answer = self.handler(environ, start_response)
            body = b"".join(answer)
            answer.close()
            return [body]


class Street:
    """A door and what is behind it."""

    def __init__(self) -> None:
        self.behind = Behind()
        self.door = Door(self.behind)

    def fetch(self, path: str = PAGE, *, method: str = "GET", **environ: str) -> Answer:
        return ask(self.door, path, method=method, **environ)

    def send(
        self, path: str = PAGE, /, *, typed: dict[str, Any] | None = None, **more: str
    ) -> Answer:
        return ask(
            self.door, path, method="POST", body=urlencode(typed or {}, True).encode(), **more
        )


def ask(application: Any, path: str, *, method: str, body: bytes = b"", **more: str) -> Answer:
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.input": io.BytesIO(body),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if method == "POST":
        environ |= {
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_SEC_FETCH_SITE": "same-origin",
        }
    started: list[Any] = []
    chunks = application(environ | more, lambda status, headers: started.extend((status, headers)))
    found = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return Answer(int(started[0][:3]), list(started[1]), found)


def apart(page: str) -> str:
    """A page without what is one person's or of one moment: key, code and stamp."""
    page = re.sub(r'(name="(?:form_key|stamp|code)" value=")[^"]*', r"\1", page)
    return re.sub(r'(id="receipt"[^>]*>).*?(</p>)', r"\1\2", page, flags=re.S)
