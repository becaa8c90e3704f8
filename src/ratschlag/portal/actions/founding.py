"""Founding an installation: the city and its first coordinator."""

from django.db import transaction

from ratschlag.city.actions import found_city
from ratschlag.journal.actions import part, record
from ratschlag.people.actions import erase_person, grant, take_in
from ratschlag.people.queries import one_time_path
from ratschlag.people.rules import Role
from ratschlag.portal.queries.held import account_of, receipt_and_way, why_account_stays
from ratschlag.press.actions.feedback import erase_reports_of
from ratschlag.press.actions.subscriptions import forget_email
from ratschlag.survey.actions import take_back_response


@transaction.atomic
def found_installation(
    *,
    name: str,
    short_name: str,
    languages: list[str],
    time_zone: str,
    address: str,
    accent: str,
    accent_dark: str,
    coordinator_name: str,
    coordinator_email: str,
) -> str:
    """Make the city and its coordinator; returns the path with which they choose a password.

    Raises CityRefused when there is a city already, or when a value can't be.
    """
    city = found_city(
        name=name,
        short_name=short_name,
        languages=languages,
        time_zone=time_zone,
        address=address,
        accent=accent,
        accent_dark=accent_dark,
    )
    coordinator = take_in(name=coordinator_name, email=coordinator_email)
    for role in (Role.COORDINATOR, Role.ADMIN):
        grant(coordinator, role)
    record(None, "city.founded", city)
    return one_time_path(coordinator)


# What is erased when somebody asks for it: privacy calls these and records for both.


@part
@transaction.atomic
def erase_answers(word: str) -> int:
    """Take back all that came with the receipt of this number; returns how many texts went."""
    found = receipt_and_way(word)
    if found is None:
        return 0
    receipt, way = found
    return take_back_response(receipt, is_counted=way == "erase")


@part
@transaction.atomic
def erase_account(word: str) -> int:
    """Erase the account with this e-mail address; returns 1 if there was one that may go."""
    person = account_of(word)
    if person is None or why_account_stays(word):
        return 0
    erase_person(person)
    return 1


@part
@transaction.atomic
def erase_subscription(word: str) -> int:
    """Forget this e-mail address and what was asked for with it; returns 1 if it was there."""
    return int(forget_email(word))


@part
@transaction.atomic
def erase_reports(word: str) -> int:
    """Forget what was reported about barriers with this e-mail address; returns how many reports."""
    return erase_reports_of(word)
