"""What a survey gave, for staff: pictures with their tables, publishing, files to take away."""

from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.journal.queries import at_of
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.survey import actions
from ratschlag.survey.exports import FORMS, file_of
from ratschlag.survey.forms import ResultForm
from ratschlag.survey.models import PublishedResult, Survey
from ratschlag.survey.queries import (
    Counting,
    ShownResult,
    counting_of,
    details_of,
    may_see_answers_of,
    shown,
    state_of,
)
from ratschlag.survey.rules import (
    may_be_published,
    may_publish_results,
    may_see_results,
    may_take_answers_away,
)

Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
def results(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = _survey(process, survey)
    standing = standing_of(request)
    require(may_see_results(standing, process))
    counting = counting_of(found) if may_see_answers_of(found, at_of(request)) else None
    page = {
        "survey": found,
        "is_open": counting is not None,
        "counting": counting,
        "results": _shown(found, counting) if counting else (),
        "details": details_of(found, get_language() or SOURCE_LANGUAGE) if counting else (),
        "can_be_published": may_be_published(state_of(found, at_of(request))),
        "may_publish": may_publish_results(standing, process),
        "may_take_away": may_take_answers_away(standing, process),
    }
    return _private(render(request, "survey/desk_results.html", page))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, process: str, survey: str, question: str) -> HttpResponse:
    found = _survey(process, survey)
    require(may_publish_results(standing_of(request), process))
    if not may_see_answers_of(found, at_of(request)):
        return redirect("survey_desk:results", process, survey)
    row = get_object_or_404(found.questions, key=question)
    counting = counting_of(found)
    result = next((one for one in _shown(found, counting) if one.question.key == question), None)
    if result is None:
        raise Http404
    words = list(counting.others.get(question, {}))
    form = ResultForm(request.POST if request.method == "POST" else None, words=words)

    def act() -> None:
        actions.publish_result(
            row,
            note=form.cleaned_data["note"],
            released=form.released_words,
            by=person_of(request),
        )

    if is_done(form, act):
        messages.success(request, _("Published."))
        return redirect("survey_desk:results", process, survey)
    page = {"survey": found, "result": result, "form": form}
    status = 422 if form.is_bound else 200
    return _private(render(request, "survey/desk_publish_result.html", page, status=status))


@require_POST
def withdraw(request: HttpRequest, process: str, survey: str, question: str) -> HttpResponse:
    found = _survey(process, survey)
    require(may_publish_results(standing_of(request), process))
    shown_now = PublishedResult.objects.current().filter(question__survey=found)
    if row := shown_now.filter(question__key=question).first():
        try:
            actions.withdraw_result(row, by=person_of(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("It is no longer public."))
    return redirect("survey_desk:results", process, survey)


@require_POST
def take_away(request: HttpRequest, process: str, survey: str, form: str) -> HttpResponseBase:
    found = _survey(process, survey)
    require(may_take_answers_away(standing_of(request), process))
    if form not in FORMS:
        raise Http404
    if not may_see_answers_of(found, at_of(request)):
        return redirect("survey_desk:results", process, survey)
    actions.note_export(found, form=form, by=person_of(request))
    made = file_of(found, form)
    response = StreamingHttpResponse(made.pieces, content_type=made.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return _private(response)


def _survey(process: str, survey: str) -> Survey:
    rows = Survey.objects.select_related("process")
    return get_object_or_404(rows, process__slug=process, slug=survey)


def _shown(survey: Survey, counting: Counting) -> list[ShownResult]:
    published = {
        row.question.key: row
        for row in PublishedResult.objects.current()
        .filter(question__survey=survey)
        .select_related("question")
    }
    return [
        shown(
            question,
            counting.figures[question.key],
            get_language() or SOURCE_LANGUAGE,
            others=counting.others.get(question.key, ()),
            published=published.get(question.key),
        )
        for question in counting.questions
    ]


def _private(response: Response) -> Response:
    """What people answered stays in no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
