"""Titles and summaries that a language model drafted, with the contributions they rest on."""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.synthesis.models.themes import Theme
from ratschlag.synthesis.rules import DECIDED_DRAFTS, OPEN_DRAFTS, DraftFault, DraftState

DRAFT_FAULT_LABELS = {
    DraftFault.ENDPOINT: _(
        "The endpoint did not answer as agreed. Please try again later, or ask whoever runs the "
        "installation."
    ),
    DraftFault.NO_TEXTS: _(
        "There was nothing to send: no contribution of this theme is public without personal data."
    ),
    DraftFault.NOTHING_PASSED: _("Nothing of what came back could be proved: all was thrown away."),
    DraftFault.CHANGED: _(
        "Meanwhile words that the draft rests on were taken back or changed. Please ask again."
    ),
}


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> "DraftQuerySet":
        return self.filter(state__in=OPEN_DRAFTS)


class Draft(Row):
    """What a language model proposes to call a theme; nothing of it counts until it is confirmed.

    Only what could be proved is here, and how much was thrown away. `sentences` holds each with
    the numbers of the contributions that it cites; the same stand in DraftSource. The database
    itself removes it when words that it rests on go or are replaced (migration 0005).
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="drafts")
    state = models.CharField(
        max_length=12, default=DraftState.ASKED, choices=[(v, v) for v in DraftState]
    )
    title = models.CharField(max_length=160, blank=True)
    title_cites = models.JSONField(default=list, help_text="Numbers of contributions.")
    summary = models.TextField(blank=True)
    sentences = models.JSONField(default=list, help_text="Of the summary: text, numbers.")
    refused = models.JSONField(default=dict, help_text="How many were thrown away, by reason.")
    model = models.CharField(max_length=120, blank=True)
    why_failed = models.CharField(max_length=20, blank=True, choices=[(v, v) for v in DraftFault])
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("theme",), condition=Q(state__in=OPEN_DRAFTS), name="draft_open_is_one"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(DraftState)), name="draft_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED_DRAFTS, decided_at__isnull=False)
                | ~Q(state__in=DECIDED_DRAFTS) & Q(decided_at__isnull=True),
                name="draft_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(DraftState.PROPOSED, DraftState.CONFIRMED))
                | ~Q(model="") & (~Q(title="") | ~Q(summary="")),
                name="draft_says_something",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.FAILED, why_failed__in=list(DraftFault))
                | ~Q(state=DraftState.FAILED) & Q(why_failed=""),
                name="draft_failed_for_a_reason",
            ),
        )

    @property
    def fault(self) -> Promise | str:
        """Why there is none, in words."""
        return DRAFT_FAULT_LABELS[DraftFault(self.why_failed)] if self.why_failed else ""


class DraftSource(Row):
    """A contribution that a draft cites; quoted where words of it stand there."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="sources")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    is_quoted = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "contribution"), name="draft_source_is_one"),
        )
