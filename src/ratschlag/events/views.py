"""Public pages of meetings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratschlag.city.queries import today_of
from ratschlag.events.models import Event
from ratschlag.events.queries import calendar_of, sheet_of
from ratschlag.languages.queries import read
from ratschlag.lib.permission import public
from ratschlag.process.models import Process


@public
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = calendar_of(process, today_of(request))
    reading = read(request.LANGUAGE_CODE, [process], found.all)
    page = {"process": process, "calendar": found, "reading": reading}
    return render(request, "events/calendar.html", page)


@public
@require_safe
def event(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    events = Event.objects.select_related("series", "field", "chair", "process", "replaced_by")
    found = get_object_or_404(events, process=process, slug=event)
    sheet = sheet_of(found, today_of(request))
    reading = read(request.LANGUAGE_CODE, [process], *sheet.texts)
    page = {"process": process, "event": found, "sheet": sheet, "reading": reading}
    return render(request, "events/event.html", page)
