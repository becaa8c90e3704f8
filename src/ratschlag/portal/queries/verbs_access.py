"""What the journal's verbs about accessibility read as at the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "accessibility.stated": _("statement on accessibility published"),
    "barrier.answered": _("report of a barrier answered"),
    "barriers.reported": _("barriers reported"),
}
