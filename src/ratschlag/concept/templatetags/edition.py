"""Template filters for the words of an edition."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.concept.compute import Piece
from ratschlag.languages.queries import Wording, differs

register = template.Library()

_MARKS = {"new": "ins", "gone": "del"}


@register.filter
def shown(wording: Wording) -> SafeString:
    """The words, with their language where it is not the page's."""
    if not differs(wording, get_language() or SOURCE_LANGUAGE):
        return format_html("{}", wording.text)
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        html_language(wording.language),
        direction(wording.language),
        wording.text,
    )


@register.filter
def marked(pieces: list[Piece]) -> SafeString:
    """What is new as `<ins>`, what is gone as `<del>`, said aloud to whoever can't see it."""
    spoken = {"new": _("new:"), "gone": _("struck out:")}
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html("{}", piece.text)
                if piece.what == "same"
                else format_html(
                    '<{0}><span class="kern-sr-only" lang="{1}">{2} </span>{3}</{0}>',
                    _MARKS[piece.what],
                    html_language(get_language() or SOURCE_LANGUAGE),
                    spoken[piece.what],
                    piece.text,
                ),
            )
            for piece in pieces
        ),
    )


@register.filter
def in_source(language: str) -> bool:
    """Whether words in that language need their own `lang` on this page."""
    return differs(Wording("", language), get_language() or SOURCE_LANGUAGE)
