"""Taking in what people answer: online by themselves, on paper by a clerk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ratschlag.city.queries import day_in, the_city
from ratschlag.contributions.actions import issue_receipt, receive_contribution, take_back
from ratschlag.contributions.models import Receipt
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import Channel
from ratschlag.journal.actions import by_the_day, part, record
from ratschlag.journal.queries import domain_now
from ratschlag.lib.errors import DomainError
from ratschlag.lib.writers import one_at_a_time
from ratschlag.people.models import Organisation, Person
from ratschlag.process.rules import Tense
from ratschlag.survey.actions.details import put_aside
from ratschlag.survey.actions.holds import hold_response
from ratschlag.survey.models import Paper, Question, Response, ResponseText, Survey, Version
from ratschlag.survey.queries import (
    code_of,
    fingerprint_of,
    hash_of_form,
    hash_of_words,
    latest_version,
    tense_of,
)
from ratschlag.survey.rules import (
    OTHER,
    UNDER_WAY,
    HoldReason,
    PaperState,
    Stage,
    is_in_time,
)


class SurveyNotOpen(DomainError):
    """The survey has not opened yet, or has closed; `tense` says which."""

    def __init__(self, tense: Tense) -> None:
        super().__init__(_("The survey is not open."))
        self.tense = tense


class NothingSaid(DomainError):
    """A form without an answer."""


class SentBefore(DomainError):
    """This form was sent before and said something else: what was stored stays as it is.

    Of what was taken back nothing is left to compare with.
    """

    is_taken_back = False


class CodeTaken(DomainError):
    """Another form has this code: nobody can have both."""


class NotYet(DomainError):
    """A paper can't have come on a day that is still to come."""


@dataclass(frozen=True)
class Submitted:
    """What came of sending a form: its receipt, and whether it was stored just now."""

    code: str
    is_new: bool
    response: Response


@by_the_day
@one_at_a_time
@transaction.atomic
def submit_response(
    survey: Survey,
    *,
    form_key: str,
    texts: Mapping[str, str],
    chosen: Mapping[str, Any] | None = None,
    details: Mapping[str, str],
    language: str,
    at: datetime | None = None,
    fetched_at: datetime | None = None,
    version: Version | None = None,
    hold: HoldReason | None = None,
) -> Submitted:
    """Store what someone answered, each text a contribution of its own.

    The same form with the same answers gives the same receipt, however often and whenever it
    comes: a phone on a train sends it again. Whether it comes in time is decided by the domain
    clock in this transaction, unless `at` says another time; `fetched_at` is when the form was
    fetched, if that is proved. With `hold` it waits for a person, and gets its receipt like any
    other. Raises SentBefore when it says something else, SurveyNotOpen, NothingSaid.
    """
    at = at or domain_now()
    said = Said(survey, texts, chosen or {})
    if before := _sent_before(survey, form_key, said):
        return before
    is_open = is_in_time(
        survey.opens_at, survey.closes_at, at, fetched_at=fetched_at, grace=survey.grace
    )
    if survey.stage != Stage.SCHEDULED or not is_open:
        raise SurveyNotOpen(tense_of(survey, at))
    if said.is_empty:
        raise NothingSaid(_("Please answer at least one question."))
    city = the_city()
    received_on = day_in(city, at) if city else at.date()
    submitted = store_response(
        survey, form_key=form_key, said=said, language=language, channel=Channel.ONLINE,
        received_on=received_on, version=version,
    )  # fmt: skip
    if submitted.is_new:
        put_aside(survey, [details], received_on)
        if hold:
            hold_response(submitted.response, reason=hold)
    return submitted


@transaction.atomic
def type_in_response(
    survey: Survey,
    *,
    form_key: str,
    texts: Mapping[str, str],
    chosen: Mapping[str, Any] | None = None,
    channel: Channel,
    received_on: date,
    postmarked_on: date | None = None,
    language: str,
    supporters: int = 1,
    organisation: Organisation | None = None,
    details: Mapping[str, str] | None = None,
    is_unreadable: bool = False,
    version: Version | None = None,
    by: Person,
) -> Submitted:
    """Store what a clerk types in from paper, or writes down on the telephone.

    It is taken also after the survey has closed: whether it came in time is decided by people,
    who see the day and the postmark. A paper that nobody can read becomes a contribution
    without words. Raises SentBefore, NothingSaid, NotYet.
    """
    said = Said(survey, texts, chosen or {})
    if before := _sent_before(survey, form_key, said):
        return before
    if received_on > domain_day():
        raise NotYet(_("This day has not come yet."))
    if said.is_empty and not is_unreadable:
        raise NothingSaid(_("Please type in at least one answer."))
    submitted = store_response(
        survey, form_key=form_key, said=said, language=language, channel=channel,
        received_on=received_on, version=version, postmarked_on=postmarked_on,
        supporters=supporters, organisation=organisation,
    )  # fmt: skip
    if not submitted.is_new:
        return submitted
    put_aside(survey, [details or {}], received_on)
    record(by, "contribution.typed_in", submitted.response, channel=str(channel))
    return submitted


