"""Who decided what about a survey, when and why; what moves its window needs two people."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.survey.models.questionnaire import Survey
from ratschlag.survey.rules import NEEDS_TWO, Act

ACT_LABELS = {
    Act.TEST: _("tested"),
    Act.BACK_TO_DRAFT: _("back to the draft"),
    Act.SCHEDULE: _("scheduled"),
    Act.OPEN_NOW: _("opened before the planned day"),
    Act.EXTEND: _("extended"),
    Act.CLOSE_NOW: _("closed before the planned end"),
    Act.FINISH_ENTRY: _("all papers typed in"),
    Act.EVALUATE: _("evaluated"),
    Act.PUBLISH: _("results published"),
    Act.BREAK_SEAL: _("seal broken"),
}


class Decision(Row):
    """One act of staff; it counts once it is decided, which for some acts takes another person.

    A proposal that was neither confirmed nor dropped waits; there is at most one of a survey.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="decisions")
    act = models.CharField(max_length=20, choices=[(v, ACT_LABELS[v]) for v in Act])
    why = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="survey_proposals"
    )
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(_("new end"), null=True, blank=True)

    class Meta:
        ordering = ("proposed_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(act__in=list(Act)), name="decision_act_is_known"),
            models.CheckConstraint(condition=~Q(why=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="decision_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(dropped_at__isnull=True),
                name="decision_is_decided_or_dropped",
            ),
            models.CheckConstraint(
                condition=Q(act__in=list(NEEDS_TWO)) | Q(decided_at__isnull=False),
                name="decision_waits_only_for_a_second",
            ),
            models.CheckConstraint(
                condition=~Q(act=Act.EXTEND) | Q(closes_at__isnull=False),
                name="decision_extends_to_a_day",
            ),
            models.UniqueConstraint(
                fields=("survey",),
                condition=Q(decided_at__isnull=True, dropped_at__isnull=True),
                name="decision_waits_alone",
            ),
        )
