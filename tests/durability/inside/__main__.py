"""Answers questions about one city, a line of JSON each, with that city's settings and code."""

import importlib
import json
import os
import sys
import traceback

import django

from ratschlag.cli.environment import load_environment


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratschlag.settings")
    load_environment()
    django.setup()
    acts = importlib.import_module("tests.durability.inside.acts")
    connections = importlib.import_module("django.db").connections
    for line in sys.stdin:
        name, what = json.loads(line)
        try:
            answer = {"found": acts.ACTS[name](**what)}
        except Exception:
            answer = {"fault": traceback.format_exc()}
        connections.close_all()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
