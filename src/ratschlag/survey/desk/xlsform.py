"""Questionnaires to and from other tools, as XLSForm."""

from pathlib import PurePath

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.lib.permission import require
from ratschlag.lib.slugs import free_slug
from ratschlag.lib.tables import Unreadable
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.survey.actions.forms import plan_from_form
from ratschlag.survey.compute.xlsform.words import NotAForm, Remark
from ratschlag.survey.exports.xlsform import XLSX, as_file, xlsform_of
from ratschlag.survey.forms.elsewhere import WHY_LABELS, XlsformForm
from ratschlag.survey.imports.xlsform import read_xlsform
from ratschlag.survey.models import Survey
from ratschlag.survey.models.losses import LOST_LABELS
from ratschlag.survey.rules import may_make_survey


@require_safe
def download(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = get_object_or_404(Survey, process__slug=process, slug=survey)
    require(may_make_survey(standing_of(request), process))
    response = HttpResponse(as_file(xlsform_of(found)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_make_survey(standing_of(request), found.slug))
    form = XlsformForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (response := _taken_over(request, found, form)):
        return response
    page = {"process": found, "form": form}
    status = 422 if form.is_bound or request.method == "POST" else 200
    return render(request, "survey/desk_xlsform.html", page, status=status)


def _taken_over(request: HttpRequest, process: Process, form: XlsformForm) -> HttpResponse | None:
    """The draft and the report; None, with the reason on the form, for what is no XLSForm."""
    file = form.cleaned_data["file"]
    try:
        found = read_xlsform(file.file)
    except (Unreadable, NotAForm) as error:
        form.add_error("file", _why(error))
        return None
    title = PurePath(file.name).stem[:160].strip() or _("Survey")
    slug = free_slug(found.name or title, {*process.surveys.values_list("slug", flat=True)})
    survey = plan_from_form(process, found, slug=slug, title=title, by=person_of(request))
    page = {"survey": survey, "remarks": said_of(found.remarks)}
    return render(request, "survey/desk_xlsform_in.html", page)


def _why(error: Unreadable | NotAForm) -> str:
    if isinstance(error, Unreadable):
        return str(WHY_LABELS[error.why])
    return str(LOST_LABELS[error.why])


def said_of(remarks: list[Remark]) -> list[tuple[Remark, str]]:
    return [(remark, str(LOST_LABELS[remark.lost])) for remark in remarks]
