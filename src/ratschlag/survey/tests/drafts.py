"""Surveys that are still being made: as drafts, tested, with every text translated."""

from datetime import datetime, timedelta

from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.survey.actions import (
    confirm_proposal,
    decide_survey,
    keep_test_run,
    plan_survey,
    propose_act,
    write_question,
)
from ratschlag.survey.models import Decision, Question, Survey
from ratschlag.survey.queries import missing_texts
from ratschlag.survey.rules import Act, Kind

WHY = "So ist es beschlossen."


def a_draft(process: Process, slug: str = "neues", **changes: object) -> Survey:
    """A survey of tomorrow without a question, in German."""
    day = timedelta(days=1)
    wanted = {"title": "Neue Umfrage", "purpose": "Für das Konzept.", "rule": "Keine Abstimmung."}
    times = {"opens_at": domain_now() + day, "closes_at": domain_now() + 9 * day}
    survey = Survey(process=process, slug=slug, languages=["de"], **(wanted | times))
    for name, value in changes.items():
        setattr(survey, name, value)
    return plan_survey(survey, by=None)


def ask(survey: Survey, text: str = "Was läuft gut?", kind: Kind = Kind.LONG, **more) -> Question:
    """A further question; `options` and `rows` are lists of key and label."""
    lines = {name: more.pop(name) for name in ("options", "rows") if name in more}
    question = Question(survey=survey, kind=kind, text=text, **more)
    return write_question(question, **lines, by=None)


def translated(survey: Survey, state: Translated = Translated.CHECKED) -> Survey:
    """Everything is said in every language of the survey."""
    for language, texts in missing_texts(survey).items():
        for row, field in texts:
            put_translation(row, field, language=language, text=f"({language})", state=state)
    return survey


def called_tested(survey: Survey, by: Person | None = None) -> Survey:
    keep_test_run(survey, language="de", answers={"q1": "Alles."}, by=by)
    decide_survey(survey, Act.TEST, why=WHY, by=by)
    survey.refresh_from_db()
    return survey


def two_decide(survey: Survey, act: Act, one: Person, other: Person, **more) -> Decision:
    """One proposes, the other confirms."""
    decision = propose_act(survey, act, why=WHY, by=one, **more)
    confirm_proposal(decision, by=other)
    survey.refresh_from_db()
    return decision


def as_typed(moment: datetime) -> str:
    """A time as browsers send it."""
    return moment.strftime("%Y-%m-%dT%H:%M")
