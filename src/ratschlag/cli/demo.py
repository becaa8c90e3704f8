"""`ratschlag demo`: the model case, loaded and shown."""

import argparse
import os
import shutil
from collections.abc import Sequence
from datetime import datetime

from ratschlag.cli.assets import collect_assets
from ratschlag.cli.environment import Refusal, home, keep, kept, new_secret, start_django
from ratschlag.cli.tree import check_port, run_tree


def run(words: Sequence[str]) -> int:
    options = _options(words)
    if kept().get("RATSCHLAG_MODE", "demo") != "demo":
        raise Refusal(
            f"{home()} holds the installation of a city. "
            "Set RATSCHLAG_HOME to another folder for the demo."
        )
    os.environ["RATSCHLAG_MODE"] = "demo"
    address = os.environ.setdefault("RATSCHLAG_ADDRESS", f"http://localhost:{options.port}")
    secret = kept().get("RATSCHLAG_SECRET_KEY") or new_secret()
    keep(
        {
            "RATSCHLAG_MODE": "demo",
            "RATSCHLAG_SECRET_KEY": secret,
            "RATSCHLAG_ADDRESS": address,
        }
    )
    start_django()
    if options.reset:
        _reset()
    _load(options.at)
    collect_assets()
    if options.no_serve:
        print(f"The demo is loaded in {home()}. `./run demo` shows it.")
        return 0
    check_port(options.host, options.port)
    return run_tree(options.host, options.port, ready=lambda: _welcome(options.port))


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ratschlag demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--no-serve", action="store_true", help="load only")
    parser.add_argument("--reset", action="store_true", help="forget what is there, load anew")
    parser.add_argument(
        "--at", help="where the demo's clock starts: T0 to T4, 2016-09-15, or a full ISO time"
    )
    return parser.parse_args(words)


def _reset() -> None:
    """Forget the demo. Only a demo can be forgotten."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        return
    connection.close()
    for ending in ("", "-wal", "-shm"):
        path = home() / f"{connection.settings_dict['NAME']}{ending}"
        path.unlink(missing_ok=True)
    shutil.rmtree(home() / "static", ignore_errors=True)
    (home() / "static.stamp").unlink(missing_ok=True)


def _load(at: str | None) -> None:
    from django.core.management import call_command

    from ratschlag.demo.load import load, loaded_until
    from ratschlag.demo.machine import ask_the_machine
    from ratschlag.demo.moments import moment
    from ratschlag.portal.tasks import bring_search_in_line

    try:
        wanted = moment(at or "T0")
    except ValueError as error:
        raise Refusal(str(error)) from error
    call_command("migrate", verbosity=0, interactive=False)
    there = loaded_until()
    if there is None:
        load(wanted, address=os.environ["RATSCHLAG_ADDRESS"])
        ask_the_machine()
        bring_search_in_line.func()
    elif at and there != wanted:
        raise Refusal(
            f"The demo here was loaded for {_in_words(there)}, not for {_in_words(wanted)}. "
            "Add --reset to load it anew; what was entered since then is lost."
        )


def _in_words(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="minutes")


def _welcome(port: int) -> None:
    from ratschlag.demo.cast import BUILDER_EMAIL, CAST, PASSWORD
    from ratschlag.demo.receipts import receipts_to_try
    from ratschlag.journal.queries import domain_now

    address = f"http://localhost:{port}"
    print(f"\n  Ratschlag is here:  {address}/de/")
    print(f"  The process:        {address}/de/verfahren/integrationskonzept/")
    print(f"  In Arabic:          {address}/ar/verfahren/integrationskonzept/")
    print(f"  The desk:           {address}/desk/")
    print(f"\n  It is {_in_words(domain_now().astimezone())} in the demo.")
    if numbers := receipts_to_try():
        print(f"\n  What became of a contribution, by its number:  {address}/de/beitrag/")
        for number, word in numbers:
            print(f"    {number}   {word}")
    print(f"\n  Log in with the password “{PASSWORD}” as")
    for member in CAST:
        print(f"    {member.email:<36}{member.role.value.replace('_', ' ')}")
    print(f"    {BUILDER_EMAIL:<36}superuser (components, administration)")
    print("\n  Ctrl-C ends it.\n", flush=True)
