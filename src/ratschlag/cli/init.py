"""`ratschlag init`: found the installation of your own city."""

import argparse
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from ratschlag.city.rules import ACCENT, ACCENT_DARK
from ratschlag.cli.assets import collect_assets
from ratschlag.cli.environment import Refusal, home, keep, kept, new_secret, start_django

_QUESTIONS = {
    "name": "The city as it writes itself (Stadt Musterstadt): ",
    "address": "Where the site will be found (https://mitreden.musterstadt.de): ",
    "coordinator_name": "Name of the first coordinator: ",
    "coordinator_email": "Their e-mail address: ",
}


def run(words: Sequence[str]) -> int:
    options = _options(words)
    if kept().get("RATSCHLAG_MODE") == "demo":
        raise Refusal(f"{home()} holds a demo. Set RATSCHLAG_HOME to a folder for your city.")
    _ask(options)
    address = _checked_address(options.address)
    secret = kept().get("RATSCHLAG_SECRET_KEY") or new_secret()
    keep(
        {
            "RATSCHLAG_MODE": "production",
            "RATSCHLAG_SECRET_KEY": secret,
            "RATSCHLAG_ADDRESS": kept().get("RATSCHLAG_ADDRESS", address),
        }
    )
    start_django()
    link = _found(options, address)
    collect_assets()
    print(f"\nThe installation of {options.name} is founded, in {home()}.")
    print("This link works once, for three days. With it the coordinator chooses a password:\n")
    print(f"  {address}{link}\n\nNow start it: ratschlag serve")
    return 0


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="ratschlag init", description=f"{__doc__} What is not given is asked for."
    )
    parser.add_argument("--name")
    parser.add_argument("--short-name", default="", help="as one says it: Musterstadt")
    parser.add_argument(
        "--languages", default="de,en,ar,uk,ru,tr,fa,vi,de-easy", help="separated by commas"
    )
    parser.add_argument("--time-zone", default="Europe/Berlin")
    parser.add_argument("--address", help="https://…")
    parser.add_argument("--accent", default=ACCENT, help="the city's colour, such as #00525e")
    parser.add_argument("--accent-dark", default=ACCENT_DARK, help="its twin on dark ground")
    parser.add_argument("--coordinator-name")
    parser.add_argument("--coordinator-email")
    return parser.parse_args(words)


def _ask(options: argparse.Namespace) -> None:
    missing = [name for name in _QUESTIONS if not getattr(options, name)]
    if missing and not sys.stdin.isatty():
        names = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise Refusal(f"Please give {names}.")
    for name in missing:
        setattr(options, name, input(_QUESTIONS[name]).strip())


def _checked_address(text: str) -> str:
    parts = urlsplit(text.strip())
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or parts.scheme not in ("https", "http"):
        raise Refusal(f"{text!r} is not an address. It looks like https://mitreden.musterstadt.de.")
    if parts.scheme == "http" and not is_here:
        raise Refusal("The address must begin with https:// (http only on this machine).")
    return f"{parts.scheme}://{parts.netloc}"


def _found(options: argparse.Namespace, address: str) -> str:
    """Make the database, the city and its coordinator; returns the path of the one-time link."""
    from django.core.exceptions import ValidationError
    from django.core.management import call_command
    from django.core.validators import validate_email

    from ratschlag.lib.errors import DomainError
    from ratschlag.portal.actions import found_installation

    try:
        validate_email(options.coordinator_email)
    except ValidationError as error:
        raise Refusal(f"{options.coordinator_email!r} is not an e-mail address.") from error
    call_command("migrate", verbosity=0, interactive=False)
    try:
        return found_installation(
            name=options.name,
            short_name=options.short_name,
            languages=[part.strip() for part in options.languages.split(",") if part.strip()],
            time_zone=options.time_zone,
            address=address,
            accent=options.accent,
            accent_dark=options.accent_dark,
            coordinator_name=options.coordinator_name,
            coordinator_email=options.coordinator_email,
        )
    except DomainError as error:
        raise Refusal(str(error)) from error
