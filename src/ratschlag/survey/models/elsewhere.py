"""Answers that other tools collected: which files came in, and how their columns were read."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.survey.compute.columns import Source
from ratschlag.survey.models.questionnaire import Survey, Version


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("columns to be assigned")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, not taken in yet")
    RUNNING = "running", _("being taken in")
    DONE = "done", _("taken in")


SOURCE_LABELS = {
    Source.LIMESURVEY: "LimeSurvey",
    Source.KOBO: "KoBoToolbox",
    Source.OWN: _("an export of this system"),
    Source.TABLE: _("a table"),
}


class ColumnMapping(Row):
    """How the columns of a kind of file are read, kept under a name for the next one.

    `columns` holds where each goes, by its name; see compute/columns.py.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="column_mappings")
    name = models.CharField(_("name"), max_length=60)
    columns = models.JSONField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("process", "name"), name="column_mapping_name_is_one"),
            models.CheckConstraint(condition=~Q(name=""), name="column_mapping_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Import(Row):
    """A file of answers. A survey takes the same file once: it is known by its SHA-256.

    `plan` says how it is read, `report` what was refused and why; it holds nobody's words, and
    no values any more once it is done.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="imports")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=12, choices=[(v, SOURCE_LABELS[v]) for v in Source])
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    columns = models.JSONField(help_text="The names of the columns that stayed.")
    dropped = models.JSONField(default=list, help_text="[[name, why]]: compute/private.py")
    plan = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    stored_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_on = models.DateField()

    class Meta:
        ordering = ("-uploaded_on", "name", "id")
        constraints = (
            models.UniqueConstraint(fields=("survey", "sha256"), name="import_of_a_file_once"),
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(done_count__lte=F("row_count")), name="import_done_of_its_rows"
            ),
            models.CheckConstraint(
                condition=Q(done_count=F("stored_count") + F("refused_count")),
                name="import_leaves_no_row_out",
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.DONE) | Q(done_count=F("row_count")),
                name="import_done_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.RUNNING)

    @property
    def share_done(self) -> float:
        return 100 * self.done_count / self.row_count if self.row_count else 100


class ImportFile(Row):
    """The rows that wait to be taken in: packed, and without the columns that were dropped.

    In the database rather than a folder, so that the worker finds it wherever it runs, and so
    that it goes with the import it belongs to.
    """

    of = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()
    kept_until = models.DateField()
