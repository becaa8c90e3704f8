"""What a page says in the reader's language, and where it had to say it in German."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from ratschlag.city.rules import SOURCE_LANGUAGE, html_language
from ratschlag.languages.compute import names
from ratschlag.languages.models import Authored, Term, Translation
from ratschlag.languages.rules import State, TextState, next_best
from ratschlag.lib.dates import locale_of


@dataclass(frozen=True)
class Spoken:
    """How many texts are in which state in a language."""

    language: str
    name: str
    counts: Counter[TextState]

    @property
    def missing(self) -> int:
        return self.counts[TextState.MISSING]

    @property
    def machine(self) -> int:
        return self.counts[TextState.MACHINE]

    @property
    def checked(self) -> int:
        return self.counts[TextState.CHECKED]

    @property
    def stale(self) -> int:
        return self.counts[TextState.STALE]

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.stale


@dataclass(frozen=True)
class Wording:
    """One text as it is shown: in which language, and whether a machine wrote it unchecked."""

    text: str
    language: str
    is_machine: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Reading:
    """What the reader has to know about the texts of a page."""

    has_fallback: bool = False
    has_machine: bool = False
    # The languages in which the missing parts stand, and that of the reader.
    fallbacks: tuple[str, ...] = field(default=(), compare=False)
    language: str = field(default=SOURCE_LANGUAGE, compare=False)

    @property
    def other_names(self) -> str:
        """What the reader's language calls the languages of the missing parts; nothing where
        that is German alone, which pages say in a sentence of their own."""
        others = [code for code in self.fallbacks if code != SOURCE_LANGUAGE]
        if not others:
            return ""
        known = locale_of(self.language).languages
        return ", ".join(str(known[html_language(code)]) for code in self.fallbacks)


def read(language: str, *groups: Iterable[Authored], only: tuple[str, ...] = ()) -> Reading:
    """Give every row its `wordings` in that language, or those of some fields: one query for all
    of them."""
    rows = [row for group in groups for row in group]
    found = _translations(language, rows)
    has_machine = False
    fallbacks = set()
    for row in rows:
        wordings = {}
        for name in only or row.translated:
            source = getattr(row, name)
            wording = _wording(source, found.get((row.kind, row.pk, name)))
            wordings[name] = wording
            has_machine |= wording.is_machine
            if source and wording.language != language:
                fallbacks.add(wording.language)
        row.wordings = wordings  # type: ignore[attr-defined]
    return Reading(
        has_fallback=bool(fallbacks),
        has_machine=has_machine,
        fallbacks=tuple(sorted(fallbacks, reverse=True)),
        language=language,
    )


def _translations(
    language: str, rows: Iterable[Authored]
) -> dict[tuple[str, int, str], Translation]:
    """What is said in that language; else, where a person has checked it, in the next best."""
    if language == SOURCE_LANGUAGE:
        return {}
    numbers = {row.pk for row in rows}
    wanted = Q(language=language)
    for other in next_best(language):
        wanted |= Q(language=other, state=State.CHECKED)
    found = Translation.objects.current().filter(wanted, number__in=numbers)
    by_key: dict[tuple[str, int, str], Translation] = {}
    for row in found:
        key = (row.kind, row.number, row.field)
        if row.language == language or key not in by_key:
            by_key[key] = row
    return by_key


def _wording(source: str, translation: Translation | None) -> Wording:
    if translation is None:
        return Wording(source, SOURCE_LANGUAGE)
    return Wording(
        translation.text, translation.language, is_machine=translation.state == State.MACHINE
    )


def wording_of(row: Authored, field: str) -> Wording:
    """The wording that `read` found, or the source where nobody asked."""
    wordings: dict[str, Wording] = getattr(row, "wordings", {})
    return wordings.get(field) or Wording(getattr(row, field), SOURCE_LANGUAGE)


def differs(wording: Wording, language: str) -> bool:
    """Whether the text needs its own `lang` on a page in that language."""
    return html_language(wording.language) != html_language(language)


@dataclass(frozen=True)
class Hit:
    """A word of the glossary that stands in a source, and what it is called elsewhere."""

    word: str
    said: str
    explanation: str


def glossary_hits(source: str, language: str) -> list[Hit]:
    """Which words of the glossary a German text uses, with what they are called there."""
    rows = [row for row in Term.objects.all() if names(source, row.word)]
    read(language, rows)
    return [
        Hit(
            row.word,
            str(wording_of(row, "word")) if wording_of(row, "word").language == language else "",
            str(wording_of(row, "explanation")),
        )
        for row in rows
    ]
