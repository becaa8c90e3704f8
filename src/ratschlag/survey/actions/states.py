"""Bringing a survey from one state to the next: who decided it, and why."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.people.models import Person
from ratschlag.survey.actions.planning import freeze_version
from ratschlag.survey.actions.writing import SurveyRefused
from ratschlag.survey.models import Decision, Survey
from ratschlag.survey.queries import acts_possible, flaws_of, papers_under_way, texts_lacking
from ratschlag.survey.rules import NEEDS_TWO, Act, Stage

# What each act reads as in the journal.
VERBS: dict[Act, str] = {
    Act.TEST: "survey.tested",
    Act.BACK_TO_DRAFT: "survey.back_to_draft",
    Act.SCHEDULE: "survey.scheduled",
    Act.OPEN_NOW: "survey.opened_early",
    Act.EXTEND: "survey.extended",
    Act.CLOSE_NOW: "survey.closed_early",
    Act.FINISH_ENTRY: "survey.entry_finished",
    Act.EVALUATE: "survey.evaluated",
    Act.PUBLISH: "survey.published",
    Act.BREAK_SEAL: "survey.seal_broken",
}
_SECOND = timedelta(seconds=1)
# What the journal is told besides: plain values.
_Told = dict[str, object]


@transaction.atomic
def decide_survey(survey: Survey, act: Act, *, why: str, by: Person | None) -> Decision:
    """Do what one person may decide alone. Raises SurveyRefused."""
    at = domain_now()
    survey = _held(survey, act, why, at)
    if act in NEEDS_TWO:
        raise SurveyRefused(_("This needs a second person who confirms it."))
    told = _DO[act](survey, None, at, by)
    decision = Decision.objects.create(
        survey=survey, act=act, why=why, proposed_by=by, proposed_at=at, decided_at=at
    )
    record(by, VERBS[act], survey, **told)
    return decision


@transaction.atomic
def propose_act(
    survey: Survey, act: Act, *, why: str, closes_at: datetime | None = None, by: Person
) -> Decision:
    """Propose what takes two people: it waits until another confirms it. Raises SurveyRefused."""
    at = domain_now()
    survey = _held(survey, act, why, at)
    if act not in NEEDS_TWO:
        raise SurveyRefused(_("This needs no second person."))
    if survey.decisions.filter(decided_at=None, dropped_at=None).exists():
        raise SurveyRefused(_("Another proposal is waiting. Please confirm or drop it first."))
    new_end = closes_at if act is Act.EXTEND else None
    _check_end(survey, act, new_end, at)
    decision = Decision.objects.create(
        survey=survey, act=act, why=why, proposed_by=by, proposed_at=at, closes_at=new_end
    )
    record(by, "survey.proposed", survey, act=str(act))
    return decision


@transaction.atomic
def confirm_proposal(decision: Decision, *, by: Person) -> None:
    """The second person says yes, and it is done. Raises SurveyRefused."""
    at = domain_now()
    decision = _waiting(decision)
    if decision.proposed_by_id == by.pk:
        raise SurveyRefused(_("You have proposed it. Somebody else has to confirm it."))
    act = Act(decision.act)
    survey = _held(decision.survey, act, decision.why, at)
    _check_end(survey, act, decision.closes_at, at)
    told = _DO[act](survey, decision.closes_at, at, by)
    decision.confirmed_by, decision.decided_at = by, at
    decision.save(update_fields=["confirmed_by", "decided_at"])
    record(by, VERBS[act], survey, **told)


@transaction.atomic
def drop_proposal(decision: Decision, *, by: Person) -> None:
    """It will not be done; who proposed it may say so as well as another."""
    at = domain_now()
    decision = _waiting(decision)
    decision.dropped_at = at
    decision.save(update_fields=["dropped_at"])
    record(by, "survey.proposal_dropped", decision.survey, act=decision.act)


def _held(survey: Survey, act: Act, why: str, at: datetime) -> Survey:
    """The survey, locked, if its state lets this be done for a reason."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if act not in acts_possible(survey, at):
        raise SurveyRefused(_("This can’t be done in the state the survey is in now."))
    if not why.strip():
        raise SurveyRefused(_("Please say why."))
    return survey


