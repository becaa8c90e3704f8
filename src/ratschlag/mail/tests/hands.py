"""Letters and reports as the tests of this room need them."""

from datetime import timedelta
from email import message_from_bytes, policy

from django.utils import timezone

from ratschlag.mail.models import Address, Letter
from ratschlag.mail.rules import AddressState

AYSE = "ayse@example.org"


def an_address(email: str = AYSE, state: AddressState = AddressState.CONFIRMED) -> Address:
    bounced_at = timezone.now() if state == AddressState.BOUNCING else None
    return Address.objects.create(email=email, state=state, bounced_at=bounced_at)


def a_letter(address: Address | None = None, occasion: str = "news-1", **changes) -> Letter:
    wanted = {
        "subject": "Neues aus Musterstadt: Bäume",
        "text": "Es gibt Neues: Bäume.",
        "html": "<p>Es gibt Neues: Bäume.</p>",
        "language": "de",
        "headers": {"List-Unsubscribe": "<https://mitreden.example.de/abo/x/ende/>"},
    }
    address = address or Address.objects.filter(email=AYSE).first() or an_address()
    assert Letter.objects.put(address, occasion, **(wanted | changes))
    return Letter.objects.get(address=address, occasion=occasion)


def days_later(days: float) -> None:
    """As if so much time had passed over the outbox."""
    for letter in Letter.objects.all():
        for name in ("written_at", "next_at", "taken_at", "done_at"):
            if at := getattr(letter, name):
                setattr(letter, name, at - timedelta(days=days))
        letter.save()


def parsed(raw: bytes):
    return message_from_bytes(raw, policy=policy.default)


def a_report(
    mark: str, *, status: str = "5.1.1", action: str = "failed", to: str = "", whole: bool = True
) -> bytes:
    """What a mail server sends back, as Postfix writes it."""
    returned = "message/rfc822" if whole else "text/rfc822-headers"
    return f"""Return-Path: <>
From: MAILER-DAEMON@mail.test (Mail Delivery System)
To: {to or "ratschlag@localhost"}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test
X-Postfix-Queue-ID: 3F2A1

Final-Recipient: rfc822; ayse@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ayse@example.org>: Recipient address rejected

--B
Content-Type: {returned}

From: ratschlag@localhost
Message-ID: <{mark}@localhost>
Subject: News

--B--
""".encode()
