"""Meetings at the desk: planned, held, who came, what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import today_of
from ratschlag.events import actions
from ratschlag.events.forms import EventForm, ResultForm
from ratschlag.events.models import Event
from ratschlag.events.queries import events_found
from ratschlag.events.rules import may_keep_events, may_see_events
from ratschlag.lib.pages import form_page, page_of, saved, words_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_see_events(standing))
    editable = [row for row in Process.objects.all() if may_keep_events(standing, row.slug)]
    words = words_of(request)
    page = {"rows": page_of(request, events_found(words)), "words": words, "editable": editable}
    return render(request, "events/desk_events.html", page)


@form_methods
def new_event(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_keep_events(standing_of(request), process.slug))
    form = EventForm(request.POST or None, instance=Event(process=process), today=today_of(request))
    if form.is_valid():
        form.instance.slug = form.slug()
        actions.plan_event(
            form.instance,
            held=form.cleaned_data["held"],
            participants=form.cleaned_data["participants"],
            by=person_of(request),
        )
        return saved(request, "events_desk:events")
    return form_page(request, form, title=_("New event"), back=reverse("events_desk:events"))


@form_methods
def event(request: HttpRequest, number: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.select_related("process"), pk=number)
    require(may_keep_events(standing_of(request), event.process.slug))
    form = EventForm(request.POST or None, instance=event, today=today_of(request))
    if form.is_valid():
        actions.revise_event(
            event,
            held=form.cleaned_data["held"],
            participants=form.participants_in_order(),
            changed=form.changed_data,
            by=person_of(request),
        )
        return saved(request, "events_desk:events")
    return form_page(request, form, title=_("Event"), back=reverse("events_desk:events"))


@form_methods
def new_result(request: HttpRequest, number: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.select_related("process"), pk=number)
    require(may_keep_events(standing_of(request), event.process.slug))
    form = ResultForm(request.POST or None)
    if form.is_valid():
        actions.note_result(event, **form.cleaned_data, by=person_of(request))
        return saved(request, "events_desk:events")
    back = reverse("events_desk:events")
    return form_page(request, form, title=_("Result of a meeting"), back=back, hint=event.title)
