"""Public pages about what was decided before, and the short addresses."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ratschlag.city.queries import language_wanted
from ratschlag.languages.queries import read
from ratschlag.lib.permission import public
from ratschlag.process.models import Process, ShortAddress


@public
@require_safe
def document(request: HttpRequest, slug: str, document: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = get_object_or_404(process.predecessors.select_related("adopted_by"), slug=document)
    reading = read(request.LANGUAGE_CODE, [process, found])
    page = {"process": process, "document": found, "reading": reading}
    return render(request, "process/document.html", page)


@public
@require_safe
def short_address(request: HttpRequest, short: str) -> HttpResponse:
    """Lead to the process, in the language that the browser asks for (so never cached for all)."""
    found = get_object_or_404(
        ShortAddress.objects.filter(process__in=Process.objects.announced()), path=short.lower()
    )
    with translation.override(language_wanted(request)):
        response = HttpResponseRedirect(reverse("portal:process", args=[found.process.slug]))
    patch_vary_headers(response, ["Accept-Language"])
    return response
