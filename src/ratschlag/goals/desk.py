"""Goals and measures at the desk: is each concrete, where does it come from, what is missing?"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.goals import actions
from ratschlag.goals.forms import (
    GoalForm,
    GoalStateForm,
    MeasureForm,
    MeasureStateForm,
    MoveAllForm,
    OriginForm,
)
from ratschlag.goals.models import (
    GAP_LABELS,
    GOAL_STATE_LABELS,
    MEASURE_STATE_LABELS,
    Goal,
    Measure,
    Origin,
)
from ratschlag.goals.queries import roots_of, sheet_of
from ratschlag.goals.queries.desk import (
    LACKING,
    Filter,
    fields_of,
    gaps_of_measures,
    gaps_of_themes,
    goals_found,
    lines_of,
    measures_found,
    sources_for,
    waiting_for,
)
from ratschlag.goals.rules import (
    GoalState,
    MeasureState,
    OriginKind,
    may_enter_goals,
    may_move_all,
    may_see_goals,
    may_write_goals,
    next_goal_states,
    next_measure_states,
)
from ratschlag.lib.pages import form_page, page_of, saved, words_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.synthesis.forms import is_done
from ratschlag.synthesis.rules import may_decide_outcome

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _processes(request: HttpRequest, may: Callable[..., bool]) -> list[Process]:
    standing = standing_of(request)
    return [row for row in Process.objects.all() if may(standing, row.slug)]


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    require(may_enter_goals(standing_of(request)))
    seen = _processes(request, may_see_goals)
    wanted = Filter(
        words=words_of(request),
        field=words_of(request, "feld"),
        state=words_of(request, "stand"),
        gap=words_of(request, "luecke"),
    )
    rows = page_of(request, measures_found(seen, wanted))
    page = {
        "rows": rows,
        "lines": lines_of(rows),
        "wanted": wanted,
        "fields": fields_of(seen),
        "states": MEASURE_STATE_LABELS.items(),
        "gaps": [(gap, GAP_LABELS[gap]) for gap in LACKING],
        "editable": _processes(request, may_write_goals),
        "movable": _processes(request, may_move_all),
    }
    return render(request, "goals/desk_measures.html", page)


def _measure(number: int) -> Measure:
    rows = Measure.objects.select_related("process", "field", "goal", "lead")
    return get_object_or_404(rows, pk=number)


def _goal(number: int) -> Goal:
    return get_object_or_404(Goal.objects.select_related("process", "field", "parent"), pk=number)


def _may_write(request: HttpRequest, of: Goal | Measure) -> bool:
    return may_write_goals(standing_of(request), of.process.slug)


def _language() -> str:
    return get_language() or SOURCE_LANGUAGE


@form_methods
def new_measure(request: HttpRequest, process: str) -> HttpResponse:
    """An empty sheet; `?ziel=` names the goal it is for."""
    row = get_object_or_404(Process, slug=process)
    require(may_write_goals(standing_of(request), row.slug))
    measure = Measure(process=row)
    goal = row.goals.filter(code=words_of(request, "ziel")).first()
    initial = {"goal": goal, "field": goal.field} if goal else None
    form = MeasureForm(request.POST or None, instance=measure, initial=initial)

    def act() -> None:
        actions.propose_measure(
            measure,
            starts=form.cleaned_data["starts"],
            ends=form.cleaned_data["ends"],
            partners=form.partners_in_order(),
            by=person_of(request),
        )

    if is_done(form, act):
        return saved(request, "goals_desk:measure", measure.pk)
    back = reverse("goals_desk:measures")
    return form_page(request, form, title=_("New measure"), back=back)


@form_methods
def measure(request: HttpRequest, number: int) -> HttpResponse:
    measure = _measure(number)
    require(_may_write(request, measure))
    form = MeasureForm(request.POST or None, instance=measure)

    def act() -> None:
        actions.revise_measure(
            measure,
            form.changed_data,
            starts=form.cleaned_data["starts"],
            ends=form.cleaned_data["ends"],
            partners=form.partners_in_order(),
            by=person_of(request),
        )

    if is_done(form, act):
        return saved(request, "goals_desk:measure", measure.pk)
    # What was typed wrongly must not look as if it were saved.
    kept = _measure(number)
    sheet = sheet_of(kept)
    steps = [
        (state, MEASURE_STATE_LABELS[state])
        for state in next_measure_states(MeasureState(kept.state))
    ]
    page = {
        "form": form,
        "sheet": sheet,
        "measure": kept,
        "roots": [(root, root.quotes(_language())) for root in sheet.roots],
        "steps": steps,
    }
    status = 422 if form.is_bound else 200
    return render(request, "goals/desk_measure.html", page, status=status)


@form_methods
def move_measure(request: HttpRequest, number: int) -> HttpResponse:
    measure = _measure(number)
    require(_may_write(request, measure))
    wanted = {"state": request.GET.get("stand", "")}
    form = MeasureStateForm(request.POST or None, measure=measure, initial=wanted)

    def act() -> None:
        actions.move_measure(
            measure,
            MeasureState(form.cleaned_data["state"]),
            reason=form.cleaned_data["reason"],
            by=person_of(request),
        )

    if is_done(form, act):
        return saved(request, "goals_desk:measure", measure.pk)
    back = reverse("goals_desk:measure", args=[measure.pk])
    return form_page(request, form, title=_("State of a measure"), back=back, hint=str(measure))


@form_methods
def move_measures(request: HttpRequest, process: str) -> HttpResponse:
    """What the steering group or the council settled for all of them."""
    row = get_object_or_404(Process, slug=process)
    require(may_move_all(standing_of(request), row.slug))
    form = MoveAllForm(request.POST or None)

    def act() -> None:
        state = MeasureState(form.cleaned_data["state"])
        waiting, goals = waiting_for(row, state)
        actions.move_measures(
            row,
            state,
            measures=waiting,
            goals=goals if form.cleaned_data["with_goals"] else (),
            by=person_of(request),
        )

    if is_done(form, act):
        return saved(request, "goals_desk:measures")
    back = reverse("goals_desk:measures")
    return form_page(request, form, title=_("Move all measures on"), back=back, hint=row.title)


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    require(may_enter_goals(standing_of(request)))
    words = words_of(request)
    page = {
        "rows": page_of(request, goals_found(_processes(request, may_see_goals), words)),
        "words": words,
        "editable": _processes(request, may_write_goals),
    }
    return render(request, "goals/desk_goals.html", page)


@form_methods
def new_goal(request: HttpRequest, process: str) -> HttpResponse:
    row = get_object_or_404(Process, slug=process)
    require(may_write_goals(standing_of(request), row.slug))
    goal = Goal(process=row)
    form = GoalForm(request.POST or None, instance=goal)
    if is_done(form, lambda: actions.propose_goal(goal, by=person_of(request))):
        return saved(request, "goals_desk:goal", goal.pk)
    return form_page(request, form, title=_("New goal"), back=reverse("goals_desk:goals"))


@form_methods
def goal(request: HttpRequest, number: int) -> HttpResponse:
    goal = _goal(number)
    require(_may_write(request, goal))
    form = GoalForm(request.POST or None, instance=goal)
    if is_done(form, lambda: actions.revise_goal(goal, form.changed_data, by=person_of(request))):
        return saved(request, "goals_desk:goal", goal.pk)
    kept = _goal(number)
    page = {
        "form": form,
        "goal": kept,
        "measures": kept.measures.standing().in_order(),
        "roots": [(root, root.quotes(_language())) for root in roots_of(kept)],
        "steps": [
            (state, GOAL_STATE_LABELS[state]) for state in next_goal_states(GoalState(kept.state))
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "goals/desk_goal.html", page, status=status)


@form_methods
def move_goal(request: HttpRequest, number: int) -> HttpResponse:
    goal = _goal(number)
    require(_may_write(request, goal))
    wanted = {"state": request.GET.get("stand", "")}
    form = GoalStateForm(request.POST or None, goal=goal, initial=wanted)

    def act() -> None:
        state = GoalState(form.cleaned_data["state"])
        actions.move_goal(goal, state, by=person_of(request))

    if is_done(form, act):
        return saved(request, "goals_desk:goal", goal.pk)
    back = reverse("goals_desk:goal", args=[goal.pk])
    return form_page(request, form, title=_("State of a goal"), back=back, hint=str(goal))


@form_methods
def measure_origin(request: HttpRequest, number: int) -> HttpResponse:
    measure = _measure(number)
    require(_may_write(request, measure))
    return _origin_page(request, measure, "goals_desk:measure")


@form_methods
def goal_origin(request: HttpRequest, number: int) -> HttpResponse:
    goal = _goal(number)
    require(_may_write(request, goal))
    return _origin_page(request, goal, "goals_desk:goal")


def _origin_page(request: HttpRequest, of: Goal | Measure, sheet: str) -> HttpResponse:
    """What was searched for stays in the address, also when the form is sent."""
    words = words_of(request)
    choices = {row.value: row for row in sources_for(of, words, _language())}
    options = [(value, row.label) for value, row in choices.items()]
    form = OriginForm(request.POST or None, sources=options)

    def act() -> None:
        chosen = choices[form.cleaned_data["source"]]
        source: dict[str, Any] = {chosen.name: chosen.source}
        kind = OriginKind(form.cleaned_data["kind"])
        note = form.cleaned_data["note"]
        actions.name_origin(of, **source, kind=kind, note=note, by=person_of(request))

    if is_done(form, act):
        return saved(request, sheet, of.pk)
    back = reverse(sheet, args=[of.pk])
    page = {"form": form, "of": of, "words": words, "back": back, "choices": choices}
    status = 422 if form.is_bound else 200
    return render(request, "goals/desk_origin.html", page, status=status)


@require_POST
def remove_measure_origin(request: HttpRequest, number: int, origin: int) -> HttpResponse:
    measure = _measure(number)
    require(_may_write(request, measure))
    return _remove(request, measure, origin, "goals_desk:measure")


@require_POST
def remove_goal_origin(request: HttpRequest, number: int, origin: int) -> HttpResponse:
    goal = _goal(number)
    require(_may_write(request, goal))
    return _remove(request, goal, origin, "goals_desk:goal")


def _remove(request: HttpRequest, of: Goal | Measure, number: int, sheet: str) -> HttpResponse:
    """A button that is pressed twice removes once."""
    origin = Origin.objects.filter(pk__in=of.origins.all(), pk=number).first()
    if not origin:
        return redirect(sheet, of.pk)
    actions.remove_origin(origin, by=person_of(request))
    return saved(request, sheet, of.pk)


@require_safe
def all_gaps(request: HttpRequest) -> HttpResponse:
    """The gaps of the first process that the person sees; nothing if there is none."""
    require(may_enter_goals(standing_of(request)))
    seen = _processes(request, may_see_goals)
    if seen:
        return redirect("goals_desk:gaps", seen[0].slug)
    return render(request, "goals/desk_gaps.html", {"process": None})


@require_safe
def gaps_of_process(request: HttpRequest, process: str) -> HttpResponse:
    row, standing = get_object_or_404(Process, slug=process), standing_of(request)
    require(may_see_goals(standing, row.slug))
    of_measures, of_themes = gaps_of_measures(row), gaps_of_themes(row)
    page = {
        "process": row,
        "others": [one for one in _processes(request, may_see_goals) if one != row],
        "groups": [
            (of_measures, may_write_goals(standing, row.slug)),
            (of_themes, may_decide_outcome(standing, row.slug)),
        ],
        "count": sum(found.count for found in (*of_measures, *of_themes)),
    }
    return render(request, "goals/desk_gaps.html", page)
