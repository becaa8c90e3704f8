"""Hands for the tests of faults and overload: a city of its own, as `ratschlag serve` runs it."""

import http.client
import re
import resource
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests import prepared
from tests.durability.backups import SERVER, done_well, empty_place
from tests.house import ROOT
from tests.test_command import INIT, free_port

PATH = "/de/verfahren/klima/befragung/"
_ASK = """
import django; django.setup()
from datetime import timedelta
from ratschlag.journal.queries import domain_now
from tests import cast
now = domain_now()
cast.a_survey(cast.a_process(), opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
"""
_RECEIPT = re.compile(r'id="receipt"[^>]*>(.*?)</p>', re.DOTALL)


@dataclass
class Answer:
    """What the server said, and how long it took."""

    status: int
    page: str
    retry_after: str
    seconds: float

    @property
    def receipt(self) -> str:
        found = _RECEIPT.search(self.page)
        return "".join(re.sub("<[^>]*>", "", found[1]).split()) if found else ""


@dataclass
class Site:
    """A running city with an open survey."""

    folder: Path
    environment: dict[str, str]
    port: int
    tree: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "ratschlag.sqlite3"

    def ask(self, method: str = "GET", path: str = PATH, **fields: str) -> Answer:
        """On a line of its own, as people come who came by a link."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": "localhost"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        try:
            line.request(method, path, urlencode(fields) if fields else None, headers)
            said = line.getresponse()
            page, retry = said.read().decode(), said.headers.get("Retry-After", "")
            return Answer(said.status, page, retry, time.monotonic() - begun)
        finally:
            line.close()

    def send(self, key: str, words: str) -> Answer:
        empty = {"q1": "", "q2": "", "d_age": "", "d_place": ""}
        return self.ask("POST", survey="ideen", form_key=key, q3=words, **empty)

    def is_well_within(self, seconds: float) -> bool:
        """Whether it takes answers again, without a restart."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.send(new_key(), "Wieder da.").status == 200:
                return self.is_alive
            time.sleep(0.2)
        return False

    @property
    def is_alive(self) -> bool:
        return all(process.poll() is None for process in self.tree)

    @property
    def pids(self) -> list[int]:
        return [pid for process in self.tree for pid in (process.pid, *below(process.pid))]

    def stored(self) -> tuple[int, int, int]:
        """How many receipts, responses and answers without the others there are."""
        said = done_well(
            self.environment, "shell", "--no-imports", "-v0", "-c",
            "from ratschlag.survey.models import *; from ratschlag.contributions.models import *;"
            "print('stored', Receipt.objects.count(), Response.objects.count(),"
            "ResponseText.objects.count())",
        )  # fmt: skip
        receipts, responses, texts = map(int, said.split("stored")[1].split())
        return receipts, responses, texts

    def said(self) -> str:
        return (self.folder / "said").read_text()

    def file_sizes_up_to(self, most: int) -> None:
        """As if the disk were full: the server can write no file beyond so many bytes."""
        for pid in self.pids:
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


def new_key() -> str:
    return secrets.token_urlsafe(24)


def below(pid: int) -> list[int]:
    """All processes below one, as Linux knows them."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            found += [child, *below(child)]
    return found


@contextmanager
def running_site(folder: Path, **settings: str) -> Iterator[Site]:
    """A city on the engine under test, founded, with an open survey, and served.

    `settings` are variables of its environment.
    """
    engine = "postgresql" if SERVER.startswith("postgres") else "sqlite"
    prepared.fill(folder, with_database=engine == "sqlite")
    with empty_place(folder, engine, is_prepared=True) as place:
        port = free_port()
        environment = {k: v for k, v in place.items() if not k.startswith("RATSCHLAG_")}
        kept = ("RATSCHLAG_HOME", "RATSCHLAG_DATABASE_URL")
        environment |= {k: v for k, v in place.items() if k in kept}
        environment["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
        done_well(environment, "init", *INIT, "--address", f"http://localhost:{port}")
        kept_lines = (folder / "environment").read_text().splitlines()
        environment |= dict(line.split("=", 1) for line in kept_lines if not line.startswith("#"))
        environment |= settings
        environment["DJANGO_SETTINGS_MODULE"] = "ratschlag.settings"
        subprocess.run([sys.executable, "-c", _ASK], env=environment, cwd=ROOT, check=True)
        site = Site(folder, environment, port)
        with serving(site):
            yield site


@contextmanager
def serving(site: Site) -> Iterator[None]:
    with (site.folder / "said").open("ab") as said:
        words = [sys.executable, "-m", "ratschlag.cli", "serve", "--port", str(site.port)]
        tree = subprocess.Popen(words, env=site.environment, stdout=said, stderr=said, cwd=ROOT)
    site.tree.append(tree)
    try:
        _wait(site)
        yield
    finally:
        tree.terminate()
        tree.wait(timeout=30)


def _wait(site: Site) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and site.is_alive:
        try:
            if site.ask(path="/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{site.said()}")
