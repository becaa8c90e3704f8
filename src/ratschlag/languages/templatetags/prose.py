"""Template tags that show a long text in Markdown, with its language where it is not the page's."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.lib.markdown import html_of

register = template.Library()


@register.simple_tag
def prose(text: str, language: str, level: int = 2) -> SafeString:
    """The text as HTML; in a block of its own where its language is not the page's."""
    if not text.strip():
        return SafeString("")
    if html_language(language) == html_language(get_language() or SOURCE_LANGUAGE):
        return html_of(text, heading=level)
    return format_html(
        '<div lang="{}" dir="{}">{}</div>',
        html_language(language),
        direction(language),
        html_of(text, heading=level),
    )


@register.simple_tag
def markdown(text: str, level: int = 2) -> SafeString:
    """The text as HTML, in the language of what stands around it."""
    return html_of(text, heading=level)
