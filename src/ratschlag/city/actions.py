"""Founding an installation, and changing what the city has chosen."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from ratschlag.city.models import City
from ratschlag.city.rules import (
    ACCENT,
    ACCENT_DARK,
    LANGUAGES,
    LEAST_CONTRAST,
    SOURCE_LANGUAGE,
    may_be_accent,
)
from ratschlag.journal.actions import part
from ratschlag.lib.errors import DomainError

# Read from the disk, many hundred files; they don't change while a program runs.
_time_zones = cache(available_timezones)


class CityRefused(DomainError):
    """The installation has its city already, or what was chosen for it can't be."""


@part
@transaction.atomic
def found_city(
    *,
    name: str,
    short_name: str,
    languages: list[str],
    time_zone: str,
    address: str,
    contact: str = "",
    accent: str = ACCENT,
    accent_dark: str = ACCENT_DARK,
    is_demo: bool = False,
) -> City:
    """Make the one row. Raises CityRefused when there is one, or when a value can't be."""
    if City.objects.exists():
        raise CityRefused("This installation has its city already.")
    if not name.strip():
        raise CityRefused("The city needs a name.")
    if unknown := [language for language in languages if language not in LANGUAGES]:
        raise CityRefused(
            f"Not a language of Ratschlag: {', '.join(unknown)}. There are {', '.join(LANGUAGES)}."
        )
    if SOURCE_LANGUAGE not in languages:
        raise CityRefused("German has to be among the languages: it is the language of record.")
    if time_zone not in _time_zones():
        raise CityRefused(
            f"Not a time zone: {time_zone}. An example is {ZoneInfo('Europe/Berlin')}."
        )
    if not may_be_accent(accent) or not may_be_accent(accent_dark, dark=True):
        raise CityRefused(
            f"{accent} on white or {accent_dark} on night blue is too weak to read: the contrast "
            f"has to be at least {LEAST_CONTRAST:.0f}:1. Colours look like {ACCENT}."
        )
    return City.objects.create(
        name=name.strip(),
        short_name=short_name.strip() or name.strip(),
        languages=[language for language in LANGUAGES if language in languages],
        time_zone=time_zone,
        address=address,
        contact=contact,
        accent=accent,
        accent_dark=accent_dark,
        is_demo=is_demo,
    )
