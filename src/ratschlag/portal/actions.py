"""Founding an installation: the city and its first coordinator."""

from django.db import transaction

from ratschlag.city.actions import found_city
from ratschlag.journal.actions import record
from ratschlag.people.actions import grant, take_in
from ratschlag.people.queries import one_time_path
from ratschlag.people.rules import Role


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
