"""Deleting what has outlived its purpose, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ratschlag.privacy.tasks import clear_sessions

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def a_session(key, ends_in):
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + ends_in)


def a_result(finished_ago, status="SUCCESSFUL"):
    """A task that was worked on; without a time it is still waiting."""
    finished = None if finished_ago is None else timezone.now() - finished_ago
    return DBTaskResult.objects.create(
        status=status,
        finished_at=finished,
        task_path="ratschlag.privacy.tasks.clear_sessions",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=timezone.now(),
    )


def test_sessions_that_have_ended_are_deleted():
    a_session("ended", -MINUTE)
    a_session("long ago", -400 * DAY)
    a_session("running", MINUTE)
    clear_sessions.func()
    assert [session.session_key for session in Session.objects.all()] == ["running"]


def test_results_of_tasks_are_deleted_after_two_weeks():
    old, failed = a_result(15 * DAY), a_result(15 * DAY, "FAILED")
    recent, waiting = a_result(13 * DAY), a_result(None, "READY")
    clear_sessions.func()
    left = set(DBTaskResult.objects.values_list("pk", flat=True))
    assert left == {recent.pk, waiting.pk}
    assert not left & {old.pk, failed.pk}


def test_clearing_twice_is_clearing_once():
    a_session("running", MINUTE)
    clear_sessions.func()
    clear_sessions.func()
    assert Session.objects.count() == 1


def test_who_is_at_the_desk_stays_there(desk):
    clear_sessions.func()
    assert desk.get("/desk/").status_code == 200
