"""A survey before it opens: every text in every language, the form itself, and test runs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import page_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.survey import actions
from ratschlag.survey.desk.surveys import form_methods, survey_at
from ratschlag.survey.forms import AnswerSheet, TextsForm, fresh_form_key
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import draft_of, sheet_of, spoken_of, texts_in
from ratschlag.survey.queries.desk import runs_of
from ratschlag.survey.rules import (
    Stage,
    may_make_survey,
    may_see_questionnaire,
    may_translate_survey,
)


@form_methods
def texts(request: HttpRequest, process: str, survey: str, language: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_translate_survey(standing_of(request), process))
    if language == SOURCE_LANGUAGE or language not in found.languages:
        raise Http404
    rows = texts_in(found, language)
    sent = request.POST if request.method == "POST" else None
    form = TextsForm(sent, texts=rows, language=language)

    def act() -> None:
        actions.translate_survey(
            found, language=language, texts=form.written(), by=person_of(request)
        )

    if is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("survey_desk:texts", process, survey, language)
    spoken = next(each for each in spoken_of(found) if each.language == language)
    page = {"survey": found, "form": form, "spoken": spoken, "language_of_texts": language}
    return render(request, "survey/desk_texts.html", page, status=422 if form.is_bound else 200)


@form_methods
def preview(request: HttpRequest, process: str, survey: str, language: str) -> HttpResponse:
    """The form as residents will see it; what staff send is a test run."""
    found = survey_at(process, survey)
    require(may_see_questionnaire(standing_of(request), process))
    if language not in found.languages:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    with translation.override(language):
        form = AnswerSheet(sheet_of(draft_of(found), language), sent)
        if not form.is_bound:
            return _form(request, found, form)
        if form.turns and (step := form.next_step):
            return _form(request, found, form, step=step, notice="turned")
        if form.to_come and not form.errors:
            return _form(request, found, form, notice="more")
        if not form.is_valid:
            return _form(request, found, form, status=422)
    require(may_make_survey(standing_of(request), process))
    answers = {**form.answers.said, **form.answers.details}
    try:
        actions.keep_test_run(found, language=language, answers=answers, by=person_of(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept as a test run. It is never counted."))
    return redirect("survey_desk:test_runs", process, survey)


def _form(
    request: HttpRequest, survey: Survey, form: AnswerSheet, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = {
        "survey": survey, "sheet": form.sheet, "form": form, "reading": form.sheet.reading,
        "step": form.step, "form_key": fresh_form_key(), "count": len(form.sheet.questions),
        "is_tried": survey.stage in (Stage.DRAFT, Stage.TESTED), **more,
    }  # fmt: skip
    return render(request, "survey/desk_preview.html", page, status=status)


@require_safe
def test_runs(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    rows = page_of(request, runs_of(found), per_page=20)
    return render(request, "survey/desk_test_runs.html", {"survey": found, "rows": rows})


@require_POST
def throw_test_runs_away(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    actions.throw_test_runs_away(found, by=person_of(request))
    messages.success(request, _("The test runs are thrown away."))
    return redirect("survey_desk:overview", process, survey)
