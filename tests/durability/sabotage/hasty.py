"""Sabotage: a city's server that hands out receipts before they are stored. Only these tests can
reach it."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from ratschlag.wsgi import application as city  # isort: skip  Django has to be there first
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import code_of

_DELAY = 0.2


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The city's own, but a sending is answered at once and stored afterwards."""
    if environ["REQUEST_METHOD"] != "POST":
        return city(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    later = {**environ, "wsgi.input": io.BytesIO(body)}
    threading.Thread(target=_store, args=[later]).start()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [f'<p id="receipt">{_receipt(body)}</p>'.encode()]


def _receipt(body: bytes) -> str:
    sent = parse_qs(body.decode())
    survey = Survey.objects.select_related("process").get(slug=sent["survey"][0])
    return code_of(survey, sent["form_key"][0])


def _store(environ: dict[str, Any]) -> None:
    time.sleep(_DELAY)
    answer = city(environ, lambda *_said: None)
    b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
