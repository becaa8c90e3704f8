"""Server and worker as one tree of processes: they start together and end together."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

from ratschlag.cli.environment import Refusal
from ratschlag.lib.gate import THREADS

_PATIENCE = 10.0
# Browsers keep their lines open for the next page. So many may, and no one else is kept out by
# them; an idle one is closed after 15 seconds.
_LINES, _IDLE_MS = 8192, 15_000


def check_port(host: str, port: int) -> None:
    """Raises Refusal when something listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"Port {port} on {host} can't be used ({error.strerror}). "
                f"Try another one: --port {port + 1}."
            ) from error


def web_command(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(THREADS), "--log-level", "error"),
        *("--backpressure", str(_LINES), "--http1-header-read-timeout", str(_IDLE_MS)),
        "ratschlag.wsgi:application",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "ratschlag.cli", "worker"]


def run_tree(host: str, port: int, *, workers: int = 1, ready: Callable[[], None]) -> int:
    """Run server and worker until one of them ends or a signal comes; then end both.

    Calls `ready` once the server answers. Returns 0 after a signal, else 1.
    """
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_ignored: stop.set())
    commands = web_command(host, port, workers), worker_command()
    _allow_files(_LINES + 1_000)
    # In sessions of their own: Ctrl-C reaches only us, and we end them in order.
    # Of glibc's pools of memory two are enough: one for each of some hundred threads fills a machine.
    environment = {"MALLOC_ARENA_MAX": "2"} | os.environ
    children = [
        subprocess.Popen(command, env=environment, start_new_session=True) for command in commands
    ]
    try:
        if _answers(host, port, children, stop):
            ready()
        while not stop.is_set() and all(child.poll() is None for child in children):
            stop.wait(0.2)
    finally:
        _end(children)
    return 0 if stop.is_set() else 1


def _allow_files(count: int) -> None:
    """Let us and those below us open so many files, as far as the system permits; each line is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _answers(
    host: str, port: int, children: list[subprocess.Popen[bytes]], stop: threading.Event
) -> bool:
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/healthz"
    name = urlsplit(os.environ["RATSCHLAG_ADDRESS"]).hostname or "localhost"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not stop.is_set() and all(child.poll() is None for child in children):
        with contextlib.suppress(urllib.error.URLError, OSError):
            request = urllib.request.Request(address, headers={"Host": name})
            with opener.open(request, timeout=5):
                return True
        time.sleep(0.05)
    return False


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _PATIENCE
    for child in children:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        # The process that answers outlives the one that started it, and would keep the port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
