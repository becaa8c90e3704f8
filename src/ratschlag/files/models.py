"""What staff attach, as it is handed out: pictures drawn anew, PDFs without scripts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.files.rules import CONTENT_TYPES, ENDINGS, MOST_BYTES, Kind
from ratschlag.lib.rows import Row

KIND_LABELS = {Kind.PDF: "PDF", Kind.PNG: _("picture (PNG)"), Kind.JPEG: _("picture (JPEG)")}


class File(Row):
    """A file in the database rather than in a folder, so that a backup has what a page names."""

    slug = models.SlugField(max_length=60, help_text="Its name without the ending.")
    kind = models.CharField(max_length=4, choices=[(kind, KIND_LABELS[kind]) for kind in Kind])
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes.")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="file_kind_is_known"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MOST_BYTES), name="file_size_has_a_limit"
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="file_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.slug}.{ENDINGS[Kind(self.kind)]}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[Kind(self.kind)]
