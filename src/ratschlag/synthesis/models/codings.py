"""Who speaks of what: of which theme, of which field of action; who says so, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution, Part
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.process.models import Field
from ratschlag.synthesis.models.runs import Run
from ratschlag.synthesis.models.themes import Theme
from ratschlag.synthesis.rules import CodingState, Proposer

CODING_STATE_LABELS = {
    CodingState.PROPOSED: _("proposed"),
    CodingState.ACCEPTED: _("accepted"),
    CodingState.DISMISSED: _("dismissed"),
}


class Coding(Row):
    """A contribution, or a part of it, speaks of a theme: who says so, and why."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="codings")
    part = models.ForeignKey(
        Part, null=True, blank=True, on_delete=models.PROTECT, related_name="codings"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    moved_from = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="moved_codings"
    )
    state = models.CharField(
        max_length=20,
        default=CodingState.PROPOSED,
        choices=[(v, CODING_STATE_LABELS[v]) for v in CodingState],
    )
    proposer = models.CharField(max_length=10, choices=[(v, v) for v in Proposer])
    proposed_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="proposed_codings"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # Why the machine proposes it: {"words": […], "near": [numbers of contributions]}, and how
    # near it is; both go with the words they were made of (migration 0003).
    why = models.JSONField(default=dict, blank=True)
    nearness = models.FloatField(null=True, blank=True)
    run = models.ForeignKey(
        Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="codings"
    )
    decided_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="decided_codings"
    )
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contribution", "theme"),
                condition=Q(part__isnull=True),
                name="coding_of_the_whole_is_one",
            ),
            models.UniqueConstraint(
                fields=("part", "theme"),
                condition=Q(part__isnull=False),
                name="coding_of_a_part_is_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(CodingState)), name="coding_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(proposer__in=list(Proposer)), name="coding_proposer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=CodingState.PROPOSED, decided_on__isnull=True)
                | ~Q(state=CodingState.PROPOSED) & Q(decided_on__isnull=False),
                name="coding_is_decided_on_a_day",
            ),
        )

    @property
    def current(self) -> Theme:
        """The theme it counts for now."""
        return self.theme.merged_into or self.theme


class FieldCoding(Row):
    """A contribution, or a part of it, belongs to a field of action: who says so, and why.

    A machine proposes the two that fit best; what a person accepts or dismisses stays, and is
    what the machine learns from.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="field_codings"
    )
    part = models.ForeignKey(
        Part, null=True, blank=True, on_delete=models.PROTECT, related_name="field_codings"
    )
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20,
        default=CodingState.PROPOSED,
        choices=[(v, CODING_STATE_LABELS[v]) for v in CodingState],
    )
    proposer = models.CharField(max_length=10, choices=[(v, v) for v in Proposer])
    probability = models.FloatField(null=True, blank=True)
    why = models.JSONField(default=dict, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contribution", "field"),
                condition=Q(part__isnull=True),
                name="field_coding_of_the_whole_is_one",
            ),
            models.UniqueConstraint(
                fields=("part", "field"),
                condition=Q(part__isnull=False),
                name="field_coding_of_a_part_is_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(CodingState)), name="field_coding_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(proposer__in=list(Proposer)), name="field_coding_proposer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__range=(0, 1)),
                name="field_coding_probability_is_one",
            ),
            models.CheckConstraint(
                condition=Q(state=CodingState.PROPOSED, decided_on__isnull=True)
                | ~Q(state=CodingState.PROPOSED) & Q(decided_on__isnull=False),
                name="field_coding_is_decided_on_a_day",
            ),
        )
