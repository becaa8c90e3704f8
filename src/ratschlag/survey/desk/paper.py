"""What staff print: the questionnaire as it is written now, and sheets that lead to the survey."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratschlag.city.queries import city_of
from ratschlag.city.rules import NATIVE_NAMES, html_language
from ratschlag.lib.permission import require
from ratschlag.people.queries import standing_of
from ratschlag.survey.exports.paper import flyer_of, paper_of, short_address_of
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import latest_version
from ratschlag.survey.rules import may_see_survey

# The first is what is given out; the other is for walls.
SIZES = ("a5", "a4")


@require_safe
def papers(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    require(may_see_survey(standing_of(request), process))
    found = _survey(process, survey)
    codes = [code for code in city_of(request).languages if code in found.languages]
    page = {
        "survey": found,
        "version": latest_version(found),
        "address": short_address_of(found, city_of(request))[1],
        "languages": [(code, html_language(code), NATIVE_NAMES[code]) for code in codes],
        "sizes": SIZES,
    }
    return render(request, "survey/desk_papers.html", page)


@require_safe
def paper(request: HttpRequest, process: str, survey: str, language: str) -> HttpResponse:
    """The questionnaire; `?fassung=entwurf` as it is written now, else as it was frozen last."""
    require(may_see_survey(standing_of(request), process))
    found = _survey(process, survey, language)
    is_draft = request.GET.get("fassung") == "entwurf"
    version = None if is_draft else latest_version(found)
    made = paper_of(found, version, language, city_of(request))
    return _file(made, f"{found.slug}-{version.number if version else 'entwurf'}-{language}")


@require_safe
def flyer(request: HttpRequest, process: str, survey: str, language: str) -> HttpResponse:
    require(may_see_survey(standing_of(request), process))
    found = _survey(process, survey, language)
    size = request.GET.get("groesse", SIZES[0])
    if size not in SIZES:
        raise Http404
    made = flyer_of(found, language, city_of(request), size=size)
    return _file(made, f"{found.slug}-handzettel-{size}-{language}")


def _survey(process: str, survey: str, language: str = "") -> Survey:
    """Raises Http404 also for a language in which it is not asked."""
    rows = Survey.objects.select_related("process")
    found = get_object_or_404(rows, process__slug=process, slug=survey)
    if language and language not in found.languages:
        raise Http404
    return found


def _file(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
