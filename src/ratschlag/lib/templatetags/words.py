"""Template filters that put dates and numbers into the page's language."""

from datetime import date, time

from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ratschlag.lib.dates import PartialDate, Precision, beginning_in_words, in_words, locale_of

register = template.Library()


def _language() -> str:
    return get_language() or "de"


def _tagged(value: PartialDate, words: str) -> SafeString:
    """The words in `<time>` where HTML has a form for the date; kept on one line by the CSS."""
    if machine := value.in_html():
        return format_html('<time datetime="{}">{}</time>', machine, words)
    return format_html("{}", words)


@register.filter
def when(value: PartialDate | date, form: str = "") -> SafeString | str:
    """A date in words: "16. August 2016", "1. Quartal 2017"; "weekday" puts the weekday first."""
    if isinstance(value, date):
        value = PartialDate(value, Precision.DAY)
    if not value.is_known:
        return _("not stated")
    return _tagged(value, in_words(value, _language(), weekday=form == "weekday"))


@register.simple_tag
def span(starts: PartialDate, ends: PartialDate) -> SafeString | str:
    """A time from … to …; one date where both are the same; "from …" without an end."""
    if starts.first is None:
        return _("no date yet")
    if starts == ends:
        return when(starts)
    begin, end = in_words(starts, _language()), in_words(ends, _language())
    if ends.first is None:
        return _("from %(start)s") % {"start": begin}
    if starts.precision is ends.precision is Precision.DAY:
        begin = beginning_in_words(starts.first, ends.first, _language())
    return _("%(start)s to %(end)s") % {"start": begin, "end": end}


@register.filter
def clock(value: time) -> str:
    """A time of day as it is said: 8:30, 16:00."""
    return f"{value.hour}:{value.minute:02}"


@register.filter
def number(value: int) -> str:
    """A number with the language's separators and Western digits."""
    return str(format_decimal(value, locale=locale_of(_language()), numbering_system="latn"))


@register.filter
def breakable(name: str) -> SafeString:
    """A technical name such as cc_accessibility that may break behind its underscores."""
    parts = ((f"{part}_",) for part in name.split("_")[:-1])
    head = format_html_join("", "{}<wbr>", parts)
    return format_html("{}{}", head, name.rpartition("_")[2])
