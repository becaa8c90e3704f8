"""Template filters for reading at the desk: words that may tell who somebody is are marked."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ratschlag.synthesis.queries.private import PRIVATE_LABELS, found_in

register = template.Library()


@register.filter
def marked(text: str, language: str) -> SafeString:
    """The text with such words marked, and line breaks as they are."""
    pieces, at = [], 0
    for found in found_in(text, language):
        pieces.append(conditional_escape(text[at : found.start]))
        said = '<mark class="doubt">{}<span class="kern-sr-only"> ({})</span></mark>'
        words = text[found.start : found.end]
        pieces.append(format_html(said, words, PRIVATE_LABELS[found.kind]))
        at = found.end
    pieces.append(conditional_escape(text[at:]))
    whole = "".join(str(piece) for piece in pieces)
    return mark_safe(whole.replace("\r\n", "\n").replace("\n", "<br>"))  # noqa: S308  escaped above
