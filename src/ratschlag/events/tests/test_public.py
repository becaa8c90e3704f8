"""Meetings as residents see them: the calendar, and the page of each."""

from datetime import date, time

import pytest

from ratschlag.events.actions import (
    begin_series,
    cancel_event,
    hold_event,
    note_former_title,
    note_result,
    plan_event,
)
from ratschlag.events.models import Event
from ratschlag.events.queries import calendar_of, sheet_of
from ratschlag.events.rules import Count, EventKind, ResultKind
from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.people.actions import name_office_holder, register_organisation
from ratschlag.people.rules import OrganisationKind
from ratschlag.process.rules import State
from tests import cast

CALENDAR = "/de/verfahren/klima/termine/"
PAGE = "/de/verfahren/klima/termine/werkstatt/"
TODAY = date(2016, 10, 4)
NOT_STATED = "keine Angabe"


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def titles(events: tuple[Event, ...]) -> list[str]:
    return [event.title for event in events]


def test_the_calendar_shows_what_was_and_what_comes(client, process):
    cast.an_event(process, "Auftakt", date(2016, 8, 16))
    cast.an_event(process, "Zukunft", date(2190, 1, 1))
    page = main_of(client.get(CALENDAR).text)
    coming, past = page.index("Was als Nächstes kommt"), page.index("Was schon war")
    assert coming < page.index("Zukunft") < past < page.index("Auftakt")
    assert f'href="{CALENDAR}auftakt/"' in page


def test_an_empty_calendar_says_so(client, process):
    page = main_of(client.get(CALENDAR).text)
    assert "Zurzeit ist kein Termin angekündigt." in page
    assert "Was schon war" not in page


def test_past_and_coming_are_split_at_the_end_of_a_meetings_time(process):
    for title, held in (
        ("gestern", PartialDate(date(2016, 10, 3), Precision.DAY)),
        ("heute", PartialDate(TODAY, Precision.DAY)),
        ("morgen", PartialDate(date(2016, 10, 5), Precision.DAY)),
        ("im September", PartialDate(date(2016, 9, 1), Precision.MONTH)),
        ("im Oktober", PartialDate(date(2016, 10, 1), Precision.MONTH)),
        ("im Quartal", PartialDate(date(2016, 10, 1), Precision.QUARTER)),
        ("irgendwann", PartialDate()),
    ):
        event = Event(
            process=process, slug=title.replace(" ", "-"), title=title, kind=EventKind.WORKSHOP
        )
        plan_event(event, held=held, by=None)
    found = calendar_of(process, TODAY)
    assert titles(found.past) == ["im September", "gestern"]
    assert set(titles(found.coming)[:2]) == {"im Oktober", "im Quartal"}
    # What has no date comes last, on either engine.
    assert titles(found.coming)[2:] == ["heute", "morgen", "irgendwann"]


def test_a_meeting_held_today_is_over_as_soon_as_the_desk_says_so(process):
    event = cast.an_event(process, "Werkstatt", TODAY)
    assert titles(calendar_of(process, TODAY).coming) == ["Werkstatt"]
    assert not sheet_of(event, TODAY).is_over
    hold_event(event, by=None)
    assert titles(calendar_of(process, TODAY).past) == ["Werkstatt"]
    assert sheet_of(event, TODAY).is_over


@pytest.mark.parametrize(
    ("held", "days"),
    [
        (PartialDate(date(2016, 10, 6), Precision.DAY), 2),
        (PartialDate(TODAY, Precision.DAY), 0),
        (PartialDate(date(2016, 10, 3), Precision.DAY), None),
        (PartialDate(date(2016, 11, 1), Precision.MONTH), None),
        (PartialDate(), None),
    ],
)
def test_days_are_counted_only_to_a_day_that_is_known(process, held, days):
    event = plan_event(
        Event(process=process, slug="w", title="W", kind=EventKind.WORKSHOP), held=held, by=None
    )
    assert sheet_of(event, TODAY).days_left == days


def test_no_days_are_counted_to_a_meeting_that_is_cancelled(process):
    event = cast.an_event(process, "Werkstatt", date(2016, 10, 6))
    cancel_event(event, reason="Sturm.", by=None)
    assert sheet_of(event, TODAY).days_left is None


def test_what_was_not_said_is_shown_as_not_stated(client, process):
    cast.an_event(process, "Werkstatt")
    page = main_of(client.get(PAGE).text)
    for label in ("Uhrzeit", "Ort", "Zugang", "Für wen", "Leitung"):
        assert f"<dt>{label}</dt><dd>{NOT_STATED}</dd>" in page
    # And the date, above.
    assert page.count(NOT_STATED) == 6
    for label in ("Erwartet", "Gekommen", "Ausgabe", "None"):
        assert label not in page


