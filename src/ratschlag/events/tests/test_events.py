"""Meetings at the desk: planned, revised, held or cancelled by the coordinator."""

from datetime import UTC, date, datetime, time

import pytest

from ratschlag.events.actions import hold_event, plan_event
from ratschlag.events.models import Event
from ratschlag.events.rules import Count, EventKind, EventState, may_keep_events, may_see_events
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import PartialDate
from ratschlag.people.rules import NOBODY, Role, Standing
from tests import cast

LIST = "/desk/termine/"
NEW = "/desk/termine/klima/neu/"
NOTHING_SAVED = "Noch ist nichts gespeichert. Was Sie getippt haben, steht noch da."
BACKWARDS = "Das Ende muss nach dem Beginn liegen."
NO_BEGINNING = "Es gibt ein Ende, aber keinen Beginn. Bitte füllen Sie beides aus."
NO_DAY = "Wenn Sie eine Uhrzeit angeben, muss das Datum einen Tag nennen."
NOT_YET = "Das Datum liegt noch vor uns. Der Termin kann noch nicht stattgefunden haben."
WHY = "Bitte schreiben Sie, warum der Termin ausfällt."
NO_DATE = "Das ist kein Datum."


def typed(**changes: object) -> dict[str, object]:
    """A meeting as its form sends it."""
    wanted = {"title": "Werkstatt am Bach", "kind": "workshop", "state": "planned"}
    return wanted | changes


def who_took_part(event: Event) -> list[str]:
    return [row.organisation.name for row in event.participations.select_related("organisation")]


@pytest.fixture
def evening(city) -> None:
    """23:30 in the city, on 6 October 2016; two hours earlier by the clock of the world."""
    set_clock(datetime(2016, 10, 6, 21, 30, tzinfo=UTC))


def test_the_coordinator_plans_a_meeting(desk, process, coordinator):
    field = cast.a_field(process, "Wasser")
    zoo, amt = cast.an_organisation("Zoo"), cast.an_organisation("Amt")
    wanted = typed(
        field=field.pk,
        purpose="Ideen für den Bach.",
        audience="Alle.",
        held="6. Oktober 2016",
        starts_at="16:00",
        ends_at="19:00",
        venue="Stadtteilzentrum",
        access_notes="Rampe am Hof",
        chair=amt.pk,
        is_public="on",
        participants=[zoo.pk, amt.pk],
    )
    answer = desk.post(NEW, wanted, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "Werkstatt am Bach" in answer.text
    event = process.events.get()
    assert (event.slug, event.kind, event.state) == ("werkstatt-am-bach", "workshop", "planned")
    assert (event.held_on, event.starts_at, event.ends_at) == (
        date(2016, 10, 6),
        time(16),
        time(19),
    )
    assert (event.field, event.chair, event.is_public) == (field, amt, True)
    assert (event.venue, event.access_notes) == ("Stadtteilzentrum", "Rampe am Hof")
    assert sorted(who_took_part(event)) == ["Amt", "Zoo"]
    line = Entry.objects.get(verb="event.planned")
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(event.pk))
    assert line.detail == {"held": "2016-10-06"}


def test_a_title_and_a_kind_are_enough(desk, process):
    assert desk.post(NEW, typed()).status_code == 302
    event = process.events.get()
    assert event.held == PartialDate()
    assert (event.starts_at, event.venue, event.attended) == (None, "", None)
    assert "keine Angabe" in desk.get(LIST).text


def test_meetings_of_the_same_name_have_addresses_of_their_own(desk, process):
    for _again in range(3):
        assert desk.post(NEW, typed(title="Bürgertreff")).status_code == 302
    slugs = set(process.events.values_list("slug", flat=True))
    assert slugs == {"buergertreff", "buergertreff-2", "buergertreff-3"}


