"""What the verbs of mail and subscriptions read as."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "letter.bounced": _("mail came back"),
    "letters.sent_again": _("mails sent once more"),
    "subscriber.erased": _("address forgotten on request"),
    "subscriptions.counted": _("subscriptions of a day counted"),
}
