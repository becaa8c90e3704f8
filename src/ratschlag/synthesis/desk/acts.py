"""What can be done with a contribution at the coding desk: each act has its address, and comes
back to the contribution."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import shown_text
from ratschlag.contributions.rules import Publication, may_redact
from ratschlag.lib.errors import DomainError
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of
from ratschlag.synthesis import actions
from ratschlag.synthesis.actions import words
from ratschlag.synthesis.desk.coding import contribution_of, is_allowed, sheet
from ratschlag.synthesis.forms import (
    AssignForm,
    DuplicateForm,
    LanguageForm,
    NewThemeForm,
    OutcomeForm,
    RedactForm,
    SplitForm,
    TranslateForm,
    WithholdForm,
    is_done,
)
from ratschlag.synthesis.rules import OutcomeValue, may_code, may_decide_outcome


def back(request: HttpRequest, row: Contribution, said: str) -> HttpResponse:
    """To the contribution again; or, if it was asked for so, to the next one that waits."""
    messages.success(request, said)
    if request.POST.get("then") == "next":
        return redirect(reverse("synthesis_desk:next", args=[row.process.slug]) + f"?nach={row.pk}")
    return redirect("synthesis_desk:contribution", row.pk)


def answer(
    request: HttpRequest,
    row: Contribution,
    name: str,
    form: BaseForm,
    act: Callable[[], object],
    said: str,
) -> HttpResponse:
    """Do it and come back; or the sheet with what was typed and what is wrong with it."""
    if is_done(form, act):
        return back(request, row, said)
    return sheet(request, row, bound={name: form})


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_redact, request, row.process))
    try:
        words.publish(row, by=person_of(request))
    except DomainError as refusal:
        return sheet(request, row, refused=str(refusal))
    return back(request, row, _("The contribution is public."))


@require_POST
def redact(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_redact, request, row.process))
    form = RedactForm(request.POST, contribution=row)
    said = _("The contribution is public, with words taken out.")

    def act() -> None:
        words.redact(row, text=form.cleaned_data["text"], by=person_of(request))

    return answer(request, row, "redact", form, act, said)


@require_POST
def withhold(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_redact, request, row.process))
    form = WithholdForm(request.POST, contribution=row)

    def act() -> None:
        publication = Publication(form.cleaned_data["publication"])
        words.withhold(row, publication=publication, by=person_of(request))

    return answer(request, row, "withhold", form, act, _("The contribution is not public."))


@require_POST
def split(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = SplitForm(request.POST, contribution=row, text=shown_text(row))

    def act() -> None:
        words.split(row, texts=form.texts(), by=person_of(request))

    said = _("The contribution has parts now; each can go to themes of its own.")
    return answer(request, row, "split", form, act, said)


@require_POST
def name_language(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = LanguageForm(request.POST, contribution=row)

    def act() -> None:
        words.name_language(row, language=form.cleaned_data["language"], by=person_of(request))

    return answer(request, row, "language", form, act, _("Saved."))


@require_POST
def translate(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = TranslateForm(request.POST, contribution=row)

    def act() -> None:
        words.translate(row, **form.cleaned_data, by=person_of(request))

    return answer(request, row, "translate", form, act, _("The translation is saved."))


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = DuplicateForm(request.POST, contribution=row)

    def act() -> None:
        words.link(row, of=form.cleaned_data["of"], by=person_of(request))

    return answer(request, row, "duplicate", form, act, _("Linked. Both voices count."))


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = AssignForm(request.POST, contribution=row)

    def act() -> None:
        chosen = form.cleaned_data
        actions.assign_contribution(
            row,
            *chosen["themes"],
            part=chosen.get("part"),
            reason=chosen["reason"],
            by=person_of(request),
        )

    return answer(request, row, "assign", form, act, _("The contribution is assigned."))


@require_POST
def open_theme(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    form = NewThemeForm(request.POST, contribution=row)

    def act() -> None:
        form.instance.slug = form.slug()
        part = form.cleaned_data.get("part")
        actions.open_theme(form.instance, contribution=row, part=part, by=person_of(request))

    said = _("A new theme is open, and the contribution is assigned to it.")
    return answer(request, row, "theme", form, act, said)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_decide_outcome, request, row.process))
    form = OutcomeForm(request.POST, outcome=None, is_own=True)

    def act() -> None:
        value = OutcomeValue(form.cleaned_data["value"])
        reason = form.cleaned_data["reason"]
        actions.decide_outcome(contribution=row, value=value, reason=reason, by=person_of(request))

    return answer(request, row, "outcome", form, act, _("The outcome is decided."))
