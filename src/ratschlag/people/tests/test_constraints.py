"""What the database itself refuses about organisations, offices and networks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.people.actions import name_office_holder, register_network
from ratschlag.people.models import Network, OfficeHolder, Organisation
from ratschlag.people.queries import holder_on
from ratschlag.people.rules import OrganisationKind
from tests import cast

GOOD = {"slug": "verein", "name": "Verein", "kind": OrganisationKind.ASSOCIATION}


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"kind": "no-such-kind"}, {"kind": ""}, {"slug": "stadtsportbund"}],
    ids=["no name", "unknown kind", "no kind", "taken address"],
)
def test_the_database_refuses_an_organisation(city, wrong):
    cast.an_organisation("Stadtsportbund")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(**(GOOD | wrong))


def test_the_database_refuses_a_name_that_is_taken_in_other_case(city):
    cast.an_organisation("Stadtsportbund")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(**(GOOD | {"name": "STADTSPORTBUND"}))


def test_the_database_refuses_an_office_that_ends_before_it_begins(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeHolder.objects.create(
            organisation=cast.an_organisation("Oberbürgermeisterin"),
            name="Kurz",
            from_on=date(2020, 1, 2),
            until_on=date(2020, 1, 1),
        )


@pytest.mark.parametrize(
    "half",
    [
        {"since_on": date(2002, 1, 1), "since_precision": Precision.UNKNOWN},
        {"since_on": None, "since_precision": Precision.YEAR},
    ],
    ids=["a day without precision", "a precision without day"],
)
def test_the_database_refuses_half_a_date(city, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.create(slug="netz", name="Netz", **half)


def test_a_network_knows_its_beginning_as_precisely_as_it_was_said(city):
    year = PartialDate(date(2002, 1, 1), Precision.YEAR)
    assert register_network(slug="netz", name="Netz", since=year, by=None).since == year
    assert register_network(slug="n2", name="Netz 2", by=None).since == PartialDate()


def test_an_organisation_that_took_part_can_not_be_deleted(process):
    field = cast.a_field(process)
    organisation = cast.an_organisation("Stadtsportbund")
    field.leads.create(organisation=organisation, position=1)
    with pytest.raises(ProtectedError):
        organisation.delete()


@pytest.fixture
def office(city) -> Organisation:
    """Held by Ada until the end of 2019, by Bea from 2020 to June 2026, by Cleo since."""
    office = cast.an_organisation("Oberbürgermeisterin", kind=OrganisationKind.CITY_LEADERSHIP)
    # Not in their order, so that the order of rows answers nothing.
    for name, from_on, until_on in (
        ("Bea", date(2020, 1, 1), date(2026, 6, 30)),
        ("Cleo", date(2026, 6, 30), None),
        ("Ada", None, date(2019, 12, 31)),
    ):
        name_office_holder(office, name=name, from_on=from_on, until_on=until_on, by=None)
    return office


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1990, 1, 1), "Ada"),
        (date(2019, 12, 31), "Ada"),
        (date(2020, 1, 1), "Bea"),
        (date(2026, 6, 29), "Bea"),
        (date(2026, 6, 30), "Cleo"),
        (date(2050, 1, 1), "Cleo"),
        (None, "Cleo"),
    ],
)
def test_an_office_was_held_by_who_held_it_on_that_day(office, day, name):
    holder = holder_on(office, day)
    assert holder is not None
    assert holder.name == name


def test_a_vacant_office_has_no_holder(city):
    office = cast.an_organisation("Beauftragte")
    name_office_holder(
        office, name="Früher", from_on=date(2010, 1, 1), until_on=date(2012, 1, 1), by=None
    )
    assert holder_on(office, date(2009, 12, 31)) is None
    assert holder_on(office, date(2012, 1, 2)) is None
    assert holder_on(office, None) is None
