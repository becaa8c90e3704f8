"""Persons with an account, organisations, networks, and which roles a person holds."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import NATIVE_NAMES, STAFF_LANGUAGES
from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.lib.rows import Row
from ratschlag.people.rules import OrganisationKind, Role

ROLE_LABELS = {
    Role.REPRESENTATIVE: _("Representative of an organisation"),
    Role.FACILITATOR: _("Facilitator"),
    Role.CLERK: _("Clerk (types in)"),
    Role.CODER: _("Coder"),
    Role.TRANSLATOR: _("Translator"),
    Role.EDITOR: _("Editor"),
    Role.PRESS: _("Press office"),
    Role.COUNCIL_SERVICE: _("Council service"),
    Role.COUNCIL_MEMBER: _("Council member"),
    Role.COORDINATOR: _("Coordinator"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMIN: _("Administrator"),
}

KIND_LABELS = {
    OrganisationKind.FEDERAL_AUTHORITY: _("Federal authority"),
    OrganisationKind.STATE_AUTHORITY: _("State authority"),
    OrganisationKind.JOINT_AUTHORITY: _("Joint authority"),
    OrganisationKind.CITY_LEADERSHIP: _("Head of the city"),
    OrganisationKind.CITY_UNIT: _("Office of the city"),
    OrganisationKind.CITY_FUNCTION: _("Function in the city"),
    OrganisationKind.MUNICIPAL_COMPANY: _("Municipal company"),
    OrganisationKind.COUNCIL: _("City council"),
    OrganisationKind.COMMITTEE: _("Committee"),
    OrganisationKind.ADVISORY_BODY: _("Advisory body"),
    OrganisationKind.CHAMBER: _("Chamber"),
    OrganisationKind.SELF_ADMINISTRATION: _("Self-governing body"),
    OrganisationKind.WELFARE: _("Welfare association"),
    OrganisationKind.PROVIDER: _("Independent provider"),
    OrganisationKind.ASSOCIATION: _("Association"),
    OrganisationKind.MIGRANT_ORGANISATION: _("Migrant organisation"),
    OrganisationKind.FAITH: _("Religious community"),
    OrganisationKind.SCIENCE: _("Science"),
    OrganisationKind.VOLUNTEERS: _("Volunteers"),
}


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """A person who may log in once a password is set."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str, **fields: object) -> "Person":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").lower())


class Person(Row, AbstractBaseUser, PermissionsMixin):
    """Someone who works with Ratschlag. Residents have no row here and need none."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        default="de",
        choices=[(code, NATIVE_NAMES[code]) for code in STAFF_LANGUAGES],
    )
    is_active = models.BooleanField(_("may log in"), default=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(Lower("email"), name="person_email_is_one"),
            models.CheckConstraint(
                condition=Q(language__in=STAFF_LANGUAGES), name="person_language"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Django's admin is for the superuser only."""
        return self.is_superuser


class Grant(Row):
    """A person holds a role: for the city, or for one thing named from above by its path."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role, ROLE_LABELS[role]) for role in Role])
    scope = models.CharField(max_length=120, blank=True, help_text='"" or such as "process/klima"')

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "role", "scope"), name="grant_is_one"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="grant_role_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.scope}".strip()


class Organisation(Row):
    """A body that takes part, or a group that is named without naming its people."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("Exactly as it writes itself."))
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(kind, KIND_LABELS[kind]) for kind in OrganisationKind]
    )
    is_group = models.BooleanField(
        _("a group of people"),
        default=False,
        help_text=_("Counted as a group, not as an organisation."),
    )
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(Lower("name"), name="organisation_name_is_one"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=list(OrganisationKind)), name="organisation_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.name


class OfficeHolder(Row):
    """Who held a public office from when to when; an open end is still so."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="office_holders"
    )
    name = models.CharField(max_length=120)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(until_on__gte=F("from_on")),
                name="office_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Network(Row):
    """Organisations that work together without a legal form."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    since_on = models.DateField(null=True, blank=True)
    since_precision = models.CharField(
        max_length=10, default=Precision.UNKNOWN, choices=[(p, p) for p in Precision]
    )
    members = models.ManyToManyField(Organisation, blank=True, related_name="networks")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(since_on__isnull=True, since_precision=Precision.UNKNOWN)
                | Q(since_on__isnull=False) & ~Q(since_precision=Precision.UNKNOWN),
                name="network_since_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def since(self) -> PartialDate:
        return PartialDate(self.since_on, Precision(self.since_precision))
