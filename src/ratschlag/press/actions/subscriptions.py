"""Subscribing, confirming, changing and ending: what residents do, counted by the day."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from ratschlag.city.queries import domain_today
from ratschlag.journal.actions import by_the_day, part, record
from ratschlag.journal.queries import domain_now
from ratschlag.mail.actions import (
    block_address,
    confirm_address,
    erase_address,
    put_letter,
    take_address,
)
from ratschlag.mail.models import Address
from ratschlag.mail.queries import address_of_email
from ratschlag.mail.rules import ASKING, AddressState
from ratschlag.people.models import Person
from ratschlag.press.models import News, Subscriber, Subscription, Tally
from ratschlag.press.queries.news import pieces_out
from ratschlag.press.queries.subscriptions import confirmation
from ratschlag.press.rules import NewsKind, Rhythm, may_ask
from ratschlag.process.models import Process


@by_the_day
@transaction.atomic
def subscribe(
    email: str,
    *,
    process: Process | None,
    kinds: Iterable[NewsKind],
    language: str,
    rhythm: Rhythm,
) -> None:
    """Note what was asked for, and ask the owner of the address whether it was really them.

    It says nothing about whether the address is known. Whoever types somebody else's can neither
    change what they get nor send them more than one mail an hour; a blocked one gets none.
    Raises ValueError for what is no address.
    """
    address, now = take_address(email), timezone.now()
    if address.state == AddressState.BLOCKED:
        return
    wanted = {"language": language, "rhythm": rhythm}
    subscriber, is_new = Subscriber.objects.get_or_create(
        address=address, defaults=wanted | {"told_until": domain_now()}
    )
    if not is_new and address.state != AddressState.CONFIRMED:
        Subscriber.objects.filter(pk=subscriber.pk).update(**wanted)
        subscriber.refresh_from_db()
    for kind in kinds:
        subscriber.subscriptions.get_or_create(process=process, kind=kind)
    is_bouncing = address.state == AddressState.BOUNCING
    if may_ask(address.asked_at, now, is_bouncing=is_bouncing):
        _ask(subscriber, address)
    Tally.objects.one_more(domain_today(), "asked")


def _ask(subscriber: Subscriber, address: Address) -> None:
    now = timezone.now()
    address.asked_at = now
    address.save(update_fields=["asked_at"])
    # Its link is good for three days, also for what was asked for earlier.
    subscriber.subscriptions.pending().update(asked_at=now)
    words = confirmation(subscriber)
    put_letter(
        address,
        f"{ASKING}{now.isoformat()}",
        subject=words.subject,
        text=words.text,
        html=words.html,
        headers=words.headers,
        language=subscriber.language,
    )


@by_the_day
@transaction.atomic
def confirm_subscriptions(subscriber: Subscriber) -> None:
    """The owner of the address said yes. News are what comes out from now on."""
    pending = subscriber.subscriptions.pending()
    if not pending.exists():
        return
    confirm_address(subscriber.address)
    News.objects.note(pieces_out(domain_today()), domain_now())
    pending.update(confirmed_at=domain_now())
    Tally.objects.one_more(domain_today(), "confirmed")


@by_the_day
@transaction.atomic
def change_subscriptions(
    subscriber: Subscriber, *, keep: Collection[int], language: str, rhythm: Rhythm
) -> bool:
    """Keep only these, in that language and rhythm; without any the address is forgotten.

    What waits for a yes is not among them. Returns whether anything is kept.
    """
    confirmed = subscriber.subscriptions.confirmed()
    confirmed.exclude(pk__in=keep).delete()
    if not confirmed.exists():
        end_subscriptions(subscriber)
        return False
    subscriber.language, subscriber.rhythm = language, rhythm
    subscriber.save(update_fields=["language", "rhythm"])
    return True


@by_the_day
@transaction.atomic
def end_subscriptions(subscriber: Subscriber) -> None:
    """No more mail, and nothing of the address is kept."""
    erase_subscriber(subscriber)
    Tally.objects.one_more(domain_today(), "ended")


@by_the_day
@transaction.atomic
def refuse_mail(subscriber: Subscriber) -> None:
    """It was somebody else who typed this address. Who gets nothing that they wanted themselves
    is never written to again, whoever asks."""
    subscriber.subscriptions.pending().delete()
    if subscriber.subscriptions.exists():
        return
    address = subscriber.address
    subscriber.delete()
    block_address(address)
    Tally.objects.one_more(domain_today(), "ended")


@part
@transaction.atomic
def erase_subscriber(subscriber: Subscriber) -> None:
    """Forget what an address asked for, and the address itself with every letter to it."""
    address = subscriber.address
    subscriber.delete()
    erase_address(address)


@transaction.atomic
def erase_email(email: str, *, by: Person | None) -> bool:
    """On request: forget an address and all about it, a blocked one too. Returns whether there
    was anything to forget; the journal does not say whose it was."""
    was_there = forget_email(email)
    record(by, "subscriber.erased", None, was_there=was_there)
    return was_there


@part
@transaction.atomic
def forget_email(email: str) -> bool:
    """Forget an address with every wish and letter; returns whether it was there."""
    address = address_of_email(email)
    if address is None:
        return False
    Subscription.objects.filter(subscriber__address=address).delete()
    Subscriber.objects.filter(address=address).delete()
    erase_address(address)
    return True
