"""The document: a tree of sections, and editions that never change."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.concept.rules import EditionState, Gap, Renders
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.process.models import Field, Process

RENDERS_LABELS = {
    Renders.NOTHING: _("only its text"),
    Renders.GUIDING: _("the guiding principle"),
    Renders.FIELD: _("goals and measures of its field of action"),
    Renders.FATES: _("what became of the contributions"),
}

EDITION_LABELS = {
    EditionState.WORKING: _("working draft"),
    EditionState.PUBLIC_DRAFT: _("public draft"),
    EditionState.COUNCIL_DRAFT: _("draft for the council"),
    EditionState.COUNCIL_DRAFT_REVISED: _("revised draft for the council"),
    EditionState.ADOPTED: _("decided"),
}


GAP_LABELS = {
    Gap.EMPTY_SECTION: _("Sections without a text"),
    Gap.FIELD_WITHOUT_SECTION: _("Fields of action without a section"),
    Gap.GUIDING: _("Guiding principle that is not written yet"),
    Gap.LEAD: _("Measures without a lead"),
    Gap.COST: _("Measures without a cost"),
    Gap.INDICATOR: _("Measures without an indicator"),
    Gap.ORIGIN: _("Measures without an origin"),
    Gap.OUTCOME: _("Themes without an outcome"),
}


class Section(Authored):
    """A chapter: its text, and what it takes from the records. Paragraphs are set apart by an
    empty line."""

    translated = ("title", "text")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="sections")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsections"
    )
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    renders = models.CharField(
        _("shows"),
        max_length=20,
        blank=True,
        default=Renders.NOTHING,
        choices=[(v, RENDERS_LABELS[v]) for v in Renders],
    )
    field = models.ForeignKey(
        Field,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sections",
        verbose_name=_("field of action"),
    )

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="section_number_is_one"),
            models.UniqueConstraint(fields=("process", "position"), name="section_position_is_one"),
            models.CheckConstraint(condition=~Q(title=""), name="section_has_a_title"),
            models.CheckConstraint(condition=~Q(number=""), name="section_has_a_number"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="section_not_below_itself"),
            models.CheckConstraint(
                condition=Q(renders=Renders.FIELD, field__isnull=False)
                | ~Q(renders=Renders.FIELD) & Q(field__isnull=True),
                name="section_of_a_field_has_it",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Edition(Row):
    """The document as it was on a day. The database refuses to change or delete it.

    `canonical` is JSON with sorted keys and no spaces (concept/compute.py): text and sources.
    `sha256` is the digest of its UTF-8 bytes.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="editions")
    number = models.CharField(_("number"), max_length=20)
    state = models.CharField(
        _("state"), max_length=30, choices=[(v, EDITION_LABELS[v]) for v in EditionState]
    )
    frozen_at = models.DateTimeField()
    reason = models.CharField(_("what is new"), max_length=300, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("frozen_at", "number")
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="edition_number_is_one"),
            models.CheckConstraint(condition=~Q(number=""), name="edition_has_a_number"),
            models.CheckConstraint(
                condition=Q(state__in=list(EditionState)), name="edition_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_public=True) | Q(state=EditionState.WORKING),
                name="edition_before_the_council_is_public",
            ),
        )

    def __str__(self) -> str:
        return self.number
