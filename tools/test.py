"""`./run test`: every test, on SQLite and where there is one on PostgreSQL, with a browser where
there is one. What was not run is said at the end, with how to get it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECRET = "only-for-tests-" + "0123456789" * 5


def main(words: list[str]) -> int:
    is_long = "--long" in words
    words = [word for word in words if word != "--long"]
    server = os.environ.get("RATSCHLAG_TEST_POSTGRES", "")
    browser = os.environ.get("RATSCHLAG_CHROMIUM") or _browser()
    results = [_run("SQLite", "", browser, words, is_long=is_long)]
    if server:
        results.append(_run("PostgreSQL", server, browser, words, is_long=is_long))
    missing = []
    if not server:
        missing.append(
            "PostgreSQL: set RATSCHLAG_TEST_POSTGRES=postgresql://user:password@localhost/postgres"
        )
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


def _browser() -> str:
    return next((path for name in CHROMIUM if (path := shutil.which(name))), "")


def _run(
    engine: str, server: str, browser: str, words: list[str], *, is_long: bool
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
            # Playwright keeps an event loop in the thread in which other tests ask the database.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
            "RATSCHLAG_TEST_LONG": "1" if is_long else "",
        }
        print(f"\n=== {engine} ===", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", *words]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return f"{engine}: {'passed' if code == 0 else f'failed (exit code {code})'}", code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
