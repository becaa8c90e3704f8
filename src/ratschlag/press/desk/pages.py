"""The city's pages at the desk: written, translated, looked at, published, brought back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.queries import city_of
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_language
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, page_of, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.press.actions import pages as actions
from ratschlag.press.forms.pages import NewPageForm, PageForm, PageInForm
from ratschlag.press.forms.seen import show_seen
from ratschlag.press.models import Page, PageVersion
from ratschlag.press.queries.pages import address_of, languages_of, last_version, versions_of
from ratschlag.press.rules import PageKind, PageText, may_keep_pages, may_translate_pages

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_translate_pages(standing))
    rows = [(page, address_of(page), languages_of(page, city_of(request))) for page in _all()]
    found = {"rows": rows, "may_keep": may_keep_pages(standing)}
    return render(request, "press/desk_pages.html", found)


def _all() -> list[Page]:
    return list(Page.objects.defer("body"))


@form_methods
def new_page(request: HttpRequest) -> HttpResponse:
    require(may_keep_pages(standing_of(request)))
    form = NewPageForm(request.POST or None)
    if form.is_valid():
        page, text = form.page(), PageText(form.cleaned_data["title"])
        if is_done(form, lambda: actions.begin_page(page, text, by=person_of(request))):
            return saved(request, "press_desk:page", page.pk)
    return form_page(request, form, title=_("New page"), back=reverse("press_desk:pages"))


@form_methods
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Write the text: "look at it" shows it below the form, and nothing is saved."""
    page = get_object_or_404(Page, pk=number)
    require(may_keep_pages(standing_of(request)))
    last = last_version(page)
    seen = last.number if last else 0
    text = PageVersion(**vars(last.text if last else page.text))
    form = PageForm(
        request.POST or None, instance=text, purpose=page.purpose, initial={"seen": seen}
    )
    wants_look = "look" in request.POST
    if not wants_look and is_done(form, lambda: _save(request, page, form)):
        return saved(request, "press_desk:page", page.pk)
    look = form.text() if wants_look and form.is_valid() else None
    shown = {
        "page": page,
        "form": form,
        "look": look,
        "last": last,
        "address": address_of(page),
        "languages": languages_of(page, city_of(request)),
        "is_easy_text": page.purpose == PageKind.EASY,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "press/desk_page.html", shown, status=status)


def _save(request: HttpRequest, page: Page, form: PageForm) -> None:
    by = person_of(request)
    try:
        actions.save_page(page, form.text(), seen=form.cleaned_data["seen"], by=by)
    except actions.PageOutdated as outdated:
        show_seen(form, outdated.last)
        raise


@form_methods
def page_in(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """The page in another language, beside the German that is public (or was saved last)."""
    page = get_object_or_404(Page, pk=number)
    require(may_translate_pages(standing_of(request)))
    offered = [code for code in city_of(request).languages if code != SOURCE_LANGUAGE]
    if language not in offered:
        return redirect("press_desk:pages")
    read(language, [page])
    initial = {
        name: wording.text
        for name in page.translated
        if (wording := wording_of(page, name)).language == language
    }
    form = PageInForm(request.POST or None, initial=initial, page=page)
    wants_look = "look" in request.POST
    if form.is_valid() and not wants_look:
        actions.translate_page(page, language, form.text(), by=person_of(request))
        return saved(request, "press_desk:pages")
    shown = {"page": page, "form": form, "name": NATIVE_NAMES[language]}
    shown["is_easy_text"] = language == "de-easy"
    shown |= {"lang": html_language(language), "dir": direction(language)}
    shown["look"] = form.text() if wants_look and form.is_valid() else None
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "press/desk_page_in.html", shown, status=status)


@require_safe
def history(request: HttpRequest, number: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=number)
    require(may_translate_pages(standing_of(request)))
    rows = page_of(request, versions_of(page))
    return render(request, "press/desk_history.html", {"page": page, "rows": rows})


@form_methods
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One text as it was saved; sent, it comes back as the latest."""
    found = get_object_or_404(PageVersion.objects.select_related("page", "saved_by"), pk=number)
    require(may_keep_pages(standing_of(request)))
    if request.method == "POST":
        actions.restore_version(found, by=person_of(request))
        return saved(request, "press_desk:page", found.page_id)
    shown = {"version": found, "page": found.page, "lang": html_language(found.language)}
    shown["dir"] = direction(found.language)
    return render(request, "press/desk_version.html", shown)


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=number)
    require(may_keep_pages(standing_of(request)))
    try:
        actions.publish_page(page, by=person_of(request))
    except DomainError as error:
        shown = {"page": page, "refusal": str(error)}
        return render(request, "press/desk_refused.html", shown, status=422)
    return saved(request, "press_desk:page", page.pk)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=number)
    require(may_keep_pages(standing_of(request)))
    actions.withdraw_page(page, by=person_of(request))
    return saved(request, "press_desk:page", page.pk)
