"""What the verbs of translating read as at the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "translation.checked": _("translation checked"),
    "translation.machine_asked": _("machine asked to translate"),
    "translation.machine_done": _("machine has translated"),
    "translation.machine_failed": _("machine could not translate"),
    "translation.written": _("translation written"),
    "translations.taken_in": _("translations of an agency taken in"),
}
