"""One theme: what it was called, who speaks of it, what became of it, which measures it led to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings

from ratschlag.contributions.models import CHANNEL_LABELS, CONTRIBUTION_LANGUAGES, Contribution
from ratschlag.contributions.rules import Channel
from ratschlag.goals.queries import measures_from_theme
from ratschlag.monitoring.queries import States
from ratschlag.portal.queries.measures import Listed, measures_shown
from ratschlag.portal.queries.quotes import (
    codings_by_theme,
    contributions_in,
    passages_in,
    readable,
)
from ratschlag.portal.queries.shown import public_measures_of
from ratschlag.portal.rules import may_everyone_read_answer, may_everyone_see_theme
from ratschlag.synthesis.models import Answer, Coding, Outcome, Theme


@dataclass(frozen=True)
class ThemePage:
    """A public theme. What was said of it counts for it also if it was said of one that went
    into it."""

    theme: Theme
    outcome: Outcome | None
    merged: tuple[Theme, ...]
    codings: tuple[Coding, ...]
    measures: tuple[Listed, ...]
    states: States

    @property
    def split_from(self) -> Theme | None:
        """The theme it was once part of, if that one is public too."""
        former = self.theme.split_from
        return former if former and may_everyone_see_theme(former.handed_over_on) else None

    @cached_property
    def contributions(self) -> Sequence[Contribution]:
        return contributions_in(self.codings)

    @cached_property
    def readable(self) -> Sequence[Contribution]:
        """Those whose words everyone may read."""
        return readable(self.contributions)

    @property
    def unreadable_count(self) -> int:
        return len(self.contributions) - len(self.readable)

    @property
    def passages(self) -> Mapping[int, str]:
        return passages_in(self.codings)

    @property
    def channels(self) -> list[tuple[Any, int]]:
        counts = Counter(row.channel for row in self.contributions)
        return [(CHANNEL_LABELS[one], counts[one]) for one in Channel if counts[one]]

    @property
    def languages(self) -> list[tuple[Any, int]]:
        return by_language(Counter(row.language for row in self.contributions))

    @property
    def answer(self) -> Answer | None:
        return published_answer(self.outcome)

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the page shows."""
        split = [self.split_from] if self.split_from else []
        field = [self.theme.field] if self.theme.field else []
        said = [row for row in (self.outcome, self.answer) if row]
        measures = [row.measure for row in self.measures]
        return [self.theme, *self.merged, *split], field, said, measures


def theme_page(theme: Theme, today: date) -> ThemePage:
    shown = public_measures_of(theme.process)
    measures = measures_from_theme(theme).filter(pk__in=shown.values("pk"))
    lists = measures_shown(theme.process, today)
    return ThemePage(
        theme=theme,
        outcome=Outcome.objects.filter(theme=theme).select_related("answer").first(),
        merged=tuple(theme.merged_themes.prefetch_related("former_titles")),
        codings=tuple(codings_by_theme([theme])[theme.pk]),
        measures=lists.listed(measures),
        states=lists.states,
    )


def published_answer(outcome: Outcome | None) -> Answer | None:
    """What everyone may read of the city's answer."""
    answer: Answer | None = getattr(outcome, "answer", None)
    return answer if answer and may_everyone_read_answer(answer.published_on) else None


def by_language(counts: Mapping[str, int]) -> list[tuple[Any, int]]:
    """Languages by their names, most first."""
    names = dict(CONTRIBUTION_LANGUAGES) | dict(settings.LANGUAGES)
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(names[code], count) for code, count in found]
