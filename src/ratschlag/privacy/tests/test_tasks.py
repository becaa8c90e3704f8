"""Deleting what has outlived its time, class by class, with a clock that stands still."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ratschlag.journal.models import Entry
from ratschlag.lib.retention import Clearing, Lives
from ratschlag.privacy import tasks
from ratschlag.privacy.models import ChoiceCount, Deletion, Layer, PageCount
from ratschlag.privacy.queries.consent import texts_of
from ratschlag.privacy.queries.keeping import clearings, kept_by_all, kept_lines
from ratschlag.privacy.rules import STANDARD_WORDS
from ratschlag.privacy.tasks import ask_where_words_changed, delete_outlived, journal_choices
from ratschlag.privacy.tests.hands import a_layer
from tests.house import rooms

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NOW = datetime(2030, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def frozen(monkeypatch, db):
    """The real clock stands at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


def a_session(key, ends_in):
    Session.objects.create(session_key=key, session_data="", expire_date=NOW + ends_in)


def a_result(finished_ago, status="SUCCESSFUL"):
    """A task that was worked on; without a time it is still waiting."""
    return DBTaskResult.objects.create(
        status=status,
        finished_at=None if finished_ago is None else NOW - finished_ago,
        task_path="ratschlag.privacy.tasks.delete_outlived",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=NOW,
    )


def deleted():
    return dict(Deletion.objects.values_list("kept", "count"))


def test_log_ins_go_when_they_have_ended(frozen):
    a_session("ended", -MINUTE)
    a_session("long ago", -400 * DAY)
    a_session("running", MINUTE)
    assert delete_outlived.func() == 2
    assert [session.session_key for session in Session.objects.all()] == ["running"]
    assert deleted() == {"sessions": 2}


def test_notes_of_tasks_go_after_two_weeks(frozen):
    old, failed = a_result(15 * DAY), a_result(15 * DAY, "FAILED")
    recent, waiting = a_result(13 * DAY), a_result(None, "READY")
    delete_outlived.func()
    left = set(DBTaskResult.objects.values_list("pk", flat=True))
    assert left == {recent.pk, waiting.pk}
    assert not left & {old.pk, failed.pk}
    assert deleted() == {"tasks": 2}


def test_counts_of_pages_go_after_three_years(frozen):
    for days in (0, 3 * 365 - 1, 3 * 365, 3 * 365 + 1, 4000):
        day = (NOW - days * DAY).date()
        PageCount.objects.create(day=day, page="/", language="de", count=7)
    delete_outlived.func()
    assert PageCount.objects.count() == 3
    assert deleted() == {"page_counts": 2}


def test_the_proof_of_consent_goes_after_three_years(frozen, city):
    layer = a_layer()
    for days in (0, 3 * 365 + 1):
        day = (NOW - days * DAY).date()
        ChoiceCount.objects.create(layer=layer, day=day, choice="necessary", count=7)
    delete_outlived.func()
    assert ChoiceCount.objects.count() == 1
    assert deleted() == {"choices": 1}


def test_every_class_that_lives_for_days_is_deleted_by_somebody():
    by_days = {kept.key for kept in kept_by_all() if kept.lives is Lives.DAYS}
    assert by_days == {clearing.key for clearing in clearings()}
    assert all(kept.days for kept in kept_by_all() if kept.lives is Lives.DAYS)


def test_every_table_belongs_to_a_class_that_says_how_long_it_lives():
    declared = {kind for kept in kept_by_all() for kind in kept.kinds}
    ours = [model for room in rooms() for model in _models(room.name)]
    lost = [label for label in ours if not {label, f"{label.partition('.')[0]}.*"} & declared]
    assert lost == [], "a room's rules.KEPT must say how long these live (lib/retention.py)"
    unknown = [kind for kind in declared if not kind.endswith(".*") and not _is_model(kind)]
    assert unknown == []


