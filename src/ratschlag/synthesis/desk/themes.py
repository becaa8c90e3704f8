"""One theme: what speaks of it; rename, merge, split, move, hand over, decide, answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.lib.errors import DomainError
from ratschlag.lib.pages import PER_PAGE, form_page, page_of, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.synthesis import actions
from ratschlag.synthesis.desk.coding import is_allowed
from ratschlag.synthesis.forms import (
    AnswerForm,
    MergeForm,
    MoveForm,
    OutcomeForm,
    SplitThemeForm,
    ThemeForm,
    free_theme_slug,
    is_done,
)
from ratschlag.synthesis.models import Answer, Theme
from ratschlag.synthesis.queries.board import proposed_for, size_of
from ratschlag.synthesis.queries.desk import codings_to_read, quoted, theme_sheet_of
from ratschlag.synthesis.queries.drafts import MOST_TEXTS, draft_of, drafting_host
from ratschlag.synthesis.rules import OutcomeValue, may_code, may_decide_outcome, may_draft

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is nothing; None where the form is only looked at."""
    return request.POST if request.method == "POST" else None


@form_methods
def new_theme(request: HttpRequest, process: str) -> HttpResponse:
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, row))
    form = ThemeForm(_sent(request), instance=Theme(process=row))

    def act() -> None:
        form.instance.slug = form.slug()
        actions.open_theme(form.instance, by=person_of(request))

    if is_done(form, act):
        return saved(request, "synthesis_desk:theme", form.instance.pk)
    back = reverse("synthesis_desk:board", args=[row.slug])
    return form_page(request, form, title=_("New theme"), back=back)


def theme_of(number: int) -> Theme:
    return get_object_or_404(Theme.objects.select_related("process", "field"), pk=number)


@require_safe
def theme(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_code, request, theme.process))
    return sheet(request, theme)


def sheet(
    request: HttpRequest, theme: Theme, *, refused: str = "", move: MoveForm | None = None
) -> HttpResponse:
    """A theme with what speaks of it, page by page; what was ticked stays ticked."""
    language = get_language() or SOURCE_LANGUAGE
    codings = page_of(request, codings_to_read(theme))
    proposed = list(proposed_for(theme)[:PER_PAGE])
    host = drafting_host() if may_draft(standing_of(request), theme.process.slug) else ""
    page = {
        "theme": theme,
        "sheet": theme_sheet_of(theme),
        "size": size_of(theme),
        "codings": codings,
        "voices": quoted(codings, language),
        "move": move or MoveForm(theme=theme),
        "proposals": quoted(proposed, language),
        "proposed_count": proposed_for(theme).count() if proposed else 0,
        "drafting_host": host,
        "drafted": draft_of(theme) if host else None,
        "most_sent": MOST_TEXTS,
        "refused": refused,
        "may_decide": may_decide_outcome(standing_of(request), theme.process.slug),
    }
    is_wrong = bool(refused or move)
    return render(request, "synthesis/desk_theme.html", page, status=422 if is_wrong else 200)


def _form(
    request: HttpRequest,
    theme: Theme,
    form: BaseForm,
    act: Callable[[], object],
    **texts: Any,
) -> HttpResponse:
    """Do it and go to the theme, else the form with what was typed."""
    if is_done(form, act):
        return saved(request, "synthesis_desk:theme", theme.pk)
    back = reverse("synthesis_desk:theme", args=[theme.pk])
    return form_page(request, form, back=back, **texts)


@form_methods
def revise(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_code, request, theme.process))
    form = ThemeForm(_sent(request), instance=theme)

    def act() -> None:
        actions.revise_theme(theme, form.changed_data, by=person_of(request))

    hint = _("A title that it had is kept, so that everyone still finds theirs.")
    return _form(request, theme, form, act, title=_("Theme"), hint=hint)


@form_methods
def merge(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_code, request, theme.process))
    form = MergeForm(_sent(request), theme=theme)

    def act() -> None:
        actions.merge_theme(theme, into=form.cleaned_data["into"], by=person_of(request))

    title = _("Merge “%(title)s”") % {"title": theme.title}
    hint = _(
        "Every contribution keeps its way: who looks for theirs sees both names. "
        "This can't be undone, but the contributions can be split off again."
    )
    return _form(request, theme, form, act, title=title, hint=hint)


@form_methods
def split(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_code, request, theme.process))
    form = SplitThemeForm(_sent(request), theme=theme)

    def act() -> None:
        title = form.cleaned_data["title"]
        codings = list(form.cleaned_data["codings"])
        slug = free_theme_slug(theme.process, title)
        actions.split_theme(theme, title=title, slug=slug, codings=codings, by=person_of(request))

    title = _("Split “%(title)s”") % {"title": theme.title}
    hint = _("The chosen contributions go into a new theme; the others stay.")
    return _form(request, theme, form, act, title=title, hint=hint)


@form_methods
def decide(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_decide_outcome, request, theme.process))
    form = OutcomeForm(_sent(request), outcome=getattr(theme, "outcome", None))

    def act() -> None:
        value = OutcomeValue(form.cleaned_data["value"])
        reason = form.cleaned_data["reason"]
        actions.decide_outcome(theme=theme, value=value, reason=reason, by=person_of(request))

    hint = _("Every contribution in this theme gets this outcome, and everyone reads the reason.")
    return _form(request, theme, form, act, title=_("What became of it"), hint=hint)


@form_methods
def answer(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_decide_outcome, request, theme.process))
    outcome = getattr(theme, "outcome", None)
    if outcome is None:
        return sheet(request, theme, refused=_("Please decide the outcome before you answer."))
    before: Answer | None = getattr(outcome, "answer", None)
    initial = {"text": before.text, "due_on": before.due_on} if before else {}
    form = AnswerForm(_sent(request), initial=initial)

    def act() -> None:
        actions.write_answer(outcome, **form.cleaned_data, by=person_of(request))

    hint = (
        _("This answer is public: what you change everyone sees at once.")
        if before and before.published_on
        else _("It becomes public only when you publish it.")
    )
    return _form(request, theme, form, act, title=_("Answer"), hint=hint)


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_decide_outcome, request, theme.process))
    answer = get_object_or_404(Answer, outcome__theme=theme)
    try:
        actions.publish_answer(answer, by=person_of(request))
    except DomainError as refusal:
        return sheet(request, theme, refused=str(refusal))
    messages.success(request, _("The answer is public."))
    return redirect("synthesis_desk:theme", theme.pk)


@require_POST
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    theme = theme_of(number)
    require(is_allowed(may_decide_outcome, request, theme.process))
    try:
        actions.hand_over_theme(theme, by=person_of(request))
    except DomainError as refusal:
        return sheet(request, theme, refused=str(refusal))
    messages.success(request, _("The field group has the theme now."))
    return redirect("synthesis_desk:theme", theme.pk)
