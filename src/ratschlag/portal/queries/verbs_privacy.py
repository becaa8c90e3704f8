"""What the journal's verbs about privacy read as at the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "choices.counted": _("choices about cookies counted, by day"),
    "clock.moved": _("clock of the demo moved"),
    "data.deleted": _("data that had outlived its purpose deleted"),
    "layer.changed": _("cookie notice changed: everyone is asked again"),
    "request.erased": _("data erased on request"),
    "request.shown": _("data shown on request"),
}
