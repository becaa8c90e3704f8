"""Full runs of the machine: asked for, watched, compared with the last, taken over or dismissed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.synthesis import actions
from ratschlag.synthesis.desk.coding import is_allowed
from ratschlag.synthesis.forms.runs import RunForm
from ratschlag.synthesis.models import Run
from ratschlag.synthesis.queries.machine import is_there, runs_of
from ratschlag.synthesis.queries.runs import (
    comparison_of,
    last_run,
    picture_of,
    run_to_draw,
    step_of,
    themes_of_runs,
)
from ratschlag.synthesis.rules import RunState, may_code, may_decide_run, may_start_run

_SHOWN = 20


@require_safe
def runs(request: HttpRequest, process: str) -> HttpResponse:
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, row))
    return _page(request, row, RunForm())


def _page(
    request: HttpRequest, row: Process, form: RunForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    run, standing = last_run(row), standing_of(request)
    counts = themes_of_runs(row)
    page = {
        "process": row,
        "form": form,
        "run": run,
        "step": step_of(run) if run else "",
        "told": _told(run),
        "refused": refused,
        "is_there": is_there(),
        "runs": [(one, counts.get(one.pk, 0)) for one in runs_of(row)[:_SHOWN]],
        "may_start": may_start_run(standing, row.slug),
        "may_decide": may_decide_run(standing, row.slug),
    }
    return render(request, "synthesis/desk_runs.html", page, status=status)


def _told(run: Run | None) -> object:
    if run is None or run.state != RunState.READY:
        return None
    return comparison_of(run, get_language() or SOURCE_LANGUAGE)


@require_POST
def start(request: HttpRequest, process: str) -> HttpResponse:
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_start_run, request, row))
    form = RunForm(request.POST)

    def act() -> None:
        actions.ask_for_run(row, theme_count=form.cleaned_data["themes"], by=person_of(request))

    if not is_done(form, act):
        refused = " ".join(map(str, form.non_field_errors()))
        return _page(request, row, RunForm() if refused else form, refused=refused, status=422)
    messages.success(request, _("The run is asked for. You can go on working meanwhile."))
    return redirect("synthesis_desk:runs", row.slug)


def _run_of(number: int) -> Run:
    return get_object_or_404(Run.objects.select_related("process"), pk=number)


@require_safe
def under_way(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is, alone: the page asks for it every few seconds. 204 when it is over."""
    run = _run_of(number)
    require(is_allowed(may_code, request, run.process))
    if not run.is_under_way:
        return HttpResponse(status=204)
    page = {"run": run, "step": step_of(run)}
    response = render(request, "synthesis/_run_progress.html", page)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def take_over(request: HttpRequest, number: int) -> HttpResponse:
    run = _run_of(number)
    require(is_allowed(may_decide_run, request, run.process))
    said = _("Taken over: its themes and assignments are proposals at the desk now.")
    return _decide(request, run, actions.take_run_over, said)


@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    run = _run_of(number)
    require(is_allowed(may_decide_run, request, run.process))
    return _decide(request, run, actions.dismiss_run, _("Dismissed. Nothing has changed."))


def _decide(request: HttpRequest, run: Run, act: Callable[..., None], said: str) -> HttpResponse:
    try:
        act(run, by=person_of(request))
    except DomainError as refusal:
        return _page(request, run.process, RunForm(), refused=str(refusal), status=422)
    messages.success(request, said)
    return redirect("synthesis_desk:runs", run.process.slug)


@require_safe
def picture(request: HttpRequest, process: str) -> HttpResponse:
    """Texts as points: for finding one's way, with the same in a table beside it."""
    row = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, row))
    run = run_to_draw(row)
    page = {"process": row, "run": run, "picture": picture_of(run) if run else None}
    return render(request, "synthesis/desk_picture.html", page)
