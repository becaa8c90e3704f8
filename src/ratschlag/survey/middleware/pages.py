"""The pages that are kept in the memory of a process, rendered by the application itself."""

import io
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from ratschlag.city.rules import CONTRAST_COOKIE, HIGH
from ratschlag.survey.compute.kept import BLANK, Blank, Kept, kept
from ratschlag.survey.compute.stamp import GRAIN

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# Kept at most: languages times contrast times form and receipt, of a few surveys and hosts.
_MOST = 256
_SERVER = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME", "REMOTE_ADDR")
_CARRIED = ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme")


@dataclass(frozen=True)
class Page:
    """A page as the whole application answered it, and what the view made it from."""

    body: Kept
    plain: Headers
    packed: Headers
    public: Headers
    public_packed: Headers
    blank: Blank
    made: float
    until: float

    @property
    def now(self) -> datetime:
        """The domain time, as near as it is known without asking the database."""
        found: datetime = self.blank.at + timedelta(seconds=time.monotonic() - self.made)
        return found

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.until


class Pages:
    """Rendered once for each language, contrast, host and ten seconds."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._lock = Lock()
        self._kept: OrderedDict[tuple[Any, ...], Page] = OrderedDict()

    def page(self, environ: Environ, *, is_receipt: bool = False, mark: float = 0) -> Page | None:
        """The page of this address; None when it is not one that can be kept: not open, not there.

        `mark` is what makes it another page besides: the offset of a demo's clock.
        """
        is_high = f"{CONTRAST_COOKIE}={HIGH}" in environ.get("HTTP_COOKIE", "")
        carried = tuple(environ.get(name) for name in _CARRIED)
        key = (environ["PATH_INFO"], is_receipt, is_high, mark, *carried)
        found = self._kept.get(key)
        if found and found.is_fresh:
            return found
        with self._lock:  # rendered by one, the others wait for it
            found = self._kept.get(key)
            if found and found.is_fresh:
                return found
            made = self._made(environ, Blank(is_receipt=is_receipt), is_high=is_high)
            if made:
                self._kept[key] = made
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
            else:
                self._kept.pop(key, None)
            return made

    def _made(self, environ: Environ, blank: Blank, *, is_high: bool) -> Page | None:
        asked = {name: environ[name] for name in (*_SERVER, *_CARRIED) if name in environ}
        asked |= {name: value for name, value in environ.items() if name.startswith("wsgi.")}
        asked |= {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": environ["PATH_INFO"],
            "QUERY_STRING": "",
            "CONTENT_LENGTH": "",
            "wsgi.input": io.BytesIO(),
            BLANK: blank,
        }
        if is_high:
            asked["HTTP_COOKIE"] = f"{CONTRAST_COOKIE}={HIGH}"
        status, headers, body = _answer(self.application, asked)
        found = kept(body) if status.startswith("200 ") and blank.survey else None
        if found is None:
            return None
        made = time.monotonic()
        return Page(found, *_headers(headers), blank, made, made + _seconds(blank))


def _answer(application: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    answer: list[Any] = []
    chunks = application(environ, lambda status, headers, *_info: answer.extend((status, headers)))
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return answer[0], list(answer[1]), body


def _seconds(blank: Blank) -> float:
    """Until the next ten seconds of the domain clock begin, or the survey's last second is over."""
    left = GRAIN - blank.at.timestamp() % GRAIN
    end = blank.survey.closes_at + timedelta(seconds=1) - blank.at
    return float(min(left, max(0.0, end.total_seconds())))


def _headers(headers: Headers) -> tuple[Headers, Headers, Headers, Headers]:
    """Those of the page itself, packed, and of the page without key that a cache may keep."""
    left_out = ("content-length", "vary", "set-cookie")
    plain = [(name, value) for name, value in headers if name.lower() not in left_out]
    plain.append(("Vary", "Accept-Encoding"))
    packed = [*plain, ("Content-Encoding", "gzip")]
    return plain, packed, _public(plain), _public(packed)


def _public(headers: Headers) -> Headers:
    """The contrast cookie is the only one that a resident's browser can have, and it varies."""
    kept_ones = [(n, v) for n, v in headers if n not in ("Cache-Control", "Vary")]
    return [
        *kept_ones,
        ("Cache-Control", f"public, s-maxage={GRAIN}"),
        ("Vary", "Accept-Encoding, Cookie"),
    ]
