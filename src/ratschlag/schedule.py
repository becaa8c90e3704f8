"""Every periodic task, on one page. The worker starts each when it is due."""

from collections.abc import Callable
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
from ratschlag.synthesis.tasks import (
    SOON,
    go_on_with_runs,
    is_any_run_stranded,
    is_anything_new,
    understand_new,
)


@dataclass(frozen=True)
class Periodic:
    """A task and how long to wait between two runs; every task is safe to repeat."""

    task: Task[Any, Any]
    every: timedelta
    # Whether there is anything to do; where it is asked often and seldom needed.
    when: Callable[[], bool] = lambda: True


SCHEDULE = (
    Periodic(seal_journal, timedelta(minutes=1)),
    Periodic(clear_sessions, timedelta(hours=6)),
    Periodic(fold_words, timedelta(minutes=5)),
    Periodic(shuffle_details, timedelta(hours=1)),
    Periodic(journal_answers, timedelta(minutes=15)),
    Periodic(journal_tablets, timedelta(minutes=15)),
    Periodic(drop_uploads, timedelta(hours=1)),
    Periodic(journal_taken_back, timedelta(minutes=15)),
    Periodic(go_on_with_runs, timedelta(minutes=1), when=is_any_run_stranded),
)

# Done by the worker without a row in the queue: contributions carry the day and nothing finer, and
# such a row would say to the second when one came.
UNLISTED = (Periodic(understand_new, SOON, when=is_anything_new),)
