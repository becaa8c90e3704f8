"""The survey: its questions, what came back by which receipt, and voluntary details kept apart."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import CONTRIBUTION_LANGUAGES, Contribution, Receipt
from ratschlag.contributions.rules import LONGEST_TEXT
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.process.models import Process


class Survey(Authored):
    """A city asks everyone, for a time: the first and the last second belong to it."""

    translated = ("title", "purpose", "rule")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="surveys")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("why the city asks"))
    rule = models.TextField(_("how answers are weighed"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("opens_at",)
        constraints = (
            models.UniqueConstraint(fields=("process", "slug"), name="survey_slug_is_one"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="survey_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class Question(Authored):
    """An open question."""

    translated = ("text", "hint")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("question"))
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    limit = models.PositiveIntegerField(_("longest answer, in characters"), default=LONGEST_TEXT)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "key"), name="question_key_is_one"),
            models.UniqueConstraint(fields=("survey", "position"), name="question_position_is_one"),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_text"),
            models.CheckConstraint(
                condition=Q(limit__gte=1, limit__lte=LONGEST_TEXT), name="question_limit"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Detail(Authored):
    """Something people may say about themselves, or not."""

    translated = ("label",)

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="details")
    key = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "key"), name="detail_key_is_one"),
            models.UniqueConstraint(fields=("survey", "position"), name="detail_position_is_one"),
            models.CheckConstraint(condition=~Q(label=""), name="detail_has_a_label"),
        )

    def __str__(self) -> str:
        return self.label


class DetailOption(Authored):
    """One of the answers that can be ticked."""

    translated = ("label",)

    detail = models.ForeignKey(Detail, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("detail", "key"), name="detail_option_key_is_one"),
            models.CheckConstraint(condition=~Q(label=""), name="detail_option_has_a_label"),
        )

    def __str__(self) -> str:
        return self.label


class Response(Row):
    """One filled-in form, by whatever channel: it knows its receipt and nothing of who sent it."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="response")
    language = models.CharField(max_length=10, choices=CONTRIBUTION_LANGUAGES)


class ResponseText(Row):
    """What a form said to a question: the contribution that it became."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="texts")
    question = models.ForeignKey(
        Question, null=True, on_delete=models.PROTECT, related_name="texts"
    )
    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="response_text"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("response", "question"), name="response_text_is_one_per_question"
            ),
        )


class WaitingDetails(Row):
    """Voluntary details of a form, waiting to be shuffled among others."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waiting_details")
    week = models.DateField(help_text="The Monday of the week.")
    choices = models.JSONField(help_text='{"d_age": "30-44"}')


class DetailRecord(Row):
    """Voluntary details with the week, shuffled: nothing leads to a text from here."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="detail_records")
    week = models.DateField(help_text="The Monday of the week.")
    choices = models.JSONField()
