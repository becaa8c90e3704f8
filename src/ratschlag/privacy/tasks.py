"""Deleting what has outlived its purpose."""

from datetime import timedelta

from django.core.management import call_command
from django_tasks import task

_KEEP_TASK_RESULTS = timedelta(days=14)


@task
def clear_sessions() -> None:
    """Delete sessions that have ended and results of tasks that nobody needs any more."""
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=_KEEP_TASK_RESULTS.days, verbosity=0)
