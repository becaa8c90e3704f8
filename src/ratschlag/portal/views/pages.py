"""The public face: home, the process as a whole, fields, organisations, about."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from ratschlag.city.queries import city_of, language_wanted, today_of
from ratschlag.events.queries import participating_organisations
from ratschlag.journal.queries import at_of
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.permission import public
from ratschlag.portal.queries.chronology import chronology
from ratschlag.portal.queries.field import field_sheet
from ratschlag.portal.queries.overview import (
    home_pages,
    organisations_of,
    overview_of,
)
from ratschlag.portal.queries.results import Results
from ratschlag.portal.queries.shown import fields_with_numbers, with_shown
from ratschlag.press.queries.pages import page_of_kind
from ratschlag.press.rules import PageKind
from ratschlag.process.models import Process
from ratschlag.survey.queries import announcements_of, open_survey


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
    found = home_pages(today_of(request), at_of(request))
    reading = read(request.LANGUAGE_CODE, *(texts for page in found for texts in page.texts))
    page = {
        "overviews": found,
        "reading": reading,
        "today": today_of(request),
        "has_receipts": any(page.numbers.voices for page in found),
    }
    return render(request, "portal/home.html", page)


@public
@require_safe
def process(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(with_shown(Process.objects.announced()), slug=slug)
    today = today_of(request)
    overview, results = overview_of(process, today), Results(process, today)
    reading = read(request.LANGUAGE_CODE, *overview.texts, *results.texts)
    page = {"process": process, "overview": overview, "results": results, "reading": reading}
    page["survey"] = survey = open_survey(process, at_of(request))
    page["news"] = announcements_of(survey, city_of(request)) if survey else []
    if results.voices:
        page["drawings"] = results.voices.drawings(is_rtl=get_language_bidi())
    return render(request, "portal/process.html", page)


@public
@require_safe
def fields(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(with_shown(Process.objects.announced()), slug=slug)
    found = fields_with_numbers(process)
    reading = read(request.LANGUAGE_CODE, [process], found)
    page = {"process": process, "fields": found, "reading": reading}
    return render(request, "portal/fields.html", page)


@public
@require_safe
def field(request: HttpRequest, slug: str, field: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = get_object_or_404(process.fields.prefetch_related("leads__organisation"), slug=field)
    sheet = field_sheet(found, request.LANGUAGE_CODE, today_of(request))
    reading = read(request.LANGUAGE_CODE, [process, found], *sheet.texts)
    page = {"process": process, "field": found, "sheet": sheet, "reading": reading}
    page["has_voices"] = process.contributions.counted().exists()
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
def happened(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = chronology(process, request.LANGUAGE_CODE)
    read(request.LANGUAGE_CODE, [process])
    page = {"process": process, "found": found, "reading": found.reading}
    return render(request, "portal/chronology.html", page)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the city says about its site, and what holds on every site of Ratschlag."""
    page = page_of_kind(PageKind.ABOUT)
    reading = read(request.LANGUAGE_CODE, [page] if page else [])
    body = wording_of(page, "body") if page else None
    found = {"page": page, "reading": reading, "body": body}
    return render(request, "portal/about.html", found)


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
