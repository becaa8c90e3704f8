"""Writing a questionnaire at the desk: questions, pages, voluntary details, conditions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratschlag.journal.queries import at_of
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.survey import actions
from ratschlag.survey.compute.conditions import condition_from
from ratschlag.survey.desk.surveys import form_methods, survey_at
from ratschlag.survey.forms import ConditionForm, DetailForm, PageForm, QuestionForm
from ratschlag.survey.models import Detail, Page, Question, Survey
from ratschlag.survey.models.questionnaire import KIND_LABELS
from ratschlag.survey.queries import state_of
from ratschlag.survey.queries.desk import KIND_HINTS, asked_before, questionnaire_at_desk
from ratschlag.survey.rules import Kind, is_open_in, is_written_in, may_make_survey

_ACTS: dict[str, tuple[type[Question | Page | Detail], Callable[..., Any], Callable[..., None]]] = {
    "question": (Question, actions.move_question, actions.drop_question),
    "page": (Page, actions.move_page, actions.drop_page),
    "detail": (Detail, actions.move_detail, actions.drop_detail),
}


@require_safe
def questions(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    state = state_of(found, at_of(request))
    page = {
        "survey": found,
        "questionnaire": questionnaire_at_desk(found),
        "is_open": is_open_in(state),
        "may_write": is_written_in(state) or is_open_in(state),
        "kinds": [(kind, KIND_LABELS[kind], KIND_HINTS[kind]) for kind in Kind],
    }
    return render(request, "survey/desk_questions.html", page)


@form_methods
def new_question(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """`?art=` says of which kind."""
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    kind = request.GET.get("art", Kind.LONG)
    if kind not in set(Kind):
        raise Http404
    row = Question(survey=found, kind=kind, page=found.pages.last())
    form = QuestionForm(_sent(request), instance=row)

    def act() -> None:
        actions.write_question(row, **form.lines, by=person_of(request))

    return _answer(request, found, form, act, title=str(KIND_LABELS[Kind(kind)]).capitalize())


@form_methods
def question(request: HttpRequest, process: str, survey: str, key: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    row = get_object_or_404(Question, survey=found, key=key)
    form = QuestionForm(_sent(request), instance=row)

    def act() -> None:
        actions.revise_question(row, form.changed_fields, **form.lines, by=person_of(request))

    title = str(KIND_LABELS[Kind(row.kind)]).capitalize()
    return _answer(request, found, form, act, title=title, row=row, what="question")


@form_methods
def new_page(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    form = PageForm(_sent(request), instance=Page(survey=found))

    def act() -> None:
        actions.write_page(form.instance, by=person_of(request))

    return _answer(request, found, form, act, title=_("New page"))


@form_methods
def page(request: HttpRequest, process: str, survey: str, key: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    row = get_object_or_404(Page, survey=found, key=key)
    form = PageForm(_sent(request), instance=row)

    def act() -> None:
        actions.revise_page(row, form.changed_data, by=person_of(request))

    return _answer(request, found, form, act, title=_("Page"), row=row, what="page")


@form_methods
def new_detail(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    form = DetailForm(_sent(request), instance=Detail(survey=found))

    def act() -> None:
        options = form.cleaned_data["options"]
        actions.write_detail(form.instance, options=options, by=person_of(request))

    return _answer(request, found, form, act, title=_("New voluntary detail"))


@form_methods
def detail(request: HttpRequest, process: str, survey: str, key: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    row = get_object_or_404(Detail, survey=found, key=key)
    form = DetailForm(_sent(request), instance=row)

    def act() -> None:
        changed = [name for name in form.changed_data if name != "options"]
        options = form.cleaned_data["options"]
        actions.revise_detail(row, changed, options=options, by=person_of(request))

    return _answer(request, found, form, act, title=_("Voluntary detail"), row=row, what="detail")


@form_methods
def question_condition(request: HttpRequest, process: str, survey: str, key: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    return _condition(request, get_object_or_404(Question, survey=found, key=key))


@form_methods
def page_condition(request: HttpRequest, process: str, survey: str, key: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    return _condition(request, get_object_or_404(Page, survey=found, key=key))


@require_POST
def move(request: HttpRequest, process: str, survey: str, what: str, key: str) -> HttpResponse:
    """`richtung` is "hoch" or "runter"."""
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    model, act, _drop = _ACTS[what]
    row = get_object_or_404(model._base_manager, survey=found, key=key)
    up = request.POST.get("richtung") != "runter"
    return _done(request, found, lambda: act(row, up=up, by=person_of(request)), _("Moved."))


@require_POST
def drop(request: HttpRequest, process: str, survey: str, what: str, key: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    model, _move, act = _ACTS[what]
    row = model._base_manager.filter(survey=found, key=key).first()
    if row is None:  # a second click
        return _done(request, found, lambda: None, _("Deleted."))
    return _done(request, found, lambda: act(row, by=person_of(request)), _("Deleted."))


def _sent(request: HttpRequest) -> Any:
    """What was sent, even if it is nothing; None where the form is only looked at."""
    return request.POST if request.method == "POST" else None


def _done(
    request: HttpRequest, survey: Survey, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("survey_desk:questions", survey.process.slug, survey.slug)


def _answer(
    request: HttpRequest,
    survey: Survey,
    form: BaseForm,
    act: Callable[[], object],
    *,
    title: str,
    row: Question | Page | Detail | None = None,
    what: str = "",
) -> HttpResponse:
    """Do it and come back; or the form with what was typed and what is wrong with it."""
    if is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("survey_desk:questions", survey.process.slug, survey.slug)
    page = {
        "survey": survey, "form": form, "title": title, "row": row, "what": what,
        "is_open": is_open_in(state_of(survey, at_of(request))),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "survey/desk_question.html", page, status=status)


def _condition(request: HttpRequest, row: Question | Page) -> HttpResponse:
    survey = row.survey
    earlier = asked_before(row)
    form = ConditionForm(_sent(request), earlier=earlier, condition=condition_from(row.show_if))

    def act() -> None:
        actions.set_condition(row, form.condition, by=person_of(request))

    if is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("survey_desk:questions", survey.process.slug, survey.slug)
    page = {
        "survey": survey, "form": form, "row": row, "earlier": earlier,
        "back": reverse("survey_desk:questions", args=[survey.process.slug, survey.slug]),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "survey/desk_condition.html", page, status=status)
