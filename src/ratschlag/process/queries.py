"""Where a process stands: its phases against the clock, what is reached and what is late."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from django.utils import translation

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.process.models import Field, Milestone, Phase, Process, ShortAddress
from ratschlag.process.rules import RESERVED_ADDRESSES, Tense, tenses_of


@dataclass(frozen=True)
class Step:
    """A phase as it is seen from today."""

    phase: Phase
    tense: Tense

    @property
    def is_now(self) -> bool:
        return self.tense is Tense.NOW


@dataclass(frozen=True)
class Timeline:
    """All steps, and the one we are in."""

    steps: tuple[Step, ...]

    @property
    def now(self) -> Step | None:
        """The step that runs; between two steps the last one that is over."""
        running = [step for step in self.steps if step.tense is Tense.NOW]
        over = [step for step in self.steps if step.tense is Tense.PAST]
        here = running or over[-1:]
        return here[0] if here else None

    @property
    def dots(self) -> list[dict[str, object]]:
        """The steps as dots on a line: their place in units of the picture, and their shape."""
        shapes = {Tense.PAST: "f", Tense.NOW: "n", Tense.NEXT: "o"}
        return [
            {"x": 10 + 30 * at, "shape": shapes[step.tense]} for at, step in enumerate(self.steps)
        ]

    @property
    def width(self) -> int:
        """The width of that picture."""
        return 30 * len(self.steps) - 10


def timeline(process: Process, today: date) -> Timeline:
    """The phases of a process with their tenses. One query."""
    phases = list(process.phases.all())
    tenses = tenses_of([(phase.starts, phase.ends) for phase in phases], today)
    return Timeline(tuple(map(Step, phases, tenses)))


def announced_processes() -> QuerySet[Process]:
    return Process.objects.announced().order_by("title")


def is_late(milestone: Milestone, today: date) -> bool:
    """Due and not reached, or reached after it was due."""
    due = milestone.due.last
    return due is not None and (milestone.reached_on or today) > due


@dataclass(frozen=True)
class Plan:
    """A process as the desk plans it."""

    process: Process
    timeline: Timeline
    milestones: tuple[tuple[Milestone, bool], ...]
    fields: tuple[Field, ...]
    may_edit: bool


def plans(today: date, *, may_edit: Callable[[Process], bool]) -> list[Plan]:
    """Every process with its steps, its milestones (and whether each is late), its fields."""
    processes = Process.objects.prefetch_related(
        "phases", "milestones", "fields__leads__organisation"
    )
    return [
        Plan(
            process=process,
            timeline=timeline(process, today),
            milestones=tuple((row, is_late(row, today)) for row in process.milestones.all()),
            fields=tuple(process.fields.all()),
            may_edit=may_edit(process),
        )
        for process in processes
    ]


def words_in_use() -> frozenset[str]:
    """The first words of the site's own addresses: where one answers, a short address would
    never be reached."""
    return RESERVED_ADDRESSES | frozenset(_first_words(get_resolver()))


def _first_words(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        text = str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not text:
            yield from _first_words(pattern)
        elif re.fullmatch(r"[a-z0-9-]+", first := text.partition("/")[0]):
            yield first


def is_public_path(target: str) -> bool:
    """Whether a page that everyone may see answers there, in German and so in any language."""
    with translation.override(SOURCE_LANGUAGE):
        try:
            match = resolve(f"/{SOURCE_LANGUAGE}{target}")
        except Resolver404:
            return False
    return bool(getattr(match.func, "is_public", False))


def short_addresses() -> QuerySet[ShortAddress]:
    """Every short address with where it has pointed."""
    return ShortAddress.objects.select_related("process").prefetch_related("targets__by")
