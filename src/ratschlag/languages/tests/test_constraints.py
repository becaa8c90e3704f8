"""What the database refuses of a translation."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.queries import domain_now
from ratschlag.languages.models import Translation, TranslationRun
from ratschlag.languages.rules import RunState, State

pytestmark = pytest.mark.django_db


def put(**changes):
    wanted = {
        "kind": "process.process",
        "number": 1,
        "field": "title",
        "language": "en",
        "text": "Climate",
        "state": State.CHECKED,
        "source_hash": "0" * 32,
    }
    return Translation.objects.create(**(wanted | changes))


@pytest.mark.parametrize(
    "other", [{"kind": "process.field"}, {"number": 2}, {"field": "mandate"}, {"language": "ar"}]
)
def test_each_field_of_each_row_is_said_once_in_each_language(other):
    put()
    put(**other)
    assert Translation.objects.count() == 2


def test_the_same_twice_is_refused():
    put()
    with pytest.raises(IntegrityError, match="(?i)unique|translation_is_one"), transaction.atomic():
        put(text="Another")
    assert Translation.objects.get().text == "Climate"


def test_german_is_the_source_and_no_translation():
    with pytest.raises(IntegrityError, match="translation_is_not_the_source"), transaction.atomic():
        put(language="de")
    put(language="de-easy")


def test_an_empty_translation_is_refused():
    with pytest.raises(IntegrityError, match="translation_has_text"), transaction.atomic():
        put(text="")


def test_stale_needs_since():
    put(state=State.STALE, stale_since=domain_now())
    with pytest.raises(IntegrityError, match="translation_stale_has_since"), transaction.atomic():
        put(number=2, state=State.STALE)


@pytest.mark.parametrize("state", [State.MACHINE, State.CHECKED])
def test_only_what_is_stale_has_since(state):
    with pytest.raises(IntegrityError, match="translation_stale_has_since"), transaction.atomic():
        put(state=state, stale_since=domain_now())


def test_what_a_machine_wrote_is_checked_by_nobody():
    fault = "translation_by_a_machine_is_unchecked"
    with pytest.raises(IntegrityError, match=fault), transaction.atomic():
        put(state=State.MACHINE, checked_by="5")


def run(**changes):
    now = domain_now()
    wanted = {
        "language": "ar",
        "service": "DeepL",
        "wanted": [],
        "text_count": 2,
        "asked_by": "1",
        "asked_at": now,
        "beat_at": now,
    }
    return TranslationRun.objects.create(**(wanted | changes))


def test_one_machine_works_at_a_language_at_a_time():
    run()
    run(language="uk")
    run(state=RunState.DONE, finished_at=domain_now())
    fault = "(?i)unique|translation_run_is_alone"
    with pytest.raises(IntegrityError, match=fault), transaction.atomic():
        run(state=RunState.RUNNING)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"state": RunState.DONE}, "translation_run_ends_when_it_is_over"),
        ({"finished_at": "2016-09-01T00:00Z"}, "translation_run_ends_when_it_is_over"),
        (
            {"state": RunState.FAILED, "finished_at": "2016-09-01T00:00Z"},
            "translation_run_says_why",
        ),
        ({"why_failed": "key"}, "translation_run_says_why_it_failed"),
        ({"done_count": 2, "refused_count": 1}, "translation_run_does_what_was_asked"),
    ],
)
def test_a_run_tells_one_story(changes, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        run(**changes)
