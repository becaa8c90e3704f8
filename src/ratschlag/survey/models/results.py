"""What the city has published of a survey: question by question, as it was counted that day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.survey.models.questionnaire import Question
from ratschlag.survey.models.responses import Response


class ResultQuerySet(models.QuerySet["PublishedResult"]):
    def current(self) -> "ResultQuerySet":
        """Those that everyone can see."""
        return self.filter(withdrawn_on__isnull=True)


class PublishedResult(Authored):
    """The figures of a question as everyone may see them, with what the city says about them.

    They were counted once and stay as they are, whatever comes or is taken back later: else two
    countings could be subtracted. The database refuses to change or delete them.
    """

    translated = ("note",)

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="results")
    note = models.TextField(_("what the city says about it"))
    figures = models.JSONField(help_text="compute/counted.py reads it.")
    smallest_cell = models.PositiveSmallIntegerField()
    published_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ("published_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("question",),
                condition=Q(withdrawn_on__isnull=True),
                name="published_result_is_one",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="published_result_has_a_note"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("published_on")),
                name="published_result_withdrawn_later",
            ),
            models.CheckConstraint(
                condition=Q(smallest_cell__gte=2), name="published_result_hides_one"
            ),
        )

    def __str__(self) -> str:
        return self.note


class ReleasedOther(Row):
    """What somebody wrote beside a list, released to be read by everyone.

    The words stay in the response alone, so that they go when they are taken back.
    """

    result = models.ForeignKey(PublishedResult, on_delete=models.CASCADE, related_name="released")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="released")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("result", "response"), name="released_other_is_one"),
        )
