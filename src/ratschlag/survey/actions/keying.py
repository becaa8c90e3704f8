"""Typing in papers: once, or by two people who do not see what the other typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ratschlag.contributions.actions import issue_receipt
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import Channel
from ratschlag.journal.actions import part, record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Organisation, Person
from ratschlag.survey.actions.answering import (
    NothingSaid,
    NotYet,
    Said,
    SentBefore,
    store_response,
)
from ratschlag.survey.actions.batches import BatchRefused
from ratschlag.survey.actions.details import put_aside
from ratschlag.survey.compute.keying import Entry, count_compared, differences, settled
from ratschlag.survey.models import Batch, Keying, Paper, Response, Survey, Version
from ratschlag.survey.queries import (
    code_of,
    draw_of,
    has_been_sent,
    hash_of_form,
    paper_sent_before,
)
from ratschlag.survey.rules import PaperState, is_keyed_twice


class KeyingRefused(DomainError):
    """A paper that can't be typed in or settled so."""


@dataclass(frozen=True)
class Envelope:
    """What stands around the answers: how a paper came, and when."""

    channel: Channel
    received_on: date
    postmarked_on: date | None = None


@dataclass(frozen=True)
class Keyed:
    """What came of saving a paper; `paper` bears the number that is written on it."""

    code: str
    is_new: bool
    paper: Paper | None
    response: Response | None


@transaction.atomic
def key_paper(
    survey: Survey,
    *,
    form_key: str,
    entry: Entry,
    envelope: Envelope,
    details: Mapping[str, str],
    version: Version,
    batch: Batch | None = None,
    is_unreadable: bool = False,
    by: Person,
) -> Keyed:
    """Save what somebody typed in from a paper first: it has its receipt from now on.

    Chance decides whether a second person types it in, too; until then its words are no
    contributions. Raises SentBefore, NothingSaid, NotYet, BatchRefused.
    """
    said = Said(survey, entry["texts"], entry["chosen"])
    if before := _keyed_before(survey, form_key, said):
        return before
    if envelope.received_on > domain_day():
        raise NotYet(_("This day has not come yet."))
    if said.is_empty and not is_unreadable:
        raise NothingSaid(_("Please type in at least one answer."))
    if batch and Batch.objects.select_for_update().get(pk=batch.pk).closed_on:
        raise BatchRefused(_("This batch is closed already."))
    is_twice = is_keyed_twice(draw_of(survey, form_key), survey.keyed_twice, envelope.channel)
    paper = _paper(survey, version, batch, envelope) if is_twice or batch else None
    if paper and is_twice:
        paper.receipt = issue_receipt(
            survey.process, code=code_of(survey, form_key),
            form_key_hash=hash_of_form(survey, form_key), content_hash=said.fingerprint,
        )  # fmt: skip
        paper.save(force_insert=True)
        Keying.objects.create(paper=paper, turn=1, by=by, entry=dict(entry))
        keyed = Keyed(code_of(survey, form_key), True, paper, None)
    else:
        keyed = _stored(survey, form_key, said, entry, envelope, version, paper)
    put_aside(survey, [details], envelope.received_on)
    verb = "paper.keyed" if is_twice else "contribution.typed_in"
    record(by, verb, keyed.response or keyed.paper, channel=str(envelope.channel))
    return keyed


def _keyed_before(survey: Survey, form_key: str, said: Said) -> Keyed | None:
    """What a form became that was saved already. Raises SentBefore when it said something else."""
    if not has_been_sent(survey, form_key):
        return None
    form = hash_of_form(survey, form_key)
    paper = paper_sent_before(survey, form_key)
    response = Response.objects.filter(receipt__form_key_hash=form).first()
    found = paper or response
    if found is None or found.receipt.content_hash != said.fingerprint:
        raise SentBefore(_("This form was sent already, with other answers."))
    stamped = paper or Paper.objects.filter(response=response).first()
    return Keyed(code_of(survey, form_key), False, stamped, response)


