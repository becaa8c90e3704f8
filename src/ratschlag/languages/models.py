"""One row per object, field and language; the source stays where it was written."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE
from ratschlag.languages.rules import State
from ratschlag.lib.rows import Row


class TranslationQuerySet(models.QuerySet["Translation"]):
    def current(self) -> "TranslationQuerySet":
        return self.exclude(state=State.STALE)


class Translation(Row):
    """What one field of one object says in another language.

    The object is named by kind and number, because it may live in any room above.
    """

    kind = models.CharField(max_length=60)
    number = models.BigIntegerField()
    field = models.CharField(max_length=40)
    language = models.CharField(
        max_length=10, choices=[(code, code) for code in LANGUAGES if code != SOURCE_LANGUAGE]
    )
    text = models.TextField()
    state = models.CharField(max_length=10, choices=[(state, state) for state in State])
    source_hash = models.CharField(max_length=32)
    stale_since = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=20, blank=True, help_text="A person's number.")

    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "number", "field", "language"), name="translation_is_one"
            ),
            models.CheckConstraint(
                condition=Q(state=State.STALE, stale_since__isnull=False)
                | ~Q(state=State.STALE) & Q(stale_since__isnull=True),
                name="translation_stale_has_since",
            ),
            models.CheckConstraint(
                condition=~Q(language=SOURCE_LANGUAGE), name="translation_is_not_the_source"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="translation_has_text"),
        )

    def __str__(self) -> str:
        return f"{self.kind}.{self.field} ({self.language})"


class Authored(Row):
    """A row with texts that people write in the source language and others translate."""

    translated: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def kind(self) -> str:
        return self._meta.label_lower
