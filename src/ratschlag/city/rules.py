"""What a city may choose for itself."""

from ratschlag.lib.colours import NIGHT, PAPER, contrast, is_colour
from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _

# The site's own languages; a city offers some of them. German is the language of record.
LANGUAGES = ("de", "en", "ar", "uk", "ru", "tr", "fa", "vi", "de-easy")
STAFF_LANGUAGES = ("de", "en")
NATIVE_NAMES = {
    "de": "Deutsch",
    "en": "English",
    "ar": "العربية",
    "uk": "Українська",
    "ru": "Русский",
    "tr": "Türkçe",
    "fa": "فارسی",
    "vi": "Tiếng Việt",
    "de-easy": "Leichte Sprache",
}
RIGHT_TO_LEFT = ("ar", "fa")
SOURCE_LANGUAGE = "de"

# The contrast switch; the cookie registry of `privacy` declares the same name.
CONTRAST_COOKIE, HIGH = "cc_accessibility", "high"

ACCENT, ACCENT_DARK = "#00525e", "#7fd3e0"

# At least 7:1 on paper, so that text, links and buttons keep AAA contrast (look/README).
LEAST_CONTRAST = 7.0


def html_language(language: str) -> str:
    """The value of `lang`: easy German is German to a screen reader."""
    return language.removesuffix("-easy")


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def may_be_accent(colour: str, *, dark: bool = False) -> bool:
    """Whether a colour such as "#00525e" can carry the text and buttons of the site."""
    return is_colour(colour) and contrast(colour, NIGHT if dark else PAPER) >= LEAST_CONTRAST


# What the room keeps, and how long (lib/retention.py).
KEPT = (Kept("city", _("What the city decides and publishes"), Lives.FOR_GOOD, ("city.*",)),)
