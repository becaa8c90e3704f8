"""Whether everyone who spoke has an answer: one count of all contributions by channel, language
and outcome."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ratschlag.contributions.models import CHANNEL_LABELS
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.council.models import OpenException
from ratschlag.portal.queries.themes import by_language
from ratschlag.portal.rules import may_everyone_read_answer
from ratschlag.process.models import Process
from ratschlag.synthesis.models import OUTCOME_LABELS, Outcome
from ratschlag.synthesis.queries import fates
from ratschlag.synthesis.rules import OutcomeValue


@dataclass(frozen=True)
class Voice:
    """A contribution that counts (`outcomes`: what became of each of its themes, None while
    nobody can say), or one that was withdrawn."""

    channel: str
    language: str
    is_withdrawn: bool
    outcomes: tuple[Outcome | None, ...]

    @property
    def is_open(self) -> bool:
        """As the council counts it: of one of its parts nobody can say yet what became of it."""
        return None in self.outcomes

    @property
    def is_answered(self) -> bool:
        """Everything in it has an answer that everyone can read."""
        answers = [getattr(outcome, "answer", None) for outcome in self.outcomes]
        return all(row and may_everyone_read_answer(row.published_on) for row in answers)


@dataclass(frozen=True)
class Line:
    """Some contributions, counted: received = with a fate + open. Withdrawn ones stand apart."""

    label: Any
    received: int
    open: int
    answered: int
    withdrawn: int

    @property
    def with_fate(self) -> int:
        return self.received - self.open

    @property
    def unanswered(self) -> int:
        """With a fate, but its answer is still to come."""
        return self.with_fate - self.answered


def line_of(label: Any, voices: Iterable[Voice]) -> Line:
    """An open one may have a public answer to one of its parts; it is answered when all is."""
    rows = list(voices)
    counted = [row for row in rows if not row.is_withdrawn]
    return Line(
        label=label,
        received=len(counted),
        open=sum(row.is_open for row in counted),
        answered=sum(row.is_answered for row in counted),
        withdrawn=len(rows) - len(counted),
    )


@dataclass(frozen=True)
class Coverage:
    """All contributions of a process, as seen from a day."""

    process: Process
    as_of: date
    voices: tuple[Voice, ...]
    exceptions: tuple[OpenException, ...]

    @cached_property
    def total(self) -> Line:
        return line_of("", self.voices)

    @cached_property
    def channels(self) -> list[Line]:
        """In the order of the channels; those by which nothing came are left out."""
        return self._lines([(CHANNEL_LABELS[key], key) for key in Channel], lambda row: row.channel)

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((line.received for line in self.channels), default=0) or 1

    @cached_property
    def languages(self) -> list[tuple[Any, int]]:
        return by_language(Counter(row.language for row in self._counted))

    @cached_property
    def outcomes(self) -> list[tuple[Any, int]]:
        """How many contributions have each outcome, most first; one that speaks of several
        things can have several."""
        counts = Counter(
            OutcomeValue(value)
            for row in self._counted
            for value in {outcome.value for outcome in row.outcomes if outcome}
        )
        order = list(OutcomeValue)
        found = sorted(counts.items(), key=lambda item: (-item[1], order.index(item[0])))
        return [(OUTCOME_LABELS[value], count) for value, count in found]

    @property
    def has_several_outcomes(self) -> bool:
        return sum(count for _label, count in self.outcomes) > self.total.received

    @property
    def _counted(self) -> list[Voice]:
        return [row for row in self.voices if not row.is_withdrawn]

    def _lines(self, labels: list[tuple[Any, str]], trait: Callable[[Voice], str]) -> list[Line]:
        lines = (
            line_of(label, (row for row in self.voices if trait(row) == key))
            for label, key in labels
        )
        return [line for line in lines if line.received or line.withdrawn]


def coverage_of(process: Process, today: date) -> Coverage:
    """Six queries, however many contributions there are."""
    found = fates(process)
    rows = process.contributions.order_by().values_list("pk", "channel", "language", "publication")
    exceptions = OpenException.objects.filter(
        paper__process=process, paper__submitted_on__isnull=False
    )
    return Coverage(
        process=process,
        as_of=today,
        voices=tuple(
            Voice(channel, language, publication == Publication.WITHDRAWN, tuple(found.get(pk, ())))
            for pk, channel, language, publication in rows
        ),
        exceptions=tuple(exceptions.select_related("paper").order_by("signed_on", "pk")),
    )
