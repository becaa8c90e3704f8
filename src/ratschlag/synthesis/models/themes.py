"""Themes, and what they were called before."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.process.models import Field, Process
from ratschlag.synthesis.rules import ThemeState

THEME_STATE_LABELS = {
    ThemeState.PROPOSED: _("proposed"),
    ThemeState.OPEN: _("open"),
    ThemeState.HANDED_OVER: _("with the field group"),
    ThemeState.MERGED: _("merged"),
}


class ThemeQuerySet(models.QuerySet["Theme"]):
    def current(self) -> "ThemeQuerySet":
        """Those that a person stands behind and that have not gone into another one."""
        return self.exclude(state__in=(ThemeState.MERGED, ThemeState.PROPOSED))

    def proposed(self) -> "ThemeQuerySet":
        """Those that only a machine found; nobody outside the desk sees them."""
        return self.filter(state=ThemeState.PROPOSED)

    def at_the_desk(self) -> "ThemeQuerySet":
        """What a contribution can be assigned to: the current ones, and those proposed."""
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
    # By which every run knows it again; empty for one that no run has met yet.
    key = models.CharField(max_length=24, blank=True)
    # Until a person confirms or changes it.
    is_machine_named = models.BooleanField(default=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(fields=("process", "slug"), name="theme_slug_is_one"),
            models.UniqueConstraint(
                fields=("process", "key"), condition=~Q(key=""), name="theme_key_is_one"
            ),
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
