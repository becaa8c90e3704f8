"""Who is told what by mail, what there was to tell, and how many asked on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES
from ratschlag.lib.rows import Row
from ratschlag.mail.models import Address
from ratschlag.mail.rules import AddressState
from ratschlag.press.rules import NewsKind, Rhythm
from ratschlag.process.models import Process

NEWS_LABELS = {
    NewsKind.RELEASES: _("Press releases"),
    NewsKind.MILESTONES: _("Milestones that are reached"),
    NewsKind.EVENTS: _("Events: new ones and changes"),
    NewsKind.ANSWERS: _("Answers of the city to the contributions"),
}

RHYTHM_LABELS = {
    Rhythm.AT_ONCE: _("As soon as there is something new"),
    Rhythm.DAILY: _("At most one mail a day"),
}


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def behind(self, latest: datetime) -> "SubscriberQuerySet":
        """Confirmed ones who were not told of everything up to then."""
        confirmed = self.filter(address__state=AddressState.CONFIRMED)
        return confirmed.filter(told_until__lt=latest)


class Subscriber(Row):
    """How an address wants to be told; who it belongs to, nobody knows."""

    address = models.OneToOneField(Address, on_delete=models.PROTECT, related_name="subscriber")
    language = models.CharField(
        _("language"), max_length=10, choices=[(code, code) for code in LANGUAGES]
    )
    rhythm = models.CharField(
        _("how often"),
        max_length=10,
        default=Rhythm.AT_ONCE,
        choices=[(rhythm, RHYTHM_LABELS[rhythm]) for rhythm in Rhythm],
    )
    told_until = models.DateTimeField(help_text="Domain time: what was found later is new.")
    told_on = models.DateField(null=True, blank=True, help_text="Day of the last letter.")

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES), name="subscriber_language_is_known"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=list(Rhythm)), name="subscriber_rhythm_is_known"
            ),
        )


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def pending(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at=None)

    def confirmed(self) -> "SubscriptionQuerySet":
        return self.exclude(confirmed_at=None)


class Subscription(Row):
    """An address wants news of one kind, about one process or about all."""

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    process = models.ForeignKey(
        Process, null=True, blank=True, on_delete=models.PROTECT, related_name="subscriptions"
    )
    kind = models.CharField(max_length=12, choices=[(kind, NEWS_LABELS[kind]) for kind in NewsKind])
    asked_at = models.DateTimeField(default=timezone.now, help_text="Real time.")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="Domain time.")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("process", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("subscriber", "process", "kind"), name="subscription_is_one"
            ),
            models.UniqueConstraint(
                fields=("subscriber", "kind"),
                condition=Q(process__isnull=True),
                name="subscription_to_all_is_one",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(NewsKind)), name="subscription_kind_is_known"
            ),
        )


@dataclass(frozen=True)
class Piece:
    """Something that is out and can be told: by its kind and the number of its row."""

    kind: NewsKind
    process: int | None
    number: int
    key: str
    is_change: bool = False


class NewsQuerySet(models.QuerySet["News"]):
    def note(self, pieces: Iterable[Piece], at: datetime) -> None:
        """Remember when each was first found; what is known already stays as it is."""
        pieces = list(pieces)
        known = set(self.filter(key__in=[p.key for p in pieces]).values_list("key", flat=True))
        rows = [
            News(
                kind=piece.kind,
                process_id=piece.process,
                number=piece.number,
                key=piece.key,
                is_change=piece.is_change,
                found_at=at,
            )
            for piece in pieces
            if piece.key not in known
        ]
        self.bulk_create(rows, ignore_conflicts=True)

    def last_found_at(self) -> datetime | None:
        found: datetime | None = self.aggregate(latest=models.Max("found_at"))["latest"]
        return found


class News(Row):
    """Something that came out, and since when it is known here. It says nothing about anybody."""

    kind = models.CharField(max_length=12, choices=[(kind, NEWS_LABELS[kind]) for kind in NewsKind])
    process = models.ForeignKey(Process, null=True, on_delete=models.PROTECT, related_name="news")
    number = models.BigIntegerField(help_text="Of the release, milestone, event or process.")
    key = models.CharField(max_length=120, unique=True)
    is_change = models.BooleanField(default=False)
    found_at = models.DateTimeField(db_index=True, help_text="Domain time.")

    objects = NewsQuerySet.as_manager()

    class Meta:
        ordering = ("found_at", "key")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(NewsKind)), name="news_kind_is_known"),
            models.CheckConstraint(condition=~Q(key=""), name="news_has_a_key"),
        )


class TallyQuerySet(models.QuerySet["Tally"]):
    def one_more(self, day: date, what: str) -> None:
        """One more on that day: "asked", "confirmed" or "ended"."""
        self.get_or_create(day=day)
        self.filter(day=day).update(**{what: F(what) + 1})


class Tally(Row):
    """How many asked, confirmed and ended on a day: all that is known of when."""

    day = models.DateField(unique=True)
    asked = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    is_journalled = models.BooleanField(default=False)

    objects = TallyQuerySet.as_manager()

    class Meta:
        ordering = ("day",)
        verbose_name_plural = "tallies"
