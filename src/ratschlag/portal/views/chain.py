"""The pages of the chain: from the voices over the themes to the measures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from ratschlag.city.queries import today_of
from ratschlag.languages.queries import read
from ratschlag.lib.pages import page_of
from ratschlag.lib.permission import public
from ratschlag.portal.queries.flow import voices_of
from ratschlag.portal.queries.measures import measure_page
from ratschlag.portal.queries.quotes import quotes, with_words
from ratschlag.portal.queries.shown import with_shown
from ratschlag.portal.queries.themes import theme_page
from ratschlag.portal.rules import VOICES_PER_PAGE, may_everyone_see_theme
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Theme


@public
@require_safe
def voices(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(with_shown(Process.objects.announced()), slug=slug)
    found = voices_of(process)
    reading = read(request.LANGUAGE_CODE, [process], *found.texts)
    page = {"process": process, "voices": found, "reading": reading}
    page["drawings"] = found.drawings(is_rtl=get_language_bidi())
    return render(request, "portal/voices.html", page)


@public
@require_safe
def theme(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """A theme; one that went into another says so, and leads there."""
    process = get_object_or_404(with_shown(Process.objects.announced()), slug=slug)
    themes = process.themes.select_related("field", "merged_into", "split_from")
    found = get_object_or_404(themes, slug=theme)
    if not may_everyone_see_theme((found.merged_into or found).handed_over_on):
        raise Http404
    if found.merged_into:
        return _merged_theme(request, found, into=found.merged_into)
    sheet = theme_page(found, today_of(request))
    rows = page_of(request, sheet.readable, VOICES_PER_PAGE)
    said = quotes(rows, request.LANGUAGE_CODE, words=with_words(rows), passages=sheet.passages)
    reading = read(request.LANGUAGE_CODE, [process], *sheet.texts)
    page = {"process": process, "sheet": sheet, "rows": rows, "quotes": said}
    return render(request, "portal/theme.html", page | {"reading": reading})


def _merged_theme(request: HttpRequest, theme: Theme, *, into: Theme) -> HttpResponse:
    reading = read(request.LANGUAGE_CODE, [theme.process, theme, into])
    page = {"process": theme.process, "theme": theme, "into": into, "reading": reading}
    return render(request, "portal/merged_theme.html", page)


@public
@require_safe
def measure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    if "\x00" in code:  # PostgreSQL refuses it
        raise Http404
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    measures = process.measures.select_related("process", "field", "goal", "lead")
    found = measure_page(
        get_object_or_404(measures, code=code), request.LANGUAGE_CODE, today_of(request)
    )
    if found is None:
        raise Http404
    reading = read(request.LANGUAGE_CODE, [process], *found.texts)
    page = {"process": process, "page": found, "measure": found.measure, "reading": reading}
    return render(request, "portal/measure.html", page)
