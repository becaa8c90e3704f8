"""Measures as lists show them, and one measure from the voices behind it to the last report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from ratschlag.concept.compute import Kind
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import document_of
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import Quote, quote_of
from ratschlag.council.queries import Way, way_of
from ratschlag.goals.models import Measure
from ratschlag.goals.queries import Root, Sheet, sheet_of
from ratschlag.goals.rules import MeasureState
from ratschlag.monitoring.queries import Said, StateOf, States, history_of, states_of
from ratschlag.portal.queries.quotes import readable, varied
from ratschlag.portal.rules import may_everyone_see_measure, may_everyone_see_theme
from ratschlag.process.models import Process

# So many people are quoted on the page of a measure.
QUOTES = 4


@dataclass(frozen=True)
class Listed:
    """A measure in a list: how it stands, and whether something that residents said is behind it."""

    measure: Measure
    state: StateOf
    is_from_citizens: bool


@dataclass(frozen=True)
class Measures:
    """Some measures of a process as lists show them, as seen from a day."""

    states: States
    from_citizens: frozenset[int]

    def listed(self, measures: Iterable[Measure]) -> tuple[Listed, ...]:
        return tuple(
            Listed(row, self.states.of(row), row.pk in self.from_citizens) for row in measures
        )


def measures_shown(process: Process, today: date) -> Measures:
    """Four queries."""
    said = Measure.objects.from_citizens().filter(process=process)
    return Measures(states_of(process, today), frozenset(said.values_list("pk", flat=True)))


@dataclass(frozen=True)
class Place:
    """Where a measure stands in the concept."""

    edition: Edition
    chapter: str
    anchor: str

    @property
    def frozen_on(self) -> date:
        return localdate(self.edition.frozen_at)


@dataclass(frozen=True)
class MeasurePage:
    """A measure from the voices behind it to the last report."""

    sheet: Sheet
    quotes: tuple[Quote, ...]
    places: tuple[Place, ...]
    way: Way | None
    state: StateOf
    states: States
    history: tuple[Said, ...]

    @property
    def measure(self) -> Measure:
        return self.sheet.measure

    @property
    def place(self) -> Place | None:
        """Where it stands in the latest edition in which it does."""
        return self.places[0] if self.places else None

    @cached_property
    def themes(self) -> tuple[Root, ...]:
        return tuple(
            root
            for root in self.sheet.roots
            if root.theme and may_everyone_see_theme(root.theme.handed_over_on)
        )

    @cached_property
    def contributions(self) -> tuple[Root, ...]:
        return tuple(root for root in self.sheet.roots if root.contribution)

    @cached_property
    def results(self) -> tuple[Root, ...]:
        return tuple(root for root in self.sheet.roots if root.event_result)

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the page shows."""
        way = self.way.texts if self.way else ()
        said = [row for said in self.history for row in (said.latest, *said.corrected)]
        reports = [said.report for said in self.history]
        latest = [self.states.report] if self.states.report else []
        return (*self.sheet.texts, *way, said, reports, latest)


def measure_page(measure: Measure, language: str, today: date) -> MeasurePage | None:
    """None as long as not everyone may see it."""
    editions = list(measure.process.editions.filter(is_public=True).order_by("-frozen_at"))
    places = tuple(place for edition in editions if (place := _place(edition, measure.code)))
    is_public = may_everyone_see_measure(
        MeasureState(measure.state), has_public_edition=bool(editions), was_in_one=bool(places)
    )
    if not is_public:
        return None
    sheet, states = sheet_of(measure), states_of(measure.process, today)
    return MeasurePage(
        sheet=sheet,
        quotes=_quotes(sheet, language),
        places=places,
        way=way_of(measure, today),
        state=states.of(measure),
        states=states,
        history=history_of(measure),
    )


def _place(edition: Edition, code: str) -> Place | None:
    if f'"{code}"' not in edition.canonical:  # parsing all of it takes its time
        return None
    for chapter in document_of(edition).chapters:
        for row in chapter.paragraphs:
            if row.kind == Kind.MEASURE and row.key == code:
                return Place(edition, chapter.number, row.anchor)
    return None


def _quotes(sheet: Sheet, language: str) -> tuple[Quote, ...]:
    """Who is behind it: those whose own idea it was first, then people of every theme in turn."""
    roots = sorted(sheet.roots, key=lambda root: root.contribution is None)
    said = {row.contribution.pk: row for root in roots for row in root.voices}
    rows = [varied(readable(row.contribution for row in root.voices), QUOTES) for root in roots]
    return tuple(quote_of(row, language, said[row.pk].passage) for row in _in_turn(rows)[:QUOTES])


def _in_turn(rows: list[list[Contribution]]) -> list[Contribution]:
    """The first of each list, then the second of each; each contribution once."""
    longest = max((len(row) for row in rows), default=0)
    turns = (row[at] for at in range(longest) for row in rows if at < len(row))
    return list(dict.fromkeys(turns))