def _paper(survey: Survey, version: Version, batch: Batch | None, envelope: Envelope) -> Paper:
    """The next number of the survey; whoever saves at the same time waits for it."""
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    last = survey.papers.aggregate(last=Max("number"))["last"] or 0
    return Paper(
        survey=survey, version=version, batch=batch, number=last + 1, state=PaperState.WAITING,
        channel=envelope.channel, received_on=envelope.received_on,
        postmarked_on=envelope.postmarked_on,
    )  # fmt: skip


def _stored(
    survey: Survey, form_key: str, said: Said, entry: Entry, envelope: Envelope,
    version: Version, paper: Paper | None,
) -> Keyed:  # fmt: skip
    """A paper that nobody types in again: its words are contributions at once."""
    submitted = store_response(
        survey, form_key=form_key, said=said, version=version, channel=envelope.channel,
        received_on=envelope.received_on, postmarked_on=envelope.postmarked_on,
        **_about(entry),
    )  # fmt: skip
    if paper:
        paper.receipt, paper.response = submitted.response.receipt, submitted.response
        paper.state = PaperState.DONE
        paper.save(force_insert=True)
    return Keyed(submitted.code, True, paper, submitted.response)


def _about(entry: Entry) -> dict[str, Any]:
    about = entry["about"]
    organisation = Organisation.objects.filter(pk=about.get("organisation")).first()
    return {
        "language": about["language"],
        "supporters": about.get("supporters", 1),
        "organisation": organisation,
    }


@transaction.atomic
def key_paper_again(paper: Paper, *, entry: Entry, by: Person) -> Paper:
    """Save what the second person typed in; where both typed the same, it is settled by that.

    Raises KeyingRefused when it was the same person, or somebody was faster.
    """
    paper = _lock(paper, PaperState.WAITING)
    try:
        with transaction.atomic():
            Keying.objects.create(paper=paper, turn=2, by=by, entry=dict(entry))
    except IntegrityError as error:
        raise KeyingRefused(_("Another person has to type this paper in.")) from error
    first = paper.keyings.get(turn=1).entry
    found = differences(first, entry)
    paper.compared, paper.differing = count_compared(first, entry), len(found)
    paper.state = PaperState.DIFFERENT
    paper.save(update_fields=["compared", "differing", "state"])
    if not found:
        finish_paper(paper, truth={})
    record(by, "paper.keyed_again", paper, differing=len(found))
    return paper


@transaction.atomic
def settle_paper(paper: Paper, *, truth: Mapping[str, Any], by: Person) -> Paper:
    """Decide by a third look what stands on the paper; `truth` says it for each difference.

    Raises KeyingRefused when somebody has settled it meanwhile.
    """
    paper = _lock(paper, PaperState.DIFFERENT)
    finish_paper(paper, truth=truth)
    record(by, "paper.settled", paper)
    return paper


@transaction.atomic
def trust_first_entry(paper: Paper, *, by: Person) -> Paper:
    """Take what one person typed in as it is: the paper is not there any more."""
    paper = _lock(paper, PaperState.WAITING)
    finish_paper(paper, truth={})
    record(by, "paper.first_entry_trusted", paper)
    return paper


def _lock(paper: Paper, state: PaperState) -> Paper:
    rows = Paper.objects.select_for_update(of=("self",)).select_related("receipt", "version")
    found = rows.get(pk=paper.pk)
    if found.state != state:
        raise KeyingRefused(_("Somebody was faster: this paper is no longer waiting."))
    found.survey = paper.survey
    return found


@part
@transaction.atomic
def finish_paper(paper: Paper, *, truth: Mapping[str, Any]) -> None:
    """The words become contributions, and the entries are emptied: they stand there now."""
    entries = [keying.entry for keying in paper.keyings.all()]
    entry = settled(entries[0], entries[-1], truth)
    said = Said(paper.survey, entry["texts"], entry["chosen"])
    submitted = store_response(
        paper.survey, form_key="", said=said, receipt=paper.receipt, version=paper.version,
        channel=Channel(paper.channel), received_on=paper.received_on,
        postmarked_on=paper.postmarked_on, **_about(entry),
    )  # fmt: skip
    paper.response, paper.state = submitted.response, PaperState.DONE
    paper.save(update_fields=["response", "state"])
    paper.keyings.update(entry={})
