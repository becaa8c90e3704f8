"""The public face: home, the process as a whole, fields, organisations, about; and the errors."""

import re

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ratschlag.city.queries import city_of, language_wanted, today_of
from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.events.queries import participating_organisations
from ratschlag.languages.queries import read
from ratschlag.lib.permission import public
from ratschlag.portal.queries.overview import (
    Overview,
    field_sheet,
    home_pages,
    organisations_of,
    overview_of,
)
from ratschlag.process.models import Process


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the language that the browser asks for."""
    with translation.override(language_wanted(request)):
        response = HttpResponseRedirect(reverse("portal:home"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    found = home_pages(today_of(request))
    reading = read(request.LANGUAGE_CODE, *(texts for page in found for texts in page.texts))
    page = {"overviews": found, "reading": reading, "today": today_of(request)}
    return render(request, "portal/home.html", page)


def _overview(request: HttpRequest, slug: str) -> Overview:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    return overview_of(process, today_of(request))


@public
@require_safe
def process(request: HttpRequest, slug: str) -> HttpResponse:
    overview = _overview(request, slug)
    reading = read(request.LANGUAGE_CODE, *overview.texts)
    page = {"process": overview.process, "overview": overview, "reading": reading}
    return render(request, "portal/process.html", page)


@public
@require_safe
def fields(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = list(process.fields.prefetch_related("leads__organisation"))
    reading = read(request.LANGUAGE_CODE, [process], found)
    page = {"process": process, "fields": found, "reading": reading}
    return render(request, "portal/fields.html", page)


@public
@require_safe
def field(request: HttpRequest, slug: str, field: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = get_object_or_404(process.fields.prefetch_related("leads__organisation"), slug=field)
    sheet = field_sheet(found, today_of(request))
    reading = read(request.LANGUAGE_CODE, [process, found], *sheet.texts)
    page = {"process": process, "field": found, "sheet": sheet, "reading": reading}
    return render(request, "portal/field.html", page)


@public
@require_safe
def organisations(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = organisations_of(participating_organisations(process))
    reading = read(request.LANGUAGE_CODE, [process], found.events)
    page = {"process": process, "found": found, "reading": reading}
    return render(request, "portal/organisations.html", page)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("favicon.svg"), permanent=True)


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the frame: a spoofed host must not find its way into any address."""
    return _plain(400)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A clear page; under a language that there isn't, the languages that there are."""
    first = request.path_info.split("/", 2)[1]
    looks_like_language = re.fullmatch(r"[a-z]{2}(-[a-z]{2,8})?", first, re.IGNORECASE)
    is_offered = first in (city_of(request).languages if hasattr(request, "city") else ())
    page = {"unknown_language": first if looks_like_language and not is_offered else ""}
    return render(request, "errors/404.html", page, status=404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Says sorry without asking the database anything."""
    return _plain(500)


def _plain(status: int) -> HttpResponse:
    """A page without frame, city and request, in the language of the address."""
    language = translation.get_language() or SOURCE_LANGUAGE
    page = {
        "status": status,
        "html_language": html_language(language),
        "direction": direction(language),
    }
    return HttpResponse(loader.render_to_string("errors/plain.html", page), status=status)


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its key: log in again, then go back; nothing was saved."""
    return render(request, "errors/form_expired.html", status=403)
