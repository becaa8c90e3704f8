"""Which survey is meant, in which state it is, and when it is open."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from ratschlag.city.models import City
from ratschlag.journal.queries import domain_now, read_with_clock
from ratschlag.process.models import Process
from ratschlag.process.rules import Tense
from ratschlag.survey.models import Survey
from ratschlag.survey.rules import (
    PUBLIC_ACTS,
    Act,
    Stage,
    State,
    acts_in,
    may_see_answers,
    state_at,
    tense_at,
)


def survey_of(process: Process, at: datetime, slug: str = "") -> Survey | None:
    """The survey that a process shows: the one that is open, else the next, else the last.

    With `slug` the one that a form was about, so that it is never taken for another's. What is
    still being written is nobody's survey yet.
    """
    surveys = list(_announced(process))  # in order of their opening
    if slug:
        return next((row for row in surveys if row.slug == slug), None)
    by_tense = {tense: [row for row in surveys if tense_of(row, at) is tense] for tense in Tense}
    found = by_tense[Tense.NOW] or by_tense[Tense.NEXT] or by_tense[Tense.PAST][-1:]
    return found[0] if found else None


def _announced(process: Process) -> "list[Survey]":
    rows = process.surveys.select_related("process")
    return list(rows.exclude(stage__in=(Stage.DRAFT, Stage.TESTED)))


def open_survey(process: Process, at: datetime) -> Survey | None:
    """The survey that anyone can answer now."""
    found = survey_of(process, at)
    return found if found and tense_of(found, at) is Tense.NOW else None


def tense_of(survey: Survey, at: datetime) -> Tense:
    return tense_at(survey.opens_at, survey.closes_at, at)


def state_of(survey: Survey, at: datetime) -> State:
    """What a survey is at a moment of the domain clock."""
    tense = tense_of(survey, at)
    is_extended = (
        tense is Tense.NOW
        and survey.decisions.filter(act=Act.EXTEND, decided_at__isnull=False).exists()
    )
    return state_at(Stage(survey.stage), tense, is_extended=is_extended)


def acts_possible(survey: Survey, at: datetime) -> list[Act]:
    """What can be done with it now; there is nothing to break where nothing is sealed."""
    has_seal = survey.is_sealed and not is_seal_broken(survey)
    return [act for act in acts_in(state_of(survey, at)) if act is not Act.BREAK_SEAL or has_seal]


def is_seal_broken(survey: Survey) -> bool:
    return survey.decisions.filter(act=Act.BREAK_SEAL, decided_at__isnull=False).exists()


def may_see_answers_of(survey: Survey, at: datetime) -> bool:
    """Whether staff may see what was answered: of a sealed survey after its end, or when two
    people have broken the seal, which everyone can read."""
    if may_see_answers(state_of(survey, at), is_sealed=survey.is_sealed):
        return True
    return is_seal_broken(survey)


def sealed_surveys(process: Process, at: datetime | None = None) -> list[Survey]:
    """Those of a process whose answers nobody may see at a moment, or now."""
    sealed = list(process.surveys.filter(is_sealed=True))
    at = domain_now() if sealed and at is None else at
    return [survey for survey in sealed if at and not may_see_answers_of(survey, at)]


@dataclass(frozen=True)
class Announcement:
    """What everyone is told about a survey's course, as the city's days, and why."""

    act: Act
    until: date | None
    decided_on: date
    why: str

    @property
    def is_extension(self) -> bool:
        return self.act is Act.EXTEND


def announcements_of(survey: Survey, city: City) -> list[Announcement]:
    """The end that was moved last, and that the seal was broken; newest first."""
    decided = survey.decisions.filter(act__in=PUBLIC_ACTS, decided_at__isnull=False)
    latest = {row.act: row for row in decided.order_by("decided_at")}
    return [
        Announcement(
            Act(row.act),
            row.closes_at.astimezone(city.zone).date() if row.closes_at else None,
            row.decided_at.astimezone(city.zone).date(),
            row.why,
        )
        for row in reversed(latest.values())
        if row.decided_at
    ]


@dataclass(frozen=True)
class Window:
    """When a survey is open, as the city's days, and how far from today that is."""

    tense: Tense
    opens_on: date
    closes_on: date
    days: int


def window_of(survey: Survey, city: City, at: datetime) -> Window:
    """`days` until it opens, until it closes or since it closed; today is 0."""
    opens_on = survey.opens_at.astimezone(city.zone).date()
    closes_on = survey.closes_at.astimezone(city.zone).date()
    today, tense = at.astimezone(city.zone).date(), tense_of(survey, at)
    days = (opens_on if tense is Tense.NEXT else closes_on) - today
    return Window(tense, opens_on, closes_on, abs(days.days))


@dataclass(frozen=True)
class Now:
    """A survey as it stands in this transaction, by the domain clock."""

    at: datetime
    opens_at: datetime
    closes_at: datetime
    stage: str
    grace: int
    version: int | None


_NOW = """
    opens_at, closes_at, stage, grace,
        (SELECT max(number) FROM survey_version WHERE survey_id = survey_survey.id)
    FROM survey_survey WHERE id = %s
"""


def now_of(survey: Survey) -> Now:
    """Read anew, whatever was known of it before: what decides whether an answer is in time."""
    at, (opens_at, closes_at, *rest) = read_with_clock(_NOW, survey.pk)
    return Now(at, _in_utc(opens_at), _in_utc(closes_at), *rest)


def _in_utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