def _models(room):
    if apps.is_installed(f"ratschlag.{room}"):
        for model in apps.get_app_config(room).get_models():
            if model._meta.managed:
                yield model._meta.label_lower


def _is_model(kind):
    try:
        return apps.get_model(kind) is not None
    except LookupError:
        return False


def test_nobody_declares_the_same_class_twice():
    keys = [kept.key for kept in kept_by_all()]
    assert len(keys) == len(set(keys))


def test_every_deleting_is_counted_publicly_and_in_the_journal(frozen, client, city):
    a_session("ended", -MINUTE)
    delete_outlived.func()
    a_session("ended too", -MINUTE)
    delete_outlived.func()
    delete_outlived.func()
    assert deleted() == {"sessions": 2}  # one line a day
    lines = Entry.objects.filter(verb="data.deleted").values_list("detail", flat=True)
    assert list(lines) == [{"kept": "sessions", "count": 1}] * 2
    page = client.get("/de/cookies/").content.decode()
    row = page[page.index('<time datetime="2030-06">') :]
    assert '<td class="num">2</td>' in row[: row.index("</tr>")]


def test_the_page_says_of_every_class_how_long_it_is_kept(client, city):
    page = client.get("/de/cookies/").content.decode()
    assert page.count('<tr><th scope="row">') >= len(kept_lines()) >= 10


def test_a_room_that_fails_keeps_no_other_from_deleting(frozen, monkeypatch):
    def broken(_at):
        raise ValueError("broken")

    monkeypatch.setattr(tasks, "clearings", lambda: (Clearing("broken", broken), *tasks.CLEARINGS))
    a_session("ended", -MINUTE)
    with pytest.raises(RuntimeError, match="broken"):
        delete_outlived.func()
    assert deleted() == {"sessions": 1}


def test_who_is_at_the_desk_stays_there(desk):
    delete_outlived.func()
    assert desk.get("/desk/").status_code == 200


def test_choices_are_journalled_by_the_day_once(frozen, city):
    layer = a_layer()
    for days, choice in ((0, "necessary"), (1, "necessary"), (1, "statistics")):
        day = (NOW - days * DAY).date()
        ChoiceCount.objects.create(layer=layer, day=day, choice=choice, count=3)
    assert journal_choices.func() == 1
    assert journal_choices.func() == 0
    (line,) = Entry.objects.filter(verb="choices.counted")
    assert line.detail == {"day": "2030-06-14", "count": 6}


def test_whoever_chose_is_asked_again_when_the_program_says_it_in_other_words(city, monkeypatch):
    a_layer(texts={("title", "de"): "Cookies und Statistik", ("title", "en"): "Cookies here"})
    assert ask_where_words_changed.func() is False
    monkeypatch.setitem(STANDARD_WORDS, "title", "Other words, which stand nowhere here")
    assert ask_where_words_changed.func() is False
    monkeypatch.setitem(STANDARD_WORDS, "text", "Other words, which everyone reads")
    assert [ask_where_words_changed.func() for _twice in range(2)] == [True, False]
    layer = Layer.objects.newest()
    assert (layer.number, layer.has_statistics) == (2, True)
    assert texts_of(layer)["title", "en"] == "Cookies here"
    lines = Entry.objects.filter(verb="layer.changed").values_list("detail", flat=True)
    assert sorted(line["version"] for line in lines) == [1, 2]


def test_a_version_from_before_takes_the_words_of_today_and_asks_nobody(city):
    Layer.objects.create(number=1, has_statistics=True, since=NOW)
    assert ask_where_words_changed.func() is False
    assert len(Layer.objects.get().standard) == 32


def test_where_nothing_is_switched_on_new_words_ask_nobody(city, monkeypatch):
    assert ask_where_words_changed.func() is False
    a_layer()
    a_layer(has_statistics=False)
    monkeypatch.setitem(STANDARD_WORDS, "text", "Other words")
    assert ask_where_words_changed.func() is False
