"""The board of themes: how many people speak of each, in which languages, what they say, and
what was said more than once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import Quote, for_quotes, quote_of
from ratschlag.contributions.rules import SHOWN, WITHOUT_TEXT
from ratschlag.process.models import Process
from ratschlag.synthesis.compute.board import CAMPAIGN, echoes, firsts, in_proportion
from ratschlag.synthesis.models import Answer, Coding, Likeness, Outcome, Theme
from ratschlag.synthesis.queries import TARGET, codings_of, effective
from ratschlag.synthesis.queries.desk import language_name, themes_by_field
from ratschlag.synthesis.rules import CodingState, ThemeState

# A theme of so many texts stands on the board with all its words: nobody drowns in a summary.
SMALL = 3
_QUOTES = 2


@dataclass(frozen=True)
class Voice:
    """A contribution in a theme, as the board counts it."""

    coding: int
    contribution: int
    language: str
    channel: str
    is_shown: bool
    # The person (or the persons together) who said it: one form may hold several texts.
    person: str
    supporters: int
    # What it has in common with others that say the same; empty where nothing is known.
    same: str
    # The words are the same to the letter.
    words: str
    # The passage that is about the theme, if it is not the whole.
    passage: str


OF_CONTRIBUTION = (
    "language", "channel", "publication", "supporters", "duplicate_of",
    "response_text__response", "response_text__folded_hash",
)  # fmt: skip
_PATHS = {f"contribution__{path}": path for path in OF_CONTRIBUTION}


def voice_of(row: dict[str, Any], coding: int = 0, passage: str = "") -> Voice:
    """From the values of a contribution."""
    number = row["pk"]
    response = row["response_text__response"]
    return Voice(
        coding=coding,
        contribution=number,
        language=row["language"],
        channel=row["channel"],
        is_shown=row["publication"] in SHOWN,
        person=f"form {response}" if response else f"text {number}",
        supporters=row["supporters"],
        same=str(row["duplicate_of"] or number),
        words=row["response_text__folded_hash"] or "",
        passage=passage,
    )


def voices_by_theme(process: Process) -> dict[int, list[Voice]]:
    """The voices of every current theme, each contribution once, in the order they came. Two
    queries."""
    return _by_theme(effective().filter(theme__process=process))


def proposals_by_theme(process: Process) -> dict[int, list[Voice]]:
    """What is only proposed, theme by theme. Two queries."""
    return _by_theme(proposals().filter(theme__process=process))


def proposals() -> QuerySet[Coding]:
    """Codings that wait for a person, of contributions that still have words."""
    waiting = Coding.objects.filter(state=CodingState.PROPOSED)
    return waiting.exclude(contribution__publication__in=WITHOUT_TEXT)


def proposed_for(theme: Theme) -> QuerySet[Coding]:
    """The nearest first, with all that a quote needs."""
    found = proposals().filter(theme=theme).order_by(F("nearness").desc(nulls_last=True), "pk")
    found = found.select_related("contribution__redaction", "part", "theme")
    return found.prefetch_related("contribution__translations")


def _by_theme(codings: QuerySet[Coding]) -> dict[int, list[Voice]]:
    order = ("contribution__received_on", "contribution", "pk")
    found: dict[int, dict[int, Voice]] = defaultdict(dict)
    wanted = ("pk", "target", "contribution", "part__text", *_PATHS)
    for row in codings.annotate(target=TARGET).order_by(*order).values(*wanted):
        said = {path: row[name] for name, path in _PATHS.items()} | {"pk": row["contribution"]}
        voice = voice_of(said, row["pk"], row["part__text"] or "")
        found[row["target"]].setdefault(voice.contribution, voice)
    same = _linked(codings)
    return {
        theme: [replace(voice, same=same.get(voice.same, voice.same)) for voice in voices.values()]
        for theme, voices in found.items()
    }


def _linked(codings: QuerySet[Coding]) -> dict[str, str]:
    """Of contributions that people said to be alike, the one that stands for all. One query."""
    accepted = Likeness.objects.filter(
        state=CodingState.ACCEPTED, first__in=codings.order_by().values("contribution")
    )
    pairs = accepted.values_list(
        Coalesce("first__duplicate_of", "first"), Coalesce("second__duplicate_of", "second")
    )
    return {str(number): str(first) for number, first in firsts(pairs).items()}


def size_of(theme: Theme) -> "BoardRow":
    """One theme with its numbers, without quotes. Two queries."""
    voices = _by_theme(codings_of(theme).select_related(None)).get(theme.merged_into_id or theme.pk)
    return _row_of(theme, voices or [])


def people_in(voices: Iterable[Voice]) -> int:
    """How many people: who fills in one form is one, who signs together are several."""
    persons: dict[str, int] = {}
    for voice in voices:
        persons[voice.person] = max(persons.get(voice.person, 0), voice.supporters)
    return sum(persons.values())


@dataclass(frozen=True)
class Echo:
    """One thought that came more than once; a campaign says it in the same words."""

    times: int
    contribution: int
    is_campaign: bool


def echoes_of(voices: list[Voice]) -> list[Echo]:
    """Linked by a person, or the same to the letter. Both voices count; nothing is merged."""
    marks = _marks(voices)
    found = []
    for members in echoes(marks):
        said = [voices[index] for index in members]
        words = {voice.words for voice in said}
        is_campaign = len(said) >= CAMPAIGN and len(words) == 1 and "" not in words
        found.append(Echo(len(said), said[0].contribution, is_campaign))
    return found


def _marks(voices: list[Voice]) -> list[str]:
    """A mark that is the same for all that are linked, by whichever of the two ways."""
    leads: dict[str, str] = {}

    def lead(mark: str) -> str:
        while leads.get(mark, mark) != mark:
            mark = leads[mark]
        return mark

    for voice in voices:
        if voice.words:
            leads[lead(f"words {voice.words}")] = lead(f"text {voice.same}")
    return [lead(f"text {voice.same}") for voice in voices]


@dataclass(frozen=True)
class BoardRow:
    """A theme as the desk of themes shows it."""

    theme: Theme
    people: int = 0
    count: int = 0
    languages: tuple[tuple[str, int], ...] = ()
    quotes: tuple[tuple[int, Quote], ...] = ()
    echoes: tuple[Echo, ...] = ()
    # So many more are only proposed for it.
    waiting: int = 0

    @property
    def outcome(self) -> Outcome | None:
        return getattr(self.theme, "outcome", None)

    @property
    def answer(self) -> Answer | None:
        return getattr(self.outcome, "answer", None)

    @property
    def is_small(self) -> bool:
        return 0 < self.count <= SMALL

    @property
    def campaigns(self) -> list[Echo]:
        return [echo for echo in self.echoes if echo.is_campaign]

    @property
    def repeated(self) -> list[Echo]:
        return [echo for echo in self.echoes if not echo.is_campaign]


@dataclass(frozen=True)
class Board:
    """All themes of a process, under their fields, those of whom most people speak first."""

    groups: tuple[tuple[str, list[BoardRow]], ...]
    proposed: tuple[BoardRow, ...] = ()

    @property
    def rows(self) -> list[BoardRow]:
        return [row for _title, rows in self.groups for row in rows]

    @property
    def open_count(self) -> int:
        return sum(row.theme.state == ThemeState.OPEN for row in self.rows)

    @property
    def handed_over_count(self) -> int:
        return len(self.rows) - self.open_count

    @property
    def percent(self) -> float:
        return 100 * self.handed_over_count / len(self.rows) if self.rows else 0

    @property
    def without_outcome_count(self) -> int:
        return sum(row.outcome is None for row in self.rows)

    @property
    def without_answer_count(self) -> int:
        return sum(row.answer is None for row in self.rows)

    @property
    def unpublished_count(self) -> int:
        return sum(bool(row.answer and not row.answer.published_on) for row in self.rows)


def board_of(process: Process, language: str) -> Board:
    """Eight queries, however many themes and contributions there are."""
    found = process.themes.at_the_desk().select_related("field", "outcome__answer")
    rows = list(found.prefetch_related("former_titles", "merged_themes"))
    waiting, voices = proposals_by_theme(process), voices_by_theme(process)
    for theme in rows:
        if theme.state == ThemeState.PROPOSED:
            voices[theme.pk] = waiting.pop(theme.pk, [])
    chosen = {theme.pk: _to_quote(voices.get(theme.pk, [])) for theme in rows}
    numbers = [voice.contribution for said in chosen.values() for voice in said]
    quoted = for_quotes(Contribution.objects.filter(pk__in=numbers))
    by_number = {row.pk: row for row in quoted}

    def row_of(theme: Theme) -> BoardRow:
        quotes = tuple(
            (voice.coding, quote_of(by_number[voice.contribution], language, voice.passage))
            for voice in chosen[theme.pk]
        )
        more = len(waiting.get(theme.pk, ()))
        return _row_of(theme, voices.get(theme.pk, []), quotes, more)

    current = [theme for theme in rows if theme.state != ThemeState.PROPOSED]
    proposed = [row_of(theme) for theme in rows if theme.state == ThemeState.PROPOSED]
    groups = ((title, map(row_of, members)) for title, members in themes_by_field(current))
    return Board(
        groups=tuple((title, _by_size(members)) for title, members in groups),
        proposed=tuple(_by_size(proposed)),
    )


def _by_size(rows: Iterable[BoardRow]) -> list[BoardRow]:
    return sorted(rows, key=lambda row: (-row.people, row.theme.title))


def _row_of(
    theme: Theme,
    voices: list[Voice],
    quotes: tuple[tuple[int, Quote], ...] = (),
    waiting: int = 0,
) -> BoardRow:
    return BoardRow(
        theme=theme,
        people=people_in(voices),
        count=len(voices),
        languages=languages_of(voices),
        quotes=quotes,
        echoes=tuple(echoes_of(voices)),
        waiting=waiting,
    )


def _to_quote(voices: list[Voice]) -> list[Voice]:
    """All of a small theme; of a large one two, in proportion to languages and channels. Only
    what everyone may read stands on the board."""
    shown = [voice for voice in voices if voice.is_shown]
    if len(voices) <= SMALL:
        return shown
    groups = [f"{voice.language} {voice.channel}" for voice in shown]
    return [shown[index] for index in in_proportion(groups, _QUOTES)]


def languages_of(voices: list[Voice]) -> tuple[tuple[str, int], ...]:
    """The languages of a theme with how many texts there are in each, most first."""
    counts: dict[str, int] = defaultdict(int)
    for voice in voices:
        counts[language_name(voice.language)] += 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
