"""The board of themes: is the picture right? What is done with several themes at once."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.lib.errors import DomainError
from ratschlag.lib.pages import form_page
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.synthesis import actions
from ratschlag.synthesis.desk.coding import is_allowed
from ratschlag.synthesis.desk.themes import sheet, theme_of
from ratschlag.synthesis.forms import (
    AcceptForm,
    ChosenThemesForm,
    MergeChosenForm,
    MoveForm,
    is_done,
)
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.queries.board import board_of, people_in, voices_by_theme
from ratschlag.synthesis.queries.coverage import coverage_of
from ratschlag.synthesis.queries.desk import progress
from ratschlag.synthesis.rules import may_code, may_decide_outcome, may_enter_coding

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The themes of the first process that the person codes for; nothing if there is none."""
    standing = standing_of(request)
    require(may_enter_coding(standing))
    mine = [row for row in Process.objects.all() if may_code(standing, row.slug)]
    if not mine:
        return render(request, "synthesis/desk_themes.html", {"board": None})
    return redirect("synthesis_desk:board", mine[0].slug)


@require_safe
def board(request: HttpRequest, process: str) -> HttpResponse:
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, row))
    return _board(request, row)


def _board(
    request: HttpRequest, row: Process, *, refused: str = "", chosen: Sequence[Theme] = ()
) -> HttpResponse:
    """All themes; with what was ticked, and what was wrong with it."""
    standing = standing_of(request)
    page = {
        "process": row,
        "processes": [one for one in Process.objects.all() if may_code(standing, one.slug)],
        "board": board_of(row, get_language() or SOURCE_LANGUAGE),
        "progress": progress(row),
        "refused": refused,
        "chosen": {theme.pk for theme in chosen},
        "may_decide": may_decide_outcome(standing, row.slug),
    }
    status = 422 if refused else 200
    return render(request, "synthesis/desk_themes.html", page, status=status)


@form_methods
def merge_chosen(request: HttpRequest, process: str) -> HttpResponse:
    """Which of the ticked themes stays, with what merging means; then it is done."""
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, row))
    sent = request.POST if request.method == "POST" else request.GET
    chosen = ChosenThemesForm(sent, process=row).chosen()
    if len(chosen) < 2:
        refused = _("Please tick at least two themes that you want to merge.")
        return _board(request, row, refused=refused, chosen=chosen)
    form = MergeChosenForm(
        request.POST if request.method == "POST" else None,
        process=row,
        themes=chosen,
        initial={"into": _to_stay(chosen, request.GET.get("in", ""))},
    )

    def act() -> None:
        into = form.cleaned_data["into"]
        actions.merge_themes(form.cleaned_data["thema"], into=into, by=person_of(request))

    if is_done(form, act):
        messages.success(request, _("The themes are one now."))
        return redirect("synthesis_desk:theme", form.cleaned_data["into"].pk)
    back = reverse("synthesis_desk:board", args=[row.slug])
    return form_page(request, form, title=_("Merge themes"), back=back, hint=_together(row, chosen))


def _to_stay(chosen: list[Theme], wanted: str) -> int:
    """What is proposed to stay: where it was dropped, else what has an outcome, else the first."""
    named = [theme.pk for theme in chosen if str(theme.pk) == wanted]
    decided = [theme.pk for theme in chosen if hasattr(theme, "outcome")]
    return (named or decided or [chosen[0].pk])[0]


def _together(row: Process, chosen: list[Theme]) -> str:
    voices = voices_by_theme(row)
    count = people_in(voice for theme in chosen for voice in voices.get(theme.pk, ()))
    people = ngettext("Together %(count)s person.", "Together %(count)s people.", count)
    means = _(
        "Every contribution keeps its way: who looks for theirs sees both names. "
        "This can't be undone, but the contributions can be split off again."
    )
    return f"{people % {'count': count}} {means}"


