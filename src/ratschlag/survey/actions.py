"""Planning a survey, and taking in what people answer: online by themselves, on paper by a clerk."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ratschlag.city.queries import day_in, the_city
from ratschlag.contributions.actions import issue_receipt, receive_contribution
from ratschlag.contributions.compute import keyed_hash
from ratschlag.contributions.models import Receipt
from ratschlag.contributions.queries import domain_day, secret_for
from ratschlag.contributions.rules import Channel
from ratschlag.journal.actions import by_the_day, record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Organisation, Person
from ratschlag.process.rules import Tense
from ratschlag.survey.models import (
    Detail,
    DetailOption,
    Question,
    Response,
    ResponseText,
    Survey,
    WaitingDetails,
)
from ratschlag.survey.queries import code_of, hash_of_form, tense_of
from ratschlag.survey.rules import RESERVED_KEYS


class SurveyRefused(DomainError):
    """A survey that can't be planned so."""


class SurveyNotOpen(DomainError):
    """The survey has not opened yet, or has closed; `tense` says which."""

    def __init__(self, tense: Tense) -> None:
        super().__init__(_("The survey is not open."))
        self.tense = tense


class NothingSaid(DomainError):
    """A form without an answer."""


class SentBefore(DomainError):
    """This form was sent before and said something else: what was stored stays as it is."""


class NotYet(DomainError):
    """A paper can't have come on a day that is still to come."""


@dataclass(frozen=True)
class Submitted:
    """What came of sending a form: its receipt, and whether it was stored just now."""

    code: str
    is_new: bool
    response: Response


@transaction.atomic
def plan_survey(
    survey: Survey,
    *,
    questions: Sequence[Question],
    details: Sequence[tuple[Detail, Sequence[DetailOption]]] = (),
    by: Person | None,
) -> Survey:
    """Enter a survey that was made but not saved yet, with all that it asks, in that order.

    Raises SurveyRefused when two fields of the form would have one name.
    """
    keys = [question.key for question in questions] + [detail.key for detail, _o in details]
    if len({*keys, *RESERVED_KEYS}) < len(keys) + len(RESERVED_KEYS):
        raise SurveyRefused(f"Two fields of the form have one name: {', '.join(sorted(keys))}")
    survey.save(force_insert=True)
    for position, question in enumerate(questions, start=1):
        question.survey, question.position = survey, position
        question.save(force_insert=True)
    for position, (detail, options) in enumerate(details, start=1):
        detail.survey, detail.position = survey, position
        detail.save(force_insert=True)
        for at, option in enumerate(options, start=1):
            option.detail, option.position = detail, at
            option.save(force_insert=True)
    record(by, "survey.planned", survey)
    return survey


@by_the_day
@transaction.atomic
def submit_response(
    survey: Survey,
    *,
    form_key: str,
    texts: Mapping[str, str],
    details: Mapping[str, str],
    language: str,
    at: datetime,
) -> Submitted:
    """Store what someone answered, each answer a contribution of its own.

    The same form with the same answers gives the same receipt, however often and whenever it
    comes: a phone on a train sends it again. Raises SentBefore when it says something else,
    SurveyNotOpen, NothingSaid.
    """
    said = _said(survey, texts)
    if before := _sent_before(survey, form_key, said):
        return before
    if (tense := tense_of(survey, at)) is not Tense.NOW:
        raise SurveyNotOpen(tense)
    if not said:
        raise NothingSaid(_("Please answer at least one question."))
    city = the_city()
    received_on = day_in(city, at) if city else at.date()
    receipt = _issue(survey, form_key, said)
    if receipt is None:
        return _sent_meanwhile(survey, form_key, said)
    response = Response.objects.create(survey=survey, receipt=receipt, language=language)
    for question, text in said.items():
        _take_in(
            response, question, text, language=language, channel=Channel.ONLINE,
            received_on=received_on,
        )  # fmt: skip
    _put_aside(survey, details, received_on)
    return Submitted(code_of(survey, form_key), True, response)


