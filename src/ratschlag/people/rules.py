"""Who may do what at the desk: the list of roles, and what a person stands for."""

from dataclasses import dataclass, field
from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _


class Role(StrEnum):
    """The roles of Ratschlag. Everyone without one is anonymous or a receipt holder."""

    REPRESENTATIVE = "representative"
    FACILITATOR = "facilitator"
    CLERK = "clerk"
    CODER = "coder"
    TRANSLATOR = "translator"
    EDITOR = "editor"
    PRESS = "press"
    COUNCIL_SERVICE = "council_service"
    COUNCIL_MEMBER = "council_member"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"


class OrganisationKind(StrEnum):
    FEDERAL_AUTHORITY = "authority_federal"
    STATE_AUTHORITY = "authority_state"
    JOINT_AUTHORITY = "authority_joint"
    CITY_LEADERSHIP = "city_leadership"
    CITY_UNIT = "city_unit"
    CITY_FUNCTION = "city_function"
    MUNICIPAL_COMPANY = "municipal_company"
    COUNCIL = "council"
    COMMITTEE = "committee"
    ADVISORY_BODY = "advisory_body"
    CHAMBER = "chamber"
    SELF_ADMINISTRATION = "self_administration"
    WELFARE = "welfare"
    PROVIDER = "provider"
    ASSOCIATION = "association"
    MIGRANT_ORGANISATION = "migrant_org"
    FAITH = "faith"
    SCIENCE = "science"
    VOLUNTEERS = "volunteers"


@dataclass(frozen=True)
class Standing:
    """For what a request stands: nobody, or a person with roles.

    A role holds for the whole city (scope "") or for one thing, such as "process/klima".
    """

    number: int | None = None
    is_superuser: bool = False
    grants: frozenset[tuple[Role, str]] = field(default_factory=frozenset)

    @property
    def is_known(self) -> bool:
        return self.number is not None

    def has(self, *roles: Role, scope: str | None = None) -> bool:
        """Whether the person holds one of the roles: anywhere, or for that scope (or the city)."""
        if self.is_superuser:
            return True
        return any(
            role in roles and (scope is None or where in ("", scope)) for role, where in self.grants
        )


NOBODY = Standing()

# What the room holds about persons, and how long.
PERSONAL_DATA = {
    "people.person": "Name, e-mail address and language of staff, until the account is erased.",
    "people.grant": "Which person holds which role, until it is taken back.",
    "people.officeholder": "Who held a public office when: public, kept.",
}


def may_enter_desk(standing: Standing) -> bool:
    """Everyone with a role has a desk."""
    return standing.has(*Role)


def may_see_organisations(standing: Standing) -> bool:
    return may_enter_desk(standing)


def may_edit_organisations(standing: Standing) -> bool:
    return standing.has(Role.COORDINATOR, scope="")


def may_see_journal(standing: Standing) -> bool:
    return standing.has(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)


def may_see_components(standing: Standing) -> bool:
    """The page of components is for those who build."""
    return standing.is_superuser


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept(
        "accounts", _("Accounts of staff: name, e-mail address, roles"), Lives.UNTIL_ERASED,
        ("people.person", "people.grant"),
    ),
    Kept("people", _("What the city decides and publishes"), Lives.FOR_GOOD, ("people.*",)),
)  # fmt: skip
