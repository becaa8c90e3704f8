"""docs/nginx.conf as it is written: what is cached has no key, what is handed out has one."""

import http.server
import re
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_stand import documented_configuration
from place import free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PAGE = "/de/verfahren/klima/befragung/"
pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed")


class Application(http.server.BaseHTTPRequestHandler):
    """Answers as the application does, and notes what it was asked."""

    asked: list[tuple[str, dict[str, str], bytes]]

    def do_GET(self) -> None:
        is_shared = self.headers.get("X-Ratschlag-Cache") == "1"
        high = "high" if "cc_accessibility=high" in self.headers.get("Cookie", "") else "normal"
        key = "" if is_shared else "a-key-of-the-application"
        page = f'<p>{high}</p><input type="hidden" name="form_key" value="{key}">'
        self._answer(page, "public, s-maxage=10" if is_shared else "no-store", vary="Cookie")

    def do_POST(self) -> None:
        self._answer("stored", "no-store")

    def _answer(self, page: str, cache: str, vary: str = "") -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.asked.append((self.command, dict(self.headers), self.rfile.read(length)))
        self.send_response(200)
        for name, value in (("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", cache),
                            ("Vary", vary), ("Content-Length", str(len(page.encode())))):  # fmt: skip
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_words: object) -> None:
        """Nothing is logged."""


class Front:
    """nginx, and the application behind it."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.folder, self.port, upstream = folder, free_port(), free_port()
        handler = type("Own", (Application,), {"asked": []})
        self.asked = handler.asked
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", upstream), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        file = folder / "nginx.conf"
        file.write_text(documented_configuration(str(folder), self.port, upstream))
        command = [str(NGINX), "-c", str(file), "-p", str(folder), "-e", str(folder / "start.log")]
        self.process = subprocess.Popen([*command, "-g", "daemon off;"])

    def ask(
        self, path: str = PAGE, data: bytes | None = None, **headers: str
    ) -> tuple[str, object]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, sent)
        for _time in range(100):
            try:
                with opener.open(request, timeout=10) as answer:
                    return answer.read().decode(), answer.headers
            except urllib.error.URLError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "start.log").read_text())

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    found = Front(tmp_path)
    yield found
    found.end()


def key_on(page: str) -> str:
    return re.search(r'name="form_key" value="([^"]*)"', page)[1]


def test_the_application_is_asked_once_and_each_copy_has_its_key(front):
    pages = [front.ask() for _time in range(5)]
    keys = {key_on(page) for page, _headers in pages}
    assert len(keys) == 5
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in keys)
    assert [method for method, _headers, _body in front.asked] == ["GET"]
    assert all(headers["Cache-Control"] == "no-store" for _page, headers in pages)
    # What is kept has no key, and no key is in any log.
    kept = b"".join(path.read_bytes() for path in front.folder.rglob("*") if path.is_file())
    assert b'name="form_key" value=""' in kept
    assert not any(key.encode() in kept for key in keys)


def test_high_contrast_is_kept_apart_and_no_other_cookie_is_handed_on(front):
    high, _headers = front.ask(Cookie="cc_accessibility=high; _pk_id=1")
    assert "<p>high</p>" in high
    assert "<p>normal</p>" in front.ask(Cookie="_pk_id=2")[0]
    assert "<p>high</p>" in front.ask(Cookie="cc_accessibility=high")[0]
    cookies = [headers.get("Cookie") for _method, headers, _body in front.asked]
    assert cookies == ["cc_accessibility=high", None]


def test_a_form_that_is_sent_goes_through_and_no_one_can_play_the_cache(front):
    page, headers = front.ask(data=b"q1=Mehr", X_Ratschlag_Cache="1")
    method, seen, body = front.asked[0]
    assert (page, method, body) == ("stored", "POST", b"q1=Mehr")
    assert "X-Ratschlag-Cache" not in seen
    assert seen["X-Forwarded-For"] == "127.0.0.1"
    assert headers["Cache-Control"] == "no-store"


def test_other_pages_are_not_cached(front):
    for _time in range(2):
        page, headers = front.ask("/de/verfahren/klima/", X_Ratschlag_Cache="1")
        assert key_on(page) == "a-key-of-the-application"
    assert len(front.asked) == 2
