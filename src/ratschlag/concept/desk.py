"""The concept at the desk: the tree of its sections, and freezing an edition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.concept import actions
from ratschlag.concept.exports import file_of
from ratschlag.concept.forms import EditionForm, SectionForm
from ratschlag.concept.models import Edition, Section
from ratschlag.concept.queries import chapter_now, document_now, document_of
from ratschlag.concept.queries.desk import contents_of, editions_checked, gaps_in_words, tree_of
from ratschlag.concept.queries.shown import Reader
from ratschlag.concept.rules import may_freeze, may_see_concept, may_write_concept
from ratschlag.lib.errors import DomainError
from ratschlag.lib.pages import saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    """The processes whose document this person writes; the one, if it is one."""
    standing = standing_of(request)
    require(may_see_concept(standing))
    mine = [row for row in Process.objects.all() if may_write_concept(standing, row.slug)]
    if len(mine) == 1:
        return redirect("concept_desk:concept", mine[0].slug)
    return render(request, "concept/desk_concepts.html", {"processes": mine})


@require_safe
def concept(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    standing = standing_of(request)
    require(may_write_concept(standing, found.slug))
    page = {"process": found, "tree": tree_of(found), "editions": editions_checked(found)}
    page["may_freeze"] = may_freeze(standing, found.slug)
    return render(request, "concept/desk_concept.html", page)


@form_methods
def new_section(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_write_concept(standing_of(request), found.slug))
    form = SectionForm(request.POST or None, instance=Section(process=found))
    if form.is_valid():
        try:
            section = actions.write_section(form.instance, by=person_of(request))
            return saved(request, "concept_desk:section", section.pk)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return _section_page(request, form)


@form_methods
def section(request: HttpRequest, number: int) -> HttpResponse:
    rows = Section.objects.select_related("process", "field")
    section = get_object_or_404(rows, pk=number)
    require(may_write_concept(standing_of(request), section.process.slug))
    form = SectionForm(request.POST or None, instance=section)
    if form.is_valid():
        try:
            actions.revise_section(section, form.changed_data, by=person_of(request))
            return saved(request, "concept_desk:section", section.pk)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return _section_page(request, form, rows.get(pk=number))


def _section_page(
    request: HttpRequest, form: SectionForm, section: Section | None = None
) -> HttpResponse:
    """The form, and below it the section as it was saved."""
    page = {"form": form, "process": form.instance.process, "section": section}
    if section:
        reader = Reader(section.process, get_language() or "de")
        page["preview"] = reader.read([chapter_now(section)])[0]
    return render(request, "concept/desk_section.html", page, status=422 if form.is_bound else 200)


@form_methods
def freeze(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_freeze(standing_of(request), found.slug))
    form = EditionForm(request.POST or None, instance=Edition(process=found))
    if form.is_valid():
        try:
            actions.freeze_edition(found, **form.cleaned_data, by=person_of(request))
            return saved(request, "concept_desk:concept", found.slug)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    page = {"form": form, "process": found, "gaps": gaps_in_words(found)}
    page["contents"] = contents_of(document_now(found))
    return render(request, "concept/desk_freeze.html", page, status=422 if form.is_bound else 200)


@require_safe
def edition(request: HttpRequest, process: str, number: str) -> HttpResponse:
    """An edition as it was frozen, also one that the public does not see. Nothing here writes."""
    found = get_object_or_404(Process, slug=process)
    require(may_write_concept(standing_of(request), found.slug))
    edition = get_object_or_404(found.editions, number=number.replace("\x00", ""))
    chapters = Reader(found, get_language() or "de").read(document_of(edition).chapters)
    page = {"process": found, "edition": edition, "chapters": chapters}
    page["heading"] = _("Edition %(number)s") % {"number": edition.number}
    return render(request, "concept/desk_edition.html", page)


@require_safe
def pdf(request: HttpRequest, process: str, number: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_write_concept(standing_of(request), found.slug))
    edition = get_object_or_404(found.editions, number=number.replace("\x00", ""))
    return file_of(request, edition, "pdf")
