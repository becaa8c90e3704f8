"""What every part of the model case shares: its data, its texts, and what was loaded so far."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ratschlag.city.rules import LANGUAGES
from ratschlag.contributions.models import Contribution
from ratschlag.events.models import Event
from ratschlag.goals.models import Goal, Measure
from ratschlag.languages.actions import put_translations
from ratschlag.languages.models import Authored
from ratschlag.languages.rules import State as Translated
from ratschlag.people.models import Organisation, Person
from ratschlag.people.rules import Role
from ratschlag.process.models import Field, Milestone, Phase, Process
from ratschlag.survey.models import Survey
from ratschlag.synthesis.models import Theme

FOLDER = Path(__file__).parent


@cache
def data(name: str) -> dict[str, Any]:
    """One of the files of the model case."""
    return tomllib.loads((FOLDER / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def texts(language: str) -> dict[str, dict[str, str]]:
    """The translations of the model case: {"phase.auftakt": {"title": …}}; empty if there are none."""
    path = FOLDER / "texts" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


@dataclass(frozen=True)
class Act:
    """Something that the city, or a resident, does at a point in time."""

    at: datetime
    do: Callable[[], None]


@dataclass
class Case:
    """Knows what was loaded so far by the keys of the data."""

    address: str
    people: dict[Role, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    phases: dict[str, Phase] = field(default_factory=dict)
    milestones: dict[str, Milestone] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    surveys: dict[str, Survey] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    @property
    def by(self) -> Person | None:
        """The coordinator; nobody before the cast was taken in."""
        return self.people.get(Role.COORDINATOR)

    @property
    def process(self) -> Process:
        return Process.objects.get(slug=data("process")["process"]["slug"])

    def translate(self, row: Authored, key: str) -> None:
        """What was translated for the demo, by a machine and not checked."""
        found = {
            (name, language): text
            for language in LANGUAGES
            for name, text in texts(language).get(key, {}).items()
            if name in row.translated
        }
        put_translations(row, found, state=Translated.MACHINE)
