"""The one table of the search: what everyone may read, and by which entries it is found."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES
from ratschlag.lib.rows import Row
from ratschlag.search.compute.entries import entries_of, entries_of_title
from ratschlag.search.rules import Kind

KIND_LABELS = {
    Kind.PROCESS: _("Process"),
    Kind.PHASE: _("Step"),
    Kind.EVENT: _("Event"),
    Kind.FIELD: _("Field of action"),
    Kind.SURVEY: _("Survey"),
    Kind.THEME: _("Theme"),
    Kind.VOICE: _("Contribution"),
    Kind.GOAL: _("Goal"),
    Kind.MEASURE: _("Measure"),
    Kind.CONCEPT: _("Concept"),
    Kind.PAPER: _("Council"),
    Kind.REPORT: _("Report"),
    Kind.RELEASE: _("Press release"),
    Kind.PAGE: _("Page"),
    Kind.TERM: _("Glossary"),
    Kind.DOCUMENT: _("Document"),
    Kind.ORGANISATION: _("Organisation"),
}

# By this one text is told from another: kind, key, language.
Name = tuple[str, str, str]
# A language that nobody could tell (ISO 639-2).
UNDETERMINED = "und"
# Whoever changes how entries are made raises it; the next run then writes every document anew.
_MADE_BY = 1


@dataclass(frozen=True)
class Text:
    """Something public in one language, as it is handed to the index.

    `address` begins behind the language: "verfahren/klima/". Voices have no title. `also` is what
    it is called besides its title, a number such as "M02-1": it finds like a title.
    """

    kind: Kind
    key: str
    language: str
    title: str
    text: str
    address: str
    public_on: date | None = None
    also: str = ""

    @property
    def name(self) -> Name:
        return self.kind, self.key, self.language

    @property
    def digest(self) -> str:
        """By this a document knows whether it still says the same."""
        plain = repr((_MADE_BY, *asdict(self).values()))
        return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:32]


class DocumentQuerySet(models.QuerySet["Document"]):
    def put(self, texts: Iterable[Text]) -> int:
        """Index these, in place of what stands there of the same; returns how many."""
        rows = [_document_of(text) for text in texts]
        self.take_out((row.kind, row.key, row.language) for row in rows)
        self.bulk_create(rows, batch_size=200)
        return len(rows)

    def take_out(self, names: Iterable[Name]) -> None:
        """What has these names is not found any more."""
        keys: dict[tuple[str, str], list[str]] = defaultdict(list)
        for kind, key, language in names:
            keys[kind, language].append(key)
        for (kind, language), found in keys.items():
            self.filter(kind=kind, language=language, key__in=found).delete()

    def digests(self) -> dict[Name, str]:
        """What stands in the index, and by what one sees whether it still says the same."""
        rows = self.values_list("kind", "key", "language", "digest")
        return {(kind, key, language): digest for kind, key, language, digest in rows}


class Document(Row):
    """One thing in one language. What the database finds it by is kept by its own triggers
    (migration 0001): SQLite in the table search_index (FTS5), PostgreSQL in the column `vector`."""

    kind = models.CharField(
        _("kind"), max_length=20, choices=[(kind, KIND_LABELS[kind]) for kind in Kind]
    )
    key = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=400, help_text="Behind the language.")
    public_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=32)
    title_entries = models.TextField(blank=True)
    text_entries = models.TextField(blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "key", "language"), name="document_is_one"),
            models.CheckConstraint(
                condition=Q(kind__in=list(Kind)), name="document_kind_of_search_is_known"
            ),
            models.CheckConstraint(
                condition=Q(language__in=[*LANGUAGES, UNDETERMINED]),
                name="document_language_is_known",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="document_has_a_key"),
            models.CheckConstraint(condition=~Q(address=""), name="document_has_an_address"),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(text=""), name="document_says_something"
            ),
        )

    def __str__(self) -> str:
        return self.title or self.text[:60]


def _document_of(text: Text) -> Document:
    return Document(
        kind=text.kind,
        key=text.key,
        language=text.language,
        title=text.title[:400],
        text=text.text,
        address=text.address,
        public_on=text.public_on,
        digest=text.digest,
        title_entries=entries_of_title(text.title, text.language, also=text.also),
        text_entries=entries_of(text.text, text.language),
    )
