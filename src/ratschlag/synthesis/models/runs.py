"""Full runs of the machine: what was asked, what came out, and what people made of it."""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution, Part
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.process.models import Field, Process
from ratschlag.synthesis.models.themes import Theme
from ratschlag.synthesis.rules import DECIDED_RUNS, ENDPOINT, TOO_FEW, UNDER_WAY, RunState

RUN_STATE_LABELS = {
    RunState.ASKED: _("waits for the worker"),
    RunState.RUNNING: _("is being worked out"),
    RunState.READY: _("ready to be looked at"),
    RunState.TAKEN_OVER: _("taken over"),
    RunState.DISMISSED: _("dismissed"),
    RunState.FAILED: _("failed"),
}


# Of any other fault its name is said, for whoever looks into the log.
RUN_FAULT_LABELS = {
    TOO_FEW: _("there are too few texts yet"),
    ENDPOINT: _(
        "the endpoint that reads the texts did not answer as agreed; please try again later, or "
        "ask whoever runs the installation"
    ),
}


class RunQuerySet(models.QuerySet["Run"]):
    def under_way(self) -> "RunQuerySet":
        return self.filter(state__in=UNDER_WAY)

    def ready(self) -> "RunQuerySet":
        return self.filter(state=RunState.READY)

    def taken_over(self) -> "RunQuerySet":
        return self.filter(state=RunState.TAKEN_OVER)


class Run(Row):
    """One look of the machine at all texts of a process.

    Its result is only a proposal: a person looks at the difference and takes it over or not.
    It holds no words; names of themes stand in RunTheme.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(
        max_length=12,
        default=RunState.ASKED,
        choices=[(v, RUN_STATE_LABELS[v]) for v in RunState],
    )
    theme_count = models.PositiveSmallIntegerField(
        _("number of themes"), null=True, blank=True, help_text=_("Empty: the machine chooses.")
    )
    settings = models.JSONField(default=dict, help_text="Everything that decides the result.")
    versions = models.JSONField(default=dict, help_text="Of the program and its libraries.")
    model_name = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=60, blank=True)
    model_hash = models.CharField(max_length=64, blank=True)
    seed = models.PositiveBigIntegerField(null=True)
    state_after = models.BinaryField(
        default=bytes, help_text="What the next run and new texts need; see Space.state."
    )
    input_hash = models.CharField(max_length=64, blank=True)
    figures = models.JSONField(default=dict)
    difference = models.JSONField(
        default=dict, help_text="Against the last run: gained, lost, new, gone for each theme."
    )
    step = models.CharField(max_length=20, blank=True)
    done_count = models.PositiveIntegerField(default=0)
    text_count = models.PositiveIntegerField(default=0)
    why_failed = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(help_text="The last sign of life of its worker, real time.")
    finished_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("process",),
                condition=Q(state__in=UNDER_WAY),
                name="run_under_way_is_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(RunState)), name="run_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED_RUNS, decided_at__isnull=False)
                | ~Q(state__in=DECIDED_RUNS) & Q(decided_at__isnull=True),
                name="run_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, finished_at__isnull=True)
                | ~Q(state__in=UNDER_WAY) & Q(finished_at__isnull=False),
                name="run_finished_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(done_count__lte=models.F("text_count")), name="run_done_of_its_texts"
            ),
            models.CheckConstraint(
                condition=Q(theme_count__isnull=True) | Q(theme_count__range=(2, 500)),
                name="run_theme_count_makes_sense",
            ),
        )

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def fault(self) -> Promise | str:
        """Why it failed, in words; empty for one that did not."""
        return RUN_FAULT_LABELS.get(self.why_failed, self.why_failed)

    @property
    def percent(self) -> float:
        return 100 * self.done_count / self.text_count if self.text_count else 0


class RunTheme(Row):
    """A theme as a run found it. `key` stays the same from run to run.

    `theme` is the one of the desk that it goes on from; empty for one that is new. The name is
    the machine's; `quotes` names contributions, so that nothing of their words stays here.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="themes")
    key = models.CharField(max_length=24)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    field = models.ForeignKey(
        Field, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=160, blank=True)
    people_count = models.PositiveIntegerField()
    text_count = models.PositiveIntegerField()
    languages = models.JSONField(default=dict)
    channels = models.JSONField(default=dict)
    quotes = models.JSONField(default=list, help_text="Numbers of contributions.")

    class Meta:
        ordering = ("-people_count", "key")
        constraints = (
            models.UniqueConstraint(fields=("run", "key"), name="run_theme_key_is_one"),
            models.CheckConstraint(condition=~Q(key=""), name="run_theme_has_a_key"),
        )

    def __str__(self) -> str:
        return self.name or self.key


class RunMember(Row):
    """Where a run puts a contribution, or a part of it; without a theme it is not assigned."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="members")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(RunTheme, null=True, on_delete=models.CASCADE, related_name="members")
    second = models.ForeignKey(RunTheme, null=True, on_delete=models.CASCADE, related_name="+")
    nearness = models.FloatField(default=0)
    why = models.JSONField(default=dict)
    fields = models.JSONField(
        default=list, help_text="The two that fit best: number, probability, why."
    )
    x = models.FloatField(default=0, help_text="Where it stands in the picture; decides nothing.")
    y = models.FloatField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("run", "contribution"),
                condition=Q(part__isnull=True),
                name="run_member_whole_is_one",
            ),
            models.UniqueConstraint(
                fields=("run", "part"),
                condition=Q(part__isnull=False),
                name="run_member_part_is_one",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | Q(first__isnull=False),
                name="run_member_second_after_first",
            ),
        )
