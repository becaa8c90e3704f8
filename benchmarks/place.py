"""A demo in a folder of its own, for a benchmark to measure."""

import contextlib
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Place:
    """The folder, and the environment in which the command runs there."""

    folder: str
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RATSCHLAG", "DJANGO"))}
        own = {"RATSCHLAG_HOME": self.folder, "PYTHONPATH": str(ROOT / "src")}
        self.environment = kept | own

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "ratschlag.cli", *words]

    def seconds(self, *words: str) -> float:
        """How long a verb takes."""
        began = time.perf_counter()
        subprocess.run(
            self.command(*words), env=self.environment, check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - began


@contextlib.contextmanager
def a_place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="ratschlag-bench-") as folder:
        yield Place(folder)


def free_port() -> int:
    # Drawn at random: of two ports that are asked for at once, none is bound yet.
    for port in random.sample(range(22_000, 32_000), 10_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


@contextlib.contextmanager
def shown(place: Place) -> Iterator[tuple[int, float]]:
    """The demo, answering: its port and the seconds from the command to the first answer."""
    port = free_port()
    began = time.perf_counter()
    with subprocess.Popen(
        place.command("demo", "--port", str(port)),
        env=place.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        for line in process.stdout or ():
            if "Ctrl-C ends it" in line:
                break
        try:
            yield port, time.perf_counter() - began
        finally:
            process.terminate()