@part
@transaction.atomic
def take_in_response(
    survey: Survey,
    *,
    form_key: str,
    code: str,
    texts: Mapping[str, str],
    chosen: Mapping[str, Any],
    details: Mapping[str, str],
    language: str,
    received_on: date,
    version: Version,
) -> Submitted:
    """Store what a tablet brings from an event, by the code that it made itself.

    Raises SentBefore, NothingSaid, CodeTaken.
    """
    said = Said(survey, texts, chosen)
    if before := _sent_before(survey, form_key, said):
        return before
    if said.is_empty:
        raise NothingSaid(_("Please answer at least one question."))
    submitted = store_response(
        survey, form_key=form_key, said=said, language=language, channel=Channel.EVENT,
        received_on=received_on, version=version, code=code,
    )  # fmt: skip
    if submitted.is_new:
        put_aside(survey, [details], received_on)
    return submitted


class Said:
    """The answers that say anything: texts by the row of their question, and what was chosen."""

    def __init__(self, survey: Survey, texts: Mapping[str, str], chosen: Mapping[str, Any]) -> None:
        """Raises KeyError for a question that there isn't."""
        rows = {question.key: question for question in survey.questions.all()}
        words = {rows[key]: text.strip() for key, text in texts.items()}
        self.words: dict[Question, str] = {row: text for row, text in words.items() if text}
        self.chosen = dict(chosen)

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.chosen

    @property
    def fingerprint(self) -> str:
        """A keyed hash of the answers, to know a form that is sent again."""
        return fingerprint_of({row.key: text for row, text in self.words.items()} | self.chosen)


@part
@transaction.atomic
def store_response(
    survey: Survey,
    *,
    form_key: str,
    said: Said,
    language: str,
    channel: Channel,
    received_on: date,
    version: Version | None = None,
    code: str = "",
    receipt: Receipt | None = None,
    **paper: Any,
) -> Submitted:
    """The receipt unless there is one, the response and its contributions; `code` if it was
    made elsewhere. Raises SentBefore, CodeTaken.
    """
    code = code or code_of(survey, form_key)
    receipt = receipt or _issue(survey, form_key, said, code)
    if receipt is None:
        return _sent_meanwhile(survey, form_key, said)
    response = Response.objects.create(
        survey=survey,
        version=version or latest_version(survey),
        receipt=receipt,
        language=language,
        channel=channel,
        received_on=received_on,
        answers=said.chosen,
    )
    texts: list[tuple[Question | None, str]] = [*said.words.items()]
    if not texts and not said.chosen:
        texts = [(None, "")]  # a paper that nobody can read
    for question, text in texts:
        contribution = receive_contribution(
            survey.process, receipt=receipt, text=text, language=language, channel=channel,
            received_on=received_on, **paper,
        )  # fmt: skip
        # What comes online is folded later, by a task: nobody who answers waits for it.
        is_folded = text and channel is not Channel.ONLINE
        ResponseText.objects.create(
            response=response, question=question, contribution=contribution,
            folded_hash=hash_of_words(survey.process, text) if is_folded else "",
        )  # fmt: skip
    return Submitted(code, True, response)


def _issue(survey: Survey, form_key: str, said: Said, code: str) -> Receipt | None:
    """A receipt for this form; None when it was issued while we looked, in another transaction."""
    try:
        with transaction.atomic():
            return issue_receipt(
                survey.process,
                code=code,
                form_key_hash=hash_of_form(survey, form_key),
                content_hash=said.fingerprint,
            )
    except IntegrityError:
        return None


def _sent_before(survey: Survey, form_key: str, said: Said) -> Submitted | None:
    """The receipt of a form that was sent already. Raises SentBefore when it said something else."""
    form = hash_of_form(survey, form_key)
    found = Response.objects.filter(receipt__form_key_hash=form).select_related("receipt").first()
    if found is None:
        return None
    if found.receipt.content_hash != said.fingerprint:
        refused = SentBefore(_("This form was sent already, with other answers."))
        refused.is_taken_back = not found.receipt.content_hash
        raise refused
    return Submitted(code_of(survey, form_key), False, found)


def _sent_meanwhile(survey: Survey, form_key: str, said: Said) -> Submitted:
    found = _sent_before(survey, form_key, said)
    if found is None:
        raise CodeTaken(_("Another form has this number: once in 10**19 forms."))
    return found


@by_the_day
@transaction.atomic
def take_back_response(receipt: Receipt, *, is_counted: bool) -> int:
    """Take back all that came with a receipt; returns how many contributions lost their words.

    Before the analysis nothing stays. Afterwards what was chosen stays counted, and what was
    written beside a list goes with the other words.
    """
    taken = take_back(receipt, is_counted=is_counted)
    if paper := Paper.objects.select_for_update().filter(receipt=receipt).first():
        taken += take_back_paper(paper)
    response = Response.objects.select_for_update().filter(receipt=receipt).first()
    if response is None or response.taken_back_on:
        return taken
    response.texts.update(folded_hash="")
    kept = {key: said for key, said in response.answers.items() if not key.endswith(f".{OTHER}")}
    response.answers = kept if is_counted else {}
    response.taken_back_on = domain_day()
    response.save(update_fields=["answers", "taken_back_on"])
    return taken


@part
@transaction.atomic
def take_back_paper(paper: Paper) -> int:
    """Empty what was typed in of a paper that was not settled yet; returns 1 if there was one."""
    if paper.state not in UNDER_WAY:
        return 0
    paper.keyings.update(entry={})
    paper.state = PaperState.TAKEN_BACK
    paper.save(update_fields=["state"])
    return 1
