"""Answers that looked like a machine's: they wait until a person has looked at them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.survey.models.responses import Response
from ratschlag.survey.rules import HoldReason

HOLD_REASON_LABELS = {
    HoldReason.HIDDEN_FIELD: _("A field that nobody sees was filled in."),
    HoldReason.TOO_FAST: _("Sent within seconds, during a flood."),
    HoldReason.FLOOD: _("Came during a flood, without proof of work."),
    HoldReason.EQUAL: _("Many said the same, word for word."),
    HoldReason.REVOKED_TABLET: _("Came from a tablet after it was revoked."),
}


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> "HoldQuerySet":
        return self.filter(decided_on__isnull=True)

    def waiting(self) -> "HoldQuerySet":
        """Those about which there is something to decide: their author may have taken them back."""
        return self.open().filter(response__taken_back_on__isnull=True)


class Hold(Row):
    """Why an answer waits, and what a person decided. It keeps no trace of who sent it."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="hold")
    reason = models.CharField(
        max_length=20, choices=[(v, HOLD_REASON_LABELS[v]) for v in HoldReason]
    )
    decided_on = models.DateField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)
    why = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=list(HoldReason)), name="hold_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, is_accepted__isnull=True)
                | Q(decided_on__isnull=False, is_accepted__isnull=False),
                name="hold_is_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(is_accepted__isnull=True) | Q(is_accepted=True) | ~Q(why=""),
                name="hold_is_refused_with_a_reason",
            ),
        )
