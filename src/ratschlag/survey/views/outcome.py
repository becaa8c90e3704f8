"""What came of a survey, for everyone: what the city published, as pictures, tables and data."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratschlag.languages.queries import read
from ratschlag.lib.permission import public
from ratschlag.process.models import Process
from ratschlag.survey import exports
from ratschlag.survey.models import PublishedResult, Survey
from ratschlag.survey.queries import (
    figures_published,
    public_results,
    published_results,
    released_words,
)
from ratschlag.survey.rules import Stage


@public
@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = public_results(process, request.LANGUAGE_CODE)
    texts = [row for each in found for row in each.texts]
    reading = read(request.LANGUAGE_CODE, [process], texts)
    page = {"process": process, "surveys": found, "reading": reading}
    return render(request, "survey/results.html", page)


@public
@require_safe
def table(request: HttpRequest, slug: str, survey: str) -> StreamingHttpResponse:
    found = _survey(slug, survey)
    pieces = exports.open_table_of(found, figures_published(_published(found)))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    return response


@public
@require_safe
def data(request: HttpRequest, slug: str, survey: str) -> JsonResponse:
    found = _survey(slug, survey)
    rows = _published(found)
    words = released_words(rows)
    notes = {
        row.question.key: {
            "note": row.note,
            "published_on": row.published_on,
            "smallest_cell": row.smallest_cell,
            "other_answers": words.get(row.pk, []),
        }
        for row in rows
    }
    return _json(exports.open_data_of(found, figures_published(rows), notes=notes))


@public
@require_safe
def schema(request: HttpRequest, slug: str, survey: str) -> JsonResponse:
    _survey(slug, survey)
    return _json(exports.schema())


def _survey(slug: str, survey: str) -> Survey:
    """A survey of a process that is announced; one that is still written is nobody's yet."""
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    written = (Stage.DRAFT, Stage.TESTED)
    rows = process.surveys.select_related("process").exclude(stage__in=written)
    return get_object_or_404(rows, slug=survey)


def _published(survey: Survey) -> list[PublishedResult]:
    return list(published_results(survey.process).filter(question__survey=survey))


def _json(said: dict[str, Any]) -> JsonResponse:
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
