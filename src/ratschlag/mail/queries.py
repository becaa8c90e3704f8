"""A letter as a mail, the letter that came back, and how the outbox stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Count, Min, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from ratschlag.city.queries import the_city
from ratschlag.city.rules import html_language
from ratschlag.mail.compute.addresses import has_line_end, normalised
from ratschlag.mail.models import STATE_LABELS, TROUBLE_LABELS, Address, Letter
from ratschlag.mail.rules import LetterState, Trouble


def is_mail_set_up() -> bool:
    """Whether there is a mail server (RATSCHLAG_MAIL_URL)."""
    return bool(settings.EMAIL_HOST)


def address_of_email(typed: str) -> Address | None:
    """The row of an address, if it is kept."""
    try:
        return Address.objects.filter(email=normalised(typed)).first()
    except ValueError:
        return None


def mark_of(number: int) -> str:
    """By what a letter is known when it comes back; nobody else can make one up."""
    proof = salted_hmac("ratschlag.mail.bounce", str(number), algorithm="sha256").hexdigest()
    return f"{int_to_base36(number)}-{proof[:16]}"


def letter_of_mark(mark: str) -> Letter | None:
    """The letter of a mark that we made ourselves."""
    try:
        number = base36_to_int(mark.partition("-")[0])
    except ValueError:
        return None
    if not constant_time_compare(mark, mark_of(number)):
        return None
    return Letter.objects.select_related("address").filter(pk=number).first()


def _envelope_of(mark: str) -> str:
    """Where this letter comes back to: an address of its own where the operator named one."""
    local, at, domain = settings.MAIL_BOUNCES.partition("@")
    return f"{local}+{mark}@{domain}" if at else settings.DEFAULT_FROM_EMAIL


def mail_of(letter: Letter) -> EmailMultiAlternatives:
    """The letter as it goes to the mail server.

    However often it is tried, its Message-ID is the same: a server that got it twice can tell.
    """
    mark = mark_of(letter.pk)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {
        "From": _sender(),
        "Message-ID": f"<{mark}@{host}>",
        "Date": format_datetime(letter.written_at),
        "Auto-Submitted": "auto-generated",
        "Content-Language": html_language(letter.language),
        **letter.headers,
    }
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        _envelope_of(mark),
        [letter.address.email],
        headers=headers,
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail


def _sender() -> str:
    """The city by name, where the sender was set as a bare address."""
    city, sender = the_city(), settings.DEFAULT_FROM_EMAIL
    if city is None or "<" in sender or has_line_end(city.name):
        return str(sender)
    name = city.name.replace("\\", "").replace('"', "")
    return f'"{name}" <{sender}>'


@dataclass(frozen=True)
class Outbox:
    """How the outbox stands, in numbers; no address is in it."""

    by_state: tuple[tuple[str, int], ...]
    by_trouble: tuple[tuple[str, int], ...]
    by_address: Mapping[str, int]
    oldest_waiting: datetime | None
    stuck_count: int


def outbox() -> Outbox:
    letters = Letter.objects.order_by()
    states = dict(letters.values_list("state").annotate(count=Count("id")))
    unsent = letters.exclude(state=LetterState.SENT)
    waiting = letters.filter(state__in=(LetterState.WAITING, LetterState.FAILED))
    troubles = dict(unsent.exclude(trouble="").values_list("trouble").annotate(count=Count("id")))
    addresses = Address.objects.order_by().values_list("state").annotate(count=Count("id"))
    return Outbox(
        by_state=tuple((str(STATE_LABELS[s]), states.get(s, 0)) for s in LetterState),
        by_trouble=tuple((str(TROUBLE_LABELS[t]), troubles[t]) for t in Trouble if t in troubles),
        by_address=dict(addresses),
        oldest_waiting=waiting.aggregate(oldest=Min("written_at"))["oldest"],
        stuck_count=letters.stuck().count(),
    )


def waiting_letters() -> QuerySet[Letter]:
    """What would be sent next, with its words: only a demo without a mail server shows this."""
    return Letter.objects.filter(state=LetterState.WAITING).order_by("-written_at")
