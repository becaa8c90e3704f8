"""What answers a question: on each engine by its own index, on both in the same order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise

from ratschlag.city.rules import direction, html_language
from ratschlag.search.compute.asked import LONGEST_QUESTION, Asked, asked_for
from ratschlag.search.compute.marks import Piece, marked, passage
from ratschlag.search.models import KIND_LABELS, UNDETERMINED, Document
from ratschlag.search.rules import Kind

# So many are put in order; a question that more answer is too wide to be read to its end.
MOST_FOUND = 2000

# What a term is worth where it stands: exact before stem before a part of a word, and all of that
# in a title before all of that in a text.
_IN_TITLE = (60, 50, 40)
_IN_TEXT = (30, 20, 10)
_IN_HALVES = 5
# Who reads the one reads the other.
_BESIDE = {"de": "de-easy", "de-easy": "de"}
# What is better still: all words in a row, or a title that says just this.
_ROW_IN_TITLE, _ROW_IN_TEXT, _WHOLE_TITLE = 25, 12, 30


@dataclass(frozen=True)
class Hit:
    """A document that answers, and how well."""

    number: int
    kind: Kind
    key: str
    language: str
    public_on: date | None
    score: int


@dataclass(frozen=True)
class Results:
    """All that answers, best first; `is_loose` where no document has all the words."""

    asked: Asked
    hits: tuple[Hit, ...] = ()
    is_loose: bool = False

    @property
    def kinds(self) -> list[tuple[Kind, Promise, int]]:
        """Of which kinds, and how many of each."""
        counts = Counter(hit.kind for hit in self.hits)
        return [(kind, KIND_LABELS[kind], counts[kind]) for kind in Kind if counts[kind]]

    def of(self, kind: Kind | None) -> list[Hit]:
        return [hit for hit in self.hits if kind in (None, hit.kind)]


def question_of(typed: str) -> str:
    """What was typed, on one line, without NUL (PostgreSQL refuses it), cut to what anyone types."""
    return " ".join(typed.replace("\x00", " ").split())[:LONGEST_QUESTION].strip()


def found_for(question: str, language: str) -> Results:
    """What answers a question, for someone who reads that language. Never raises for what is
    typed."""
    asked = asked_for(question)
    if not asked.terms:
        return Results(asked)
    if hits := _ordered(asked, language, at_least=len(asked.terms)):
        return Results(asked, hits)
    loose = _loosened(asked)
    return Results(loose, _ordered(loose, language, at_least=1), is_loose=True)


def _loosened(asked: Asked) -> Asked:
    """The same with its phrases taken apart."""
    words = dict.fromkeys(word for term in asked.terms for word in term.words)
    return asked_for(" ".join(words))


def _ordered(asked: Asked, language: str, *, at_least: int) -> tuple[Hit, ...]:
    """The reader's language first; of one thing in several languages the best; then the newest."""
    kept: dict[tuple[str, str], Hit] = {}
    for hit in _hits(asked, language, at_least):
        kept.setdefault((hit.kind, hit.key), hit)
    return tuple(kept.values())


def _hits(asked: Asked, language: str, at_least: int) -> list[Hit]:
    """Each document by itself, in order."""
    parts: list[str] = []
    values: list[Any] = []
    for number, score, match in _matches(asked):
        parts.append(_PART[connection.vendor])
        values += [number, score, match]
    sql = _RANKED.format(parts=" UNION ALL ".join(parts), kinds=f"CASE d.kind {_KINDS} END")
    with connection.cursor() as cursor:
        beside = _BESIDE.get(language, language)
        cursor.execute(sql, [*values, at_least, language, beside, MOST_FOUND])
        return [
            Hit(number, Kind(kind), key, said_in, _day(day), int(score))
            for number, kind, key, said_in, day, score in cursor.fetchall()
        ]


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


