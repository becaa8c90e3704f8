"""An edition as it is read: frozen words, in translation as far as one still says the same.

The text that counts is German. A translation belongs to the live record behind a paragraph; it
is shown if it was made from exactly the words that were frozen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.concept import compute
from ratschlag.concept.compute import Chapter, ChapterChange, Kind, Paragraph, Piece
from ratschlag.concept.models import Section
from ratschlag.concept.queries.facts import Fact, ShownOrigin, facts_of, href_of, origins_of
from ratschlag.goals.models import Goal, Measure
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.queries import Reading, Wording
from ratschlag.languages.rules import State
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Outcome, Theme

_ROWS: dict[Kind, type[Authored]] = {
    Kind.GUIDING: Goal,
    Kind.GOAL: Goal,
    Kind.MEASURE: Measure,
    Kind.FATE: Theme,
}
_PAGES = {Kind.MEASURE: "portal:measure", Kind.FATE: "portal:theme"}


@dataclass(frozen=True)
class Shown:
    """A paragraph as it is read."""

    paragraph: Paragraph
    wording: Wording
    facts: tuple[Fact, ...] = ()
    origins: tuple[ShownOrigin, ...] = ()
    href: str = ""

    @property
    def kind(self) -> Kind:
        return self.paragraph.kind


@dataclass(frozen=True)
class ShownChapter:
    """A section as it is read."""

    chapter: Chapter
    wording: Wording
    rows: tuple[Shown, ...]

    @property
    def texts(self) -> list[Shown]:
        return [row for row in self.rows if row.kind in (Kind.TEXT, Kind.GUIDING)]

    @property
    def goals(self) -> list[Shown]:
        return [row for row in self.rows if row.kind is Kind.GOAL]

    @property
    def measures(self) -> list[Shown]:
        return [row for row in self.rows if row.kind is Kind.MEASURE]

    @property
    def fates(self) -> list[Shown]:
        return [row for row in self.rows if row.kind is Kind.FATE]

    @property
    def counts(self) -> list[Shown]:
        return [row for row in self.rows if row.kind is Kind.COUNT]


@dataclass(frozen=True)
class ShownChange:
    """A paragraph that differs: its words, and its facts, as pieces that are new, gone or the same."""

    before: Shown | None
    after: Shown | None
    language: str
    pieces: list[Piece]
    facts: list[tuple[Fact, list[Piece]]]

    @property
    def row(self) -> Shown:
        row = self.after or self.before
        assert row  # noqa: S101  one of the two is there
        return row


@dataclass(frozen=True)
class ShownChapterChange:
    chapter: Chapter
    wording: Wording
    is_new: bool
    is_gone: bool
    changes: list[ShownChange]
    same_count: int


class Reader:
    """Reads editions of one process in one language; the database is asked once for all words."""

    def __init__(self, process: Process, language: str) -> None:
        self.process, self.language = process, language
        self._has_fallback = self._has_machine = False

    @property
    def reading(self) -> Reading:
        """What the reader has to know about what was said so far."""
        return Reading(has_fallback=self._has_fallback, has_machine=self._has_machine)

    def title(self, title: str) -> Wording:
        return self.say(Process, self.process.slug, "title", title)

    def read(self, chapters: Iterable[Chapter]) -> list[ShownChapter]:
        return [
            ShownChapter(chapter, self.chapter_title(chapter), tuple(self._rows(chapter)))
            for chapter in chapters
        ]

    def chapter_title(self, chapter: Chapter) -> Wording:
        return self.say(Section, chapter.number, "title", chapter.title)

    def _rows(self, chapter: Chapter) -> list[Shown]:
        texts = self._texts(chapter)
        return [
            Shown(row, texts[row.anchor]) if row.kind is Kind.TEXT else self._record(row)
            for row in chapter.paragraphs
        ]

    def _record(self, row: Paragraph) -> Shown:
        """A paragraph that was made from a record."""

        def say(field: str, german: str) -> Wording:
            kind = Outcome if field == "reason" else _ROWS[row.kind]
            return self.say(kind, row.key, field, german)

        def say_theme(slug: str, german: str) -> Wording:
            return self.say(Theme, slug, "title", german)

        kind = _ROWS.get(row.kind)
        page = _PAGES.get(row.kind)
        return Shown(
            paragraph=row,
            wording=self.say(kind, row.key, "title", row.text)
            if kind
            else Wording("", SOURCE_LANGUAGE),
            facts=facts_of(row, self.language, say=say, say_theme=say_theme),
            origins=tuple(origins_of(row, self.process, self.language, say_theme)),
            href=href_of(page, self.process.slug, row.key) if page else "",
        )

    def _texts(self, chapter: Chapter) -> dict[str, Wording]:
        """The paragraphs of text: all translated, or all German."""
        texts = chapter.of(Kind.TEXT)
        whole = "\n\n".join(row.text for row in texts)
        said = self._translation(Section, chapter.number, "text", whole) if whole else None
        parts = compute.paragraphs_of(said.text) if said else []
        if said and len(parts) == len(texts):
            self._has_machine |= said.is_machine
            wordings = [Wording(part, said.language, is_machine=said.is_machine) for part in parts]
        else:
            self._has_fallback |= bool(texts) and self.language != SOURCE_LANGUAGE
            wordings = [Wording(row.text, SOURCE_LANGUAGE) for row in texts]
        return {row.anchor: wording for row, wording in zip(texts, wordings, strict=True)}

    def changes(self, changes: Iterable[ChapterChange]) -> list[ShownChapterChange]:
        return [
            ShownChapterChange(
                chapter=change.chapter,
                wording=self.chapter_title(change.chapter),
                is_new=change.before is None,
                is_gone=change.after is None,
                changes=self._changes(change),
                same_count=change.same_count,
            )
            for change in changes
        ]

    def _changes(self, change: ChapterChange) -> list[ShownChange]:
        before = {row.paragraph.anchor: row for row in self._rows_of(change.before)}
        after = {row.paragraph.anchor: row for row in self._rows_of(change.after)}
        return [
            _shown_change(
                before[pair.before.anchor] if pair.before else None,
                after[pair.after.anchor] if pair.after else None,
            )
            for pair in change.changes
        ]

    def _rows_of(self, chapter: Chapter | None) -> list[Shown]:
        return self._rows(chapter) if chapter else []

    def say(self, kind: type[Authored], key: str, field: str, german: str) -> Wording:
        """German words of a record in the reader's language, else as they are."""
        said = self._translation(kind, key, field, german)
        if said is None:
            self._has_fallback |= bool(german) and self.language != SOURCE_LANGUAGE
            return Wording(german, SOURCE_LANGUAGE)
        self._has_machine |= said.is_machine
        return said

    def _translation(
        self, kind: type[Authored], key: str, field: str, german: str
    ) -> Wording | None:
        if self.language == SOURCE_LANGUAGE or not german:
            return None
        number = self._numbers.get((kind._meta.label_lower, key))
        row = self._translations.get((kind._meta.label_lower, number, field))
        if row is None or row.source_hash != source_hash(german):
            return None
        # A stale one says nothing of who wrote it: it is not passed off as a person's.
        return Wording(row.text, row.language, is_machine=row.state != State.CHECKED)

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        """The live records behind what is cited by code or address."""
        process = self.process
        outcomes = Outcome.objects.filter(theme__process=process)
        found = {
            Section: process.sections.values_list("number", "pk"),
            Goal: process.goals.values_list("code", "pk"),
            Measure: process.measures.values_list("code", "pk"),
            Theme: process.themes.values_list("slug", "pk"),
            Outcome: outcomes.values_list("theme__slug", "pk"),
        }
        numbers = {(Process._meta.label_lower, process.slug): process.pk}
        for kind, rows in found.items():
            numbers |= {(kind._meta.label_lower, key): number for key, number in rows}
        return numbers

    @cached_property
    def _translations(self) -> dict[tuple[str, int | None, str], Translation]:
        found = Translation.objects.filter(
            language=self.language, kind__in={kind for kind, _key in self._numbers}
        )
        return {(row.kind, row.number, row.field): row for row in found}


def _shown_change(before: Shown | None, after: Shown | None) -> ShownChange:
    language, pieces = _pieces(
        (before.wording, before.paragraph.text) if before else None,
        (after.wording, after.paragraph.text) if after else None,
    )
    facts = []
    old = {fact.key: fact for fact in before.facts} if before else {}
    for fact in after.facts if after else ():
        was = old.pop(fact.key, None)
        _language, run = _pieces(
            (was.wording, was.source) if was else None, (fact.wording, fact.source)
        )
        facts.append((fact, run))
    for fact in old.values():
        facts.append((fact, _pieces((fact.wording, fact.source), None)[1]))
    facts = [(fact, run) for fact, run in facts if any(piece.what != "same" for piece in run)]
    return ShownChange(before, after, language, pieces, facts)


Said = tuple[Wording, str]


def _pieces(before: Said | None, after: Said | None) -> tuple[str, list[Piece]]:
    """What changed between two wordings, in the language of both; in German if they differ."""
    if before and after and before[0].language != after[0].language:
        return SOURCE_LANGUAGE, compute.changed_words(before[1], after[1])
    languages = [said[0].language for said in (before, after) if said]
    texts = [said[0].text if said else "" for said in (before, after)]
    return languages[0], compute.changed_words(*texts)
