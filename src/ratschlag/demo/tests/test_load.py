"""The model case is loaded up to a point in time, through the actions of the city."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ratschlag.city.actions import CityRefused
from ratschlag.city.models import City
from ratschlag.demo.case import data
from ratschlag.demo.cast import CAST, PASSWORD
from ratschlag.demo.load import load, loaded_until
from ratschlag.demo.moments import FIRST_ACT, moment
from ratschlag.demo.tests.hands import load_at
from ratschlag.events.models import Event
from ratschlag.events.rules import EventState
from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now, first_broken_seal
from ratschlag.journal.tasks import seal_journal
from ratschlag.languages.models import Translation
from ratschlag.people.models import Organisation, Person
from ratschlag.people.rules import Role
from ratschlag.process.models import Field, Milestone, Phase, Process
from ratschlag.process.rules import State

BERLIN = ZoneInfo("Europe/Berlin")
CONFERENCE = "/de/verfahren/integrationskonzept/termine/tagung/"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("T0", datetime(2016, 8, 23, 20, tzinfo=BERLIN)),
        ("t1", datetime(2016, 9, 26, 20, tzinfo=BERLIN)),
        ("T2", datetime(2016, 12, 12, 20, tzinfo=BERLIN)),
        ("T3", datetime(2017, 3, 22, 20, tzinfo=BERLIN)),
        ("T4", datetime(2018, 6, 30, 20, tzinfo=BERLIN)),
        ("2016-09-15", datetime(2016, 9, 15, 20, tzinfo=BERLIN)),
        ("2016-09-15T08:30", datetime(2016, 9, 15, 8, 30, tzinfo=BERLIN)),
        ("2016-12-15T08:30:00+00:00", datetime(2016, 12, 15, 8, 30, tzinfo=UTC)),
        ("2016-08-16", datetime(2016, 8, 16, 20, tzinfo=BERLIN)),
        ("2016-08-16T18:00", FIRST_ACT),
    ],
)
def test_a_point_in_time_is_a_name_a_day_or_a_time(text, meant):
    found = moment(text)
    assert found == meant
    assert found.utcoffset() is not None


@pytest.mark.parametrize(
    "text", ["", "T5", "gestern", "2016-02-31", "15.9.2016", "2016-13-01T10:00"]
)
def test_what_is_no_point_in_time_is_refused_with_examples(text):
    with pytest.raises(ValueError, match="is not a point in time. Examples: T0, .* 2016-09-15"):
        moment(text)


@pytest.mark.parametrize("text", ["2016-08-15", "2016-08-16T17:59", "2002-01-01T00:00:00+00:00"])
def test_a_time_before_the_first_act_is_refused_with_the_first_day(text):
    with pytest.raises(ValueError, match=f"begins on 2016-08-16; {text[:10]}"):
        moment(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("point", "state", "step", "event_count", "reached"),
    [
        ("T0", State.ANNOUNCED, "Auftakt", 2, 1),
        ("T1", State.DRAFTING, "Gespräche und Workshops", 15, 3),
        ("T2", State.PUBLIC_DRAFT, "Redaktion und öffentlicher Entwurf", 17, 4),
        ("T3", State.DECIDED, "Beratung in den Gremien", 17, 5),
        ("T4", State.IMPLEMENTING, "Umsetzung und Berichte", 17, 5),
    ],
)
def test_the_process_stands_where_it_stood(client, point, state, step, event_count, reached):
    until = load_at(point)
    process = Process.objects.get()
    assert process.state == state
    assert Event.objects.count() == event_count
    assert Milestone.objects.exclude(reached_on=None).count() == reached
    now = client.get("/de/").context["overviews"][0].timeline.now
    assert now.phase.title == step
    # The clock runs on from there, and nothing in the journal lies ahead of it.
    assert 0 <= (domain_now() - until).total_seconds() < 60
    assert Entry.objects.latest("at").at <= domain_now()
    assert not Entry.objects.filter(at__gt=domain_now()).exists()
    assert loaded_until() == until
    # Other papers told more about the conference, and only on its day.
    page = " ".join(client.get(CONFERENCE).text.split())
    for words in ("Asylpraxis", "8:30–16:30", "Straße der Nationen 25", "150", "mehr als 180"):
        assert (words in page) is (point != "T0")


@pytest.mark.django_db
def test_at_the_first_moment_the_process_is_not_public_yet(client):
    load(FIRST_ACT, address="http://localhost")
    assert Process.objects.get().state == State.PREPARING
    assert client.get("/de/verfahren/integrationskonzept/").status_code == 404
    assert client.get("/fluechtlinge").status_code == 404
    assert client.get("/de/").status_code == 200


@pytest.mark.django_db
def test_an_act_has_happened_from_its_very_moment_on():
    load(moment("2016-09-05T00:00"), address="http://localhost")
    assert Process.objects.get().state == State.OPEN


@pytest.mark.django_db
def test_at_t4_everything_has_happened_and_every_key_of_the_data_was_used():
    load_at("T4")
    assert Phase.objects.count() == len(data("process")["phase"])
    assert Field.objects.count() == len(data("process")["field"])
    assert Event.objects.count() == len(data("events")["event"])
    assert Organisation.objects.count() == len(data("organisations")["organisation"])
    cancelled = Event.objects.get(state=EventState.CANCELLED)
    assert cancelled.replaced_by is not None
    assert cancelled.replaced_by.slug == "jugendwerkstatt-sportplatz"
    assert not Event.objects.filter(state=EventState.PLANNED).exists()
    assert all(field.leads.count() == 2 for field in Field.objects.all())
    # What the press release does not say is marked as made up, and what it says is not.
    said = Event.objects.filter(is_invented=False).values_list("slug", flat=True)
    assert set(said) == {"auftakt", "tagung"}
    assert not Field.objects.filter(is_invented=False).exists()
    invented = Organisation.objects.filter(is_invented=True).values_list("slug", flat=True)
    assert set(invented) == {"vfa", "koord", "ikn"}
    # The journal is real: it begins with the first act, and can be sealed.
    assert set(Entry.objects.values_list("actor_kind", flat=True)) == {"", "people.person"}
    first = Entry.objects.earliest("at").at.astimezone(BERLIN)
    assert first.date().isoformat() == "2016-08-01"
    assert seal_journal.func() > 100
    assert first_broken_seal() is None


@pytest.mark.django_db
def test_the_city_is_a_demo_and_every_role_has_its_person(client):
    load_at("T0")
    assert City.objects.get().is_demo
    assert Person.objects.count() == len(CAST) + 1
    assert {member.role for member in CAST} == set(Role)
    for member in CAST:
        person = Person.objects.get(email=member.email)
        assert person.check_password(PASSWORD)
        assert person.grants.filter(role=member.role).exists()
        assert not person.is_superuser
    # What was translated for the demo is marked as the work of a machine.
    assert set(Translation.objects.values_list("state", flat=True)) == {"machine"}
    assert Translation.objects.filter(language="ar", kind="process.process").count() == 5


@pytest.mark.django_db
def test_nothing_was_loaded_yet():
    assert loaded_until() is None


@pytest.mark.django_db
def test_a_second_city_can_not_be_loaded_over_the_first():
    load_at("T0")
    before = Entry.objects.count()
    with pytest.raises(CityRefused, match="has its city already"):
        load(moment("T1"), address="http://localhost")
    assert Entry.objects.count() == before
    assert City.objects.count() == 1
    assert loaded_until() == moment("T0")
