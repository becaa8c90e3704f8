"""Themes, which contribution speaks of which, what became of them, and the city's answers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution, Part
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.process.models import Field, Process
from ratschlag.synthesis.rules import OF_THEMES, CodingState, OutcomeValue, Proposer, ThemeState

THEME_STATE_LABELS = {
    ThemeState.OPEN: _("open"),
    ThemeState.HANDED_OVER: _("with the field group"),
    ThemeState.MERGED: _("merged"),
}

CODING_STATE_LABELS = {
    CodingState.PROPOSED: _("proposed"),
    CodingState.ACCEPTED: _("accepted"),
    CodingState.DISMISSED: _("dismissed"),
}

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


class ThemeQuerySet(models.QuerySet["Theme"]):
    def current(self) -> "ThemeQuerySet":
        """Those that have not gone into another one."""
        return self.exclude(state=ThemeState.MERGED)

    def without_outcome(self) -> "ThemeQuerySet":
        return self.current().filter(outcome=None)

    def without_answer(self) -> "ThemeQuerySet":
        return self.current().filter(Q(outcome=None) | Q(outcome__answer=None))


class Theme(Authored):
    """What several people speak of. Merging and splitting leave every trace."""

    translated = ("title", "summary")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="themes")
    field = models.ForeignKey(
        Field,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="themes",
        verbose_name=_("field of action"),
    )
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=20,
        default=ThemeState.OPEN,
        choices=[(v, THEME_STATE_LABELS[v]) for v in ThemeState],
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_themes"
    )
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_themes"
    )
    handed_over_on = models.DateField(null=True, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(fields=("process", "slug"), name="theme_slug_is_one"),
            models.CheckConstraint(condition=~Q(title=""), name="theme_has_a_title"),
            models.CheckConstraint(
                condition=Q(state__in=list(ThemeState)), name="theme_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ThemeState.MERGED, merged_into__isnull=False)
                | ~Q(state=ThemeState.MERGED) & Q(merged_into__isnull=True),
                name="theme_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="theme_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state=ThemeState.HANDED_OVER) | Q(handed_over_on__isnull=False),
                name="theme_handed_over_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.title


class FormerThemeTitle(Row):
    """What a theme was called before it was renamed."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="former_titles")
    title = models.CharField(max_length=160)
    until_on = models.DateField()

    class Meta:
        ordering = ("until_on", "title")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="former_theme_title_has_text"),
        )

    def __str__(self) -> str:
        return self.title


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
