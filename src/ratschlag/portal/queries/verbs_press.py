"""What the verbs of the press desk read as."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "numbers.freed": _("entry of numbers given elsewhere taken back"),
    "numbers.taken": _("numbers given elsewhere entered"),
    "release.attached": _("file attached to a press release"),
    "release.called_back": _("press release called back"),
    "release.checked": _("press release checked"),
    "release.corrected": _("press release corrected"),
    "release.detached": _("file of a press release removed"),
    "release.discarded": _("draft of a press release thrown away"),
    "release.facts_kept": _("changed facts of a press release looked at"),
    "release.published": _("press release published"),
    "release.revised": _("press release changed"),
    "release.scheduled": _("press release scheduled"),
    "release.translated": _("press release translated"),
    "release.withdrawn": _("press release withdrawn"),
    "release.written": _("press release written"),
}
