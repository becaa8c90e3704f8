"""Goals and measures, and where each comes from."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution
from ratschlag.events.models import EventResult
from ratschlag.goals.rules import (
    Funding,
    GoalLevel,
    GoalState,
    MeasureState,
    OriginKind,
    Priority,
)
from ratschlag.languages.models import Authored
from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.lib.rows import Row
from ratschlag.people.models import Organisation
from ratschlag.process.models import PRECISIONS, Field, Process, is_whole
from ratschlag.synthesis.models import Theme

LEVEL_LABELS = {
    GoalLevel.GUIDING: _("Guiding principle"),
    GoalLevel.ACTION: _("Goal"),
}

GOAL_STATE_LABELS = {
    GoalState.PROPOSED: _("proposed"),
    GoalState.AGREED: _("agreed"),
    GoalState.ADOPTED: _("decided"),
    GoalState.DROPPED: _("dropped"),
}

MEASURE_STATE_LABELS = {
    MeasureState.PROPOSED: _("proposed"),
    MeasureState.PLANNED: _("planned"),
    MeasureState.ADOPTED: _("decided"),
    MeasureState.DROPPED: _("dropped"),
}

FUNDING_LABELS = {
    Funding.BUDGET: _("from the city's budget"),
    Funding.GRANT: _("from grants"),
    Funding.BUDGET_OR_GRANT: _("from the city's budget or from grants"),
    Funding.NONE: _("costs nothing"),
    Funding.OPEN: _("not settled yet"),
}

PRIORITY_LABELS = {
    Priority.HIGH: _("high"),
    Priority.MEDIUM: _("medium"),
    Priority.LOW: _("low"),
}

ORIGIN_LABELS = {
    OriginKind.INSPIRED: _("inspired by it"),
    OriginKind.MERGED: _("goes into it"),
    OriginKind.VERBATIM: _("word for word"),
}


class Goal(Authored):
    """What shall be reached."""

    translated = ("title",)

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="goals")
    field = models.ForeignKey(
        Field,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="goals",
        verbose_name=_("field of action"),
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subgoals"
    )
    code = models.CharField(_("number"), max_length=20)
    level = models.CharField(
        _("level"),
        max_length=20,
        default=GoalLevel.ACTION,
        choices=[(v, LEVEL_LABELS[v]) for v in GoalLevel],
    )
    title = models.CharField(_("goal"), max_length=300)
    state = models.CharField(
        _("state"),
        max_length=20,
        default=GoalState.PROPOSED,
        choices=[(v, GOAL_STATE_LABELS[v]) for v in GoalState],
    )
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("process", "code"), name="goal_code_is_one"),
            models.CheckConstraint(condition=~Q(title=""), name="goal_has_a_title"),
            models.CheckConstraint(condition=~Q(code=""), name="goal_has_a_code"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="goal_not_below_itself"),
            models.CheckConstraint(
                condition=Q(level=GoalLevel.GUIDING) | Q(field__isnull=False),
                name="goal_of_action_has_a_field",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(GoalState)), name="goal_state_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class MeasureQuerySet(models.QuerySet["Measure"]):
    def standing(self) -> "MeasureQuerySet":
        return self.exclude(state=MeasureState.DROPPED)

    def without_origin(self) -> "MeasureQuerySet":
        return self.standing().filter(origins=None)

    def without_lead(self) -> "MeasureQuerySet":
        return self.standing().filter(lead=None)

    def without_cost(self) -> "MeasureQuerySet":
        return self.standing().filter(cost_once=None, cost_per_year=None)

    def without_indicator(self) -> "MeasureQuerySet":
        return self.standing().filter(indicator="")


class Measure(Authored):
    """Who does what for whom until when, what it costs, and how one sees that it worked."""

    translated = ("title", "description", "need", "target_group", "indicator", "place")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="measures")
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, related_name="measures", verbose_name=_("field of action")
    )
    goal = models.ForeignKey(
        Goal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
        verbose_name=_("goal"),
    )
    code = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what exactly is done"), blank=True)
    need = models.TextField(_("why it is needed"), blank=True)
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    lead = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_measures",
        verbose_name=_("lead"),
    )
    starts_on = models.DateField(null=True, blank=True)
    starts_precision = models.CharField(
        max_length=10, default=Precision.UNKNOWN, choices=PRECISIONS
    )
    ends_on = models.DateField(null=True, blank=True)
    ends_precision = models.CharField(max_length=10, default=Precision.UNKNOWN, choices=PRECISIONS)
    is_continuous = models.BooleanField(_("goes on without an end"), default=False)
    cost_once = models.PositiveIntegerField(_("cost, once, in euros"), null=True, blank=True)
    cost_per_year = models.PositiveIntegerField(_("cost per year, in euros"), null=True, blank=True)
    funding = models.CharField(
        _("funding"),
        max_length=20,
        default=Funding.OPEN,
        choices=[(v, FUNDING_LABELS[v]) for v in Funding],
    )
    indicator = models.CharField(_("how one sees that it works"), max_length=200, blank=True)
    target_value = models.CharField(_("value to be reached"), max_length=100, blank=True)
    indicator_source = models.CharField(_("source of the value"), max_length=200, blank=True)
    priority = models.CharField(
        _("priority"),
        max_length=10,
        blank=True,
        choices=[(v, PRIORITY_LABELS[v]) for v in Priority],
    )
    place = models.CharField(_("where in the city"), max_length=200, blank=True)
    state = models.CharField(
        _("state"),
        max_length=20,
        default=MeasureState.PROPOSED,
        choices=[(v, MEASURE_STATE_LABELS[v]) for v in MeasureState],
    )
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("process", "code"), name="measure_code_is_one"),
            models.CheckConstraint(condition=~Q(title=""), name="measure_has_a_title"),
            models.CheckConstraint(condition=~Q(code=""), name="measure_has_a_code"),
            models.CheckConstraint(condition=is_whole("starts"), name="measure_start_is_whole"),
            models.CheckConstraint(condition=is_whole("ends"), name="measure_end_is_whole"),
            models.CheckConstraint(
                condition=Q(is_continuous=False) | Q(ends_on__isnull=True),
                name="measure_without_an_end_has_none",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(MeasureState)), name="measure_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(funding__in=list(Funding)), name="measure_funding_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def starts(self) -> PartialDate:
        return PartialDate(self.starts_on, Precision(self.starts_precision))

    @property
    def ends(self) -> PartialDate:
        return PartialDate(self.ends_on, Precision(self.ends_precision))


class MeasurePartner(Row):
    """An organisation that helps with a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnered_measures"
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "organisation"), name="measure_partner_is_one"
            ),
        )


def _exactly_one(*names: str) -> Q:
    """One of these columns is filled, the others are not."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


class Origin(Row):
    """Where a goal or a measure comes from: a theme, a contribution, or a meeting's result."""

    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.CASCADE, related_name="origins"
    )
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="origins"
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="led_to"
    )
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="led_to"
    )
    event_result = models.ForeignKey(
        EventResult, null=True, blank=True, on_delete=models.PROTECT, related_name="led_to"
    )
    kind = models.CharField(
        _("how"),
        max_length=20,
        default=OriginKind.INSPIRED,
        choices=[(v, ORIGIN_LABELS[v]) for v in OriginKind],
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=_exactly_one("goal", "measure"), name="origin_of_one_thing"
            ),
            models.CheckConstraint(
                condition=_exactly_one("theme", "contribution", "event_result"),
                name="origin_from_one_source",
            ),
            models.UniqueConstraint(fields=("measure", "theme"), name="origin_in_theme_is_one"),
            models.UniqueConstraint(
                fields=("measure", "contribution"), name="origin_in_contribution_is_one"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(OriginKind)), name="origin_kind_is_known"
            ),
        )
