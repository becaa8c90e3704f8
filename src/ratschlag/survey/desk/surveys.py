"""Surveys at the desk: which there are, in which state, what they lack; planning one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.queries import city_of
from ratschlag.journal.queries import at_of
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.survey import actions
from ratschlag.survey.forms import OpenSurveyForm, SurveyForm
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import state_of
from ratschlag.survey.queries.desk import board_of, overview_of
from ratschlag.survey.rules import (
    is_open_in,
    may_enter_surveys,
    may_make_survey,
    may_see_questionnaire,
    may_translate_survey,
)

form_methods = require_http_methods(["GET", "HEAD", "POST"])
# What a copy has in common with the survey before it, besides its questions.
_KEPT = (
    *("title", "purpose", "rule", "languages", "is_paged", "is_sealed", "grace"),
    *("smallest_cell", "keyed_twice"),
)


def survey_at(process: str, survey: str) -> Survey:
    rows = Survey.objects.select_related("process")
    return get_object_or_404(rows, process__slug=process, slug=survey)


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_enter_surveys(standing))
    mine = [row for row in Process.objects.all() if may_see_questionnaire(standing, row.slug)]
    boards = [
        (board_of(process, at_of(request)), may_make_survey(standing, process.slug))
        for process in mine
    ]
    return render(request, "survey/desk_surveys.html", {"boards": boards})


@require_safe
def overview(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    standing = standing_of(request)
    require(may_see_questionnaire(standing, process))
    page = {
        "survey": found,
        "overview": overview_of(found, at_of(request)),
        "may_make": may_make_survey(standing, process),
        "may_translate": may_translate_survey(standing, process),
        "person": person_of(request),
    }
    return render(request, "survey/desk_survey.html", page)


@form_methods
def new_survey(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_make_survey(standing_of(request), process))
    form = SurveyForm(request.POST or None, instance=Survey(process=found), city=city_of(request))
    return _planned(request, form, title=_("Plan a survey"))


@form_methods
def copy(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    source = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    kept = {name: getattr(source, name) for name in _KEPT}
    form = SurveyForm(
        request.POST or None,
        instance=Survey(process=source.process),
        initial=kept,
        city=city_of(request),
    )
    return _planned(request, form, title=_("Copy “%(title)s”") % {"title": source.title}, of=source)


def _planned(
    request: HttpRequest, form: SurveyForm, *, title: str, of: Survey | None = None
) -> HttpResponse:
    if form.is_valid():
        row = form.instance
        row.slug = form.slug()
        if of is None:
            actions.plan_survey(row, by=person_of(request))
        else:
            actions.copy_survey(of, row, by=person_of(request))
        messages.success(request, _("The survey is a draft now. Only staff see it."))
        return redirect("survey_desk:overview", row.process.slug, row.slug)
    return form_page(request, form, title=title, back=reverse("survey_desk:surveys"))


@form_methods
def settings(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    is_open = is_open_in(state_of(found, at_of(request)))
    kind = OpenSurveyForm if is_open else SurveyForm
    form = kind(request.POST or None, instance=found, city=city_of(request))

    def act() -> None:
        actions.revise_survey(
            found, form.changed_data, only_as_draft=not is_open, by=person_of(request)
        )

    if is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("survey_desk:overview", process, survey)
    hint = _("Times, seal and limits stay as they are while people answer.") if is_open else ""
    back = reverse("survey_desk:overview", args=[process, survey])
    return form_page(request, form, title=_("Settings of the survey"), back=back, hint=hint)


@require_POST
def cancel(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    try:
        actions.cancel_draft(found, by=person_of(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("survey_desk:overview", process, survey)
    messages.success(request, _("The draft is gone."))
    return redirect("survey_desk:surveys")