def test_the_coordinator_revises_a_meeting_and_its_address_stays(desk, process):
    event = cast.an_event(process, "Werkstatt", date(2016, 10, 4))
    put_translation(event, "title", language="en", text="Workshop", state=Translated.CHECKED)
    address = f"{LIST}{event.pk}/"
    assert 'value="04.10.2016"' in desk.get(address).text
    assert desk.post(address, typed(title="Bachwerkstatt", held="Q4 2016")).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.slug) == ("Bachwerkstatt", "werkstatt")
    assert event.held.isoformat() == "2016-Q4"
    line = Entry.objects.get(verb="event.revised")
    assert line.detail == {"held": "2016-Q4", "fields": ["held", "title"]}
    assert Translation.objects.get().state == Translated.STALE


def test_a_form_shows_a_meeting_as_it_may_be_sent_again(desk, process):
    event = cast.an_event(process, "Werkstatt", date(2016, 10, 4))
    event.starts_at, event.ends_at = time(8, 30), time(16, 30)
    event.save()
    before = Event.objects.values().get()
    address = f"{LIST}{event.pk}/"
    form = desk.get(address).context["form"]
    again = {name: form[name].value() for name in form.fields}
    again = {name: value for name, value in again.items() if value not in (None, False)}
    assert desk.post(address, again).status_code == 302
    assert Event.objects.values().get() == before


def test_who_took_part_stays_in_order_and_new_ones_come_behind(desk, process):
    zoo, amt, bad = map(cast.an_organisation, ("Zoo", "Amt", "Bad"))
    event = Event(process=process, slug="w", title="Werkstatt", kind=EventKind.WORKSHOP)
    plan_event(event, held=PartialDate(), participants=[zoo, amt], by=None)
    assert who_took_part(event) == ["Zoo", "Amt"]
    desk.post(f"{LIST}{event.pk}/", typed(participants=[bad.pk, amt.pk, zoo.pk]))
    assert who_took_part(event) == ["Zoo", "Amt", "Bad"]
    desk.post(f"{LIST}{event.pk}/", typed())
    assert who_took_part(event) == []


def test_a_meeting_was_held_today_and_the_number_of_those_who_came_is_kept(desk, process, evening):
    event = cast.an_event(process, "Werkstatt", date(2016, 10, 6))
    wanted = typed(held="6.10.2016", state="held", attended="34")
    assert desk.post(f"{LIST}{event.pk}/", wanted).status_code == 302
    event.refresh_from_db()
    assert (event.state, event.attended) == ("held", 34)


def test_a_meeting_is_cancelled_with_a_reason(desk, process):
    event = cast.an_event(process)
    wanted = typed(state="cancelled", cancel_reason="Zu wenige Anmeldungen.")
    assert desk.post(f"{LIST}{event.pk}/", wanted).status_code == 302
    event.refresh_from_db()
    assert (event.state, event.cancel_reason) == ("cancelled", "Zu wenige Anmeldungen.")


def test_how_many_came_is_known_as_it_was_said(process):
    event = cast.an_event(process, "Tagung", date(2016, 8, 24))
    hold_event(event, attended=180, attended_count=Count.MORE_THAN, by=None)
    event.refresh_from_db()
    assert (event.state, event.attended) == (EventState.HELD, 180)
    assert event.attended_count == Count.MORE_THAN
    assert Entry.objects.filter(verb="event.held").count() == 1


def test_every_role_sees_the_meetings_and_the_coordinator_keeps_them():
    for role in Role:
        standing = Standing(number=1, grants=frozenset({(role, "")}))
        assert may_see_events(standing)
        assert may_keep_events(standing, "klima") is (role is Role.COORDINATOR)


