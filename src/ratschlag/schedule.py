"""Every periodic task, on one page. The worker starts each when it is due."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks.base import Task

from ratschlag.contributions.tasks import journal_taken_back
from ratschlag.journal.tasks import seal_journal
from ratschlag.privacy.tasks import clear_sessions
from ratschlag.survey.tasks import (
    drop_uploads,
    fold_words,
    journal_answers,
    journal_tablets,
    shuffle_details,
)


@dataclass(frozen=True)
class Periodic:
    """A task and how long to wait between two runs; every task is safe to repeat."""

    task: Task[Any, Any]
    every: timedelta


SCHEDULE = (
    Periodic(seal_journal, timedelta(minutes=1)),
    Periodic(clear_sessions, timedelta(hours=6)),
    Periodic(fold_words, timedelta(minutes=5)),
    Periodic(shuffle_details, timedelta(hours=1)),
    Periodic(journal_answers, timedelta(minutes=15)),
    Periodic(journal_tablets, timedelta(minutes=15)),
    Periodic(drop_uploads, timedelta(hours=1)),
    Periodic(journal_taken_back, timedelta(minutes=15)),
)
