"""What the city has about somebody who asks: by the number of a receipt, or by an e-mail address.

Handed to `privacy` by `keeping.py`; each erasing is the act of the room that holds the data.
"""

import json

from django.utils.translation import gettext as _

from ratschlag.contributions.models import Receipt
from ratschlag.contributions.queries import receipt_of
from ratschlag.lib.retention import Rows
from ratschlag.mail.queries import address_of_email
from ratschlag.people.models import Person
from ratschlag.portal.queries.fate import way_back
from ratschlag.press.models import BarrierReport, Subscription
from ratschlag.survey.models import Paper, Response


def answers_held(word: str) -> Rows:
    """Everything that came with a receipt, also what is not public."""
    receipt = receipt_of(word)
    if receipt is None:
        return []
    return [*_texts(receipt), *_chosen(receipt), *_typed_in(receipt)]


def _texts(receipt: Receipt) -> list[dict[str, str]]:
    found = receipt.contributions.select_related("redaction").order_by("received_on", "pk")
    return [
        {
            _("process"): receipt.process.title,
            _("received on"): row.received_on.isoformat(),
            _("channel"): str(row.get_channel_display()),
            _("state"): str(row.get_publication_display()),
            _("text"): row.text,
            _("text as everyone may read it"): getattr(getattr(row, "redaction", None), "text", ""),
        }
        for row in found
    ]


def _chosen(receipt: Receipt) -> list[dict[str, str]]:
    found = Response.objects.filter(receipt=receipt).select_related("survey")
    return [
        {
            _("survey"): row.survey.title,
            _("chosen answers"): json.dumps(row.answers, ensure_ascii=False, sort_keys=True),
        }
        for row in found
        if row.answers
    ]


def _typed_in(receipt: Receipt) -> list[dict[str, str]]:
    entries = [
        keying.entry
        for paper in Paper.objects.filter(receipt=receipt).prefetch_related("keyings")
        for keying in paper.keyings.all()
        if keying.entry
    ]
    return [
        {_("typed in from paper"): json.dumps(entry, ensure_ascii=False, sort_keys=True)}
        for entry in entries
    ]


def receipt_and_way(word: str) -> tuple[Receipt, str] | None:
    """The receipt, and what taking it back means now: "withdraw" or "erase"."""
    receipt = receipt_of(word)
    return (receipt, way_back(receipt)) if receipt else None


def account_of(word: str) -> Person | None:
    return Person.objects.filter(email__iexact=word.strip()).first() if "@" in word else None


def account_held(word: str) -> Rows:
    person = account_of(word)
    if person is None:
        return []
    roles = [str(grant) for grant in person.grants.order_by("role", "scope")]
    return [
        {
            _("name"): person.name,
            _("e-mail address"): person.email,
            _("language"): str(person.get_language_display()),
            _("roles"): ", ".join(roles),
            _("last log-in"): person.last_login.isoformat() if person.last_login else "",
        }
    ]


def why_account_stays(word: str) -> str:
    person = account_of(word)
    if person and person.is_superuser:
        return _("This account administers Ratschlag. Give its rights to another person first.")
    return ""


def subscription_held(word: str) -> Rows:
    """The address, and which news were asked for with it."""
    address = address_of_email(word)
    if address is None:
        return []
    wishes = Subscription.objects.filter(subscriber__address=address).select_related("process")
    wanted = [
        {
            _("news"): str(row.get_kind_display()),
            _("process"): row.process.title if row.process else _("all"),
            _("confirmed on"): row.confirmed_at.date().isoformat() if row.confirmed_at else "",
        }
        for row in wishes.order_by("kind", "pk")
    ]
    return [{_("e-mail address"): address.email}, *wanted]


def reports_held(word: str) -> Rows:
    """Barriers that somebody reported, and left this address for an answer."""
    return [
        {
            _("e-mail address"): row.email,
            _("page"): row.page,
            _("received on"): row.reported_on.isoformat(),
            _("text"): row.text,
            _("answer"): row.answer,
        }
        for row in BarrierReport.objects.of(word)
    ]
