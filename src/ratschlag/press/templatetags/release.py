"""Template tags that mark in which language a text of a release is there."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.languages.queries import Wording, differs

register = template.Library()


@register.simple_tag
def lang_of(wording: Wording) -> SafeString:
    """The attributes for an element whose text is not in the page's language; else nothing."""
    if not differs(wording, get_language() or SOURCE_LANGUAGE):
        return SafeString("")
    return format_html(
        ' lang="{}" dir="{}"', html_language(wording.language), direction(wording.language)
    )
