"""What became of the measures: a report each period, and a status per measure that only grows."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.goals.models import Measure
from ratschlag.languages.models import Authored
from ratschlag.monitoring.rules import NEEDS_A_NOTE, Status
from ratschlag.people.models import Person
from ratschlag.process.models import Process

STATUS_LABELS = {
    Status.PLANNED: _("planned"),
    Status.RUNNING: _("running"),
    Status.DONE: _("done"),
    Status.DELAYED: _("delayed"),
    Status.CHANGED: _("changed"),
    Status.DROPPED: _("dropped"),
}


class ReportQuerySet(models.QuerySet["Report"]):
    def published(self) -> "ReportQuerySet":
        return self.filter(published_on__isnull=False)

    def open(self) -> "ReportQuerySet":
        return self.filter(published_on__isnull=True)


class Report(Authored):
    """One period: as of which day, and when the next one is due."""

    translated = ("title",)

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(_("title"), max_length=160)
    as_of = models.DateField(_("as of"))
    next_on = models.DateField(_("next report on"), null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of",)
        constraints = (
            models.UniqueConstraint(fields=("process", "as_of"), name="report_is_one"),
            models.CheckConstraint(condition=~Q(title=""), name="report_has_a_title"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("as_of")),
                name="report_not_published_ahead",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("as_of")),
                name="report_next_comes_later",
            ),
        )

    def __str__(self) -> str:
        return self.title


class MeasureStatus(Authored):
    """What was said about a measure in a report. Append-only: a correction is a further row."""

    translated = ("note",)

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="statuses")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(
        _("status"), max_length=20, choices=[(v, STATUS_LABELS[v]) for v in Status]
    )
    note = models.TextField(_("note"), blank=True)
    indicator_value = models.CharField(_("value of the indicator"), max_length=200, blank=True)
    said_at = models.DateTimeField(help_text="Domain time; the latest of a report counts.")
    said_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="measure_statuses"
    )

    class Meta:
        ordering = ("-said_at",)
        indexes = (models.Index(fields=("measure", "said_at"), name="measure_status_in_order"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=list(Status)), name="measure_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=list(NEEDS_A_NOTE)) | ~Q(note=""),
                name="measure_status_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_status_display()}"
