"""Notices: what everyone on the site has to know for some days."""

from datetime import datetime

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.models import Authored
from ratschlag.press.rules import LONGEST_NOTICE, NoticeLevel

LEVEL_LABELS = {
    NoticeLevel.INFORMATION: _("Information"),
    NoticeLevel.WARNING: _("Warning"),
    NoticeLevel.DANGER: _("Danger"),
}


class NoticeQuerySet(models.QuerySet["Notice"]):
    def shown(self, at: datetime) -> "NoticeQuerySet":
        """What is shown at that moment: danger first, of one level the newest first."""
        places = [When(level=level, then=Value(at)) for at, level in enumerate(NoticeLevel)]
        return (
            self.filter(starts_at__lte=at, ends_at__gt=at)
            .annotate(place=Case(*places))
            .order_by("-place", "-starts_at", "id")
        )


class Notice(Authored):
    """A sentence above every public page, from … until …; there is always an end."""

    translated = ("text",)

    level = models.CharField(
        _("level"), max_length=12, choices=[(v, LEVEL_LABELS[v]) for v in NoticeLevel]
    )
    text = models.CharField(_("text"), max_length=LONGEST_NOTICE)
    starts_at = models.DateTimeField(_("shown from"))
    ends_at = models.DateTimeField(_("shown until"))
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="notice_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="notice_has_text"),
            models.CheckConstraint(
                condition=Q(level__in=list(NoticeLevel)), name="notice_level_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.text
