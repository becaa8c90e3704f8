"""The glossary at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.queries import city_of
from ratschlag.languages import actions
from ratschlag.languages.models import Term
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, page_of, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.press.forms.terms import TermForm
from ratschlag.press.rules import may_keep_pages, may_translate_pages

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_translate_pages(standing))
    found = {"rows": page_of(request, Term.objects.all()), "may_keep": may_keep_pages(standing)}
    return render(request, "press/desk_terms.html", found)


@form_methods
def new_term(request: HttpRequest) -> HttpResponse:
    require(may_keep_pages(standing_of(request)))
    form = TermForm(request.POST or None, city=city_of(request))
    if is_done(form, lambda: _write(request, form)):
        return saved(request, "press_desk:terms")
    return form_page(request, form, title=_("New word"), back=reverse("press_desk:terms"))


@form_methods
def term(request: HttpRequest, number: int) -> HttpResponse:
    standing = standing_of(request)
    require(may_translate_pages(standing))
    found = get_object_or_404(Term, pk=number)
    form = TermForm(
        request.POST or None,
        instance=found,
        city=city_of(request),
        is_only_words=not may_keep_pages(standing),
    )
    word = found.word
    if is_done(form, lambda: _write(request, form)):
        return saved(request, "press_desk:terms")
    return form_page(request, form, title=word, back=reverse("press_desk:terms"))


def _write(request: HttpRequest, form: TermForm) -> None:
    actions.write_term(form.save(commit=False), form.texts(), by=person_of(request))


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    require(may_keep_pages(standing_of(request)))
    found = Term.objects.filter(pk=number).first()
    if found:
        actions.remove_term(found, by=person_of(request))
    return saved(request, "press_desk:terms")
