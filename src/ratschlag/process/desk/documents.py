"""What was decided, at the desk: in force, or superseded by what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process import actions
from ratschlag.process.forms import DocumentForm
from ratschlag.process.models import Document, Process
from ratschlag.process.rules import may_plan, may_see_plan

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_see_plan(standing))
    found = [
        (
            process,
            process.predecessors.select_related("adopted_by", "superseded_by"),
            may_plan(standing, process.slug),
        )
        for process in Process.objects.all()
    ]
    return render(request, "process/desk_documents.html", {"found": found})


@form_methods
def new_document(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_plan(standing_of(request), process.slug))
    form = DocumentForm(request.POST or None, process=process)
    if is_done(form, lambda: _name(request, process, form)):
        return saved(request, "process_desk:documents")
    return form_page(request, form, title=_("New document"), back=reverse("process_desk:documents"))


def _name(request: HttpRequest, process: Process, form: DocumentForm) -> None:
    said = form.cleaned_data
    actions.name_predecessor(
        process,
        slug=form.slug(),
        title=said["title"],
        adopted=said["adopted"],
        adopted_by=said["adopted_by"],
        is_outcome=said["is_outcome"],
        by=person_of(request),
    )


@form_methods
def document(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Document.objects.select_related("process"), pk=number)
    require(may_plan(standing_of(request), found.process.slug))
    form = DocumentForm(request.POST or None, instance=found, process=found.process)
    if is_done(form, lambda: _revise(request, found, form)):
        return saved(request, "process_desk:documents")
    return form_page(request, form, title=_("Document"), back=reverse("process_desk:documents"))


def _revise(request: HttpRequest, found: Document, form: DocumentForm) -> None:
    by, said = person_of(request), form.cleaned_data
    # What takes its place came after the day that is typed now, not the one that it corrects.
    found.adopted_on, found.adopted_precision = said["adopted"].first, said["adopted"].precision
    if "superseded_by" in form.changed_data:
        if successor := said["superseded_by"]:
            actions.supersede_document(found, successor=successor, by=by)
        else:
            actions.reinstate_document(found, by=by)
    actions.revise_document(found, form.changed_data, adopted=said["adopted"], by=by)
