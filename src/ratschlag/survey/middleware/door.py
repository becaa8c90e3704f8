"""In front of Django: the page of a survey from memory, and plain forms straight into the table.

Whatever is out of the ordinary, in the least, goes on to the view, which decides anew.
"""

import io
import logging
import os
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from ratschlag.journal.queries import clock_offset
from ratschlag.lib.gate import MOST_WAITING, TOO_MANY
from ratschlag.lib.pages import comes_from_here
from ratschlag.survey.actions import Sending
from ratschlag.survey.forms import AnswerSheet, fresh_form_key
from ratschlag.survey.middleware.line import Line
from ratschlag.survey.middleware.pages import Application, Environ, Headers, Page, Pages
from ratschlag.survey.queries import fetched_at, questionnaire_of, sheet_of
from ratschlag.survey.views import abuse

_ADDRESS = re.compile(r"/([a-z-]{2,10})/verfahren/[a-zA-Z0-9_-]+/befragung/")
_FORM = re.compile(r"application/x-www-form-urlencoded(; ?charset=utf-8)?", re.IGNORECASE)
# A longer form than this has something that deserves a closer look.
_LONGEST = 100_000
_log = logging.getLogger(__name__)


class Door:
    """A WSGI application around another."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.pages = Pages(application)
        self.line = Line()
        # Only where a proxy is said to be in front may it ask for a page without key.
        self.has_proxy = os.environ.get("RATSCHLAG_BEHIND_PROXY") == "1"

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        address = _ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if address and not environ.get("QUERY_STRING") and not environ.get("SCRIPT_NAME"):
            method = environ["REQUEST_METHOD"]
            if method in ("GET", "HEAD"):
                answer = self._fetched(environ)
            elif method == "POST":
                answer = self._sent(environ, address[1])
            else:
                answer = None
            if answer:
                headers, body = answer
                start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
                return [body] if method != "HEAD" else []
        return self.application(environ, start_response)

    def _fetched(self, environ: Environ) -> tuple[Headers, bytes] | None:
        page = self._page(environ)
        if page is None:
            return None
        is_packed = _takes_gzip(environ)
        if self.has_proxy and environ.get("HTTP_X_RATSCHLAG_CACHE") == "1":
            headers = page.public_packed if is_packed else page.public
            return headers, _filled(page, "", is_packed=is_packed)
        headers = page.packed if is_packed else page.plain
        return headers, _filled(page, fresh_form_key(), is_packed=is_packed)

    def _page(self, environ: Environ, *, is_receipt: bool = False) -> Page | None:
        # The clock of a demo may be moved at any time, and its pages with it.
        mark = 0.0
        if settings.HAS_OWN_CLOCK:
            with self.line.connection():
                mark = clock_offset()
        return self.pages.page(environ, is_receipt=is_receipt, mark=mark)

    def _sent(self, environ: Environ, language: str) -> tuple[Headers, bytes] | None:
        """The receipt, if the form is plain and is stored now or was before."""
        length = environ.get("CONTENT_LENGTH") or ""
        if not _FORM.fullmatch(environ.get("CONTENT_TYPE", "")) or not length.isdecimal():
            return None
        if len(length) > 6 or not 0 < int(length) <= _LONGEST:
            return None
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = io.BytesIO(body)
        try:
            return self._received(environ, body, language)
        except Exception as error:
            # The view takes it from here, and its answer says what is the matter. Never the message: the database's may hold what was typed.
            _log.warning("A form goes the long way: %s", type(error).__name__)
            return None
        finally:
            environ["wsgi.input"].seek(0)

    def _received(
        self, environ: Environ, body: bytes, language: str
    ) -> tuple[Headers, bytes] | None:
        page, receipt = self._page(environ), self._page(environ, is_receipt=True)
        request = WSGIRequest(environ)
        if page is None or receipt is None or not comes_from_here(request):
            return None
        if self.line.length >= MOST_WAITING:
            environ[TOO_MANY] = True  # the gate says so, to whom it can't carry
            return None
        sending = _plain(request, page, body, language)
        code = self.line.store(sending, page.blank) if sending else None
        if code is None:
            return None
        is_packed = _takes_gzip(environ)
        headers = receipt.packed if is_packed else receipt.plain
        return headers, _filled(receipt, code, is_packed=is_packed)


class _Typed(dict[str, list[str]]):
    """What was typed, by field: read as Django's QueryDict reads it, in a fifth of the time."""

    def __init__(self, body: bytes) -> None:
        """Raises ValueError when no browser sent it so: not ASCII, or very many fields."""
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        )
        for name, value in pairs:
            self.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[str]:
        return self.get(name, [])

    def last(self, name: str) -> str:
        found = self.getlist(name)
        return found[-1] if found else ""


def _plain(request: WSGIRequest, page: Page, body: bytes, language: str) -> Sending | None:
    """What a form says, if it is whole, right, of this version, and nobody has to look at it."""
    blank, data = page.blank, _Typed(body)
    form = AnswerSheet(sheet_of(questionnaire_of(blank.version), language), data)
    is_of_now = (data.last("survey"), data.last("version")) == (
        blank.survey.slug,
        str(blank.version.number),
    )
    is_whole = form.is_valid and not form.to_come and not form.sheet.questionnaire.is_paged
    if not is_of_now or not is_whole:
        return None
    stamp, now = data.last("stamp"), page.now
    proved = fetched_at(blank.survey, stamp, now) if stamp else None
    request.domain_at = now  # type: ignore[attr-defined]
    if abuse.must_wait(request, form) or abuse.why_hold(request, blank.survey, form, proved):
        return None
    found = form.answers
    return Sending(
        form_key=form.form_key,
        texts=found.texts,
        chosen=found.chosen,
        details=found.details,
        language=language,
        fetched_at=proved,
    )


def _takes_gzip(environ: Environ) -> bool:
    return "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")


def _filled(page: Page, word: str, *, is_packed: bool) -> bytes:
    encoded = word.encode()
    return page.body.packed(encoded) if is_packed else page.body.plain(encoded)
