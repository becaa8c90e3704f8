"""Template filters for shares and means in the page's language."""

from babel.numbers import format_decimal, format_percent
from django import template
from django.utils.translation import get_language

from ratschlag.lib.dates import locale_of

register = template.Library()


@register.filter
def percent(value: int) -> str:
    """A share in a hundred, with Western digits."""
    locale = locale_of(get_language() or "de")
    return str(format_percent(value / 100, locale=locale, numbering_system="latn"))


@register.filter
def decimal(value: float) -> str:
    """A number with two places at most."""
    locale = locale_of(get_language() or "de")
    return str(format_decimal(round(value, 2), locale=locale, numbering_system="latn"))
