"""The press desk: what is typed is kept, what is wrong is said, and nothing is half done."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ratschlag.journal.models import Entry
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.press import actions
from ratschlag.press.models import Correction, Release, TakenElsewhere
from ratschlag.press.rules import LONGEST_BODY, State
from ratschlag.press.tests.hands import (
    NOTHING_SAVED,
    a_picture,
    a_release,
    checked,
    checker,
    office,
    on,
    out,
    published,
    with_a_file,
    writer,
)
from ratschlag.process.models import Process
from tests import cast

DESK = "/desk/presse/"


def typed(**changes: object) -> dict[str, object]:
    wanted = {"headline": "Neu", "teaser": "Kurz.", "body": "Lang.", "publisher": office().pk}
    return wanted | changes


@pytest.fixture
def press(browser_of: Callable[[Person], Client], process: Process) -> Client:
    on()
    return browser_of(writer())


def one(release: Release, step: str = "") -> str:
    return f"{DESK}mitteilung/{release.pk}/{step}"


def test_a_release_is_written_beside_its_facts(press: Client, process: Process):
    page = press.get(f"{DESK}neu/").content.decode()
    assert "{{ process }}" in page
    answer = press.post(f"{DESK}neu/", typed(process=process.pk), follow=True)
    release = Release.objects.get()
    assert answer.redirect_chain[-1][0] == one(release)
    assert (release.state, release.author) == (State.DRAFT, writer())


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"headline": ""}, "Lang."),
        ({"headline": "x" * 121}, "x" * 121),
        ({"headline": "a\x00b"}, "Lang."),
        ({"body": "Um {{ event:nie }}."}, "Um {{ event:nie }}."),
        ({"headline": "{{ nie }}"}, "{{ nie }}"),
        ({"headline": "{{ organisation:pressestelle }}"}, "{{ organisation:pressestelle }}"),
        ({"body": "x" * (LONGEST_BODY + 1)}, "x" * 100),
        ({"facts": "ohne Bezeichnung"}, "ohne Bezeichnung"),
        ({"publisher": "9" * 30}, "Lang."),
        ({"publisher": "<b>"}, "Lang."),
        ({"process": "-1"}, "Lang."),
        ({"as_of": "31.31.2016"}, "31.31.2016"),
    ],
)
def test_what_is_wrong_is_said_and_kept(press: Client, changes: dict[str, object], kept: str):
    answer = press.post(f"{DESK}neu/", typed(**changes))
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.content.decode()
    assert kept in answer.content.decode()
    assert not Release.objects.exists()


def test_ten_megabytes_are_refused_before_they_are_read(press: Client):
    answer = press.post(f"{DESK}neu/", typed(body="x" * 10_000_000))
    assert answer.status_code in (400, 413)
    assert not Release.objects.exists()


def test_hostile_words_are_shown_as_words(press: Client, process: Process):
    hostile = "<script>alert(1)</script> [x](javascript:alert(1))"
    release = a_release(process, body=hostile, teaser=hostile, headline="<b>x</b>", facts="a: <i>")
    page = press.get(one(release)).content.decode()
    for tag in ("<script>alert", 'href="javascript', "<b>x", "<i>"):
        assert tag not in page


def test_the_second_person_checks_what_they_see(
    press: Client, browser_of: Callable[[Person], Client], process: Process
):
    release = a_release(process)
    assert (
        press.post(one(release, "geprueft/"), {"gelesen": release.fingerprint}).status_code == 422
    )
    second = browser_of(checker())
    assert release.fingerprint in second.get(one(release)).content.decode()
    for stale in ("", "0" * 32):
        assert second.post(one(release, "geprueft/"), {"gelesen": stale}).status_code == 422
    second.post(one(release, "geprueft/"), {"gelesen": release.fingerprint})
    release.refresh_from_db()
    assert (release.state, release.checked_by) == (State.CHECKED, checker())


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2016-08-22"},
        {"time": "09:59"},
        {"day": "2019-01-01"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"day": ""},
        {"time": "25:00"},
        {"kind": "published"},
    ],
)
def test_a_time_that_can_not_be_is_refused(press: Client, process: Process, wrong: dict[str, str]):
    release = checked(a_release(process))
    wanted = {"kind": "embargoed", "day": "2016-08-23", "time": "18:00"}
    assert press.post(one(release, "termin/"), wanted | wrong).status_code == 422
    release.refresh_from_db()
    assert release.state == State.CHECKED
    assert press.post(one(release, "termin/"), wanted).status_code == 302
    release.refresh_from_db()
    assert f"{release.embargo_until:%H:%M}" == "16:00"
    assert press.get(one(release, "vorab/")).content.startswith(b"%PDF-")


def test_steps_that_are_not_possible_are_refused(press: Client, process: Process):
    draft, done = a_release(process), published(process)
    lines = Entry.objects.count()
    for release, step in (
        (draft, "veroeffentlichen/"), (draft, "zurueckholen/"), (draft, "so-lassen/"),
        (done, "verwerfen/"), (done, "geprueft/"), (done, "veroeffentlichen/"),
    ):  # fmt: skip
        assert press.post(one(release, step)).status_code == 422, step
    assert press.post(one(done, "text/"), typed()).status_code == 422
    assert press.post(one(draft, "berichtigen/"), {"text": "x"}).status_code == 422
    assert press.post(one(draft, "zurueckziehen/"), {"reason": "x"}).status_code == 422
    assert Entry.objects.count() == lines


def test_publish_correct_and_withdraw(press: Client, process: Process):
    release = checked(a_release(process))
    press.post(one(release, "veroeffentlichen/"))
    for empty in ("", "   "):
        assert press.post(one(release, "berichtigen/"), {"text": empty}).status_code == 422
    assert press.post(one(release, "berichtigen/"), {"text": "x" * 1001}).status_code == 422
    press.post(one(release, "berichtigen/"), {"text": "Richtig: 13."})
    assert Correction.objects.get().text == "Richtig: 13."
    press.post(one(release, "zurueckziehen/"), {"reason": "Doppelt."})
    release.refresh_from_db()
    assert release.state == State.WITHDRAWN


def test_a_changed_fact_is_offered_as_a_correction(press: Client, process: Process):
    release = out(a_release(process, body="Das {{ process }}."))
    Process.objects.update(title="Klimaplan")
    assert release.headline in press.get(DESK).content.decode()
    assert "Klimaplan" in press.get(one(release)).content.decode()
    offered = press.get(one(release, "berichtigen/")).content.decode()
    assert "Statt „Klimakonzept“ gilt: Klimaplan." in offered
    press.post(one(release, "so-lassen/"))
    assert "so-lassen" not in press.get(one(release)).content.decode()


def test_what_somebody_saved_meanwhile_is_not_lost_unseen(press: Client, process: Process):
    release = a_release(process)
    seen = press.get(one(release, "text/")).context["form"]["seen"].value()
    translated = press.get(one(release, "sprache/en/")).context["form"]["seen"].value()
    release.body = "Von jemand anderem."
    actions.revise_release(release, ["body"], by=checker())
    mine = typed(process=process.pk, body="Von mir.", seen=seen)
    answer = press.post(one(release, "text/"), mine)
    assert answer.status_code == 422
    assert "Von mir." in answer.content.decode()
    release.refresh_from_db()
    assert release.body == "Von jemand anderem."
    other = {"body": "Mine.", "seen": translated}
    assert press.post(one(release, "sprache/en/"), other).status_code == 422
    again = answer.context["form"]["seen"].value()
    assert press.post(one(release, "text/"), mine | {"seen": again}).status_code == 302
    release.refresh_from_db()
    assert release.body == "Von mir."
    assert "seen" not in Entry.objects.filter(verb="release.revised").last().detail["fields"]


def test_a_translation_is_written_beside_its_source(press: Client, process: Process):
    release = a_release(process)
    page = press.get(one(release, "sprache/ar/"))
    assert "Die Stadt schreibt ein Konzept." in page.content.decode()
    for wrong in ({"body": "{{ nie }}"}, {"headline": "x" * 121}, {"headline": "{{ process }}"}):
        assert press.post(one(release, "sprache/ar/"), wrong).status_code == 422
    press.post(one(release, "sprache/ar/"), {"headline": "عنوان"})
    assert "عنوان" in press.get(one(release) + "?sprache=ar").content.decode()
    for language in ("de", "xx"):
        assert press.get(one(release, f"sprache/{language}/")).status_code == 404


def test_files_are_attached_and_removed(press: Client, process: Process):
    release = checked(a_release(process))
    picture = SimpleUploadedFile("../../Plan <b>.PNG", a_picture())
    press.post(one(release, "anhang/neu/"), {"title": "Ein Plan", "file": picture})
    row = release.attachments.get()
    assert row.file.name == "plan-b.png"
    release.refresh_from_db()
    assert release.state == State.DRAFT
    fake = SimpleUploadedFile("plan.png", b"<html><script>alert(1)</script>", "image/png")
    for wrong in ({"title": "x", "file": fake}, {"title": "x"}, {"file": picture}):
        assert press.post(one(release, "anhang/neu/"), wrong).status_code == 422
    press.post(one(release, f"anhang/{row.position}/entfernen/"))
    assert not release.attachments.exists()
    done = out(with_a_file(a_release(process)))
    assert press.post(one(done, "anhang/1/entfernen/")).status_code == 422


def test_numbers_given_elsewhere(press: Client, process: Process):
    address = f"{DESK}nummern/"
    given = {"year": 2016, "first": 1, "last": 453, "note": "Amtsblatt"}
    assert press.post(address, given).status_code == 302
    for wrong in (
        {}, {"first": 500, "last": 400}, {"first": 0}, {"first": "9" * 40}, {"year": 0},
        {"first": 600, "last": "", "note": ""}, {"first": 453, "last": 460},
    ):  # fmt: skip
        assert press.post(address, given | wrong).status_code == 422
    assert press.post(address, given | {"first": 700, "last": ""}).status_code == 302
    assert [str(row) for row in TakenElsewhere.objects.all()] == ["1–453", "700"]
    row = TakenElsewhere.objects.get(first=1)
    assert published(process).number == 454
    assert press.post(f"{address}{row.pk}/zuruecknehmen/").status_code == 422
    free = TakenElsewhere.objects.get(first=700)
    assert press.post(f"{address}{free.pk}/zuruecknehmen/").status_code == 302


def test_who_coordinates_one_process_writes_about_that_one(
    browser_of: Callable[[Person], Client], process: Process
):
    other = cast.a_process("verkehr", title="Verkehrskonzept")
    theirs, foreign = a_release(process), a_release(other)
    person = cast.a_person("Kim Klima", Role.COORDINATOR, scope="process/klima")
    client = browser_of(person)
    assert client.get(one(theirs, "text/")).status_code == 200
    assert client.get(one(foreign, "text/")).status_code == 403
    assert client.get(one(foreign)).status_code == 200
    assert client.get(f"{DESK}nummern/").status_code == 403
    for about in (other.pk, ""):
        answer = client.post(f"{DESK}neu/", typed(process=about))
        assert answer.status_code == 422


def test_the_list_is_searched(press: Client, process: Process):
    a_release(process, headline="Entwurf eins")
    published(process, headline="Draußen zwei")
    for query, said in (("suche=eins", "eins"), ("zustand=published", "zwei"), ("suche=1", "zwei")):
        page = press.get(f"{DESK}?{query}").content.decode()
        assert said in page
        assert ("Entwurf eins" in page) != ("Draußen zwei" in page)
    assert press.get(f"{DESK}?zustand=<b>&suche=%00&seite=-3").status_code == 200
