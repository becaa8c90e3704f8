"""A field of action: what people say of it, what shall happen, who works in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ratschlag.contributions.queries import Quote
from ratschlag.events.models import Event
from ratschlag.events.rules import EventKind
from ratschlag.goals.models import Goal, Measure
from ratschlag.goals.queries import goals_of, measures_of
from ratschlag.goals.rules import GoalLevel
from ratschlag.monitoring.queries import States
from ratschlag.portal.queries.measures import Listed, measures_shown
from ratschlag.portal.queries.overview import Overview
from ratschlag.portal.queries.quotes import (
    codings_by_theme,
    contributions_in,
    passages_in,
    quotes,
    readable,
    varied,
    with_words,
)
from ratschlag.portal.queries.shown import public_measures, public_themes_of
from ratschlag.portal.queries.themes import published_answer
from ratschlag.portal.rules import Invitation
from ratschlag.process.models import Field, Phase
from ratschlag.synthesis.models import Answer, Coding, Outcome, Theme

# So many people are quoted beside each theme.
QUOTES = 2
# A voice is a dot, as long as one sees at a glance how many there are.
_MOST_DOTS = 30


@dataclass(frozen=True)
class Said:
    """A theme of the field: how many speak of it, two of them, what the city answers."""

    theme: Theme
    count: int
    quotes: tuple[Quote, ...]

    @property
    def outcome(self) -> Outcome | None:
        return getattr(self.theme, "outcome", None)

    @property
    def answer(self) -> Answer | None:
        return published_answer(self.outcome)

    @property
    def dots(self) -> list[int]:
        """Where the dots stand, in units of the picture; none when there would be too many."""
        return [7 + 18 * at for at in range(self.count)] if self.count <= _MOST_DOTS else []

    @property
    def width(self) -> int:
        return 18 * self.count


@dataclass(frozen=True)
class Aim:
    """A goal with its measures; measures without a goal come last, without one."""

    goal: Goal | None
    measures: tuple[Listed, ...]


@dataclass(frozen=True)
class FieldSheet:
    """What the page of a field shows besides its own texts."""

    themes: tuple[Said, ...]
    aims: tuple[Aim, ...]
    states: States | None
    events: tuple[Event, ...]
    conference: Event | None
    conference_is_over: bool
    invited: tuple[Phase, Invitation] | None

    @cached_property
    def measures(self) -> tuple[Listed, ...]:
        return tuple(row for aim in self.aims for row in aim.measures)

    @property
    def goal_count(self) -> int:
        return sum(aim.goal is not None for aim in self.aims)

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the page shows."""
        outcomes = [said.outcome for said in self.themes if said.outcome]
        answers = [said.answer for said in self.themes if said.answer]
        goals = [aim.goal for aim in self.aims if aim.goal]
        conference = [self.conference] if self.conference else []
        return (
            [said.theme for said in self.themes],
            [*outcomes, *answers],
            [*goals, *(row.measure for row in self.measures)],
            list(self.events) + conference,
            [self.invited[0]] if self.invited else [],
        )


def field_sheet(field: Field, language: str, today: date) -> FieldSheet:
    overview = Overview(field.process, today)
    events = overview.calendar.all
    conferences = [event for event in events if event.kind == EventKind.CONFERENCE]
    aims, states = _aims(field, today)
    return FieldSheet(
        themes=tuple(_themes(field, language)),
        aims=aims,
        states=states,
        events=tuple(event for event in events if event.field_id == field.pk),
        conference=conferences[0] if conferences else None,
        conference_is_over=bool(conferences) and conferences[0] in overview.calendar.past,
        invited=overview.invited,
    )


def _themes(field: Field, language: str) -> list[Said]:
    """By the number of voices. Four queries."""
    themes = list(public_themes_of(field).select_related("outcome__answer"))
    codings = codings_by_theme(themes) if themes else {}
    words = _words(themes, codings, language)
    found = [
        Said(theme, len(contributions_in(codings[theme.pk])), words[theme.pk]) for theme in themes
    ]
    return sorted(found, key=lambda said: (-said.count, said.theme.title))


def _words(
    themes: list[Theme], codings: Mapping[int, list[Coding]], language: str
) -> dict[int, tuple[Quote, ...]]:
    """Two quotes for each theme, read together."""
    chosen = {
        theme.pk: varied(readable(contributions_in(codings[theme.pk])), QUOTES) for theme in themes
    }
    words = with_words(dict.fromkeys(row for rows in chosen.values() for row in rows))
    return {
        number: quotes(rows, language, words=words, passages=passages_in(codings[number]))
        for number, rows in chosen.items()
    }


def _aims(field: Field, today: date) -> tuple[tuple[Aim, ...], States | None]:
    """The goals of the field with their measures, once measures are public."""
    shown = set(public_measures().filter(field=field).values_list("pk", flat=True))
    if not shown:
        return (), None
    lists = measures_shown(field.process, today)

    def listed(measures: list[Measure]) -> tuple[Listed, ...]:
        return lists.listed(row for row in measures if row.pk in shown)

    goals = [row for row in goals_of(field) if row.level == GoalLevel.ACTION]
    aims = [Aim(goal, listed(goal.measures_in_order)) for goal in goals]  # type: ignore[attr-defined]
    alone = listed([row for row in measures_of(field) if row.goal_id is None])
    aims += [Aim(None, alone)] if alone else []
    return tuple(aims), lists.states
