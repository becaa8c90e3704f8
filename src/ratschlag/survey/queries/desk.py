"""What the desk of surveys shows: which there are, what one lacks, what it asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratschlag.languages.queries import Spoken
from ratschlag.process.models import Process
from ratschlag.survey.compute.conditions import Condition, Join, Operator
from ratschlag.survey.compute.questionnaire import Question as Asked
from ratschlag.survey.compute.questionnaire import Questionnaire, canonical
from ratschlag.survey.models import Decision, Detail, Page, Question, Survey, Version
from ratschlag.survey.models.labels import OPERATOR_LABELS, STATE_LABELS
from ratschlag.survey.queries.findings import Lack, flaws_of, texts_lacking
from ratschlag.survey.queries.surveys import acts_possible, is_seal_broken, state_of
from ratschlag.survey.queries.texts import spoken_of
from ratschlag.survey.queries.versions import definition_of, draft_of, latest_version
from ratschlag.survey.rules import (
    NEEDS_TWO,
    NO,
    OTHER,
    YES,
    Act,
    Kind,
    State,
    is_open_in,
    is_written_in,
)

# What can be done, as it stands on a button.
DO_LABELS: dict[Act, Promise] = {
    Act.TEST: gettext_lazy("Call it tested"),
    Act.BACK_TO_DRAFT: gettext_lazy("Back to the draft"),
    Act.SCHEDULE: gettext_lazy("Schedule it"),
    Act.OPEN_NOW: gettext_lazy("Open it now"),
    Act.EXTEND: gettext_lazy("Extend it"),
    Act.CLOSE_NOW: gettext_lazy("Close it now"),
    Act.FINISH_ENTRY: gettext_lazy("All papers are typed in"),
    Act.EVALUATE: gettext_lazy("Call it evaluated"),
    Act.PUBLISH: gettext_lazy("Publish the results"),
    Act.BREAK_SEAL: gettext_lazy("Break the seal"),
}

KIND_HINTS: dict[Kind, Promise] = {
    Kind.LONG: gettext_lazy("People write as much as they like."),
    Kind.SHORT: gettext_lazy("A line."),
    Kind.SINGLE: gettext_lazy("One answer from a list."),
    Kind.MULTIPLE: gettext_lazy("As many from a list as apply."),
    Kind.YES_NO: gettext_lazy("Nothing to write: the two answers are there."),
    Kind.SCALE: gettext_lazy("Steps from a low to a high end."),
    Kind.MATRIX: gettext_lazy("The same answers for several things."),
    Kind.RANKING: gettext_lazy("What comes first, second, third."),
    Kind.NUMBER: gettext_lazy("A number, with bounds if you like."),
    Kind.DATE: gettext_lazy("A day of the calendar."),
}


@dataclass(frozen=True)
class Board:
    """The surveys of a process with their states."""

    process: Process
    rows: tuple[tuple[Survey, Promise], ...]


def board_of(process: Process, at: datetime) -> Board:
    surveys = process.surveys.order_by("-opens_at")
    rows = tuple((survey, STATE_LABELS[state_of(survey, at)]) for survey in surveys)
    return Board(process, rows)


@dataclass(frozen=True)
class Overview:
    """All that staff know about a survey, but for its answers."""

    state: State
    acts: tuple[tuple[Act, Promise, bool], ...]
    waiting: Decision | None
    flaws: tuple[Lack, ...]
    lacking: tuple[Lack, ...]
    spoken: tuple[Spoken, ...]
    languages: tuple[tuple[str, str], ...]
    versions: tuple[Version, ...]
    decisions: tuple[Decision, ...]
    question_count: int
    test_run_count: int
    has_changed: bool
    is_seal_broken: bool

    @property
    def label(self) -> Promise:
        return STATE_LABELS[self.state]

    @property
    def is_written(self) -> bool:
        return is_written_in(self.state)

    @property
    def is_open(self) -> bool:
        return is_open_in(self.state)

    @property
    def may_be_cancelled(self) -> bool:
        return self.is_written and not self.versions


def overview_of(survey: Survey, at: datetime) -> Overview:
    state = state_of(survey, at)
    is_about_texts = is_written_in(state) or is_open_in(state)
    names = dict(settings.LANGUAGES)
    decisions = list(survey.decisions.select_related("proposed_by", "confirmed_by"))
    waiting = [row for row in decisions if not row.decided_at and not row.dropped_at]
    acts = acts_possible(survey, at)
    return Overview(
        state=state,
        acts=tuple((act, DO_LABELS[act], act in NEEDS_TWO) for act in acts),
        waiting=waiting[0] if waiting else None,
        flaws=tuple(flaws_of(survey)) if is_about_texts else (),
        lacking=tuple(texts_lacking(survey)) if is_about_texts else (),
        spoken=tuple(spoken_of(survey)),
        languages=tuple((code, str(names[code])) for code in survey.languages),
        versions=tuple(survey.versions.select_related("by")),
        decisions=tuple(reversed([row for row in decisions if row not in waiting])),
        question_count=survey.questions.count(),
        test_run_count=survey.test_runs.count(),
        has_changed=is_open_in(state) and has_changed(survey),
        is_seal_broken=is_seal_broken(survey),
    )


def has_changed(survey: Survey) -> bool:
    """Whether what is written differs from what is asked."""
    version = latest_version(survey)
    return version is not None and canonical(definition_of(survey)) != version.definition


@dataclass(frozen=True)
class Line:
    """A question as the editor lists it."""

    row: Question
    number: int
    kind: str
    answers: tuple[str, ...]
    rows: tuple[str, ...]
    shown_if: str


@dataclass(frozen=True)
class Group:
    """A page of the questionnaire, or the questions that stand on none."""

    page: Page | None
    lines: tuple[Line, ...]
    shown_if: str


@dataclass(frozen=True)
class AtDesk:
    """A questionnaire as the editor shows it."""

    groups: tuple[Group, ...]
    details: tuple[tuple[Detail, tuple[str, ...]], ...]
    flaws: tuple[Lack, ...]

    @property
    def is_empty(self) -> bool:
        return not any(group.lines or group.page for group in self.groups)


def questionnaire_at_desk(survey: Survey) -> AtDesk:
    draft = draft_of(survey)
    questions = {row.key: row for row in survey.questions.prefetch_related("options")}
    pages = {row.key: row for row in survey.pages.all()}
    groups = tuple(
        Group(
            pages.get(page.key),
            tuple(_line(questions[question.key], question, draft) for question in page.questions),
            in_words(page.show_if, draft),
        )
        for page in draft.pages
    )
    details = tuple(
        (row, tuple(option.label for option in row.options.all()))
        for row in survey.details.prefetch_related("options")
    )
    return AtDesk(groups, details, tuple(flaws_of(survey)))


def _line(row: Question, question: Asked, draft: Questionnaire) -> Line:
    options = list(row.options.all())
    return Line(
        row=row,
        number=question.number,
        kind=row.get_kind_display(),
        answers=tuple(option.label for option in options if not option.is_row),
        rows=tuple(option.label for option in options if option.is_row),
        shown_if=in_words(question.show_if, draft),
    )


def in_words(condition: Condition, questionnaire: Questionnaire) -> str:
    """When something is shown: “1 is Yes and 3 is at least 5”; empty if it always is."""
    said = []
    for test in condition.tests:
        question = questionnaire.by_key.get(test.question)
        name = _("question %(number)s") % {"number": question.number if question else "?"}
        how = str(OPERATOR_LABELS[test.operator])
        value = "" if test.operator is Operator.ANSWERED else f" “{_said(question, test.value)}”"
        said.append(f"{name} {how}{value}")
    return (_(" and ") if condition.join is Join.ALL else _(" or ")).join(said)


def _said(question: Asked | None, value: str) -> str:
    if question is None:
        return value
    labels = {YES: _("Yes"), NO: _("No"), OTHER: _("Something else")}
    labels |= {option.key: next(iter(option.label.values()), "") for option in question.options}
    return labels.get(value, value)


def asked_before(row: Question | Page) -> list[Asked]:
    """The questions whose answers are known when this question or page comes."""
    found: list[Asked] = []
    for page in draft_of(row.survey).pages:
        if isinstance(row, Page) and page.key == row.key:
            return found
        for question in page.questions:
            if isinstance(row, Question) and question.key == row.key:
                return found
            found.append(question)
    return found


@dataclass(frozen=True)
class Run:
    """A test run: in which language, and what was answered to what."""

    language: str
    answers: tuple[tuple[str, str], ...]


def runs_of(survey: Survey) -> Sequence[Run]:
    draft = draft_of(survey)
    names = dict(settings.LANGUAGES)
    return [
        Run(
            str(names.get(run.language, run.language)),
            tuple(
                (_title(draft, key), _answer(draft, key, said)) for key, said in run.answers.items()
            ),
        )
        for run in survey.test_runs.order_by("pk")
    ]


def _title(draft: Questionnaire, key: str) -> str:
    question = draft.by_key.get(key.partition(".")[0])
    details = {detail.key: detail.label for detail in draft.details}
    words = question.text if question else details.get(key, {})
    return next(iter(words.values()), key)


def _answer(draft: Questionnaire, key: str, said: Any) -> str:
    question = draft.by_key.get(key)
    if isinstance(said, dict):
        rows = (
            {row.key: next(iter(row.label.values()), "") for row in question.rows}
            if question
            else {}
        )
        return "; ".join(f"{rows.get(k, k)}: {_said(question, v)}" for k, v in said.items())
    if isinstance(said, list):
        return "; ".join(_said(question, each) for each in said)
    details = {d.key: {o.key: o.label for o in d.options} for d in draft.details}
    if key in details:
        return next(iter(details[key].get(said, {}).values()), str(said))
    return _said(question, str(said))
