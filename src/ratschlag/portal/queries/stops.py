"""The stops that a contribution can have on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import WITHOUT_TEXT, Publication
from ratschlag.council.models import Amendment, Consultation, Paper
from ratschlag.goals.models import Measure
from ratschlag.languages.models import Authored
from ratschlag.monitoring.queries import StateOf, States
from ratschlag.portal.queries.measures import Place
from ratschlag.portal.rules import may_everyone_see_theme
from ratschlag.survey.models import Question
from ratschlag.synthesis.models import Answer, Outcome, Theme
from ratschlag.synthesis.queries import Assigned


@dataclass(frozen=True)
class Stop:
    """Something that happened to a contribution on a day."""

    kind: ClassVar[str] = ""
    on: date

    @property
    def rows(self) -> Sequence[Authored | None]:
        """Whose texts it shows."""
        return ()


@dataclass(frozen=True)
class Received(Stop):
    kind = "received"
    contribution: Contribution
    question: Question | None
    language: str

    @property
    def rows(self) -> Sequence[Authored | None]:
        return (self.question,)


@dataclass(frozen=True)
class Read(Stop):
    """`public_words` is what everyone may read instead, where words were taken out."""

    kind = "read"
    contribution: Contribution
    public_words: str = ""


@dataclass(frozen=True)
class Grouped(Stop):
    """Put to a theme, together with so many others."""

    kind = "grouped"
    assigned: Assigned
    others: int = 0

    @property
    def is_public(self) -> bool:
        return may_everyone_see_theme(self.assigned.theme.handed_over_on)

    @property
    def rows(self) -> Sequence[Authored | None]:
        return self.assigned.theme, self.assigned.merged


@dataclass(frozen=True)
class Joined(Grouped):
    """The same as another contribution: it goes on with that one's theme."""

    kind = "joined"


@dataclass(frozen=True)
class HandedOver(Stop):
    kind = "handed_over"
    theme: Theme

    @property
    def rows(self) -> Sequence[Authored | None]:
        return self.theme, self.theme.field


@dataclass(frozen=True)
class Drafted(Stop):
    """Measures that stand in an edition for the first time."""

    kind = "drafted"
    places: tuple[tuple[Measure, Place], ...]

    @property
    def place(self) -> Place:
        return self.places[0][1]

    @property
    def rows(self) -> Sequence[Authored | None]:
        return [measure for measure, _place in self.places]


@dataclass(frozen=True)
class Decided(Stop):
    kind = "decided"
    outcome: Outcome

    @property
    def rows(self) -> Sequence[Authored | None]:
        return (self.outcome,)


@dataclass(frozen=True)
class Submitted(Stop):
    kind = "submitted"
    paper: Paper


@dataclass(frozen=True)
class PutOff(Stop):
    """A body wanted to deal with it later."""

    kind = "put_off"
    consultation: Consultation
    again: Consultation | None


@dataclass(frozen=True)
class Resolved(Stop):
    """What the council decided, and who wanted these measures otherwise."""

    kind = "resolved"
    consultation: Consultation
    amendments: tuple[Amendment, ...]

    @property
    def rows(self) -> Sequence[Authored | None]:
        return self.amendments


@dataclass(frozen=True)
class Answered(Stop):
    kind = "answered"
    answer: Answer

    @property
    def rows(self) -> Sequence[Authored | None]:
        return (self.answer,)


@dataclass(frozen=True)
class TakenBack(Stop):
    kind = "taken_back"
    contribution: Contribution


@dataclass(frozen=True)
class State(Stop):
    """How the measures stand; `on` is the day of the report, or today where there is none."""

    kind = "state"
    measures: tuple[StateOf, ...]
    states: States

    @property
    def rows(self) -> Sequence[Authored | None]:
        said = [row.said for row in self.measures]
        return [self.states.report, *said, *(row.measure for row in self.measures)]


# What happened on one day is told in this order.
ORDER = (
    *(Received, Read, Grouped, HandedOver, Drafted, Decided, Joined),
    *(Submitted, PutOff, Resolved, Answered, TakenBack, State),
)


def beginning(
    contribution: Contribution, question: Question | None, language: str
) -> tuple[Stop, ...]:
    """What happens to a contribution before it is put to a theme; `language` is the name of its
    language."""
    row = contribution
    stops: list[Stop] = [Received(row.received_on, row, question, language)]
    if row.read_on and row.publication != Publication.WITHDRAWN:
        words = row.redaction.text if row.publication == Publication.REDACTED else ""
        stops.append(Read(row.read_on, row, words))
    if row.publication in WITHOUT_TEXT and row.taken_back_on:
        stops.append(TakenBack(row.taken_back_on, row))
    return tuple(stops)
