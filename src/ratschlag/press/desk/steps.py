"""The steps of a release at the desk: checked, put off, out, corrected, withdrawn."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.press import actions
from ratschlag.press.desk.releases import form_methods, release_at, release_page, slug_of
from ratschlag.press.forms import CorrectionForm, ScheduleForm, WithdrawForm
from ratschlag.press.models import Release
from ratschlag.press.queries.facts import Changed, changed_facts
from ratschlag.press.rules import State, may_write_release


def _step(
    request: HttpRequest, found: Release, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do it and say so; a refusal stands on the page of the release."""
    try:
        act()
    except actions.ReleaseRefused as refusal:
        return release_page(request, release_at(found.pk), refusal=str(refusal))
    messages.success(request, said)
    return redirect("press_desk:release", found.pk)


@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    read, by = request.POST.get("gelesen", ""), person_of(request)

    def act() -> None:
        actions.check_release(found, read=read or "-", by=by)

    return _step(request, found, act, _("Checked. It can be published now."))


@require_POST
def call_back(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    by = person_of(request)
    said = _("It waits for no time any more.")
    return _step(request, found, lambda: actions.call_back_release(found, by=by), said)


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    by = person_of(request)
    said = _("Published. Everyone can read it now.")
    return _step(request, found, lambda: actions.publish_release(found, by=by), said)


@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    by = person_of(request)
    said = _("Noted: no correction is needed.")
    return _step(request, found, lambda: actions.keep_facts(found, by=by), said)


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    try:
        actions.discard_release(found, by=person_of(request))
    except actions.ReleaseRefused as refusal:
        return release_page(request, found, refusal=str(refusal))
    return saved(request, "press_desk:releases")


@form_methods
def schedule(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    form = ScheduleForm(request.POST if request.method == "POST" else None)
    by = person_of(request)

    def act() -> None:
        is_embargo = form.cleaned_data["kind"] == State.EMBARGOED
        actions.schedule_release(found, form.cleaned_data["at"], is_embargo=is_embargo, by=by)

    if is_done(form, act):
        return saved(request, "press_desk:release", found.pk)
    hint = _("It gets its number and comes out by itself at this time, in the city's time zone.")
    return _form(request, found, form, _("When it comes out"), hint)


@form_methods
def correct(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    offered = "\n".join(map(_note, changed_facts(found)))
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, initial={"text": offered}
    )
    by = person_of(request)
    if is_done(form, lambda: actions.correct_release(found, form.cleaned_data["text"], by=by)):
        return saved(request, "press_desk:release", found.pk)
    return _form(request, found, form, _("Correction"), found.headline)


@form_methods
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    by = person_of(request)
    if is_done(form, lambda: actions.withdraw_release(found, form.cleaned_data["reason"], by=by)):
        return saved(request, "press_desk:release", found.pk)
    return _form(request, found, form, _("Withdraw"), found.headline)


def _note(changed: Changed) -> str:
    """The correction that a changed fact offers, in German as the release is."""
    if not changed.now:
        return f"„{changed.before}“ gilt nicht mehr."
    return f"Statt „{changed.before}“ gilt: {changed.now}."


def _form(
    request: HttpRequest, found: Release, form: BaseForm, title: str, hint: str
) -> HttpResponse:
    back = reverse("press_desk:release", args=[found.pk])
    return form_page(request, form, title=title, back=back, hint=hint)
