"""Decisions on what the machine proposes for a contribution: themes, its field, what says the
same; flags, and undoing what one did last."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ratschlag.contributions.models import Contribution
from ratschlag.lib.errors import DomainError
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of
from ratschlag.process.models import Process
from ratschlag.synthesis import actions
from ratschlag.synthesis.desk.acts import answer, back
from ratschlag.synthesis.desk.coding import contribution_of, is_allowed, sheet
from ratschlag.synthesis.forms.reading import FieldForm, FlagForm
from ratschlag.synthesis.models import Coding, Likeness
from ratschlag.synthesis.rules import CodingState, may_code


def _tried(
    request: HttpRequest, row: Contribution, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do it and come back; or the sheet as it stands now, with why it can't be done."""
    try:
        act()
    except DomainError as refusal:
        # Anew, because what was asked for may rest on how it stood before.
        return sheet(request, contribution_of(row.pk), refused=str(refusal))
    return back(request, row, said)


def _coding_of(number: int) -> Coding | None:
    """None for a proposal that went while the page lay open."""
    rows = Coding.objects.select_related("contribution__process", "theme", "part")
    return rows.filter(pk=number).first()


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    coding = _coding_of(number)
    if coding is None:
        return _gone(request)
    require(is_allowed(may_code, request, coding.contribution.process))
    return _decide(request, coding, actions.accept_coding, _("The assignment is accepted."))


@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    coding = _coding_of(number)
    if coding is None:
        return _gone(request)
    require(is_allowed(may_code, request, coding.contribution.process))
    said = _("The assignment is dismissed. It stays visible here and can be accepted again.")
    return _decide(request, coding, actions.dismiss_coding, said)


def _decide(
    request: HttpRequest, coding: Coding, act: Callable[..., None], said: str
) -> HttpResponse:
    row = contribution_of(coding.contribution_id)
    return _tried(request, row, lambda: act(coding, by=person_of(request)), said)


def _gone(request: HttpRequest) -> HttpResponse:
    """A proposal went with the words it was made of while the page lay open: say so there."""
    number = request.GET.get("beitrag", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 17):
        raise Http404
    row = contribution_of(int(number))
    require(is_allowed(may_code, request, row.process))
    refused = _("This proposal is gone. Please look at the contribution as it stands now.")
    return sheet(request, row, refused=refused)


@require_POST
def choose_field(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = FieldForm(request.POST, contribution=row)

    def act() -> None:
        chosen = form.cleaned_data
        given = {"field": chosen["field"], "part": chosen.get("part")}
        actions.choose_field(row, **given, by=person_of(request))

    return answer(request, row, "field", form, act, _("The field of action is named."))


@require_POST
def same(request: HttpRequest, number: int, likeness: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    said = _("Linked. Both voices count.")
    return _alike(request, row, likeness, CodingState.ACCEPTED, said)


@require_POST
def different(request: HttpRequest, number: int, likeness: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    said = _("Noted: the two don't say the same.")
    return _alike(request, row, likeness, CodingState.DISMISSED, said)


def _alike(
    request: HttpRequest, row: Contribution, likeness: int, state: CodingState, said: str
) -> HttpResponse:
    pair = get_object_or_404(Likeness.objects.of(row), pk=likeness)

    def act() -> None:
        actions.decide_likeness(pair, seen_at=row, state=state, by=person_of(request))

    return _tried(request, row, act, said)


@require_POST
def flag(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = FlagForm(request.POST, contribution=row)

    def act() -> None:
        actions.set_flag(row, note=form.cleaned_data["note"], by=person_of(request))

    return answer(request, row, "flag", form, act, _("Flagged for another person."))


@require_POST
def close_flag(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    said = _("Looked at; it is not flagged any more.")
    return _tried(request, row, lambda: actions.close_flag(row, by=person_of(request)), said)


@require_POST
def undo(request: HttpRequest, process: str) -> HttpResponse:
    """What this person did last in the process; then to where it was done."""
    found = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, found))
    try:
        act = actions.undo_last(found, by=person_of(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("synthesis_desk:contributions")
    messages.success(request, _("Undone. The journal shows both, the act and its undoing."))
    return redirect("synthesis_desk:contribution", act.contribution_id)
