"""Figures as a page shows them: every answer, row and column with its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.compute.cells import NO_ANSWER, Names, Table
from ratschlag.contributions.models import CHANNEL_LABELS, CONTRIBUTION_LANGUAGES
from ratschlag.languages.queries import Wording
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.survey.compute.questionnaire import Question
from ratschlag.survey.compute.results import Figures, Line, Part
from ratschlag.survey.models import PublishedResult
from ratschlag.survey.queries.sheets import AskedQuestion
from ratschlag.survey.rules import NO, OTHER, YES, Kind


class Named:
    """Something that `{% say … "label" %}` can say."""

    def __init__(self, *wordings: Wording) -> None:
        languages = {wording.language for wording in wordings}
        text = " / ".join(wording.text for wording in wordings)
        language = languages.pop() if len(languages) == 1 else SOURCE_LANGUAGE
        self.wordings = {"label": Wording(text, language)}


@dataclass(frozen=True)
class ShownLine:
    """An answer with its bar: `percent` of all that answered."""

    label: Named
    count: int
    percent: int | None


@dataclass(frozen=True)
class ShownTable:
    """A question by one trait; a cell is its count (None is not shown) and its column's sum."""

    trait: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Named, tuple[tuple[int | None, int], ...]], ...]
    totals: tuple[int, ...]
    has_hidden: bool


@dataclass(frozen=True)
class ShownPart:
    label: Named | None
    answered: int
    missing: int
    lines: tuple[ShownLine, ...]
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True)
class ShownRank:
    label: Named
    count: int
    total: int | None
    mean: float | None


@dataclass(frozen=True)
class ShownResult:
    """One question with what it gave."""

    question: AskedQuestion
    figures: Figures
    parts: tuple[ShownPart, ...]
    ranks: tuple[ShownRank, ...]
    others: Sequence[str] = ()
    published: PublishedResult | None = field(default=None)

    @property
    def is_crossed(self) -> bool:
        return self.figures.is_crossed

    @property
    def is_ranking(self) -> bool:
        return self.figures.kind is Kind.RANKING


def shown(
    question: Question,
    figures: Figures,
    language: str,
    *,
    others: Iterable[str] = (),
    published: PublishedResult | None = None,
) -> ShownResult:
    """What a question gave, in the words of a language."""
    asked = AskedQuestion(question, language)
    parts = tuple(_part(asked, part) for part in figures.parts)
    ranks = tuple(
        ShownRank(_named(asked, rank.key), rank.count, rank.total, rank.mean)
        for rank in figures.ranks
    )
    return ShownResult(asked, figures, parts, ranks, sorted(others, key=str.casefold), published)


def _part(asked: AskedQuestion, part: Part) -> ShownPart:
    row = next((each for each in asked.rows if each.key == part.key), None)
    return ShownPart(
        label=Named(row.wordings["label"]) if row else None,
        answered=part.answered,
        missing=part.missing,
        lines=tuple(_line(asked, part, line) for line in part.lines),
        tables=tuple(_table(asked, trait, table) for trait, table in part.tables.items()),
    )


def _line(asked: AskedQuestion, part: Part, line: Line) -> ShownLine:
    share = part.share(line)
    percent = None if share is None else round(100 * share)
    return ShownLine(_named(asked, line.key), line.count, percent)


def _table(asked: AskedQuestion, trait: str, table: Table) -> ShownTable:
    return ShownTable(
        trait=trait,
        columns=tuple(column_label(trait, names) for names in table.columns),
        rows=tuple(
            (_named(asked, *names), tuple(zip(line, table.column_totals, strict=True)))
            for names, line in zip(table.rows, table.cells, strict=True)
        ),
        totals=table.column_totals,
        has_hidden=table.has_hidden,
    )


def column_label(trait: str, names: Names) -> str:
    """The name of a channel or a language, or of several that were put together."""
    labels: dict[str, Any] = dict(CONTRIBUTION_LANGUAGES)
    labels |= {str(channel): label for channel, label in CHANNEL_LABELS.items()}
    return ", ".join(str(labels.get(name, name)) for name in names)


def _named(asked: AskedQuestion, *keys: str) -> Named:
    return Named(*(_wording(asked, key) for key in keys))


def _wording(asked: AskedQuestion, key: str) -> Wording:
    option = next((each for each in asked.options if each.key == key), None)
    if option:
        return option.wordings["label"]
    if asked.steps and key in (str(asked.steps[0]), str(asked.steps[-1])):
        words = asked.wordings["low" if key == str(asked.steps[0]) else "high"]
        return Wording(f"{key}: {words.text}", words.language) if words.text else _own(key)
    return _own(label_of(asked.kind, key))


def _own(text: str) -> Wording:
    return Wording(text, get_language() or SOURCE_LANGUAGE)


def label_of(kind: Kind, key: str) -> str:
    """The name of an answer that is no option of the questionnaire, in the page's language."""
    fixed = {NO_ANSWER: _("no answer"), YES: _("Yes"), NO: _("No"), OTHER: _("Something else")}
    if key in fixed:
        return fixed[key]
    if kind is Kind.DATE:
        return in_words(_month(key), get_language() or SOURCE_LANGUAGE)
    return key.replace("..", "–")


def _month(key: str) -> PartialDate:
    """The month or the year of a class of days."""
    year, _dash, month = key.partition("-")
    precision = Precision.MONTH if month else Precision.YEAR
    return PartialDate(date(int(year), int(month or 1), 1), precision)
