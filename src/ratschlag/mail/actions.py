"""Putting letters into the outbox, taking note of what came back, and forgetting an address."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ratschlag.journal.actions import part, record
from ratschlag.mail.compute.addresses import normalised
from ratschlag.mail.compute.bounces import Verdict
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.rules import PAUSED, AddressState, LetterState


@part
@transaction.atomic
def take_address(email: str) -> Address:
    """The row of an address, made if there is none, locked for whoever took it.

    Raises ValueError for what is no address.
    """
    Address.objects.get_or_create(email=normalised(email))
    # Without its key, which whoever writes a letter to it holds: neither waits for the other.
    return Address.objects.select_for_update(no_key=True).get(email=normalised(email))


@part
@transaction.atomic
def put_letter(
    address: Address,
    occasion: str,
    *,
    subject: str,
    text: str,
    html: str,
    language: str,
    headers: Mapping[str, str] | None = None,
) -> bool:
    """Put a letter into the outbox, in the transaction of what it is about.

    False when this address had one on this occasion already. Raises ValueError where a header
    would not be one line.
    """
    return Letter.objects.put(
        address,
        occasion,
        subject=subject,
        text=text,
        html=html,
        language=language,
        headers=headers,
    )


@part
@transaction.atomic
def confirm_address(address: Address) -> None:
    """Whoever reads the mail to it wants more; a new beginning also for one that bounced."""
    address.state, address.bounce_count, address.bounced_at = AddressState.CONFIRMED, 0, None
    address.save(update_fields=["state", "bounce_count", "bounced_at"])


@part
@transaction.atomic
def block_address(address: Address) -> None:
    """Never write to it again, whoever asks for it; what waits for it is thrown away."""
    address.letters.all().delete()
    address.state = AddressState.BLOCKED
    address.save(update_fields=["state"])


@part
@transaction.atomic
def erase_address(address: Address) -> None:
    """Forget an address with all letters to it. Rooms above take theirs away first."""
    address.delete()


@transaction.atomic
def note_bounce(letter: Letter, verdict: Verdict) -> bool:
    """A letter came back; returns whether its address is paused by it.

    A letter counts once, however often a server reports it. The journal does not say whose.
    """
    letter = Letter.objects.select_for_update().select_related("address").get(pk=letter.pk)
    is_over = False
    if letter.state != LetterState.GIVEN_UP:
        is_over = letter.address.note_bounce(verdict, timezone.now())
        letter.change(state=LetterState.GIVEN_UP, done_at=timezone.now())
    record(None, "letter.bounced", None, verdict=str(verdict))
    return is_over


@transaction.atomic
def send_again(*, by: Model | None) -> int:
    """What was given up and still has its words goes out once more; returns how many letters."""
    now = timezone.now()
    found = Letter.objects.stuck().exclude(address__state__in=PAUSED)
    numbers = list(found.values_list("pk", flat=True))
    Letter.objects.filter(pk__in=numbers).update(
        state=LetterState.WAITING, trouble="", attempts=0, next_at=now, written_at=now, done_at=None
    )
    record(by, "letters.sent_again", None, count=len(numbers))
    return len(numbers)
