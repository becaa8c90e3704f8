"""What the pages of the city are called, in the foot of every page and at the desk."""

from django.utils.translation import gettext_lazy as _

from ratschlag.press.rules import PageKind

PAGE_LABELS = {
    PageKind.ABOUT: _("About this site"),
    PageKind.FAQ: _("Questions and answers"),
    PageKind.IMPRINT: _("Imprint"),
    PageKind.PRIVACY: _("Privacy"),
    PageKind.ACCESSIBILITY: _("Accessibility"),
    PageKind.EASY: _("Easy language"),
    PageKind.SIGN: _("Sign language"),
    PageKind.FREE: _("Another page"),
}
