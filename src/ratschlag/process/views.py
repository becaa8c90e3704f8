"""Public pages about what was decided before, and the short addresses."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ratschlag.city.queries import language_wanted
from ratschlag.languages.queries import read
from ratschlag.lib.permission import public
from ratschlag.process.models import Process, ShortAddress
from ratschlag.process.rules import State


@public
@require_safe
def document(request: HttpRequest, slug: str, document: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = get_object_or_404(
        process.predecessors.select_related("adopted_by", "superseded_by__process"), slug=document
    )
    before = list(found.supersedes.select_related("process"))
    near = [*before, *([found.superseded_by] if found.superseded_by else [])]
    reading = read(request.LANGUAGE_CODE, [process, found], near)
    page = {"process": process, "document": found, "before": before, "reading": reading}
    return render(request, "process/document.html", page)


@public
@require_safe
def short_address(request: HttpRequest, short: str) -> HttpResponse:
    """Lead to the page, in the language that the browser asks for (so never cached for all).

    302 and never 301: browsers keep a 301 for good, and whoever came before would be led to the
    old page after the address was pointed elsewhere.
    """
    found = get_object_or_404(ShortAddress.objects.select_related("process"), path=short.lower())
    if found.process and found.process.state == State.PREPARING:
        raise Http404
    response = HttpResponseRedirect(f"/{language_wanted(request)}{found.leads_to}")
    patch_vary_headers(response, ["Accept-Language"])
    return response
