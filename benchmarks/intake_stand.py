"""What is measured side by side: our server, the bare view, nginx; and one round of load on it."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from intake_city import PAGE, Served, Town, running
from intake_proc import Meter, Used
from place import ROOT, free_port

_HERE = Path(__file__).resolve().parent
DETAILS = {
    "d_age": ["", "18-29", "30-44", "45-64"],
    "d_gender": ["", "female", "male"],
    "d_district": ["", "mitte", "nord", "sued"],
}
FIELDS = {"survey": "ideen", "version": "1"}
# Other load above this share of the machine makes a ratio worthless.
QUIET = 0.15


@dataclass
class Stand:
    """One thing that is measured: where it listens, whose processes it is, what is sent to it."""

    name: str
    port: int
    roots: Sequence[int]
    path: str = PAGE
    fields: dict[str, str] = field(default_factory=dict)
    details: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Round:
    """What a round of load came to."""

    stand: str
    load: dict[str, Any]
    used: Used

    @property
    def per_cpu(self) -> float:
        return float(self.load["done"] / self.used.server) if self.used.server else 0.0

    @property
    def per_second(self) -> float:
        return float(self.load["done"] / self.load["seconds"])

    @property
    def is_quiet(self) -> bool:
        return self.used.other <= QUIET


def fire(stand: Stand, **plan: Any) -> Round:
    """One round, by the load generator in a process of its own."""
    wanted = {
        "port": stand.port,
        "path": stand.path,
        "fields": stand.fields,
        "details": stand.details,
        **plan,
    }
    meter = Meter(*stand.roots)
    meter.begin()
    done = subprocess.run(
        [sys.executable, str(_HERE / "intake_load.py"), json.dumps(wanted)],
        check=True,
        capture_output=True,
        text=True,
    )
    load = json.loads(done.stdout)
    return Round(stand.name, load, meter.end(load["cpu"]))


def ours(town: Town, served: Served, *more: int) -> Stand:
    return Stand("ratschlag", served.port, [served.pid, *more], fields=FIELDS, details=DETAILS)


@contextlib.contextmanager
def bare(page: bytes, database: str = "", *more: int) -> Iterator[Stand]:
    """The bare view on SQLite in a new folder, or on that PostgreSQL database."""
    with tempfile.TemporaryDirectory(prefix="ratschlag-bare-") as folder:
        file, port = Path(folder) / "page.html", free_port()
        file.write_bytes(page)
        parts = urlsplit(database)
        environment = os.environ | {
            "BARE_PAGE": str(file),
            "BARE_SQLITE": "" if database else f"{folder}/bare.sqlite3",
            "BARE_NAME": parts.path.removeprefix("/"),
            "BARE_PORT": str(parts.port or ""),
            "PYTHONPATH": f"{ROOT / 'src'}:{_HERE}",
        }
        subprocess.run([sys.executable, str(_HERE / "intake_bare.py")], env=environment, check=True)
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
            *("--blocking-threads", "4", "--log-level", "warning", "intake_bare:application"),
        ]
        with running(command, environment, port, "/") as served:
            yield Stand("bare view", port, [served.pid, *more], path="/")


@contextlib.contextmanager
def nginx(name: str, configuration: str, port: int, folder: str, path: str) -> Iterator[Stand]:
    """An nginx of its own, in the foreground, until the block ends."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    file = Path(folder) / f"{name.replace(' ', '-')}.conf"
    file.write_text(configuration)
    command = [program, "-c", str(file), "-p", folder, "-e", f"{folder}/error.log"]
    with running([*command, "-g", "daemon off;"], os.environ.copy(), port, path) as served:
        yield Stand(name, port, [served.pid], path=path, fields=FIELDS)


def static_configuration(folder: str, port: int) -> str:
    """nginx serving the page as a file, tuned as its manual says."""
    return f"""
    worker_processes 1; pid {folder}/static.pid;
    {"user root;" if os.getuid() == 0 else ""}
    events {{ worker_connections 2048; }}
    http {{
        access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
        open_file_cache max=100; default_type "text/html; charset=utf-8";
        server {{ listen 127.0.0.1:{port}; root {folder}; }}
    }}
    """


def documented_configuration(folder: str, port: int, upstream: int) -> str:
    """The configuration that docs/operate.md tells to use, with our ports and without its
    certificate; everything else as it is written there."""
    text = (ROOT / "docs" / "nginx.conf").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.strip().startswith("ssl_")]
    text = "\n".join(kept)
    for there, here in (
        ("/run/nginx.pid", f"{folder}/nginx.pid"),
        ("user www-data;", "user root;" if os.getuid() == 0 else ""),
        ("/var/cache/nginx", f"{folder}/cache"),
        ("/var/log/nginx", folder),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("server_name mitreden.musterstadt.de;", "server_name localhost;"),
    ):
        if there not in text:
            raise ValueError(f"docs/nginx.conf does not hold {there!r}")
        text = text.replace(there, here)
    Path(folder, "cache").mkdir(exist_ok=True)
    return text


def page_of(port: int) -> bytes:
    """The answering page as our server sends it, with {KEY} where a key of a form was."""
    import re
    import urllib.request

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"http://127.0.0.1:{port}{PAGE}")
    request.add_header("Host", f"localhost:{port}")
    with opener.open(request, timeout=10) as answer:
        page: bytes = answer.read()
    found = re.sub(rb'(name="form_key" value=")[^"]*"', rb'\1{KEY}"', page)
    # The bare view knows no voluntary details: what it is sent, it would refuse.
    return found


def settle(seconds: float = 1.0) -> None:
    """Let the last round's work end before the next is measured."""
    time.sleep(seconds)
