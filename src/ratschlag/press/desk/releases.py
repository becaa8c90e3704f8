"""Releases at the desk: written, read in every language, with what stands beside them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.queries import city_of
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE
from ratschlag.files.exports import file_response
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, page_of, saved, words_of
from ratschlag.lib.permission import require
from ratschlag.people.models import Organisation
from ratschlag.people.queries import person_of, standing_of
from ratschlag.people.rules import Standing
from ratschlag.press import actions
from ratschlag.press.exports import file_name, pdf_of
from ratschlag.press.forms import AttachmentForm, ReleaseForm, TranslationForm
from ratschlag.press.models import STATE_LABELS, Release
from ratschlag.press.queries.checks import findings_of
from ratschlag.press.queries.desk import (
    releases_at_desk,
    split_by_state,
    spoken,
    texts_in,
    to_check,
    to_correct,
)
from ratschlag.press.queries.facts import changed_facts, facts_of
from ratschlag.press.queries.releases import shown
from ratschlag.press.rules import (
    WAITING,
    State,
    may_keep_numbers,
    may_see_press,
    may_translate_release,
    may_write_any_release,
    may_write_release,
)
from ratschlag.process.models import Process

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_see_press(standing))
    words, state = words_of(request), words_of(request, "zustand")
    rows = page_of(request, releases_at_desk(words, state))
    making, out = split_by_state(rows)
    page = {
        "rows": rows,
        "making": making,
        "out": out,
        "words": words,
        "state": state,
        "states": STATE_LABELS.items(),
        "to_check": to_check(standing),
        "to_correct": to_correct(standing),
        "may_write": may_write_any_release(standing),
        "may_keep_numbers": may_keep_numbers(standing),
    }
    return render(request, "press/desk_releases.html", page)


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    """One release: how it reads, what the rules found, and what comes next."""
    found = release_at(number)
    require(may_see_press(standing_of(request)))
    return release_page(request, found)


def release_page(request: HttpRequest, found: Release, *, refusal: str = "") -> HttpResponse:
    standing = standing_of(request)
    language = request.GET.get("sprache", SOURCE_LANGUAGE)
    language = language if language in city_of(request).languages else SOURCE_LANGUAGE
    may_write = may_write_release(standing, slug_of(found))
    wrote = standing.number in (found.author_id, found.changed_by_id)
    page = {
        "release": found,
        "shown": shown(found, language),
        "language_shown": language,
        "languages": spoken(found),
        "findings": [] if found.is_out else findings_of(found),
        "changed": changed_facts(found),
        "may_write": may_write,
        "may_check": may_write and not wrote and found.state == State.DRAFT,
        "wrote": wrote,
        "may_translate": may_translate_release(standing, slug_of(found)),
        "is_waiting": found.state in WAITING,
        "refusal": refusal,
    }
    return render(request, "press/desk_release.html", page, status=422 if refusal else 200)


@form_methods
def new_release(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_write_any_release(standing))
    about = _processes_for(standing).first()
    return _text_page(request, Release(publisher=_usual_publisher(), process=about), standing)


@form_methods
def revise_release(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    standing = standing_of(request)
    require(may_write_release(standing, slug_of(found)))
    return _text_page(request, found, standing)


def _text_page(request: HttpRequest, found: Release, standing: Standing) -> HttpResponse:
    is_new = found._state.adding
    form = ReleaseForm(
        request.POST or None,
        instance=found,
        processes=_processes_for(standing),
        is_free=may_write_release(standing),
    )
    by = person_of(request)

    def act() -> None:
        if is_new:
            actions.write_release(found, by=by)
        else:
            actions.revise_release(found, form.changed_data, by=by)

    if is_done(form, act):
        return saved(request, "press_desk:release", found.pk)
    about = found.process or _processes_for(standing).first()
    page = {
        "form": form,
        "title": _("New press release") if is_new else found.headline,
        "back": reverse("press_desk:releases")
        if is_new
        else reverse("press_desk:release", args=[found.pk]),
        "facts": facts_of(about),
        "about": about,
    }
    status = 422 if form.is_bound else 200
    return render(request, "press/desk_text.html", page, status=status)


@form_methods
def translate(request: HttpRequest, number: int, language: str) -> HttpResponse:
    found = release_at(number)
    require(may_translate_release(standing_of(request), slug_of(found)))
    if language == SOURCE_LANGUAGE or language not in city_of(request).languages:
        raise Http404
    form = TranslationForm(request.POST or None, release=found, initial=texts_in(found, language))
    by = person_of(request)
    if is_done(form, lambda: actions.translate_release(found, language, form.cleaned_data, by=by)):
        messages.success(request, _("Saved."))
        return redirect(_page_in(found, language))
    title = f"{found.headline}: {NATIVE_NAMES[language]}"
    return form_page(request, form, title=title, back=_page_in(found, language))


@require_safe
def advance_copy(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF before it is out, with the end of the embargo on it."""
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    response = HttpResponse(
        pdf_of(found, SOURCE_LANGUAGE, address=""), content_type="application/pdf"
    )
    name = file_name(found, SOURCE_LANGUAGE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@form_methods
def attach(request: HttpRequest, number: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    is_sent = request.method == "POST"
    form = AttachmentForm(request.POST if is_sent else None, request.FILES if is_sent else None)

    def act() -> None:
        actions.attach_file(
            found,
            form.content,
            name=form.cleaned_data["file"].name,
            title=form.cleaned_data["title"],
            by=person_of(request),
        )

    if is_done(form, act):
        return saved(request, "press_desk:release", found.pk)
    page = {"form": form, "back": reverse("press_desk:release", args=[found.pk]), "release": found}
    return render(request, "press/desk_attach.html", page, status=422 if form.is_bound else 200)


@require_safe
def attached(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """A file as it will be handed out, before the release is out."""
    found = release_at(number)
    require(may_see_press(standing_of(request)))
    row = get_object_or_404(found.attachments.select_related("file"), position=place)
    return file_response(request, row.file)


@require_POST
def detach(request: HttpRequest, number: int, place: int) -> HttpResponse:
    found = release_at(number)
    require(may_write_release(standing_of(request), slug_of(found)))
    row = get_object_or_404(found.attachments.select_related("file", "release"), position=place)
    try:
        actions.remove_attachment(row, by=person_of(request))
    except actions.ReleaseRefused as refusal:
        return release_page(request, found, refusal=str(refusal))
    return saved(request, "press_desk:release", found.pk)


def release_at(number: int) -> Release:
    rows = Release.objects.select_related(
        "process", "publisher", "partner", "author", "changed_by", "checked_by"
    )
    return get_object_or_404(rows, pk=number)


def slug_of(found: Release) -> str:
    return found.process.slug if found.process else ""


def _page_in(found: Release, language: str) -> str:
    return f"{reverse('press_desk:release', args=[found.pk])}?sprache={language}"


def _processes_for(standing: Standing) -> QuerySet[Process]:
    allowed = [row.pk for row in Process.objects.all() if may_write_release(standing, row.slug)]
    return Process.objects.filter(pk__in=allowed)


def _usual_publisher() -> Organisation | None:
    """Who published the last one."""
    last = Release.objects.published().select_related("publisher").first()
    return last.publisher if last else None
