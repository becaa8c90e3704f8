"""The city of this installation, and its calendar day."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from ratschlag.city.models import City
from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.journal.queries import at_of, domain_now


def the_city() -> City | None:
    """The one city; None before the installation was initialised."""
    return City.objects.first()


def city_of(request: HttpRequest) -> City:
    """The city, as the middleware found it for this request."""
    city: City = request.city  # type: ignore[attr-defined]
    return city


def today_of(request: HttpRequest) -> date:
    """The calendar day in the city by the domain clock."""
    return day_in(city_of(request), at_of(request))


def day_in(city: City, at: datetime) -> date:
    return at.astimezone(city.zone).date()


def language_wanted(request: HttpRequest) -> str:
    """The first of the city's languages that the browser asks for, else German.

    Django cuts the header at 500 characters before it parses it.
    """
    offered = city_of(request).languages
    for wanted, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if not quality:  # "anything but this" (RFC 9110, 12.4.2)
            continue
        try:
            language = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if language in offered:
            return language
    return SOURCE_LANGUAGE


def domain_today() -> date:
    """The calendar day in the city by the domain clock, for what has no request."""
    city, now = the_city(), domain_now()
    return day_in(city, now) if city else now.date()