def test_nobody_sees_or_keeps_meetings_and_a_coordinator_keeps_those_of_the_process():
    assert not may_see_events(NOBODY)
    assert not may_keep_events(NOBODY, "klima")
    standing = Standing(number=1, grants=frozenset({(Role.COORDINATOR, "process/klima")}))
    assert may_keep_events(standing, "klima")
    assert not may_keep_events(standing, "verkehr")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_another_role_may_look_but_not_write(browser_of, process, role):
    event = cast.an_event(process)
    browser = browser_of(cast.a_person("Ayşe", role))
    page = browser.get(LIST).text
    assert "Werkstatt" in page
    assert NEW not in page
    assert f"{LIST}{event.pk}/" not in page
    for address in (NEW, f"{LIST}{event.pk}/", f"{LIST}{event.pk}/ergebnis/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, typed(text="Ja.")).status_code == 403
    assert process.events.get().title == "Werkstatt"


def test_the_coordinator_of_one_process_may_not_touch_the_meetings_of_another(browser_of, process):
    other = cast.a_process("verkehr", title="Verkehr")
    event = cast.an_event(other, "Radtreff")
    browser = browser_of(cast.a_person("Ayşe", Role.COORDINATOR, scope="process/klima"))
    assert browser.post(NEW, typed()).status_code == 302
    for address in (
        "/desk/termine/verkehr/neu/",
        f"{LIST}{event.pk}/",
        f"{LIST}{event.pk}/ergebnis/",
    ):
        assert browser.post(address, typed(text="Ja.")).status_code == 403
    page = browser.get(LIST).text
    assert "Radtreff" in page
    assert f"{LIST}{event.pk}/" not in page


@pytest.mark.parametrize("address", [LIST, NEW, f"{LIST}1/", f"{LIST}1/ergebnis/"])
def test_who_has_not_logged_in_is_led_to_the_log_in(client, process, address):
    for answer in (client.get(address), client.post(address, typed())):
        assert answer.url == f"/desk/konto/anmelden/?next={address}"
    assert not process.events.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"held": "6.10.2016", "starts_at": "19:00", "ends_at": "16:00"}, BACKWARDS),
        ({"held": "6.10.2016", "starts_at": "16:00", "ends_at": "16:00"}, BACKWARDS),
        ({"held": "6.10.2016", "ends_at": "16:00"}, NO_BEGINNING),
        ({"held": "", "starts_at": "16:00"}, NO_DAY),
        ({"held": "Q4 2016", "starts_at": "16:00"}, NO_DAY),
        ({"held": "Oktober 2016", "starts_at": "16:00", "ends_at": "19:00"}, NO_DAY),
        ({"held": "7.10.2016", "state": "held"}, NOT_YET),
        ({"held": "Q4 2017", "state": "held"}, NOT_YET),
        ({"held": "", "state": "held"}, NOT_YET),
        ({"state": "cancelled"}, WHY),
        ({"state": "cancelled", "cancel_reason": "   "}, WHY),
        ({"held": "31.9.2016"}, NO_DATE),
        ({"held": "bald"}, NO_DATE),
        ({"held": "6.10.\x002016"}, NOTHING_SAVED),
        ({"starts_at": "viertel vier"}, NOTHING_SAVED),
        ({"starts_at": "25:00"}, NOTHING_SAVED),
        ({"title": ""}, NOTHING_SAVED),
        ({"title": "   "}, NOTHING_SAVED),
        ({"title": "x" * 201}, NOTHING_SAVED),
        ({"title": "x" * 10_000}, NOTHING_SAVED),
        ({"title": "Werk\x00statt"}, NOTHING_SAVED),
        ({"purpose": "Ide\x00en"}, NOTHING_SAVED),
        ({"venue": "x" * 201}, NOTHING_SAVED),
        ({"audience": "x" * 301}, NOTHING_SAVED),
        ({"kind": ""}, NOTHING_SAVED),
        ({"kind": "riot"}, NOTHING_SAVED),
        ({"state": "moved"}, NOTHING_SAVED),
        ({"field": "77"}, NOTHING_SAVED),
        ({"field": "x"}, NOTHING_SAVED),
        ({"field": "\x00"}, NOTHING_SAVED),
        ({"chair": str(10**30)}, NOTHING_SAVED),
        ({"participants": ["77"]}, NOTHING_SAVED),
        ({"participants": ["x"]}, NOTHING_SAVED),
        ({"attended": "-1"}, NOTHING_SAVED),
        ({"attended": "viele"}, NOTHING_SAVED),
        ({"attended": str(10**30)}, NOTHING_SAVED),
    ],
    ids=lambda value: repr(value)[:60] if isinstance(value, dict) else "",
)
def test_a_meeting_that_can_not_be_is_refused_and_what_was_typed_stays(
    desk, process, evening, wrong, message
):
    event = cast.an_event(process, "Alte Werkstatt", date(2016, 10, 4))
    before, lines = Event.objects.values().get(), Entry.objects.count()
    wrong = typed(purpose="Ideen für den Bach.") | wrong
    answer = desk.post(f"{LIST}{event.pk}/", wrong)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text
    assert message in answer.text
    for name in ("title", "purpose", "held", "starts_at", "ends_at", "venue", "audience"):
        text = str(wrong.get(name, ""))
        assert text.strip().replace("\x00", "") in answer.text.replace("\x00", "")
    assert Event.objects.values().get() == before
    assert Entry.objects.count() == lines


