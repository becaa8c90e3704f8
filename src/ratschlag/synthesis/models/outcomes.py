"""What became of a theme or of one contribution, and what the city answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution
from ratschlag.languages.models import Authored
from ratschlag.process.models import Process
from ratschlag.synthesis.models.themes import Theme
from ratschlag.synthesis.rules import OF_THEMES, OutcomeValue

OUTCOME_LABELS = {
    OutcomeValue.ADOPTED: _("adopted"),
    OutcomeValue.PARTLY_ADOPTED: _("partly adopted"),
    OutcomeValue.ALREADY_IN_PLACE: _("already in place"),
    OutcomeValue.FORWARDED: _("passed on to who is responsible"),
    OutcomeValue.NOT_ADOPTED: _("not adopted"),
    OutcomeValue.HEARD: _("heard"),
    OutcomeValue.DUPLICATE: _("same as another contribution"),
    OutcomeValue.LATE: _("came too late"),
    OutcomeValue.NO_CONTENT: _("without legible content"),
    OutcomeValue.REJECTED: _("not published"),
    OutcomeValue.ESCALATED: _("passed on at once"),
}


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def of(self, process: Process) -> "OutcomeQuerySet":
        return self.filter(Q(theme__process=process) | Q(contribution__process=process))


class Outcome(Authored):
    """What became of a theme, or of one contribution, and why."""

    translated = ("reason",)

    theme = models.OneToOneField(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="outcome"
    )
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="outcome"
    )
    value = models.CharField(
        _("outcome"), max_length=20, choices=[(v, OUTCOME_LABELS[v]) for v in OutcomeValue]
    )
    reason = models.TextField(_("reason"))
    decided_on = models.DateField()

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(theme__isnull=False, contribution__isnull=True)
                | Q(theme__isnull=True, contribution__isnull=False),
                name="outcome_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(theme__isnull=True) | Q(value__in=OF_THEMES),
                name="outcome_fits_a_theme",
            ),
            models.CheckConstraint(
                condition=Q(value__in=list(OutcomeValue)), name="outcome_value_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="outcome_has_a_reason"),
        )

    def __str__(self) -> str:
        return self.get_value_display()

    @property
    def subject(self) -> Theme | Contribution:
        """What it is the outcome of; a constraint sees to it that it is one of the two."""
        subject = self.theme or self.contribution
        assert subject is not None  # noqa: S101  narrows the type
        return subject


class AnswerQuerySet(models.QuerySet["Answer"]):
    def of(self, process: Process) -> "AnswerQuerySet":
        return self.filter(
            Q(outcome__theme__process=process) | Q(outcome__contribution__process=process)
        )


class Answer(Authored):
    """What the city answers to everyone whose contribution has this outcome."""

    translated = ("text",)

    outcome = models.OneToOneField(Outcome, on_delete=models.CASCADE, related_name="answer")
    text = models.TextField(_("answer"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="answer_has_text"),)

    def __str__(self) -> str:
        return self.text
