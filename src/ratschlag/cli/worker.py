"""`ratschlag worker`: does what waits in the queue, and what `schedule.py` says is due."""

import argparse
import logging
import threading
import time
from collections.abc import Sequence

from ratschlag.cli.environment import start_django

_LOOK_EVERY = 5.0
_PATIENCE = 20.0


def run(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="ratschlag worker", description=__doc__).parse_args(words)
    start_django()
    from django.db import connection

    if connection.vendor == "sqlite":  # nobody waits for the worker: it may wait longer
        connection.settings_dict["OPTIONS"]["timeout"] = _PATIENCE
    threading.Thread(target=_keep_schedule, daemon=True).start()
    while not _work():
        time.sleep(_LOOK_EVERY)
    return 0


def _work() -> bool:
    """Do what waits in the queue until a signal comes; False when the database went away."""
    from django.core.management import call_command
    from django.db import Error, connection

    from ratschlag.lib.faults import is_out_of_order

    try:
        call_command("db_worker", interval=0.5, verbosity=0)
    except Error as error:
        if not is_out_of_order(error):
            raise
        logging.getLogger("ratschlag.worker").exception("the database can't be reached")
        connection.close()
        return False
    return True


def _keep_schedule() -> None:
    """Put every periodic task into the queue when its time has come, the first time at once."""

    from django.db import Error, connection

    from ratschlag.schedule import SCHEDULE

    due = dict.fromkeys(range(len(SCHEDULE)), 0.0)
    while True:
        for index, periodic in enumerate(SCHEDULE):
            if time.monotonic() >= due[index]:
                try:
                    periodic.task.enqueue()
                    due[index] = time.monotonic() + periodic.every.total_seconds()
                except Error:
                    logging.getLogger("ratschlag.worker").exception("could not queue a task")
        connection.close()
        time.sleep(_LOOK_EVERY)
