"""Every periodic task, on one page. The worker starts each when it is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks.base import Task

from ratschlag.contributions.tasks import journal_taken_back
from ratschlag.journal.tasks import seal_journal
from ratschlag.languages.tasks import end_stranded_runs
from ratschlag.languages.tasks import is_any_run_stranded as is_any_translation_stranded
from ratschlag.mail.tasks import is_any_letter_due, send_letters
from ratschlag.portal.tasks import bring_search_in_line, is_search_behind
from ratschlag.press.tasks import (
    is_any_due,
    journal_reports,
    journal_subscriptions,
    publish_due,
    tell_news,
)
from ratschlag.privacy.tasks import ask_where_words_changed, delete_outlived, journal_choices
from ratschlag.survey.tasks import (
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
    Periodic(delete_outlived, timedelta(hours=1)),
    Periodic(journal_choices, timedelta(hours=1)),
    Periodic(ask_where_words_changed, timedelta(hours=1)),
    Periodic(fold_words, timedelta(minutes=5)),
    Periodic(shuffle_details, timedelta(hours=1)),
    Periodic(journal_answers, timedelta(minutes=15)),
    Periodic(journal_tablets, timedelta(minutes=15)),
    Periodic(journal_taken_back, timedelta(minutes=15)),
    Periodic(publish_due, timedelta(seconds=10), when=is_any_due),
    Periodic(bring_search_in_line, timedelta(minutes=1), when=is_search_behind),
    Periodic(send_letters, timedelta(seconds=30), when=is_any_letter_due),
    Periodic(tell_news, timedelta(minutes=5)),
    Periodic(journal_subscriptions, timedelta(minutes=15)),
    Periodic(journal_reports, timedelta(minutes=15)),
    Periodic(end_stranded_runs, timedelta(minutes=5), when=is_any_translation_stranded),
    Periodic(go_on_with_runs, timedelta(minutes=1), when=is_any_run_stranded),
)

# Done by the worker without a row in the queue: contributions carry the day and nothing finer, and
# such a row would say to the second when one came.
UNLISTED = (Periodic(understand_new, SOON, when=is_anything_new),)
