"""Template tags that say an authored text, with its language where it is not the page's."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.languages.models import Authored
from ratschlag.languages.queries import Wording, differs, wording_of

register = template.Library()
EASY = "de-easy"


@register.simple_tag
def say(row: Authored, field: str = "title") -> SafeString:
    """The text of a field in the page's language, else in German marked with `lang`."""
    return worded(wording_of(row, field))


@register.simple_tag
def worded(wording: Wording) -> SafeString:
    """A wording that was found already; marked where its language is not the page's."""
    language = get_language() or SOURCE_LANGUAGE
    if not differs(wording, language):
        return _lines(wording.text) if wording.language == EASY else format_html("{}", wording.text)
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        html_language(wording.language),
        direction(wording.language),
        wording.text,
    )


def _lines(text: str) -> SafeString:
    """Easy German has one idea a line: where a line was ended, it ends."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.splitlines()))


@register.simple_tag
def said(row: Authored, field: str = "title") -> str:
    """The same as plain text, for attributes and titles of pages."""
    return wording_of(row, field).text


@register.filter
def local(text: str) -> SafeString:
    """A text that is German everywhere (a name, an office): isolated and marked as German."""
    language = get_language() or SOURCE_LANGUAGE
    if html_language(language) == SOURCE_LANGUAGE or not text:
        return format_html("{}", text)
    return format_html('<span lang="de" dir="ltr">{}</span>', text)
