"""`ratschlag serve`: server and worker of your city."""

import argparse
import os
from collections.abc import Sequence

from ratschlag.cli.assets import collect_assets
from ratschlag.cli.environment import Refusal, start_django
from ratschlag.cli.tree import check_port, run_tree


def run(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ratschlag serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (behind a proxy)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes that answer")
    options = parser.parse_args(words)
    os.environ.setdefault("RATSCHLAG_MODE", "production")
    start_django()
    if problems := _problems():
        raise Refusal("\n  - ".join(["Ratschlag can't start yet:", *problems]))
    collect_assets()
    check_port(options.host, options.port)
    return run_tree(options.host, options.port, workers=options.workers, ready=_say_ready)


def _problems() -> list[str]:
    """What keeps the city's site from being shown, a sentence each."""
    from django.core import checks
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from ratschlag.city.queries import the_city

    found = [
        str(message.msg)
        for message in checks.run_checks(include_deployment_checks=True)
        if message.level >= checks.ERROR
    ]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        is_new = ("city", "0001_initial") not in executor.loader.applied_migrations
        found.append(
            "This folder holds no city yet. Found it with `ratschlag init`."
            if is_new
            else "The database is of another version. Bring it up to date with `ratschlag migrate`."
        )
        return found
    city = the_city()
    if city is None:
        found.append("This folder holds no city yet. Found it with `ratschlag init`.")
    elif city.is_demo and os.environ["RATSCHLAG_MODE"] == "production":
        found.append("This is a demo, with passwords that everybody knows. Show it with `demo`.")
    return found


def _say_ready() -> None:
    print(
        f"Ratschlag is running for {os.environ['RATSCHLAG_ADDRESS']}. Ctrl-C ends it.", flush=True
    )
