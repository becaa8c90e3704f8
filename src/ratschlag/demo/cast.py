"""The people of the demo: one for each role. They exist only in a demo, and so do their passwords."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from ratschlag.people.actions import grant, take_in
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.process.rules import scope_of

PASSWORD = "ratschlag-zum-ausprobieren"  # noqa: S105  a demo shows it to everyone


@dataclass(frozen=True)
class Member:
    """Someone of the cast: all invented, named by what they do."""

    role: Role
    name: str
    is_for_process: bool = True

    @property
    def email(self) -> str:
        return f"{self.role.value.replace('_', '-')}@ratschlag.example"


CAST = (
    Member(Role.COORDINATOR, "Kora Koordination"),
    Member(Role.FACILITATOR, "Mona Moderation"),
    Member(Role.CLERK, "Erik Erfassung"),
    Member(Role.CODER, "Oda Ordnung"),
    Member(Role.TRANSLATOR, "Uli Übersetzung"),
    Member(Role.EDITOR, "Rita Redaktion"),
    Member(Role.PRESS, "Pia Presse", is_for_process=False),
    Member(Role.COUNCIL_SERVICE, "Sven Sitzungsdienst", is_for_process=False),
    Member(Role.COUNCIL_MEMBER, "Ria Rat", is_for_process=False),
    Member(Role.REPRESENTATIVE, "Vera Verein"),
    Member(Role.AUDITOR, "Dora Datenschutz", is_for_process=False),
    Member(Role.ADMIN, "Ada Admin", is_for_process=False),
)
BUILDER_EMAIL = "superuser@ratschlag.example"


def take_in_cast(process_slug: str) -> dict[Role, Person]:
    """Everyone of the cast with their role, and a superuser; returns who holds which role."""
    # One hash for all: a hash takes long on purpose, and this password is no secret.
    hashed = make_password(PASSWORD)
    people: dict[Role, Person] = {}
    for member in CAST:
        person = take_in(name=member.name, email=member.email)
        scope = scope_of(process_slug) if member.is_for_process else ""
        grant(person, member.role, scope=scope)
        people[member.role] = person
    # Whoever coordinates the demo's one process also keeps the register of organisations.
    grant(people[Role.COORDINATOR], Role.COORDINATOR)
    builder = take_in(name="Bo Bau", email=BUILDER_EMAIL)
    Person.objects.filter(pk=builder.pk).update(is_superuser=True)
    Person.objects.update(password=hashed)
    return people
