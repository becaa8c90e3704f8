"""The register of organisations at the desk, and a person's own settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.lib.pages import form_page, page_of, saved, words_of
from ratschlag.lib.permission import require
from ratschlag.people import actions
from ratschlag.people.forms import OrganisationForm, SettingsForm
from ratschlag.people.models import KIND_LABELS, Organisation
from ratschlag.people.queries import organisations_found, person_of, standing_of
from ratschlag.people.rules import (
    may_edit_organisations,
    may_enter_desk,
    may_see_organisations,
)

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_see_organisations(standing))
    words, kind = words_of(request), words_of(request, "art")
    page = {
        "rows": page_of(request, organisations_found(words=words, kind=kind)),
        "words": words,
        "kind": kind,
        "kinds": KIND_LABELS.items(),
        "may_edit": may_edit_organisations(standing),
    }
    return render(request, "people/desk_organisations.html", page)


@form_methods
def new_organisation(request: HttpRequest) -> HttpResponse:
    require(may_edit_organisations(standing_of(request)))
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        actions.register_organisation(slug=form.slug(), **form.cleaned_data, by=person_of(request))
        return saved(request, "people_desk:organisations")
    back = reverse("people_desk:organisations")
    return form_page(request, form, title=_("New organisation"), back=back)


@form_methods
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    require(may_edit_organisations(standing_of(request)))
    organisation = get_object_or_404(Organisation, slug=slug)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if form.is_valid():
        actions.revise_organisation(organisation, by=person_of(request))
        return saved(request, "people_desk:organisations")
    back = reverse("people_desk:organisations")
    return form_page(request, form, title=_("Organisation"), back=back)


@form_methods
def settings(request: HttpRequest) -> HttpResponse:
    require(may_enter_desk(standing_of(request)))
    form = SettingsForm(request.POST or None, instance=person_of(request))
    if form.is_valid():
        actions.revise_person(form.instance)
        return saved(request, "people_desk:settings")
    return form_page(request, form, title=_("My settings"), back=reverse("desk:today"))