def test_a_new_meeting_must_satisfy_the_same_rules(desk, process):
    for wrong, message in (
        ({"title": ""}, NOTHING_SAVED),
        ({"held": "6.10.2016", "starts_at": "19:00", "ends_at": "16:00"}, BACKWARDS),
        ({"held": "1.1.2190", "state": "held"}, NOT_YET),
        ({"state": "cancelled"}, WHY),
    ):
        answer = desk.post(NEW, typed() | wrong)
        assert answer.status_code == 422
        assert message in answer.text
    assert not process.events.exists()


def test_a_field_of_another_process_is_not_offered_and_not_taken(desk, process):
    own = cast.a_field(process, "Wasser")
    strange = cast.a_field(cast.a_process("verkehr", title="Verkehr"), "Radwege")
    form = desk.get(NEW).text
    assert f'value="{own.pk}"' in form
    assert f'value="{strange.pk}"' not in form
    assert desk.post(NEW, typed(field=strange.pk)).status_code == 422
    assert not process.events.exists()


def test_a_text_of_ten_thousand_characters_stays_whole(desk, process):
    text = "Wir reden über den Bach. " * 400
    assert desk.post(NEW, typed(purpose=text)).status_code == 302
    event = process.events.get()
    assert event.purpose == text.strip()
    assert desk.get(f"/de/verfahren/klima/termine/{event.slug}/").status_code == 200


def test_fields_that_the_form_does_not_have_change_nothing(desk, process):
    event = cast.an_event(process)
    sneaked = {"slug": "x", "is_invented": "on", "edition": "3", "process": "1", "expected": "5"}
    desk.post(f"{LIST}{event.pk}/", typed() | sneaked)
    event.refresh_from_db()
    assert (event.slug, event.is_invented, event.edition) == ("werkstatt", False, None)
    assert (event.process, event.expected) == (process, None)


@pytest.mark.parametrize(
    "address",
    [
        "/desk/termine/nie-gehoert/neu/",
        f"{LIST}1/",
        f"{LIST}1/ergebnis/",
        f"{LIST}{10**30}/",
    ],
)
def test_what_is_not_there_is_not_found(desk, process, address):
    assert desk.get(address).status_code == 404
    assert desk.post(address, typed()).status_code == 404


def test_the_list_is_searched_and_the_newest_comes_first_behind_what_has_no_date(desk, process):
    for title, held in (
        ("Werkstatt Eins", date(2016, 10, 4)),
        ("Werkstatt Zwei", date(2016, 10, 6)),
        ("Werkstatt Offen", None),
        ("Tagung", date(2016, 8, 24)),
    ):
        cast.an_event(process, title, held)
    rows = desk.get(LIST).context["rows"]
    assert [row.title for row in rows] == [
        "Werkstatt Offen",
        "Werkstatt Zwei",
        "Werkstatt Eins",
        "Tagung",
    ]
    found = desk.get(LIST, {"suche": "werkstatt z"})
    assert [row.title for row in found.context["rows"]] == ["Werkstatt Zwei"]
    assert "1 Termin<" in found.text


def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(
    desk, process, django_assert_max_num_queries
):
    for number in range(55):
        cast.an_event(process, f"Werkstatt {number}")
    assert "?seite=2" in desk.get(LIST).text
    with django_assert_max_num_queries(12):
        desk.get(LIST)
