"""What came back: by which receipt, in which words, and voluntary details kept apart."""

from django.db import models
from django.db.models import Q

from ratschlag.contributions.models import (
    CHANNEL_LABELS,
    CONTRIBUTION_LANGUAGES,
    Contribution,
    Receipt,
)
from ratschlag.contributions.rules import Channel
from ratschlag.lib.rows import Row
from ratschlag.survey.models.questionnaire import Question, Survey, Version


class Response(Row):
    """One filled-in form, by whatever channel: it knows its receipt and nothing of who sent it.

    `answers` holds what was chosen (compute/answers.py); what was said in words are its texts.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="responses",
        help_text="Empty only while an older database is carried over.",
    )  # fmt: skip
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="response")
    language = models.CharField(max_length=10, choices=CONTRIBUTION_LANGUAGES)
    channel = models.CharField(max_length=20, choices=[(v, CHANNEL_LABELS[v]) for v in Channel])
    received_on = models.DateField()
    answers = models.JSONField(default=dict)
    taken_back_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=list(Channel)), name="response_channel_is_known"
            ),
        )


class ResponseText(Row):
    """What a form said to a question: the contribution that it became."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="texts")
    question = models.ForeignKey(
        Question, null=True, on_delete=models.PROTECT, related_name="texts"
    )
    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="response_text"
    )
    folded_hash = models.CharField(
        max_length=64, blank=True, default="", db_default="",
        help_text="A keyed hash of the words without capitals and white space: by it the same "
        "words are found. Goes with the words.",
    )  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=("folded_hash",), name="response_text_by_words"),)
        constraints = (
            models.UniqueConstraint(
                fields=("response", "question"), name="response_text_is_one_per_question"
            ),
        )


class TestRun(Row):
    """What somebody of the staff answered to try a survey out; thrown away when it opens."""

    __test__ = False  # not for pytest

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="test_runs")
    language = models.CharField(max_length=10)
    answers = models.JSONField()


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
