"""Tablets that take answers where there is no network, and what they still hold."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.survey.models.questionnaire import Survey
from ratschlag.survey.rules import Refusal, TabletState

TABLET_LABELS = {
    TabletState.NEW: _("waits to be paired"),
    TabletState.EXPIRED: _("its code is too old"),
    TabletState.PAIRED: _("takes answers"),
    TabletState.ENDED: _("the event is over"),
    TabletState.REVOKED: _("revoked, may hand in what it holds"),
    TabletState.CLOSED: _("revoked and closed"),
}

REFUSAL_LABELS = {
    Refusal.UNREADABLE: _("can’t be opened"),
    Refusal.FAULTY: _("holds answers that can’t be"),
    Refusal.CODE_TAKEN: _("has the number of another answer"),
    Refusal.OTHER_ANSWERS: _("was sent before with other answers"),
    Refusal.ENTRY_FINISHED: _("came after all papers were typed in"),
    Refusal.NOT_NAMED: _("was not among what the revoked tablet named"),
}


class SealingKey(Row):
    """The pair of keys of a survey: tablets seal answers with one half, only we open them."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="sealing_key")
    public = models.JSONField(help_text="JWK: compute/sealing.py")
    locked = models.TextField(help_text="The private half, locked with RATSCHLAG_SECRET_KEY.")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(locked=""), name="sealing_key_can_open"),
        )


class Tablet(Row):
    """A device that staff pair for an event; it holds a token, we a keyed hash of it.

    Once it is revoked it hands in what it holds a last time; then it is closed.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="tablets")
    name = models.CharField(_("name of the tablet"), max_length=80)
    place = models.CharField(_("event or place"), max_length=160)
    languages = models.JSONField(_("languages"), default=list)
    ends_at = models.DateTimeField(_("end of the event"))
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(help_text="Real time: until when its code can be used.")
    token_hash = models.CharField(max_length=64, blank=True)
    paired_on = models.DateField(null=True)
    seen_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    handed_in_on = models.DateField(null=True, help_text="Revoked: named what it still held.")
    closed_on = models.DateField(null=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("ends_at", "name", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="tablet_has_a_name"),
            models.CheckConstraint(condition=~Q(place=""), name="tablet_stands_somewhere"),
            models.UniqueConstraint(
                fields=("code_hash",), condition=~Q(code_hash=""), name="tablet_code_is_one"
            ),
            models.UniqueConstraint(
                fields=("token_hash",), condition=~Q(token_hash=""), name="tablet_token_is_one"
            ),
            models.CheckConstraint(
                condition=Q(token_hash="", paired_on__isnull=True)
                | ~Q(token_hash="") & Q(paired_on__isnull=False),
                name="tablet_is_paired_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(token_hash=""), name="tablet_code_is_for_once"
            ),
            models.CheckConstraint(
                condition=Q(handed_in_on__isnull=True) | Q(revoked_at__isnull=False),
                name="tablet_hands_in_when_revoked",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(handed_in_on__isnull=False),
                name="tablet_closed_after_handing_in",
            ),
        )

    def __str__(self) -> str:
        return self.name


class TabletDay(Row):
    """How many answers of a tablet came in on a day; `marked` of them after it was revoked."""

    tablet = models.ForeignKey(Tablet, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField()
    marked = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=("tablet", "day"), name="tablet_day_is_one"),
            models.CheckConstraint(condition=Q(count__gte=1), name="tablet_day_saw_one"),
            models.CheckConstraint(
                condition=Q(marked__lte=F("count")), name="tablet_day_marks_what_came"
            ),
        )


class WaitingCode(Row):
    """A code that lies on a tablet and was not sent yet, as the tablet said last.

    A keyed hash, to tell somebody who names the code; its last four digits, to compare with.
    """

    tablet = models.ForeignKey(Tablet, on_delete=models.CASCADE, related_name="waiting")
    code_hash = models.CharField(max_length=64)
    tail = models.CharField(max_length=4)
    is_refused = models.BooleanField(default=False, help_text="We could not take it.")

    class Meta:
        ordering = ("tail", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("tablet", "code_hash"), name="waiting_code_is_one_per_tablet"
            ),
            models.CheckConstraint(condition=~Q(code_hash=""), name="waiting_code_has_a_hash"),
            models.CheckConstraint(condition=~Q(tail=""), name="waiting_code_has_digits"),
        )
