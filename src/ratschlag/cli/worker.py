"""`ratschlag worker`: does what waits in the queue, and what `schedule.py` says is due."""

import argparse
import logging
import threading
import time
from collections.abc import Sequence

from ratschlag.cli.environment import start_django

_LOOK_EVERY = 5.0


def run(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="ratschlag worker", description=__doc__).parse_args(words)
    start_django()
    from django.core.management import call_command

    threading.Thread(target=_keep_schedule, daemon=True).start()
    call_command("db_worker", interval=0.5, verbosity=0)
    return 0


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
