"""Goals and measures, and where each comes from."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution
from ratschlag.events.models import EventResult
from ratschlag.goals.rules import (
    Funding,
    Gap,
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


# The number stands in the address of a page.
_is_code = RegexValidator(
    r"\A[0-9A-Za-z]+([.-][0-9A-Za-z]+)*\Z",
    _("Only letters, digits, hyphens and full stops, such as M02-1 or G02.1."),
)

# The same as one word, beside the measure that lacks it.
GAP_WORDS = {
    Gap.LEAD: _("responsible"),
    Gap.END: _("end"),
    Gap.COST: _("cost"),
    Gap.INDICATOR: _("indicator"),
    Gap.ORIGIN: _("origin"),
    Gap.GOAL: _("goal"),
}

GAP_LABELS = {
    Gap.LEAD: _("Measures without a lead"),
    Gap.END: _("Measures without an end"),
    Gap.COST: _("Measures without a cost"),
    Gap.INDICATOR: _("Measures without an indicator"),
    Gap.ORIGIN: _("Measures without an origin"),
    Gap.GOAL: _("Measures without a goal"),
    Gap.MEASURE: _("Goals without a measure"),
    Gap.OUTCOME: _("Themes without an outcome"),
    Gap.ANSWER: _("Themes without an answer"),
}


class GoalQuerySet(models.QuerySet["Goal"]):
    def standing(self) -> "GoalQuerySet":
        return self.exclude(state=GoalState.DROPPED)

    def in_order(self) -> "GoalQuerySet":
        """The guiding principle first, then field by field; 2.9 stands before 2.10."""
        first = F("field__number").asc(nulls_first=True)
        return self.order_by(first, Length("code"), "code")

    def without_measure(self) -> "GoalQuerySet":
        """Goals that nobody does anything for; the guiding principle is carried by goals."""
        own = Measure.objects.standing().filter(goal=OuterRef("pk"))
        return self.standing().filter(~Exists(own), level=GoalLevel.ACTION)


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
    code = models.CharField(_("number"), max_length=20, validators=[_is_code])
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

    objects = GoalQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(level__in=list(GoalLevel)), name="goal_level_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class MeasureQuerySet(models.QuerySet["Measure"]):
    def standing(self) -> "MeasureQuerySet":
        return self.exclude(state=MeasureState.DROPPED)

    def in_order(self) -> "MeasureQuerySet":
        """Field by field; M02-9 stands before M02-10."""
        return self.order_by("field__number", Length("code"), "code")

    def lacking(self, gap: Gap) -> "MeasureQuerySet":
        """Standing measures without this; raises KeyError for what measures don't have."""
        missing = {
            Gap.LEAD: Q(lead=None),
            Gap.END: Q(ends_on=None, is_continuous=False),
            Gap.COST: Q(cost_once=None, cost_per_year=None),
            Gap.INDICATOR: Q(indicator=""),
            Gap.ORIGIN: Q(origins=None),
            Gap.GOAL: Q(goal=None),
        }
        return self.standing().filter(missing[gap])

    def from_citizens(self) -> "MeasureQuerySet":
        """Those that go back to what someone said: a theme, or a contribution by itself."""
        said = Q(theme__isnull=False) | Q(contribution__isnull=False)
        own = Origin.objects.filter(said, measure=OuterRef("pk"))
        return self.standing().filter(Exists(own))

    def with_origin_known(self) -> "MeasureQuerySet":
        """With `has_origin`, so that a list can say which ones have none."""
        return self.annotate(has_origin=Exists(Origin.objects.filter(measure=OuterRef("pk"))))


class Measure(Authored):
    """Who does what for whom until when, what it costs, and how one sees that it worked."""

    translated = (
        *("title", "description", "need", "target_group", "indicator", "target_value"),
        *("place", "drop_reason"),
    )

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
    code = models.CharField(_("number"), max_length=20, validators=[_is_code])
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
    drop_reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)
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
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on"))
                # "15 September to September": the span of the end begins before the beginning.
                | ~Q(ends_precision=Precision.DAY),
                name="measure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(priority__in=["", *Priority]), name="measure_priority_is_known"
            ),
            models.CheckConstraint(
                condition=Q(drop_reason="") | Q(state=MeasureState.DROPPED),
                name="measure_dropped_for_a_reason",
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
            models.UniqueConstraint(
                fields=("measure", "position"), name="measure_partner_position_is_one"
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
            *(
                models.UniqueConstraint(fields=(of, source), name=f"origin_of_{of}_in_{source}")
                for of in ("goal", "measure")
                for source in ("theme", "contribution", "event_result")
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(OriginKind)), name="origin_kind_is_known"
            ),
        )
