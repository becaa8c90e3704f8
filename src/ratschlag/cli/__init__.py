"""The command `ratschlag`: a few verbs of our own, all others are Django's."""

import os
import sys
from collections.abc import Callable, Sequence

from ratschlag.cli import (
    backup,
    bounces,
    clock,
    demo,
    doctor,
    init,
    restore,
    serve,
    synthesise,
    verify,
    worker,
)
from ratschlag.cli.environment import Refusal, load_environment

Verb = Callable[[Sequence[str]], int]

VERBS: dict[str, tuple[Verb, str]] = {
    "demo": (demo.run, "show the model case: load it and start server and worker"),
    "init": (init.run, "found the installation of your own city"),
    "serve": (serve.run, "start server and worker of your city"),
    "worker": (worker.run, "start only the worker"),
    "clock": (clock.run, "say the domain time; in a demo, move it forward"),
    "doctor": (doctor.run, "look at settings, versions, clock and disk"),
    "bounces": (bounces.run, "take in a mail that came back (from the mail server's pipe)"),
    "backup": (backup.run, "write all that the city holds into one file, while it runs"),
    "restore": (restore.run, "put a backup into an empty place, after verifying it"),
    "verify": (verify.run, "recompute every edition of the concept and every seal of the journal"),
    "synthesise": (synthesise.run, "read a spreadsheet of free texts: themes, fields, a report"),
}
DJANGO = {
    "migrate": "bring the database up to date",
    "createsuperuser": "an account that may do everything",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; returns the exit code. A refusal is a sentence, never a traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratschlag.settings")
    try:
        if words[0] in VERBS:
            return VERBS[words[0]][0](words[1:])
        return _hand_to_django(words)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _hand_to_django(words: Sequence[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    load_environment()
    try:
        execute_from_command_line(["ratschlag", *words])
    except ImproperlyConfigured as error:
        raise Refusal(str(error)) from error
    return 0


def usage() -> str:
    """All verbs, a line each."""
    own = {verb: what for verb, (_run, what) in VERBS.items()}
    lines = [f"  {verb:<16}{what}" for verb, what in (own | DJANGO).items()]
    return "\n".join(
        ["ratschlag VERB [options]", "", *lines, "", "`ratschlag VERB --help` says more."]
    )
