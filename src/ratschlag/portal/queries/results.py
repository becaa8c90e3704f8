"""What came of a process so far: voices, themes, measures, the council's decision, the reports."""

from datetime import date
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from ratschlag.concept.models import Edition
from ratschlag.concept.queries import public_editions
from ratschlag.contributions.models import CHANNEL_LABELS
from ratschlag.contributions.queries import count_by_channel, count_by_language
from ratschlag.contributions.rules import UNDETERMINED
from ratschlag.council.models import Consultation, Paper
from ratschlag.council.queries import decision_about, public_papers
from ratschlag.monitoring.queries import States, states_of
from ratschlag.portal.queries.flow import Voices, voices_of
from ratschlag.portal.queries.themes import by_language
from ratschlag.process.models import Process


class Results:
    """What came of a process by a day. Each part asks the database only if it can be shown."""

    def __init__(self, process: Process, today: date) -> None:
        """`process` comes from `with_shown`."""
        self.process = process
        self.today = today

    @cached_property
    def channels(self) -> list[tuple[Any, int]]:
        counts = count_by_channel(self.process)
        found = [(CHANNEL_LABELS[channel], count) for channel, count in counts.items()]
        return sorted(found, key=lambda row: -row[1])

    @cached_property
    def languages(self) -> list[tuple[Any, int]]:
        return by_language(self._languages)

    @cached_property
    def _languages(self) -> dict[str, int]:
        return count_by_language(self.process) if self.channels else {}

    @property
    def voice_count(self) -> int:
        return sum(count for _label, count in self.channels)

    @property
    def language_count(self) -> int:
        """Several languages at once are none more."""
        return len(set(self._languages) - {UNDETERMINED})

    @cached_property
    def voices(self) -> Voices | None:
        """The flow, once field groups work with the themes and a draft is public."""
        is_public = self.process.has_themes and self.process.has_measures  # type: ignore[attr-defined]
        return voices_of(self.process) if is_public else None

    @cached_property
    def states(self) -> States | None:
        has_reports = self.process.has_reports  # type: ignore[attr-defined]
        return states_of(self.process, self.today) if has_reports else None

    @cached_property
    def editions(self) -> list[tuple[Edition, date]]:
        """The newest first, each with the day on which it was frozen."""
        has_measures = self.process.has_measures  # type: ignore[attr-defined]
        found = public_editions(self.process) if has_measures else ()
        return [(edition, localdate(edition.frozen_at)) for edition in found]

    @cached_property
    def papers(self) -> list[Paper]:
        has_papers = self.process.has_papers  # type: ignore[attr-defined]
        return public_papers(self.process) if has_papers else []

    @cached_property
    def decision(self) -> Consultation | None:
        return decision_about(self.process) if self.papers else None

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the page shows."""
        voices = self.voices.texts if self.voices else ()
        states = self.states.texts if self.states else ()
        return (*voices, *states, self.papers)
