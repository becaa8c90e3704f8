"""Parts of addresses made from titles."""

import unicodedata
from collections.abc import Collection

from django.utils.text import slugify

_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_SLUG_LENGTH = 50


def free_slug(text: str, taken: Collection[str]) -> str:
    """An address part made from a title: umlauts written out, numbered if it is taken."""
    # Text from a PDF may bring an umlaut as a letter and two dots.
    text = unicodedata.normalize("NFC", text).translate(_GERMAN)
    base = slugify(text)[:_SLUG_LENGTH].strip("-") or "eintrag"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
