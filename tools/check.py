"""`./run check`: everything that can be said about the code without running it as a site."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "ratschlag.settings",
    "RATSCHLAG_MODE": "test",
    "RATSCHLAG_SECRET_KEY": "only-for-checks-" + "0123456789" * 5,
    "RATSCHLAG_ADDRESS": "https://ratschlag.example",
}

# Licences that may be in an installation: docs/licences.md says why.
LICENCES = (
    "Apache", "BSD", "EUPL", "ISC", "LGPL", "MIT", "MPL", "PSF", "Python Software Foundation",
    "Zlib", "Unlicense", "CC0",
)  # fmt: skip
# Looked at by hand, because their metadata says too little or too much (docs/licences.md).
KNOWN = ("pysqlite3", "qrcode", "fido2", "ratschlag")


def _run(*command: str) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def _tool(name: str, *words: str) -> Callable[[], bool]:
    return lambda: _run(str(BIN / name), *words)


def _django(*words: str) -> Callable[[], bool]:
    return lambda: _run(sys.executable, "-m", "django", *words)


def licences() -> bool:
    """Whether every package of an installation is under a licence that we accept."""
    output = subprocess.run(
        [str(BIN / "pip-licenses"), "--format=csv", "--from=mixed", "--packages", *_installed()],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    bad = []
    for line in output.splitlines()[1:]:
        name, _version, licence = (part.strip('"') for part in line.split('","'))
        if name not in KNOWN and not any(word in licence for word in LICENCES):
            bad.append(f"{name}: {licence}")
    print("\n".join(bad) or "All licences are accepted.")
    return not bad


def _installed() -> list[str]:
    """The packages that requirements.lock names."""
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return [line.partition("==")[0] for line in lines if "==" in line and line[0].isalnum()]


CHECKS: dict[str, Callable[[], bool]] = {
    "format": _tool("ruff", "format", "--check", "."),
    "lint": _tool("ruff", "check", "."),
    "templates": _tool("djlint", "src/ratschlag", "--lint", "--quiet"),
    "types": _tool("mypy"),
    "contracts": _tool("lint-imports"),
    "house": lambda: _run(sys.executable, "-m", "pytest", "-q", "tests/test_house.py"),
    "migrations": _django("makemigrations", "--check", "--dry-run"),
    "settings": _django("check", "--deploy", "--fail-level", "WARNING"),
    "translations": lambda: _run(sys.executable, "tools/catalogues.py", "check"),
    "licences": licences,
    "reuse": _tool("reuse", "lint", "--quiet"),
}


def main(names: list[str]) -> int:
    """Run the checks that are named, else all; every one, even when one fails."""
    if unknown := set(names) - set(CHECKS):
        print(f"There is no check called {', '.join(unknown)}. There are {', '.join(CHECKS)}.")
        return 2
    failed = []
    with tempfile.TemporaryDirectory(prefix="ratschlag-check-") as folder:
        os.environ.update(ENVIRONMENT, RATSCHLAG_HOME=folder)
        for name in names or CHECKS:
            print(f"--- {name}", flush=True)
            if not CHECKS[name]():
                failed.append(name)
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