_PART = {
    "sqlite": "SELECT %s AS term, %s AS score, rowid AS number"
    " FROM search_index WHERE search_index MATCH %s",
    "postgresql": "SELECT %s::int AS term, %s::int AS score, id AS number"
    " FROM search_document WHERE vector @@ %s::tsquery",
}
# Terms below zero make better what is found; they find nothing by themselves.
_RANKED = """
SELECT d.id, d.kind, d.key, d.language, d.public_on, f.score FROM (
    SELECT number, SUM(score) AS score FROM (
        SELECT number, term, MAX(score) AS score FROM ({parts}) p GROUP BY number, term
    ) t GROUP BY number HAVING SUM(CASE WHEN term >= 0 THEN 1 ELSE 0 END) >= %s
) f JOIN search_document d ON d.id = f.number
ORDER BY CASE d.language WHEN %s THEN 0 WHEN %s THEN 1 ELSE 2 END, f.score DESC,
    CASE WHEN d.public_on IS NULL THEN 1 ELSE 0 END, d.public_on DESC,
    LENGTH(d.title), {kinds}, d.language, d.title, d.id
LIMIT %s
"""
_KINDS = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(Kind))

# What finds documents: number of the term, its worth, the question in the engine's own words.
_Match = tuple[int, int, str]


def _matches(asked: Asked) -> Iterator[_Match]:
    engine = _ENGINES[connection.vendor]
    for column, worth in (("title", _IN_TITLE), ("text", _IN_TEXT)):
        for number, term in enumerate(asked.terms):
            yield number, worth[0], engine.row(term.words, column)
            if term.stems:
                yield number, worth[1], engine.any_of(term.stems, column)
            if term.insides:
                yield number, worth[2], engine.any_of(term.insides, column, begins=True)
    for number, term in enumerate(asked.terms):
        if term.pairs:
            yield number, _IN_HALVES, engine.pairs(term.pairs)
    if asked.phrase:
        yield -1, _ROW_IN_TITLE, engine.row(asked.phrase, "title")
        yield -1, _ROW_IN_TEXT, engine.row(asked.phrase, "text")
    yield -2, _WHOLE_TITLE, engine.any_of((asked.title,), "title")


class _Fts5:
    """Questions as SQLite reads them. Entries are letters, figures and `=~^_`; quoted, none of
    them is an operator."""

    def row(self, words: Sequence[str], column: str) -> str:
        return f'{column}_entries : "{" ".join(words)}"'

    def any_of(self, entries: Sequence[str], column: str, *, begins: bool = False) -> str:
        star = " *" if begins else ""
        ways = " OR ".join(f'"{entry}"{star}' for entry in entries)
        return f"{column}_entries : ({ways})"

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> str:
        return " OR ".join(f'("{first}" * AND "{second}" *)' for first, second in pairs)


class _TsQuery:
    """Questions as PostgreSQL reads them; titles have the weight A."""

    _WEIGHTS: ClassVar = {"title": "A", "text": "D"}

    def row(self, words: Sequence[str], column: str) -> str:
        return " <-> ".join(f"'{word}':{self._WEIGHTS[column]}" for word in words)

    def any_of(self, entries: Sequence[str], column: str, *, begins: bool = False) -> str:
        mark = f":{'*' if begins else ''}{self._WEIGHTS[column]}"
        return " | ".join(f"'{entry}'{mark}" for entry in entries)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> str:
        return " | ".join(f"('{first}':* & '{second}':*)" for first, second in pairs)


_ENGINES: dict[str, _Fts5 | _TsQuery] = {"sqlite": _Fts5(), "postgresql": _TsQuery()}


@dataclass(frozen=True)
class Found:
    """A result as a page shows it. A voice has no title: its words are the way to it."""

    kind: Promise
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    address: str
    language: str
    direction: str
    is_other_language: bool
    language_name: Promise | str
    public_on: date | None


def shown(hits: Sequence[Hit], asked: Asked, language: str) -> list[Found]:
    """The results of a page; what has gone since it was found is left out. One query."""
    there = Document.objects.in_bulk([hit.number for hit in hits])
    return [_found(there[hit.number], asked, language) for hit in hits if hit.number in there]


_NAMES = dict(settings.LANGUAGES)


def _found(document: Document, asked: Asked, language: str) -> Found:
    is_unknown = document.language == UNDETERMINED
    return Found(
        kind=KIND_LABELS[Kind(document.kind)],
        title=marked(document.title, document.language, asked),
        passage=passage(document.text, document.language, asked) if document.text else (),
        address=f"/{language}/{document.address}",
        language="und" if is_unknown else html_language(document.language),
        direction="auto" if is_unknown else direction(document.language),
        is_other_language=document.language != language,
        language_name=""
        if is_unknown or document.language == language
        else _NAMES[document.language],
        public_on=document.public_on,
    )