@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Move contributions to another theme: from its sheet, or by drag from the board."""
    theme = theme_of(number)
    require(is_allowed(may_code, request, theme.process))
    form = MoveForm(request.POST, theme=theme)
    is_from_board = request.POST.get("zurueck") == "tafel"

    def act() -> None:
        codings = list(form.cleaned_data["codings"])
        to = form.cleaned_data["to"]
        actions.move_codings(theme, to=to, codings=codings, by=person_of(request))

    if not is_done(form, act):
        if is_from_board:
            refused = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return _board(request, theme.process, refused=refused)
        return sheet(request, theme, move=form)
    said = _("Moved from “%(title)s” to “%(to)s”.")
    to = form.cleaned_data["to"]
    messages.success(request, said % {"title": theme.title, "to": to.title})
    if is_from_board:
        return redirect("synthesis_desk:board", theme.process.slug)
    # Whoever has moved the last one away sees where they are now.
    has_more = form.fields["codings"].queryset.exists()  # type: ignore[attr-defined]
    return redirect("synthesis_desk:theme", theme.pk if has_more else to.pk)


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Accept what is ticked of that which the machine proposes for a theme."""
    theme = theme_of(number)
    require(is_allowed(may_code, request, theme.process))
    form = AcceptForm(request.POST, theme=theme)
    if not form.is_valid():
        refused = _("Please tick contributions that are proposed for this theme.")
        return sheet(request, theme, refused=refused)
    try:
        codings = list(form.cleaned_data["codings"])
        count = actions.accept_codings(theme, codings, by=person_of(request))
    except DomainError as refusal:
        return sheet(request, theme, refused=str(refusal))
    said = ngettext("%(count)s contribution accepted.", "%(count)s contributions accepted.", count)
    messages.success(request, said % {"count": count})
    return redirect("synthesis_desk:theme", theme.pk)


@require_safe
def coverage(request: HttpRequest, process: str) -> HttpResponse:
    """How each language, channel and field is covered, and whether themes follow language."""
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, row))
    page = {"process": row, "coverage": coverage_of(row)}
    return render(request, "synthesis/desk_coverage.html", page)


def _at_once(
    request: HttpRequest,
    row: Process,
    act: Callable[..., int],
    *,
    said: Callable[[int], str],
    page: str,
    **texts: Any,
) -> HttpResponse:
    """A page that says what it means, and the act for all or the ticked themes of the process."""
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, said(act(row, by=person_of(request))))
            return redirect("synthesis_desk:board", row.slug)
        except DomainError as refusal:
            refused = str(refusal)
    board = board_of(row, get_language() or SOURCE_LANGUAGE)
    context = {"process": row, "board": board, "refused": refused, **texts}
    return render(request, page, context, status=422 if refused else 200)


@form_methods
def hand_over_all(request: HttpRequest, process: str) -> HttpResponse:
    """All open themes, or with `?auswahl=` those that were ticked."""
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_decide_outcome, request, row))
    sent = request.POST if request.method == "POST" else request.GET
    chosen = ChosenThemesForm(sent, process=row).chosen() if "auswahl" in sent else None
    if chosen is not None and not chosen:
        return _board(request, row, refused=_("Please tick the themes that you want to hand over."))

    def act(row: Process, **by: Any) -> int:
        return actions.hand_over_themes(row, themes=chosen, **by)

    return _at_once(
        request,
        row,
        act,
        said=lambda count: _("Themes handed over: %(count)s") % {"count": count},
        page="synthesis/desk_hand_over.html",
        chosen=chosen,
        leaving=[
            theme
            for theme in chosen or row.themes.current().select_related("field")
            if theme.handed_over_on is None
        ],
    )


@form_methods
def publish_all(request: HttpRequest, process: str) -> HttpResponse:
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_decide_outcome, request, row))
    return _at_once(
        request,
        row,
        actions.publish_answers,
        said=lambda count: _("Answers published: %(count)s") % {"count": count},
        page="synthesis/desk_publish.html",
    )
