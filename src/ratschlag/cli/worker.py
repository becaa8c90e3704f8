"""`ratschlag worker`: does what waits in the queue, and what `schedule.py` says is due."""

import argparse
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ratschlag.cli.environment import start_django

if TYPE_CHECKING:
    from ratschlag.schedule import Periodic

_LOOK_EVERY = 5.0
_PATIENCE = 20.0
_AFTER_A_FAULT = 60.0


def run(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="ratschlag worker", description=__doc__).parse_args(words)
    start_django()
    from django.db import connection

    if connection.vendor == "sqlite":  # nobody waits for the worker: it may wait longer
        connection.settings_dict["OPTIONS"]["timeout"] = _PATIENCE
    for keep in (_keep_schedule, _keep_unlisted):
        threading.Thread(target=keep, daemon=True).start()
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
    from ratschlag.schedule import SCHEDULE

    _keep(SCHEDULE, lambda periodic: periodic.task.enqueue())


def _keep_unlisted() -> None:
    """Do at once what must stand in no queue."""
    from ratschlag.schedule import UNLISTED

    _keep(UNLISTED, lambda periodic: periodic.task.func())


def _keep(schedule: "Sequence[Periodic]", do: "Callable[[Periodic], object]") -> None:
    from django.db import Error, connection

    log = logging.getLogger("ratschlag.worker")
    due = dict.fromkeys(range(len(schedule)), 0.0)
    while True:
        for index, periodic in enumerate(schedule):
            if time.monotonic() >= due[index]:
                try:
                    if periodic.when():
                        do(periodic)
                    due[index] = time.monotonic() + periodic.every.total_seconds()
                except Error:
                    log.exception("could not queue a task")
                except Exception as error:
                    # Never the message: it may hold words. It is tried again in its time.
                    due[index] = time.monotonic() + _AFTER_A_FAULT
                    log.error("%s broke off: %s", periodic.task.name, type(error).__name__)
        connection.close()
        time.sleep(_LOOK_EVERY)