def _waiting(decision: Decision) -> Decision:
    """The proposal, behind the lock of its survey so that it is decided once."""
    Survey.objects.select_for_update().get(pk=decision.survey_id)
    decision = Decision.objects.select_related("survey").get(pk=decision.pk)
    if decision.decided_at or decision.dropped_at:
        raise SurveyRefused(_("This was decided already."))
    return decision


def _check_end(survey: Survey, act: Act, closes_at: datetime | None, at: datetime) -> None:
    if act is not Act.EXTEND:
        return
    if closes_at is None or closes_at <= survey.closes_at:
        raise SurveyRefused(_("The new end must be later than the one there is."))
    if closes_at <= at:
        raise SurveyRefused(_("The new end must lie in the future."))


def _put(survey: Survey, **changes: object) -> None:
    Survey.objects.filter(pk=survey.pk).update(**changes)


def _test(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    if flaws := flaws_of(survey):
        raise SurveyRefused("; ".join(str(flaw) for flaw in flaws))
    if not survey.test_runs.exists():
        raise SurveyRefused(_("Please fill it in once yourself before you call it tested."))
    _put(survey, stage=Stage.TESTED)
    return {}


def _back_to_draft(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    _put(survey, stage=Stage.DRAFT)
    return {}


def _schedule(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    if lacking := [*flaws_of(survey), *texts_lacking(survey)]:
        raise SurveyRefused("; ".join(str(lack) for lack in lacking))
    # Otherwise one person alone would open it out of plan.
    if survey.opens_at <= at:
        raise SurveyRefused(_("The time at which it opens is over. Please choose another."))
    version = freeze_version(survey, by=by)
    survey.test_runs.all().delete()
    _put(survey, stage=Stage.SCHEDULED)
    return {"version": version.number}


def _open_now(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    _put(survey, opens_at=at.replace(microsecond=0))
    return {"before": _iso(survey.opens_at)}


def _extend(survey: Survey, end: datetime | None, at: datetime, by: Person | None) -> _Told:
    assert end is not None  # noqa: S101  a proposal to extend says until when: see the constraint
    _put(survey, closes_at=end)
    return {"before": _iso(survey.closes_at), "closes_at": _iso(end)}


def _close_now(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    """The second that has just passed was the last: what came in it counts."""
    last = at.replace(microsecond=0) - _SECOND
    if last <= survey.opens_at:
        raise SurveyRefused(_("It has only just opened. Please wait a moment."))
    _put(survey, closes_at=last)
    return {"before": _iso(survey.closes_at), "closes_at": _iso(last)}


def _finish_entry(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    if at < survey.closes_at + _SECOND + timedelta(minutes=survey.grace):
        raise SurveyRefused(_("Some who began in time may still send their answers. Please wait."))
    if papers_under_way(survey).exists():
        raise SurveyRefused(
            _("Some papers are typed in and not compared yet. Please settle them first.")
        )
    _put(survey, stage=Stage.ENTRY_FINISHED)
    return {}


def _evaluate(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    _put(survey, stage=Stage.EVALUATED)
    return {}


def _publish(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    _put(survey, stage=Stage.PUBLISHED)
    return {}


def _break_seal(survey: Survey, _end: datetime | None, at: datetime, by: Person | None) -> _Told:
    return {}  # the decision itself is what breaks it: queries ask for it


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


_DO: dict[Act, Callable[[Survey, datetime | None, datetime, Person | None], _Told]] = {
    Act.TEST: _test,
    Act.BACK_TO_DRAFT: _back_to_draft,
    Act.SCHEDULE: _schedule,
    Act.OPEN_NOW: _open_now,
    Act.EXTEND: _extend,
    Act.CLOSE_NOW: _close_now,
    Act.FINISH_ENTRY: _finish_entry,
    Act.EVALUATE: _evaluate,
    Act.PUBLISH: _publish,
    Act.BREAK_SEAL: _break_seal,
}
