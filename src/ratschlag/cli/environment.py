"""Where an installation lives, and the settings that it keeps there."""

import os
import secrets
from pathlib import Path

FILE = "environment"


class Refusal(Exception):
    """A verb can't do what was asked; `str()` says why and what to do."""


def home() -> Path:
    """The folder of the installation: RATSCHLAG_HOME, else ./var."""
    return Path(os.environ.get("RATSCHLAG_HOME", "var")).resolve()


def kept() -> dict[str, str]:
    """The settings that the folder keeps."""
    path = home() / FILE
    return kept_in(path.read_text("utf-8")) if path.exists() else {}


def kept_in(text: str) -> dict[str, str]:
    """The settings that such a file names."""
    lines = text.splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _equals, value in pairs}


def load_environment() -> None:
    """Take the kept settings where the environment itself says nothing."""
    for name, value in kept().items():
        os.environ.setdefault(name, value)


def keep(settings: dict[str, str]) -> None:
    """Write the settings, for the owner's eyes only, and take them."""
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.touch(mode=0o600)
    path.chmod(0o600)
    lines = [f"{name}={value}" for name, value in (kept() | settings).items()]
    path.write_text(
        "# Kept by `ratschlag`. The environment wins over it.\n" + "\n".join(lines) + "\n"
    )
    load_environment()


def new_secret() -> str:
    return secrets.token_urlsafe(48)


def start_django() -> None:
    """Load the settings and the rooms. Raises Refusal with all that is missing."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    load_environment()
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refusal(str(error)) from error
