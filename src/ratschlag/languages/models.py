"""One row per object, field and language; the source stays where it was written."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE
from ratschlag.languages.compute import source_hash
from ratschlag.languages.rules import LONGEST_EXPLANATION, RUNS_UNDER_WAY, RunState, State
from ratschlag.lib.rows import Row


class TranslationQuerySet(models.QuerySet["Translation"]):
    def current(self) -> "TranslationQuerySet":
        return self.exclude(state=State.STALE)

    def put(
        self, row: "Authored", field: str, *, language: str, text: str, state: State,
        checked_by: str = "", maker: str = "",
    ) -> None:  # fmt: skip
        """Say a field of `row` in another language; what was said there before is kept as such."""
        source = getattr(row, field)
        values = {
            "text": text,
            "state": state,
            "source_hash": source_hash(source),
            "source_text": source,
            "stale_since": None,
            "checked_by": checked_by,
            "maker": maker,
        }
        before = Case(When(text=Value(text), then=F("previous")), default=F("text"))
        self.update_or_create(
            kind=row.kind,
            number=row.pk,
            field=field,
            language=language,
            defaults=values | {"previous": before},
            create_defaults=values,
        )

    def put_all(
        self, row: "Authored", texts: Mapping[tuple[str, str], str], *, state: State
    ) -> None:
        """As `put`, for many fields and languages: what was not said yet is said all at once."""
        there = set(self.filter(kind=row.kind, number=row.pk).values_list("field", "language"))
        self.bulk_create(
            Translation(
                kind=row.kind, number=row.pk, field=field, language=language, text=text,
                state=state, source_text=getattr(row, field),
                source_hash=source_hash(getattr(row, field)),
            )
            for (field, language), text in texts.items()
            if (field, language) not in there
        )  # fmt: skip
        for (field, language), text in texts.items():
            if (field, language) in there:
                self.put(row, field, language=language, text=text, state=state)


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
    source_text = models.TextField(blank=True, help_text="The source from which it was made.")
    previous = models.TextField(blank=True, help_text="What it said before it was changed last.")
    maker = models.CharField(
        max_length=60, blank=True, help_text="The service or the agency from which the words came."
    )

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
            models.CheckConstraint(
                condition=~Q(state=State.MACHINE) | Q(checked_by=""),
                name="translation_by_a_machine_is_unchecked",
            ),
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


class TranslationRunQuerySet(models.QuerySet["TranslationRun"]):
    def under_way(self) -> "TranslationRunQuerySet":
        return self.filter(state__in=RUNS_UNDER_WAY)


class TranslationRun(Row):
    """What a machine was asked to translate into one language, and how far it has come.

    `wanted` lists kind, number and field of each text, and whether it may hold what citizens
    wrote; their words stay where they are.
    """

    language = models.CharField(
        max_length=10, choices=[(code, code) for code in LANGUAGES if code != SOURCE_LANGUAGE]
    )
    state = models.CharField(
        max_length=10, default=RunState.ASKED, choices=[(state, state) for state in RunState]
    )
    service = models.CharField(max_length=60)
    wanted = models.JSONField()
    text_count = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    why_failed = models.CharField(max_length=20, blank=True)
    asked_by = models.CharField(max_length=20, help_text="A person's number.")
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(help_text="The last sign of life of its worker, real time.")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = TranslationRunQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("language",),
                condition=Q(state__in=RUNS_UNDER_WAY),
                name="translation_run_is_alone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RUNS_UNDER_WAY, finished_at__isnull=True)
                | ~Q(state__in=RUNS_UNDER_WAY) & Q(finished_at__isnull=False),
                name="translation_run_ends_when_it_is_over",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.FAILED) & ~Q(why_failed="")
                | ~Q(state=RunState.FAILED) & Q(why_failed=""),
                name="translation_run_says_why_it_failed",
            ),
            models.CheckConstraint(
                condition=Q(text_count__gte=F("done_count") + F("refused_count")),
                name="translation_run_does_what_was_asked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.service} ({self.language})"


class Term(Authored):
    """A word that not everyone knows, and what it means here. It is public once it is saved."""

    translated = ("word", "explanation")

    word = models.CharField(_("word"), max_length=80)
    explanation = models.TextField(_("explanation"), max_length=LONGEST_EXPLANATION)

    class Meta:
        ordering = ("word",)
        constraints = (
            models.UniqueConstraint(Lower("word"), name="term_word_is_one"),
            models.CheckConstraint(
                condition=~Q(word="") & ~Q(explanation=""), name="term_is_whole"
            ),
        )

    def __str__(self) -> str:
        return self.word
