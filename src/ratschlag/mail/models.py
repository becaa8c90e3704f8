"""Addresses, apart from everything else, and the outbox: letters on their way to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES
from ratschlag.lib.rows import Row
from ratschlag.mail.compute.addresses import LONGEST, has_line_end
from ratschlag.mail.compute.bounces import Verdict
from ratschlag.mail.rules import (
    ASKING,
    BOUNCES_COUNT_FOR,
    MOST_TEMPORARY_BOUNCES,
    PAUSED,
    TO_SEND,
    AddressState,
    LetterState,
    Trouble,
)

STATE_LABELS = {
    LetterState.WAITING: _("waiting"),
    LetterState.SENDING: _("being sent"),
    LetterState.SENT: _("sent"),
    LetterState.FAILED: _("will be tried again"),
    LetterState.GIVEN_UP: _("given up"),
}

TROUBLE_LABELS = {
    Trouble.UNREACHABLE: _("the mail server did not answer"),
    Trouble.LATER: _("the mail server asked to come again later"),
    Trouble.NO_SUCH_ADDRESS: _("there is no such address"),
    Trouble.REJECTED: _("the mail server refused the mail"),
    Trouble.INTERRUPTED: _("the sending broke off; nobody knows whether it went out"),
    Trouble.TOO_OLD: _("it waited for five days"),
}


class Address(Row):
    """An e-mail address that asked for news, in one way of writing and under a random number."""

    email = models.CharField(max_length=LONGEST, unique=True)
    state = models.CharField(
        max_length=12,
        default=AddressState.UNCONFIRMED,
        choices=[(state, state) for state in AddressState],
    )
    # Real time, as all that has to do with mail servers.
    added_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="The last confirmation mail.")
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_count = models.PositiveSmallIntegerField(default=0, help_text="Temporary ones.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=list(AddressState)), name="address_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(email__contains="@")
                & ~(Q(email__contains="\n") | Q(email__contains="\r") | Q(email__contains=" ")),
                name="address_is_one_word_with_an_at",
            ),
            models.UniqueConstraint(Lower("email"), name="address_email_is_one"),
            models.CheckConstraint(
                condition=~Q(state=AddressState.BOUNCING) | Q(bounced_at__isnull=False),
                name="address_bounced_at_some_time",
            ),
        )

    @property
    def is_paused(self) -> bool:
        return self.state in PAUSED

    def note_bounce(self, verdict: Verdict, at: datetime) -> bool:
        """Count that a letter came back; returns whether the address is paused by it.

        One that is blocked stays so.
        """
        if self.bounced_at and self.bounced_at < at - BOUNCES_COUNT_FOR:
            self.bounce_count = 0
        self.bounced_at, self.bounce_count = at, self.bounce_count + 1
        is_over = verdict is Verdict.PERMANENT or self.bounce_count >= MOST_TEMPORARY_BOUNCES
        if is_over and not self.is_paused:
            self.state = AddressState.BOUNCING
        self.save(update_fields=["bounced_at", "bounce_count", "state"])
        return is_over


class LetterQuerySet(models.QuerySet["Letter"]):
    def put(
        self,
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

        False when there is one to this address on this occasion already. Raises ValueError for
        what would begin a header of its own.
        """
        headers = dict(headers or {})
        if has_line_end(subject) or any(has_line_end(f"{k}{v}") for k, v in headers.items()):
            raise ValueError("a header is one line")
        letter = Letter(address=address, occasion=occasion, language=language, headers=headers)
        letter.subject, letter.text, letter.html = subject, text, html
        # Asked first, else PostgreSQL would break the transaction off; the constraint is the wall.
        if self.filter(address=address, occasion=occasion).exists():
            return False
        self.bulk_create([letter], ignore_conflicts=True)
        return self.filter(pk=letter.pk).exists()

    def due(self, at: datetime) -> "LetterQuerySet":
        """What can go out now; to one that bounced only the question whether it should be more."""
        due = self.filter(state__in=TO_SEND, next_at__lte=at)
        is_asking = Q(address__state=AddressState.BOUNCING, occasion__startswith=ASKING)
        return due.filter(~Q(address__state__in=PAUSED) | is_asking)

    def stuck(self) -> "LetterQuerySet":
        """What a person can send once more, because its words are still there."""
        return self.filter(state=LetterState.GIVEN_UP).exclude(text="")

    def for_one_worker(self) -> "LetterQuerySet":
        """What no other worker has just taken (SQLite lets one write at a time anyway)."""
        if connection.features.has_select_for_update_skip_locked:
            return self.select_for_update(skip_locked=True, of=("self",))
        return self


class Letter(Row):
    """A mail on its way. Its words are emptied as soon as it was sent."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="letters")
    occasion = models.CharField(max_length=80, help_text="news-2016-09-05T10:00: once only.")
    language = models.CharField(max_length=10, choices=[(code, code) for code in LANGUAGES])
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10,
        default=LetterState.WAITING,
        choices=[(state, STATE_LABELS[state]) for state in LetterState],
    )
    trouble = models.CharField(
        max_length=20,
        blank=True,
        choices=[(trouble, TROUBLE_LABELS[trouble]) for trouble in Trouble],
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("next_at", "id")
        indexes = (models.Index(fields=("state", "next_at"), name="letter_by_state"),)
        constraints = (
            models.UniqueConstraint(fields=("address", "occasion"), name="letter_is_sent_once"),
            models.CheckConstraint(condition=~Q(occasion=""), name="letter_has_an_occasion"),
            models.CheckConstraint(
                condition=Q(state__in=list(LetterState)), name="letter_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=["", *Trouble]), name="letter_trouble_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[LetterState.SENT, LetterState.GIVEN_UP])
                | ~Q(subject="") & ~Q(text=""),
                name="letter_to_send_has_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENT) | Q(text="", html="", subject=""),
                name="letter_sent_lost_its_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENDING) | Q(taken_at__isnull=False),
                name="letter_sending_was_taken",
            ),
            models.CheckConstraint(
                condition=~(Q(subject__contains="\n") | Q(subject__contains="\r")),
                name="letter_subject_is_one_line",
            ),
        )

    def change(self, **changes: Any) -> None:
        """Change it where it is still there: its address may be forgotten while it is sent."""
        for name, value in changes.items():
            setattr(self, name, value)
        Letter.objects.filter(pk=self.pk).update(**changes)
