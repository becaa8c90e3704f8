"""Puts the files that browsers load where the server finds them, when they have changed."""

import hashlib
from pathlib import Path

from ratschlag.cli.environment import Refusal, home

_PACKAGE = Path(__file__).parent.parent
_STAMP = "static.stamp"


def collect_assets() -> None:
    """Collect and compress the static files; a fraction of a second where nothing changed.

    Raises Refusal when the build was never made.
    """
    from django.core.management import call_command

    build = _PACKAGE / "static" / "build"
    if not (build / "ltr.css").exists():
        raise Refusal("The style sheets are not built. In a clone `./run demo` builds them.")
    stamp = home() / _STAMP
    mark = _fingerprint(build.parent)
    if stamp.exists() and stamp.read_text() == mark:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)


def _fingerprint(folder: Path) -> str:
    """Changes when a file comes, goes, or is written anew."""
    sha = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sha.update(f"{path.relative_to(folder)} {path.stat().st_mtime_ns}\n".encode())
    return sha.hexdigest()
