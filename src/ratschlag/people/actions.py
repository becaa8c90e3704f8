"""Taking people in, giving them roles, keeping the register of organisations."""

from datetime import date

from django.db import transaction

from ratschlag.journal.actions import part, record
from ratschlag.lib.dates import UNKNOWN, PartialDate
from ratschlag.people.models import Grant, Network, OfficeHolder, Organisation, Person
from ratschlag.people.rules import OrganisationKind, Role


@part
@transaction.atomic
def take_in(*, name: str, email: str, language: str = "de", password: str | None = None) -> Person:
    """An account for someone who works with Ratschlag; without a password until they set one."""
    return Person.objects.create_user(email, password, name=name, language=language)


@part
@transaction.atomic
def grant(person: Person, role: Role, *, scope: str = "") -> None:
    """Give a role for the city, or for the thing that `scope` names. Twice is once."""
    Grant.objects.get_or_create(person=person, role=role, scope=scope)


@transaction.atomic
def register_organisation(
    *,
    slug: str,
    name: str,
    kind: OrganisationKind,
    is_group: bool = False,
    is_invented: bool = False,
    by: Person | None,
) -> Organisation:
    organisation = Organisation.objects.create(
        slug=slug, name=name, kind=kind, is_group=is_group, is_invented=is_invented
    )
    record(by, "organisation.registered", organisation)
    return organisation


@transaction.atomic
def revise_organisation(organisation: Organisation, *, by: Person) -> None:
    """Keep what was changed on the row by its form."""
    organisation.save()
    record(by, "organisation.revised", organisation)


@transaction.atomic
def name_office_holder(
    organisation: Organisation,
    *,
    name: str,
    from_on: date | None = None,
    until_on: date | None = None,
    by: Person | None,
) -> None:
    OfficeHolder.objects.create(
        organisation=organisation, name=name, from_on=from_on, until_on=until_on
    )
    record(by, "office.held", organisation)


@transaction.atomic
def register_network(
    *, slug: str, name: str, since: PartialDate = UNKNOWN, by: Person | None
) -> Network:
    network = Network.objects.create(
        slug=slug, name=name, since_on=since.first, since_precision=since.precision
    )
    record(by, "network.registered", network)
    return network


@transaction.atomic
def revise_person(person: Person) -> None:
    """Keep what a person changed about themselves; the journal says that, not what."""
    person.save(update_fields=["name", "language"])
    record(person, "person.revised", person)


@part
@transaction.atomic
def erase_person(person: Person) -> None:
    """The account goes with its roles; what the person did reads "a person whose name was erased"."""
    person.delete()
