"""What a request stands for, and who held an office on a day."""

from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from ratschlag.people.models import OfficeHolder, Organisation, Person
from ratschlag.people.rules import NOBODY, Role, Standing


def standing_of(request: HttpRequest) -> Standing:
    """What the person behind a request may speak for; read afresh for every request."""
    if not hasattr(request, "standing"):
        person = request.user
        known = isinstance(person, Person) and person.is_active
        request.standing = standing(person) if known else NOBODY  # type: ignore[attr-defined, arg-type]
    found: Standing = request.standing  # type: ignore[attr-defined]
    return found


def standing(person: Person) -> Standing:
    grants = person.grants.values_list("role", "scope")
    return Standing(
        number=person.pk,
        is_superuser=person.is_superuser,
        grants=frozenset((Role(role), scope) for role, scope in grants),
    )


def person_of(request: HttpRequest) -> Person:
    """The person who acts; only behind a `require(` that nobody anonymous passes."""
    assert isinstance(request.user, Person)  # noqa: S101  narrows the type
    return request.user


def holder_on(organisation: Organisation, day: date | None) -> OfficeHolder | None:
    """Who held the office on that day; for an unknown day who holds it still.

    On the day of a change it is the new holder.
    """
    holders = organisation.office_holders.order_by(F("from_on").desc(nulls_last=True))
    if day is None:
        return holders.filter(until_on=None).first()
    begun = Q(from_on=None) | Q(from_on__lte=day)
    return holders.filter(begun, Q(until_on=None) | Q(until_on__gte=day)).first()


def organisations_found(*, words: str = "", kind: str = "") -> QuerySet[Organisation]:
    """The register, by name; narrowed to a kind and to names that hold the words."""
    found = Organisation.objects.order_by("name")
    if words:
        found = found.filter(name__icontains=words)
    return found.filter(kind=kind) if kind else found


def one_time_path(person: Person) -> str:
    """The path with which a person chooses a password: good for three days and one use.

    The key rests on the old password and the last log-in, so it dies with its use.
    """
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
