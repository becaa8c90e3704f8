"""Every periodic task, on one page. The worker starts each when it is due."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks.base import Task

from ratschlag.journal.tasks import seal_journal
from ratschlag.privacy.tasks import clear_sessions


@dataclass(frozen=True)
class Periodic:
    """A task and how long to wait between two runs; every task is safe to repeat."""

    task: Task[Any, Any]
    every: timedelta


SCHEDULE = (
    Periodic(seal_journal, timedelta(minutes=1)),
    Periodic(clear_sessions, timedelta(hours=6)),
)
