"""Notices at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.queries import city_of
from ratschlag.journal.queries import at_of
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.press.actions import notices as actions
from ratschlag.press.forms.notices import NoticeForm
from ratschlag.press.models import Notice
from ratschlag.press.rules import may_keep_pages

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    require(may_keep_pages(standing_of(request)))
    return _list(request)


def _list(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    found = {"notices": Notice.objects.all(), "now": at_of(request), "refusal": refusal}
    return render(request, "press/desk_notices.html", found, status=422 if refusal else 200)


@form_methods
def new_notice(request: HttpRequest) -> HttpResponse:
    require(may_keep_pages(standing_of(request)))
    at = at_of(request)
    form = NoticeForm(
        request.POST or None, city=city_of(request), now=at, initial={"starts_at": at}
    )
    if form.is_valid():
        actions.announce(form.save(commit=False), form.texts(), by=person_of(request))
        return saved(request, "press_desk:notices")
    return form_page(request, form, title=_("New notice"), back=reverse("press_desk:notices"))


@form_methods
def notice(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Notice, pk=number)
    require(may_keep_pages(standing_of(request)))
    form = NoticeForm(
        request.POST or None, instance=found, city=city_of(request), now=at_of(request)
    )
    if form.is_valid():
        actions.revise_notice(found, form.texts(), by=person_of(request))
        return saved(request, "press_desk:notices")
    return form_page(request, form, title=_("Notice"), back=reverse("press_desk:notices"))


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Notice, pk=number)
    require(may_keep_pages(standing_of(request)))
    try:
        actions.end_notice(found, by=person_of(request))
    except actions.NoticeRefused as error:
        return _list(request, refusal=str(error))
    return saved(request, "press_desk:notices")
