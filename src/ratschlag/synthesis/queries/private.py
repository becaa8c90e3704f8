"""Words that may tell who somebody is: what a person looks at before a text is published."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import UNDETERMINED
from ratschlag.synthesis.compute.private import Found, Kind, private_words

PRIVATE_LABELS = {
    Kind.NAME: _("name"),
    Kind.PHONE: _("telephone number"),
    Kind.EMAIL: _("e-mail address"),
    Kind.ADDRESS: _("address"),
    Kind.PLATE: _("number plate"),
    Kind.BIRTH: _("date of birth"),
    Kind.IBAN: _("bank account"),
}


def found_in(text: str, language: str) -> list[Found]:
    """In the order of the text."""
    return private_words(text, "" if language == UNDETERMINED else language)


def kinds_in(contribution: Contribution) -> list[str]:
    """What its words may tell about somebody, each kind once, as the page calls it."""
    found = found_in(contribution.text, contribution.language)
    return list(dict.fromkeys(str(PRIVATE_LABELS[one.kind]) for one in found))


def without_private(text: str, language: str) -> str:
    """The text with each of them replaced by what stood there: where redacting begins."""
    pieces, at = [], 0
    for found in found_in(text, language):
        removed = gettext("[%(what)s removed]") % {"what": PRIVATE_LABELS[found.kind]}
        pieces += [text[at : found.start], removed]
        at = found.end
    return "".join([*pieces, text[at:]])
