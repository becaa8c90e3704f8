"""Papers that are typed in: in batches, some of them by two people, none of them lost between."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import CHANNEL_LABELS, CONTRIBUTION_LANGUAGES, Receipt
from ratschlag.contributions.rules import BY_HAND
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.survey.models.questionnaire import Survey, Version
from ratschlag.survey.models.responses import Response
from ratschlag.survey.rules import PaperState

PAPER_STATE_LABELS = {
    PaperState.WAITING: _("waits to be typed in a second time"),
    PaperState.DIFFERENT: _("typed in twice, not the same"),
    PaperState.DONE: _("typed in"),
    PaperState.TAKEN_BACK: _("taken back"),
}
_BY_HAND = [(channel, CHANNEL_LABELS[channel]) for channel in BY_HAND]


class Batch(Row):
    """A pile of papers that came together: what they have in common is said once."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="batches")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(_("name"), max_length=80)
    channel = models.CharField(_("channel"), max_length=20, choices=_BY_HAND)
    received_on = models.DateField(_("received on"))
    postmarked_on = models.DateField(_("date of the postmark"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=CONTRIBUTION_LANGUAGES)
    expected = models.PositiveIntegerField(_("number of papers"))
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("received_on", "name")
        constraints = (
            models.UniqueConstraint(fields=("survey", "name"), name="batch_name_is_one"),
            models.CheckConstraint(condition=~Q(name=""), name="batch_has_a_name"),
            models.CheckConstraint(condition=Q(expected__gte=1), name="batch_has_papers"),
            models.CheckConstraint(
                condition=Q(channel__in=list(BY_HAND)), name="batch_came_by_hand"
            ),
            models.CheckConstraint(
                condition=Q(postmarked_on__isnull=True) | Q(postmarked_on__lte=F("received_on")),
                name="batch_posted_before_it_came",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="batch_closed_after_it_came",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Paper(Row):
    """One paper, by the number that is written on it: where it stands between pile and answer.

    It has its receipt from the first entry on, and its response once nothing is to be compared
    any more. Words of it are in its entries until then, and nowhere else.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="papers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    number = models.PositiveIntegerField(_("number on the paper"))
    state = models.CharField(
        max_length=20, choices=[(state, PAPER_STATE_LABELS[state]) for state in PaperState]
    )
    channel = models.CharField(max_length=20, choices=_BY_HAND)
    received_on = models.DateField()
    postmarked_on = models.DateField(null=True, blank=True)
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="paper")
    response = models.OneToOneField(
        Response, null=True, blank=True, on_delete=models.PROTECT, related_name="paper"
    )
    compared = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Answers that two people typed in."
    )
    differing = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Those of them that were not the same."
    )

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("survey", "state"), name="survey_paper_by_state"),)
        constraints = (
            models.UniqueConstraint(fields=("survey", "number"), name="survey_paper_number_is_one"),
            models.CheckConstraint(condition=Q(number__gte=1), name="survey_paper_number_from_one"),
            models.CheckConstraint(
                condition=Q(state__in=list(PaperState)), name="survey_paper_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=list(BY_HAND)), name="survey_paper_came_by_hand"
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.DONE, response__isnull=False)
                | ~Q(state=PaperState.DONE) & Q(response__isnull=True),
                name="survey_paper_done_has_a_response",
            ),
            models.CheckConstraint(
                condition=Q(compared__isnull=True, differing__isnull=True)
                | Q(differing__lte=F("compared")),
                name="survey_paper_differs_in_what_was_compared",
            ),
        )

    def __str__(self) -> str:
        return str(self.number)


class Keying(Row):
    """What one person typed in from a paper that two type in: as typed, until it is settled.

    The same person never has both turns, and nobody changes an entry: the database refuses
    either. It is emptied as soon as the words have become contributions, or are taken back.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="keyings")
    turn = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    entry: "models.JSONField[Any, Any]" = models.JSONField(
        default=dict, help_text="compute/keying.py reads it."
    )

    class Meta:
        ordering = ("turn",)
        constraints = (
            models.UniqueConstraint(fields=("paper", "turn"), name="keying_turn_is_one"),
            models.UniqueConstraint(fields=("paper", "by"), name="keying_is_by_another"),
            models.CheckConstraint(condition=Q(turn__in=[1, 2]), name="keying_has_two_turns"),
        )
