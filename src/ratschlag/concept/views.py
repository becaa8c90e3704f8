"""The concept in public: its editions to read, to compare, to load and to check."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.concept.compute import compared
from ratschlag.concept.exports import file_of
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import (
    day_of,
    document_of,
    edition_shown,
    public_editions,
)
from ratschlag.concept.queries.shown import Reader
from ratschlag.languages.queries import Reading, read
from ratschlag.lib.permission import public
from ratschlag.process.models import Process


@public
@require_safe
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest public edition; before the first, what will be here and when."""
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    edition = edition_shown(process)
    return _edition_page(request, process, edition) if edition else _empty_page(request, process)


@public
@require_safe
def edition(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    return _edition_page(request, process, _edition_or_404(process, number))


@public
@require_safe
def pdf(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = _edition_or_404(process, number)
    return file_of(request, found, "pdf")


@public
@require_safe
def text(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The very bytes that the SHA-256 is the sum of."""
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    return file_of(request, _edition_or_404(process, number), "json")


def _edition_or_404(process: Process, number: str) -> Edition:
    found = edition_shown(process, number)
    if found is None:
        raise Http404
    return found


def _edition_page(request: HttpRequest, process: Process, edition: Edition) -> HttpResponse:
    document = document_of(edition)
    reader = Reader(process, request.LANGUAGE_CODE)
    page = {"process": process, "edition": edition, "day": day_of(edition), "document": document}
    page["title"] = reader.title(document.title)
    if before := edition_shown(process, request.GET.get("vergleich", "")):
        page |= {"before": before, "before_day": day_of(before)}
        page["changes"] = reader.changes(compared(document_of(before), document))
    else:
        page["chapters"] = reader.read(document.chapters)
    said = read(request.LANGUAGE_CODE, [process])
    german = [SOURCE_LANGUAGE] if reader.reading.has_fallback else []
    page["reading"] = Reading(
        has_fallback=said.has_fallback or reader.reading.has_fallback,
        has_machine=said.has_machine or reader.reading.has_machine,
        fallbacks=tuple(sorted({*said.fallbacks, *german}, reverse=True)),
        language=request.LANGUAGE_CODE,
    )
    page["editions"] = [(row, day_of(row)) for row in public_editions(process)]
    return render(request, "concept/edition.html", page)


def _empty_page(request: HttpRequest, process: Process) -> HttpResponse:
    coming = list(process.milestones.filter(reached_on=None))
    reading = read(request.LANGUAGE_CODE, [process], coming)
    page = {"process": process, "coming": coming, "reading": reading}
    return render(request, "concept/empty.html", page)