@transaction.atomic
def type_in_response(
    survey: Survey,
    *,
    form_key: str,
    texts: Mapping[str, str],
    channel: Channel,
    received_on: date,
    postmarked_on: date | None = None,
    language: str,
    supporters: int = 1,
    organisation: Organisation | None = None,
    details: Mapping[str, str] | None = None,
    is_unreadable: bool = False,
    by: Person,
) -> Submitted:
    """Store what a clerk types in from paper, or writes down on the telephone.

    It is taken also after the survey has closed: whether it came in time is decided by people,
    who see the day and the postmark. A paper that nobody can read becomes a contribution
    without words. Raises SentBefore, NothingSaid, NotYet.
    """
    said = _said(survey, texts)
    if before := _sent_before(survey, form_key, said):
        return before
    if received_on > domain_day():
        raise NotYet(_("This day has not come yet."))
    if not said and not is_unreadable:
        raise NothingSaid(_("Please type in at least one answer."))
    receipt = _issue(survey, form_key, said)
    if receipt is None:
        return _sent_meanwhile(survey, form_key, said)
    response = Response.objects.create(survey=survey, receipt=receipt, language=language)
    answers: list[tuple[Question | None, str]] = [*said.items()] or [(None, "")]
    for question, text in answers:
        _take_in(
            response, question, text, language=language, channel=channel,
            received_on=received_on, postmarked_on=postmarked_on, supporters=supporters,
            organisation=organisation,
        )  # fmt: skip
    _put_aside(survey, details or {}, received_on)
    record(by, "contribution.typed_in", response, channel=str(channel))
    return Submitted(code_of(survey, form_key), True, response)


def _said(survey: Survey, texts: Mapping[str, str]) -> dict[Question, str]:
    """The answers that say anything, by question. Raises KeyError for a question there isn't."""
    questions = {question.key: question for question in survey.questions.all()}
    answers = {questions[key]: text.strip() for key, text in texts.items()}
    return {question: text for question, text in answers.items() if text}


def _issue(survey: Survey, form_key: str, said: Mapping[Question, str]) -> Receipt | None:
    """A receipt for this form; None when it was issued while we looked, in another transaction."""
    try:
        with transaction.atomic():
            return issue_receipt(
                survey.process,
                code=code_of(survey, form_key),
                form_key_hash=hash_of_form(survey, form_key),
                content_hash=_content_hash(said),
            )
    except IntegrityError:
        return None


def _content_hash(said: Mapping[Question, str]) -> str:
    """A keyed fingerprint of the answers, to know a form that is sent again.

    Voluntary details are left out on purpose: there are so few of them that whoever has the
    secret could try them all, and would know who said what.
    """
    answers = {question.key: text for question, text in said.items()}
    return keyed_hash(secret_for("receipts"), "content", json.dumps(answers, sort_keys=True))


def _sent_before(survey: Survey, form_key: str, said: Mapping[Question, str]) -> Submitted | None:
    """The receipt of a form that was sent already. Raises SentBefore when it said something else."""
    form = hash_of_form(survey, form_key)
    found = Response.objects.filter(receipt__form_key_hash=form).select_related("receipt").first()
    if found is None:
        return None
    if found.receipt.content_hash != _content_hash(said):
        raise SentBefore(_("This form was sent already, with other answers."))
    return Submitted(code_of(survey, form_key), False, found)


def _sent_meanwhile(survey: Survey, form_key: str, said: Mapping[Question, str]) -> Submitted:
    found = _sent_before(survey, form_key, said)
    if found is None:
        raise RuntimeError("another form has this receipt: once in 10**19 forms")
    return found


def _take_in(response: Response, question: Question | None, text: str, **how: object) -> None:
    contribution = receive_contribution(
        response.survey.process,
        receipt=response.receipt,
        text=text,
        **how,  # type: ignore[arg-type]
    )
    ResponseText.objects.create(response=response, question=question, contribution=contribution)


def _put_aside(survey: Survey, details: Mapping[str, str], received_on: date) -> None:
    """Put voluntary details among those that wait, so that their order tells nothing.

    The whole waiting table is written anew in random order: otherwise the last row of it
    would belong to the last response (SQLite's rowid, PostgreSQL's ctid and xmin).
    """
    choices = {key: value for key, value in sorted(details.items()) if value}
    if not choices:
        return
    # Only this one writes; the key stays readable for others, who are storing their response.
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    monday = received_on - timedelta(days=received_on.weekday())
    waiting = [(row.week, row.choices) for row in survey.waiting_details.all()]
    waiting.append((monday, choices))
    secrets.SystemRandom().shuffle(waiting)
    survey.waiting_details.all().delete()
    WaitingDetails.objects.bulk_create(
        WaitingDetails(survey=survey, week=week, choices=said) for week, said in waiting
    )
