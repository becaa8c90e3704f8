"""A machine translates in the background: marked as such, and never over a person's words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation, TranslationRun
from ratschlag.languages.rules import RunState, State
from ratschlag.languages.tasks import (
    end_stranded_runs,
    is_any_run_stranded,
    translate_by_machine,
)
from ratschlag.lib.tests.fake_translator import serving
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(monkeypatch):
    with serving("libretranslate") as found:
        monkeypatch.setenv("RATSCHLAG_TRANSLATE", "libretranslate")
        monkeypatch.setenv("RATSCHLAG_TRANSLATE_URL", found.url)
        monkeypatch.setattr("ratschlag.languages.tasks._PAUSE", 0)
        yield found


def a_run(process, *fields, language="ar", of_citizens=False):
    wanted = [[process.kind, process.pk, field, of_citizens] for field in fields]
    return TranslationRun.objects.create(
        language=language, service="LibreTranslate", wanted=wanted, text_count=len(wanted),
        asked_by="1", asked_at=domain_now(), beat_at=timezone.now(),
    )  # fmt: skip


def work(run):
    """Its first turn."""
    done = translate_by_machine.func(run.pk)
    run.refresh_from_db()
    return done


def said(process, field="title"):
    return Translation.objects.filter(number=process.pk, field=field, language="ar").first()


def test_what_is_missing_is_translated_and_marked(service, process):
    run = a_run(process, "title", "mandate")
    assert work(run) == 2
    row = said(process)
    assert (row.text, row.state, row.maker) == ("»Klimakonzept«", State.MACHINE, "LibreTranslate")
    assert (row.checked_by, row.source_text) == ("", process.title)
    assert (run.state, run.done_count, run.refused_count) == (RunState.DONE, 2, 0)
    assert run.finished_at
    entry = Entry.objects.get(verb="translation.machine_done")
    assert entry.detail == {"language": "ar", "count": 2}


def test_a_long_run_lets_others_in_the_queue_come_in_between(service, process, monkeypatch):
    monkeypatch.setattr("ratschlag.languages.tasks._AT_ONCE", 2)
    run = a_run(process, "title", "mandate", "introduction")
    assert work(run) == 2
    assert (run.state, run.done_count, run.finished_at) == (RunState.RUNNING, 2, None)
    (queued,) = DBTaskResult.objects.all()
    assert queued.args_kwargs == {"args": [run.pk, 2], "kwargs": {}}
    assert translate_by_machine.func(run.pk, 2) == 1
    run.refresh_from_db()
    assert (run.state, run.done_count) == (RunState.DONE, 3)
    assert Entry.objects.get(verb="translation.machine_done").detail["count"] == 3
    assert DBTaskResult.objects.count() == 1


def test_a_run_that_was_given_up_does_not_go_on(service, process):
    run = a_run(process, "title")
    TranslationRun.objects.update(
        state=RunState.FAILED, why_failed="unreachable", finished_at=timezone.now()
    )
    assert translate_by_machine.func(run.pk, 20) == 0
    assert service.asked == []


def test_it_is_worked_off_once(service, process):
    run = a_run(process, "title")
    assert (work(run), work(run)) == (1, 0)
    assert len(service.asked) == 1


def test_what_a_person_wrote_stays(service, process):
    run = a_run(process, "title", "mandate")
    put_translation(process, "title", language="ar", text="المناخ", state=State.CHECKED)
    assert work(run) == 1
    assert said(process).text == "المناخ"
    assert said(process, "mandate").state == State.MACHINE


def test_what_is_out_of_date_is_written_anew(service, process):
    put_translation(process, "title", language="ar", text="المناخ", state=State.CHECKED)
    process.title = "Klimaplan"
    process.save()
    assert work(a_run(process, "title")) == 1
    row = said(process)
    assert (row.text, row.previous, row.state) == ("»Klimaplan«", "المناخ", State.MACHINE)


def test_a_lost_placeholder_is_refused_and_counted(service, process):
    process.mandate = "Frist: {deadline}"
    process.save()
    service.say = lambda text: text.replace('<x id="0"/>', "")
    run = a_run(process, "title", "mandate")
    assert work(run) == 1
    assert run.refused_count == 1
    assert said(process, "mandate") is None


def test_for_a_moment_overloaded_it_is_asked_again(service, process):
    service.statuses = [503, 429]
    assert work(a_run(process, "title")) == 1
    assert len(service.asked) == 3


@pytest.mark.parametrize(("status", "why"), [(456, "quota"), (403, "key"), (400, "language")])
def test_what_fails_says_why_and_nothing_half_is_left(service, process, status, why):
    service.statuses = [status]
    run = a_run(process, "title")
    assert work(run) == 0
    assert (run.state, run.why_failed) == (RunState.FAILED, why)
    assert said(process) is None
    assert Entry.objects.filter(verb="translation.machine_failed").count() == 1


def test_without_a_service_a_run_fails(process):
    run = a_run(process, "title")
    assert work(run) == 0
    assert run.why_failed == "settings"


def test_what_citizens_wrote_does_not_go_out(service, process, monkeypatch):
    theme = cast.a_theme(process)
    run = a_run(theme, "title", of_citizens=True)
    assert work(run) == 0
    assert run.why_failed == "citizens"
    assert service.asked == []
    monkeypatch.setenv("RATSCHLAG_TRANSLATE_CITIZENS", "yes")
    assert work(a_run(theme, "title", of_citizens=True)) == 1


def test_a_row_that_is_gone_is_passed_over(service, process):
    run = a_run(process, "title")
    TranslationRun.objects.update(wanted=[["process.process", 5, "title", False]])
    assert work(run) == 0
    assert run.state == RunState.DONE


def test_a_run_whose_worker_is_gone_is_given_up(process):
    run = a_run(process, "title")
    assert not is_any_run_stranded()
    TranslationRun.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    assert is_any_run_stranded()
    assert (end_stranded_runs.func(), end_stranded_runs.func()) == (1, 0)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
