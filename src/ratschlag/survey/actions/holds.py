"""Holding answers for a person, and what the person decides."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import Publication
from ratschlag.journal.actions import part, record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.survey.models import Hold, Response, Survey
from ratschlag.survey.rules import HoldReason


class HoldRefused(DomainError):
    """This can't be decided so."""


@part
@transaction.atomic
def hold_response(response: Response, *, reason: HoldReason) -> Hold:
    """Let an answer wait for a person; its receipt is as good as any."""
    received = Contribution.objects.filter(
        response_text__response=response, publication=Publication.RECEIVED
    )
    received.update(publication=Publication.HELD)
    return Hold.objects.create(response=response, reason=reason)


@transaction.atomic
def decide_holds(
    survey: Survey, numbers: Iterable[int], *, is_accepted: bool, why: str = "", by: Person
) -> int:
    """Accept or refuse answers that wait, all in one; returns how many were still waiting.

    Accepted ones go the way of all others; of refused ones the words stay unpublished, and who
    holds the receipt reads why. Raises HoldRefused.
    """
    if not is_accepted and not why.strip():
        raise HoldRefused(_("Please say why: whoever sent it reads this."))
    waiting = Hold.objects.open().select_for_update().filter(response__survey=survey)
    found = list(waiting.filter(pk__in=list(numbers)).values_list("pk", "response"))
    if not found:
        raise HoldRefused(_("These answers do not wait any more."))
    today = domain_day()
    Hold.objects.filter(pk__in=[pk for pk, _response in found]).update(
        decided_on=today, is_accepted=is_accepted, why=why.strip(), by=by
    )
    held = Contribution.objects.filter(
        response_text__response__in=[response for _pk, response in found],
        publication=Publication.HELD,
    )
    if is_accepted:
        held.update(publication=Publication.RECEIVED)
    else:
        held.update(publication=Publication.REJECTED, read_on=today)
    verb = "survey.held_accepted" if is_accepted else "survey.held_refused"
    record(by, verb, survey, count=len(found))
    return len(found)