def test_what_was_said_is_shown(client, process):
    office = cast.an_organisation("Oberbürgermeisterin", kind=OrganisationKind.CITY_LEADERSHIP)
    for name, from_on, until_on in (
        ("Barbara Ludwig", None, date(2020, 11, 1)),
        ("Wer danach kam", date(2020, 11, 2), None),
    ):
        name_office_holder(office, name=name, from_on=from_on, until_on=until_on, by=None)
    event = Event(
        process=process,
        field=cast.a_field(process, "Wasser"),
        slug="werkstatt",
        title="Werkstatt",
        kind=EventKind.WORKSHOP,
        purpose="Ideen für den Bach.",
        audience="Alle, die am Bach wohnen.",
        starts_at=time(8, 30),
        ends_at=time(16),
        venue="Kammersaal der IHK",
        access_notes="Rampe am Hof",
        chair=office,
        expected=150,
    )
    plan_event(event, held=PartialDate(date(2016, 8, 16), Precision.DAY), by=None)
    hold_event(event, attended=1180, attended_count=Count.MORE_THAN, by=None)
    page = main_of(client.get(PAGE).text)
    for words in (
        "Dienstag, 16. August 2016",
        "8:30–16:00",
        "Kammersaal der IHK",
        "Rampe am Hof",
        "Alle, die am Bach wohnen.",
        "Oberbürgermeisterin Barbara Ludwig",
        "etwa 150",
        "mehr als 1.180",
        "Dieser Termin ist vorbei.",
        'href="/de/verfahren/klima/handlungsfelder/wasser/"',
    ):
        assert words in page
    assert NOT_STATED not in page
    assert "Wer danach kam" not in page


def test_a_meeting_that_is_over_says_what_came_of_it_or_that_nothing_is_written_down(
    client, process
):
    event = cast.an_event(process, "Werkstatt", date(2016, 8, 16))
    nothing = "Noch ist nichts aufgeschrieben."
    assert nothing in client.get(PAGE).text
    note_result(event, kind=ResultKind.AGREED, text="Die Grundzüge.", by=None)
    page = main_of(client.get(PAGE).text)
    assert "Die Grundzüge." in page
    assert nothing not in page


def test_a_cancelled_meeting_says_why_and_nothing_else(client, process):
    event = cast.an_event(process, "Werkstatt", date(2016, 8, 16))
    cancel_event(event, reason="Zu wenige Anmeldungen.", by=None)
    for address in (PAGE, CALENDAR):
        page = main_of(client.get(address).text)
        assert "Fällt aus:" in page
        assert "Zu wenige Anmeldungen." in page
    page = main_of(client.get(PAGE).text)
    assert "Was dabei herauskam" not in page
    assert "Dieser Termin ist vorbei." not in page
    assert "nur für Eingeladene" not in page


def test_a_reason_in_german_is_marked_as_german(client, process):
    event = cast.an_event(process, "Werkstatt", date(2016, 8, 16))
    cancel_event(event, reason="Sturm.", by=None)
    page = client.get(PAGE.replace("/de/", "/ar/")).text
    assert '<span lang="de" dir="ltr">Sturm.</span>' in page


def test_a_series_shows_its_edition_and_what_it_was_called_before(client, process):
    series = begin_series(slug="tagung", title="Tagung zum Klima", by=None)
    event = Event(
        process=process,
        slug="werkstatt",
        title="3. Tagung",
        series=series,
        edition=3,
        kind=EventKind.CONFERENCE,
    )
    plan_event(event, held=PartialDate(), by=None)
    assert "Früher hieß" not in client.get(PAGE).text
    note_former_title(series, "Wetterpraxis", reason="Es geht um mehr.", by=None)
    page = main_of(client.get(PAGE).text)
    assert "<dt>Ausgabe</dt><dd>3</dd>" in page
    assert "„Wetterpraxis“" in page
    assert "Es geht um mehr." in page


def test_groups_are_named_and_not_counted(client, process):
    members = [cast.an_organisation("Zoo"), cast.an_organisation("Amt")]
    group = register_organisation(
        slug="qm", name="Quartiersmanager", kind=OrganisationKind.CITY_FUNCTION, is_group=True,
        by=None,
    )  # fmt: skip
    event = Event(process=process, slug="werkstatt", title="Werkstatt", kind=EventKind.WORKSHOP)
    plan_event(event, held=PartialDate(), participants=[*members, group], by=None)
    sheet = sheet_of(event, TODAY)
    assert [row.name for row in sheet.organisations] == ["Zoo", "Amt"]
    assert [row.name for row in sheet.groups] == ["Quartiersmanager"]
    page = main_of(client.get(PAGE).text)
    assert "<p>2 Organisationen</p>" in page
    assert "Und als Gruppe: Quartiersmanager" in " ".join(page.split())


@pytest.mark.parametrize("address", [CALENDAR, PAGE])
def test_nothing_is_shown_before_the_process_is_announced(client, city, address):
    cast.an_event(cast.a_process(state=State.PREPARING))
    assert client.get(address).status_code == 404


def test_a_meeting_is_found_only_in_its_own_process(client, process):
    other = cast.a_process("verkehr", title="Verkehr")
    cast.an_event(other)
    assert client.get(PAGE).status_code == 404
    assert client.get("/de/verfahren/verkehr/termine/werkstatt/").status_code == 200
    assert "Werkstatt" not in main_of(client.get(CALENDAR).text)


@pytest.mark.parametrize("address", [f"{CALENDAR}nie-gehoert/", "/de/verfahren/nie/termine/"])
def test_what_is_not_there_is_not_found(client, process, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [CALENDAR, PAGE])
def test_public_pages_are_only_read(client, process, address):
    cast.an_event(process)
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_the_calendar_asks_the_database_as_often_for_thirty_as_for_three(
    client, process, django_assert_max_num_queries
):
    for number in range(30):
        cast.an_event(process, f"Werkstatt {number}", date(2016, 10, 1 + number))
    client.get(CALENDAR)
    with django_assert_max_num_queries(9):
        client.get(CALENDAR)
    with django_assert_max_num_queries(10):
        client.get(CALENDAR.replace("/de/", "/ar/"))
