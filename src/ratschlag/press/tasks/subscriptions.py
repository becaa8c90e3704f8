"""Telling what is new, forgetting who never confirmed, and journalling subscriptions by the day."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ratschlag.city.queries import day_in, the_city
from ratschlag.contributions.queries import last_whole_day
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.rules import KEEP_BOUNCING, KEEP_UNCONFIRMED, AddressState
from ratschlag.press.models import News, Subscriber, Subscription, Tally
from ratschlag.press.queries.news import pieces_out
from ratschlag.press.queries.subscriptions import news_letter
from ratschlag.press.rules import Rhythm, is_digest_due

_log = logging.getLogger(__name__)


@task
def tell_news() -> int:
    """Write a letter to everyone for whom something is new; returns how many. Safe to repeat:
    who was told up to a moment is not told of it again. One letter that fails stops no other."""
    city, now = the_city(), domain_now()
    if city is None:
        return 0
    today = day_in(city, now)
    with transaction.atomic():
        News.objects.note(pieces_out(today), now)
    latest = News.objects.last_found_at()
    if latest is None:
        return 0
    behind = Subscriber.objects.behind(latest).exclude(rhythm=Rhythm.DAILY, told_on=today)
    clock = now.astimezone(city.zone).time()
    told, failed = 0, 0
    for number, rhythm in behind.values_list("pk", "rhythm"):
        try:
            told += is_digest_due(Rhythm(rhythm), clock) and _tell(number, latest, today)
        except Exception as error:
            # Never its words: they may hold an address.
            _log.warning("news were not told: %s", type(error).__name__)
            failed += 1
    if failed:
        raise RuntimeError(f"could not tell {failed} subscribers; they are told with the next run")
    return told


@transaction.atomic
def _tell(number: int, latest: datetime, today: date) -> bool:
    """One letter with all that is new for this subscriber, if anything is."""
    # Without its key, which whoever subscribes to more holds: neither waits for the other.
    locked = Subscriber.objects.select_for_update(of=("self",), no_key=True)
    found = locked.select_related("address")
    # Another worker may have told them meanwhile, or they ended it.
    subscriber = found.behind(latest).filter(pk=number).first()
    if subscriber is None or (subscriber.rhythm == Rhythm.DAILY and subscriber.told_on == today):
        return False
    words = news_letter(subscriber, _new_for(subscriber, latest))
    subscriber.told_until = latest
    is_daily = subscriber.rhythm == Rhythm.DAILY
    is_put = words is not None and Letter.objects.put(
        subscriber.address,
        f"digest-{today.isoformat()}" if is_daily else f"news-{latest.isoformat()}",
        subject=words.subject,
        text=words.text,
        html=words.html,
        headers=words.headers,
        language=subscriber.language,
    )
    if is_put:
        subscriber.told_on = today
    subscriber.save(update_fields=["told_until", "told_on"])
    return is_put


def _new_for(subscriber: Subscriber, latest: datetime) -> list[News]:
    """What came out since the last letter and after they confirmed that they want it."""
    wanted = list(subscriber.subscriptions.confirmed())
    new = News.objects.filter(found_at__gt=subscriber.told_until, found_at__lte=latest)
    return [
        news for news in new.select_related("process") if any(_is_for(row, news) for row in wanted)
    ]


def _is_for(row: Subscription, news: News) -> bool:
    is_about = row.process_id is None or row.process_id == news.process_id
    is_since = row.confirmed_at is not None and news.found_at > row.confirmed_at
    return row.kind == news.kind and is_about and is_since


@task
def forget_addresses() -> int:
    """Delete what nobody confirmed within three days, and addresses whose mail came back long ago.

    Returns how many addresses.
    """
    now = timezone.now()
    with transaction.atomic():
        late = Subscription.objects.pending().filter(asked_at__lt=now - KEEP_UNCONFIRMED)
        late.delete()
        unconfirmed = Address.objects.filter(
            state=AddressState.UNCONFIRMED, added_at__lt=now - KEEP_UNCONFIRMED
        ).exclude(subscriber__subscriptions__isnull=False)
        bouncing = Address.objects.filter(
            state=AddressState.BOUNCING, bounced_at__lt=now - KEEP_BOUNCING
        )
        gone = [*unconfirmed.values_list("pk", flat=True), *bouncing.values_list("pk", flat=True)]
        Subscriber.objects.filter(address__in=gone).delete()
        Address.objects.filter(pk__in=gone).delete()
    return len(gone)


@task
def journal_subscriptions() -> int:
    """One line for each past day on which somebody subscribed, confirmed or ended; returns how
    many lines. Safe to repeat."""
    lines = 0
    with transaction.atomic():
        past = Tally.objects.select_for_update().filter(
            is_journalled=False, day__lte=last_whole_day()
        )
        for row in past:
            record(
                None,
                "subscriptions.counted",
                None,
                day=row.day.isoformat(),
                asked=row.asked,
                confirmed=row.confirmed,
                ended=row.ended,
            )
            row.is_journalled = True
            row.save(update_fields=["is_journalled"])
            lines += 1
    return lines
