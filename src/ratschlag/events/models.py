"""Meetings: kick-off, conference, workshop, talk; who took part and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.events.rules import Count, EventKind, EventState, ResultKind
from ratschlag.languages.models import Authored
from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.lib.rows import Row
from ratschlag.people.models import Organisation
from ratschlag.process.models import Field, Process, is_whole

KIND_LABELS = {
    EventKind.KICK_OFF: _("Kick-off"),
    EventKind.CONFERENCE: _("Conference"),
    EventKind.WORKSHOP: _("Workshop"),
    EventKind.EXPERT_TALK: _("Expert talk"),
    EventKind.OUTREACH: _("Outreach"),
    EventKind.HEARING: _("Public hearing"),
}

STATE_LABELS = {
    EventState.PLANNED: _("planned"),
    EventState.HELD: _("held"),
    EventState.CANCELLED: _("cancelled"),
}

RESULT_LABELS = {
    ResultKind.AGREED: _("Agreed"),
    ResultKind.DISCUSSED: _("Discussed"),
    ResultKind.TASK: _("To do"),
}

COUNT_LABELS = {Count.EXACT: _("exactly"), Count.ABOUT: _("about"), Count.MORE_THAN: _("more than")}


class EventSeries(Authored):
    """Meetings that follow one another: the third edition of a conference."""

    translated = ("title",)

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name_plural = "event series"

    def __str__(self) -> str:
        return self.title


class FormerTitle(Row):
    """What a series was called before, and why that changed."""

    series = models.ForeignKey(EventSeries, on_delete=models.CASCADE, related_name="former_titles")
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "title"), name="former_title_is_one"),
        )

    def __str__(self) -> str:
        return self.title


class Event(Authored):
    """A meeting. What was not stated stays empty and is shown as not stated, never invented."""

    translated = ("title", "purpose", "audience")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="events")
    field = models.ForeignKey(
        Field,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("field of action"),
    )
    series = models.ForeignKey(
        EventSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(
        _("kind"), max_length=20, choices=[(v, KIND_LABELS[v]) for v in EventKind]
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    held_on = models.DateField(null=True, blank=True)
    held_precision = models.CharField(
        max_length=10, default=Precision.UNKNOWN, choices=[(p, p) for p in Precision]
    )
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    venue = models.CharField(_("place"), max_length=200, blank=True)
    access_notes = models.CharField(_("access"), max_length=300, blank=True)
    chair = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chaired_events",
        verbose_name=_("led by"),
    )
    expected = models.PositiveIntegerField(_("expected"), null=True, blank=True)
    expected_count = models.CharField(
        max_length=10, default=Count.ABOUT, choices=[(v, COUNT_LABELS[v]) for v in Count]
    )
    attended = models.PositiveIntegerField(_("attended"), null=True, blank=True)
    attended_count = models.CharField(
        max_length=10, default=Count.EXACT, choices=[(v, COUNT_LABELS[v]) for v in Count]
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        default=EventState.PLANNED,
        choices=[(v, STATE_LABELS[v]) for v in EventState],
    )
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )
    is_public = models.BooleanField(_("open to everyone"), default=False)
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("held_on", "starts_at", "title")
        constraints = (
            models.UniqueConstraint(fields=("process", "slug"), name="event_slug_is_one"),
            models.UniqueConstraint(fields=("series", "edition"), name="event_edition_is_one"),
            models.CheckConstraint(
                condition=is_whole("held"),
                name="event_date_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(series__isnull=False),
                name="event_edition_needs_series",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="event_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind__in=list(EventKind)), name="event_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(EventState)), name="event_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.CANCELLED) | ~Q(cancel_reason=""),
                name="event_cancelled_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def held(self) -> PartialDate:
        return PartialDate(self.held_on, Precision(self.held_precision))


class Participation(Row):
    """An organisation or a group that took part, in the order in which it was named."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations"
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("event", "organisation"), name="participation_is_one"),
            models.UniqueConstraint(
                fields=("event", "position"), name="participation_position_is_one"
            ),
        )


class EventResult(Authored):
    """What was agreed or discussed, as the minutes have it."""

    translated = ("text",)

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="results")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[(v, RESULT_LABELS[v]) for v in ResultKind])
    text = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("event", "position"), name="event_result_position_is_one"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="event_result_has_text"),
        )

    def __str__(self) -> str:
        return self.text
