"""What the database itself refuses about meetings, whatever a form let through."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ratschlag.events.actions import begin_series, cancel_event, note_former_title
from ratschlag.events.models import Event, EventResult, EventSeries, FormerTitle, Participation
from ratschlag.events.rules import EventKind, EventState, ResultKind
from ratschlag.lib.dates import Precision
from tests import cast

DAY = date(2016, 10, 6)


def refused(create: Callable[..., object], good: dict[str, object], wrong: dict[str, object]):
    """The good row goes in (and out again), the wrong one does not."""
    point = transaction.savepoint()
    create(**good)
    transaction.savepoint_rollback(point)
    with pytest.raises(IntegrityError), transaction.atomic():
        create(**(good | wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"slug": "werkstatt"},
        {"held_on": None},
        {"held_precision": Precision.UNKNOWN},
        {"starts_at": time(19), "ends_at": time(16)},
        {"starts_at": time(16), "ends_at": time(16)},
        {"starts_at": None},
        {"state": EventState.CANCELLED},
        {"edition": 3},
    ],
    ids=[
        "no title",
        "taken address",
        "precision without day",
        "day without precision",
        "ends before it starts",
        "ends as it starts",
        "ends without start",
        "cancelled without reason",
        "edition without series",
    ],
)
def test_the_database_refuses_a_meeting(process, wrong):
    cast.an_event(process, "Werkstatt")
    good = {
        "process": process,
        "slug": "zweite",
        "title": "Zweite",
        "kind": EventKind.WORKSHOP,
        "held_on": DAY,
        "held_precision": Precision.DAY,
        "starts_at": time(16),
        "ends_at": time(19),
    }
    refused(Event.objects.create, good, wrong)


def test_a_series_has_each_edition_once(process):
    series = begin_series(slug="tagung", title="Tagung", by=None)
    Event.objects.create(
        process=process,
        slug="dritte",
        title="Dritte",
        series=series,
        edition=3,
        kind=EventKind.CONFERENCE,
    )
    good = {
        "process": process,
        "slug": "vierte",
        "title": "Vierte",
        "series": series,
        "edition": 4,
        "kind": EventKind.CONFERENCE,
    }
    refused(Event.objects.create, good, {"edition": 3})


def test_a_series_has_each_former_title_once_and_each_address_is_one_series(city):
    series = begin_series(slug="tagung", title="Tagung", by=None)
    note_former_title(series, "Asylpraxis", reason="Sie wurde größer.", by=None)
    refused(
        FormerTitle.objects.create,
        {"series": series, "title": "Fachtag"},
        {"title": "Asylpraxis"},
    )
    refused(EventSeries.objects.create, {"slug": "b", "title": "B"}, {"slug": "tagung"})


def test_nobody_takes_part_twice_and_no_two_at_one_place(process):
    event = cast.an_event(process)
    one, two = cast.an_organisation("Eins"), cast.an_organisation("Zwei")
    Participation.objects.create(event=event, organisation=one, position=1)
    good = {"event": event, "organisation": two, "position": 2}
    refused(Participation.objects.create, good, {"organisation": one})
    refused(Participation.objects.create, good, {"position": 1})


@pytest.mark.parametrize("wrong", [{"text": ""}, {"position": 1}], ids=["no text", "taken place"])
def test_the_database_refuses_a_result(process, wrong):
    event = cast.an_event(process)
    EventResult.objects.create(event=event, kind=ResultKind.AGREED, text="Ja.", position=1)
    good = {"event": event, "kind": ResultKind.AGREED, "text": "Nein.", "position": 2}
    refused(EventResult.objects.create, good, wrong)


def test_a_process_or_an_organisation_with_meetings_can_not_be_deleted(process):
    event = cast.an_event(process)
    organisation = cast.an_organisation("Zoo")
    Participation.objects.create(event=event, organisation=organisation, position=1)
    with pytest.raises(ProtectedError):
        process.delete()
    with pytest.raises(ProtectedError):
        organisation.delete()


def test_a_meeting_that_is_gone_leaves_what_it_replaced(process):
    first, second = cast.an_event(process, "Erste"), cast.an_event(process, "Zweite")
    cancel_event(first, reason="Zu wenige Anmeldungen.", replaced_by=second, by=None)
    second.delete()
    first.refresh_from_db()
    assert first.replaced_by is None
    assert first.cancel_reason == "Zu wenige Anmeldungen."
