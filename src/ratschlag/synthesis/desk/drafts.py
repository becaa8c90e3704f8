"""A language model drafts a title and a summary of a theme: asked for, confirmed, dismissed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ratschlag.lib.errors import DomainError
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of
from ratschlag.synthesis import actions
from ratschlag.synthesis.desk.coding import is_allowed
from ratschlag.synthesis.desk.themes import sheet, theme_of
from ratschlag.synthesis.models import Draft
from ratschlag.synthesis.rules import may_draft


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_draft, request, theme.process))
    try:
        actions.ask_for_draft(theme, by=person_of(request))
    except DomainError as refusal:
        return sheet(request, theme, refused=str(refusal))
    messages.success(request, _("The draft is asked for. You can go on working meanwhile."))
    return redirect("synthesis_desk:theme", theme.pk)


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    draft = _draft_of(number)
    require(is_allowed(may_draft, request, draft.theme.process))
    said = _("Confirmed: the theme is called and described so from now on.")
    return _decided(request, draft, actions.confirm_draft, said)


@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    draft = _draft_of(number)
    require(is_allowed(may_draft, request, draft.theme.process))
    return _decided(request, draft, actions.dismiss_draft, _("Dismissed. Nothing has changed."))


def _draft_of(number: int) -> Draft:
    found = Draft.objects.select_related("theme__process", "theme__field")
    return get_object_or_404(found, pk=number)


def _decided(
    request: HttpRequest, draft: Draft, decide: Callable[..., object], said: str
) -> HttpResponse:
    try:
        decide(draft, by=person_of(request))
    except DomainError as refusal:
        return sheet(request, theme_of(draft.theme_id), refused=str(refusal))
    messages.success(request, said)
    return redirect("synthesis_desk:theme", draft.theme_id)
