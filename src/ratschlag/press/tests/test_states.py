"""A release goes from draft over a second person to everyone, and stays as it went out."""

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from ratschlag.journal.models import Entry
from ratschlag.press import actions
from ratschlag.press.models import Release
from ratschlag.press.rules import READABLE, WAITING, State, may_follow
from ratschlag.press.tasks import ReleaseRefused, publish_due
from ratschlag.press.tests.hands import (
    a_release,
    checked,
    checker,
    later,
    on,
    published,
    the_line,
    writer,
)


@pytest.fixture(autouse=True)
def english():
    """Refusals are compared in the language in which they are written here."""
    with override("en"):
        yield


def test_every_state_leads_only_where_it_should():
    assert [s for s in State if may_follow(State.DRAFT, s)] == [State.CHECKED]
    assert all(may_follow(state, State.PUBLISHED) for state in WAITING)
    assert all(may_follow(state, State.WITHDRAWN) for state in READABLE)
    assert not [s for s in State if may_follow(State.WITHDRAWN, s)]
    assert not may_follow(State.PUBLISHED, State.DRAFT)


def test_the_whole_way(process):
    on()
    release = a_release(process)
    assert (release.state, release.number) == (State.DRAFT, None)
    actions.check_release(release, read=release.fingerprint, by=checker())
    actions.publish_release(release, by=writer())
    assert (release.year, release.number, release.state) == (2016, 1, State.PUBLISHED)
    assert str(release.as_of) == "2016-08-23"
    assert list(Release.objects.published()) == [release]
    actions.correct_release(release, "Es war der 16. August.", by=writer())
    assert release.state == State.CORRECTED
    actions.withdraw_release(release, "Sie betraf eine andere Stadt.", by=writer())
    release.refresh_from_db()
    assert (release.state, release.number) == (State.WITHDRAWN, 1)
    assert not Release.objects.published().exists()
    assert list(Release.objects.out()) == [release]
    verbs = [entry.verb for entry in Entry.objects.filter(subject_kind="press.release")]
    assert sorted(verbs) == sorted(
        f"release.{verb}" for verb in ("written", "checked", "published", "corrected", "withdrawn")
    )


def test_nobody_checks_what_they_wrote_or_changed(process):
    release = a_release(process)
    with pytest.raises(ReleaseRefused, match="Somebody else"):
        actions.check_release(release, by=writer())
    actions.revise_release(release, ["body"], by=checker())
    with pytest.raises(ReleaseRefused, match="Somebody else"):
        actions.check_release(release, by=checker())
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(
            state=State.CHECKED, checked_at=later(), checked_by=release.author
        )


def test_who_checks_answers_for_what_they_read(process):
    release = a_release(process)
    read = release.fingerprint
    release.body = "Etwas anderes."
    actions.revise_release(release, ["body"], by=writer())
    with pytest.raises(ReleaseRefused, match="changed the text"):
        actions.check_release(release, read=read, by=checker())


def test_a_change_needs_a_new_check(process):
    release = checked(a_release(process))
    actions.schedule_release(release, later(hours=1), by=writer())
    release.headline = "Neu"
    actions.revise_release(release, ["headline"], by=writer())
    release.refresh_from_db()
    assert (release.state, release.checked_by, release.scheduled_for) == (State.DRAFT, None, None)
    with pytest.raises(ReleaseRefused):
        actions.publish_release(release, by=writer())


@pytest.mark.parametrize("is_embargo", [True, False])
def test_a_time_that_is_over_is_refused(process, is_embargo: bool):
    release = checked(a_release(process))
    with pytest.raises(ReleaseRefused, match="over already"):
        actions.schedule_release(release, later(seconds=-1), is_embargo=is_embargo, by=writer())
    release.refresh_from_db()
    assert release.state == State.CHECKED


@pytest.mark.parametrize(
    ("is_embargo", "state"), [(True, State.EMBARGOED), (False, State.SCHEDULED)]
)
def test_what_is_due_comes_out_by_itself_and_once(process, is_embargo: bool, state: State):
    on()
    release = checked(a_release(process))
    actions.schedule_release(release, later(hours=2), is_embargo=is_embargo, by=writer())
    assert release.state == state
    assert publish_due.func() == 0
    on(later(hours=3))
    assert (publish_due.func(), publish_due.func()) == (1, 0)
    release.refresh_from_db()
    assert (release.state, release.number) == (State.PUBLISHED, 1)
    assert the_line("release.published").actor_kind == ""


def test_what_waits_longest_comes_out_first(process):
    on()
    waits = {True: 5, False: 3}
    for is_embargo, hours in waits.items():
        release = checked(a_release(process, headline=f"In {hours}"))
        at = later(hours=hours)
        actions.schedule_release(release, at, is_embargo=is_embargo, by=writer())
    on(later(hours=6))
    assert publish_due.func() == 2
    out = Release.objects.order_by("number").values_list("headline", flat=True)
    assert list(out) == ["In 3", "In 5"]


def test_what_was_called_back_stays(process):
    on()
    release = checked(a_release(process))
    actions.schedule_release(release, later(hours=2), by=writer())
    actions.call_back_release(release, by=writer())
    on(later(hours=3))
    assert publish_due.func() == 0
    with pytest.raises(ReleaseRefused):
        actions.call_back_release(release, by=writer())


@pytest.mark.parametrize(
    "change",
    [
        {"body": "x"},
        {"headline": "x"},
        {"teaser": "x"},
        {"facts": "x: y"},
        {"number": 99},
        {"year": 2017},
        {"as_of": "2017-01-01"},
        {"pulled": {"a": {"de": "b"}}},
        {"state": State.DRAFT},
    ],
)
def test_the_database_keeps_what_is_out(process, change: dict[str, object]):
    release = published(process)
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).delete()


def test_a_withdrawn_one_never_comes_back(process):
    release = published(process)
    actions.withdraw_release(release, "Doppelt.", by=writer())
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(
            state=State.PUBLISHED, withdrawn_on=None, withdrawn_reason=""
        )
    assert published(process).number == 2


def test_a_correction_stays_as_it_was_said(process):
    release = published(process)
    row = actions.correct_release(release, "Richtig ist: 13.", by=writer())
    with pytest.raises(ReleaseRefused, match="already"):  # sent twice
        actions.correct_release(release, "Richtig ist: 13. ", by=writer())
    for act in (lambda: row.delete(), lambda: type(row).objects.update(text="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_empty_words_are_refused(process):
    release = published(process)
    with pytest.raises(ReleaseRefused, match="what is right"):
        actions.correct_release(release, " \n", by=writer())
    with pytest.raises(ReleaseRefused, match="say why"):
        actions.withdraw_release(release, "", by=writer())
    for act in (actions.discard_release, lambda r, by: actions.revise_release(r, [], by=by)):
        with pytest.raises(ReleaseRefused, match="stays as it is"):
            act(release, by=writer())


def test_a_draft_can_be_thrown_away(process):
    release = a_release(process)
    actions.discard_release(release, by=writer())
    assert not Release.objects.exists()
    with pytest.raises(ReleaseRefused, match="gone"):
        actions.check_release(Release(pk=release.pk), by=checker())


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": State.PUBLISHED},
        {"headline": ""},
        {"number": 7},
        {"state": State.SCHEDULED, "checked_at": "2016-08-23T10:00Z"},
        {"state": State.EMBARGOED, "checked_at": "2016-08-23T10:00Z"},
        {"state": State.CHECKED},
        {"withdrawn_reason": "so"},
    ],
)
def test_the_database_refuses_half_a_release(process, wrong: dict[str, object]):
    release = a_release(process)
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**wrong)
