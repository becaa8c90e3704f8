"""What the journal's verbs about pages, notices, terms and addresses read as at the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "address.given": _("short address given"),
    "address.pointed": _("short address pointed elsewhere"),
    "document.named": _("predecessor named"),
    "document.reinstated": _("document in force after all"),
    "document.revised": _("document changed"),
    "document.superseded": _("predecessor superseded"),
    "notice.announced": _("notice written"),
    "notice.ended": _("notice ended"),
    "notice.revised": _("notice changed"),
    "page.begun": _("page begun"),
    "page.published": _("page published"),
    "page.restored": _("earlier text of a page brought back"),
    "page.saved": _("text of a page saved"),
    "page.translated": _("page translated"),
    "page.withdrawn": _("page taken from the public"),
    "term.removed": _("word taken out of the glossary"),
    "term.revised": _("word of the glossary changed"),
    "term.written": _("word of the glossary explained"),
}
