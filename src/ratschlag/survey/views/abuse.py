"""What is done about machines that send: they wait, or a person looks first. Nobody is refused."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ratschlag.contributions.queries import secret_for
from ratschlag.journal.queries import at_of
from ratschlag.lib.flood import Floods
from ratschlag.lib.pace import Pace
from ratschlag.lib.permission import public
from ratschlag.lib.proof import Proofs
from ratschlag.lib.tries import address_of, is_this_machine
from ratschlag.process.models import Process
from ratschlag.survey.compute.abuse import Traces, folded, is_flood, is_too_fast, reason_to_hold
from ratschlag.survey.forms import Filled
from ratschlag.survey.models import Survey
from ratschlag.survey.rules import HoldReason

Judged = TypeVar("Judged")
# In the memory of this process, nowhere else (docs/operate.md).
pace, floods, proofs = Pace(), Floods(), Proofs()
# Named so that a machine likes to fill them in; people never see the first.
HIDDEN_FIELD, PROOF = "website", "altcha"


def must_wait(request: HttpRequest, form: Filled) -> bool:
    """Whether this network sends faster than a school class does."""

    def judge() -> bool:
        address = address_of(request)
        return not is_this_machine(address) and not pace.may_pass(address, form.form_key)

    return _once(request, "pace", judge)


def asks_for_proof(survey: Survey) -> bool:
    """Whether a flood is measured right now."""
    seen = floods.of(survey.pk).measured()
    return is_flood(seen.per_minute, seen.normal, seen.strange)


def why_hold(
    request: HttpRequest, survey: Survey, form: Filled, fetched_at: datetime | None
) -> HoldReason | None:
    """Count this sending, and tell whether a person looks at it first."""
    return _once(request, "hold", lambda: _judged(request, survey, form, fetched_at))


def _once(request: HttpRequest, what: str, judge: Callable[[], Judged]) -> Judged:
    """A sending is counted once, also when the door hands it on to the view."""
    name = f"ratschlag.survey.{what}"  # no header of a request can have it
    if name not in request.META:
        request.META[name] = judge()
    found: Judged = request.META[name]
    return found


def _judged(
    request: HttpRequest, survey: Survey, form: Filled, fetched_at: datetime | None
) -> HoldReason | None:
    words = folded(sorted(form.answers.texts.values()))
    traces = Traces(
        is_hidden_filled=bool(form.value(HIDDEN_FIELD).strip()),
        is_too_fast=is_too_fast(fetched_at, at_of(request)),
    )
    if is_this_machine(address_of(request)):
        return reason_to_hold(traces)
    seen = floods.of(survey.pk).count(words, is_strange=traces.is_strange)
    is_flooded = is_flood(seen.per_minute, seen.normal, seen.strange)
    return reason_to_hold(
        Traces(
            is_hidden_filled=traces.is_hidden_filled,
            is_too_fast=traces.is_too_fast,
            equal=seen.equal,
            length=len(words),
            is_flood=is_flooded,
            has_proof=is_flooded and proofs.is_solved(form.value(PROOF), secret_for("proof")),
        )
    )


@public
@require_safe
def task(request: HttpRequest, slug: str) -> HttpResponse:
    """A task for the script of the page; the same for everyone, and nothing is kept of it."""
    get_object_or_404(Process.objects.announced(), slug=slug)
    response = JsonResponse(proofs.new_task(secret_for("proof")))
    response.headers["Cache-Control"] = "no-store"
    return response
