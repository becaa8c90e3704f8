"""Taking in answers from elsewhere: upload, assign the columns, try, take in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratschlag.city.queries import today_of
from ratschlag.lib.errors import DomainError
from ratschlag.lib.permission import require
from ratschlag.lib.tables import Unreadable
from ratschlag.people.queries import person_of, standing_of
from ratschlag.survey.actions.elsewhere import (
    assign_columns,
    begin_import,
    discard_import,
    keep_upload,
)
from ratschlag.survey.forms.elsewhere import (
    PRIVATE_LABELS,
    REFUSED_LABELS,
    WHY_LABELS,
    AnswersForm,
    ColumnsForm,
)
from ratschlag.survey.imports.answers import take
from ratschlag.survey.models import ColumnMapping, Import, Survey
from ratschlag.survey.models.elsewhere import ImportState
from ratschlag.survey.queries import latest_version, questionnaire_of, sheet_of
from ratschlag.survey.rules import may_make_survey
from ratschlag.survey.tasks import check_import, take_in_answers

form_methods = require_http_methods(["GET", "HEAD", "POST"])
# More rows than that are left to the worker; the page says how far it is.
AT_ONCE = 2000
_TASKS = {ImportState.CHECKING: check_import, ImportState.RUNNING: take_in_answers}


@form_methods
def imports(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = get_object_or_404(Survey, process__slug=process, slug=survey)
    require(may_make_survey(standing_of(request), process))
    form = AnswersForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (row := _kept(request, found, form)):
        return redirect("survey_desk:import", process, survey, row.pk)
    page = {"survey": found, "form": form, "imports": Import.objects.filter(survey=found)}
    status = 422 if request.method == "POST" else 200
    return render(request, "survey/desk_imports.html", page, status=status)


def _kept(request: HttpRequest, survey: Survey, form: AnswersForm) -> Import | None:
    """The import that was begun; None, with the reason on the form, for what can't be read."""
    file, version = form.cleaned_data["file"], latest_version(survey)
    try:
        asked = questionnaire_of(version) if version else None
        if asked is None:
            raise DomainError(_("Please schedule the survey first: it has no version yet."))
        return keep_upload(
            survey, take(file.file, file.name, asked), name=file.name, by=person_of(request)
        )
    except Unreadable as error:
        form.add_error("file", str(WHY_LABELS[error.why]))
    except DomainError as error:
        form.add_error("file", str(error))
    return None


@form_methods
def one_import(request: HttpRequest, process: str, survey: str, number: int) -> HttpResponse:
    rows = Import.objects.select_related("survey__process", "version")
    row = get_object_or_404(rows, pk=number, survey__process__slug=process, survey__slug=survey)
    require(may_make_survey(standing_of(request), process))
    acts = {"check": _check, "take_in": _take_in, "discard": _discard, "go_on": _go_on}
    act = acts.get(request.POST.get("act", ""))
    try:
        if act and (response := act(request, row)):
            return response
    except DomainError as error:
        return _page(request, row, status=409, error=str(error))
    return _page(request, row, status=422 if request.method == "POST" else 200)


def _check(request: HttpRequest, row: Import) -> HttpResponse | None:
    form = _columns(request, row)
    if not form.is_valid():
        return _page(request, row, status=422, form=form)
    assign_columns(row, tokens=form.tokens, facts=form.facts, by=person_of(request),
                   keep_as=form.cleaned_data["keep_as"])  # fmt: skip
    return _go_on(request, row)


def _take_in(request: HttpRequest, row: Import) -> HttpResponse | None:
    begin_import(row, by=person_of(request))
    return _go_on(request, row)


def _discard(request: HttpRequest, row: Import) -> HttpResponse | None:
    process, survey = row.survey.process.slug, row.survey.slug
    discard_import(row, by=person_of(request))
    return redirect("survey_desk:imports", process, survey)


def _go_on(request: HttpRequest, row: Import) -> HttpResponse | None:
    """At once where it is little, else by the worker; also after a worker was cut off."""
    task = _TASKS.get(ImportState(row.state))
    if task and row.row_count <= AT_ONCE:
        task.func(row.pk)
    elif task:
        task.enqueue(row.pk)
    return redirect("survey_desk:import", row.survey.process.slug, row.survey.slug, row.pk)


def _columns(request: HttpRequest, row: Import) -> ColumnsForm:
    mappings = ColumnMapping.objects.filter(process=row.survey.process)
    wanted = request.GET.get("zuordnung", "")
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) < 17
    kept = mappings.filter(pk=int(wanted)).first() if is_number else None
    return ColumnsForm(
        request.POST if request.POST.get("act") == "check" else None,
        row=row,
        sheet=sheet_of(questionnaire_of(row.version), request.LANGUAGE_CODE),
        today=today_of(request),
        kept=kept.columns if kept else None,
    )


def _page(
    request: HttpRequest, row: Import, *, status: int = 200, error: str = "",
    form: ColumnsForm | None = None,
) -> HttpResponse:  # fmt: skip
    row.refresh_from_db()
    is_open = row.state in (ImportState.UPLOADED, ImportState.CHECKED)
    page = {
        "row": row,
        "survey": row.survey,
        "error": error,
        "form": (form or _columns(request, row)) if is_open else None,
        "mappings": ColumnMapping.objects.filter(process=row.survey.process),
        "dropped": [(name, PRIVATE_LABELS[why]) for name, why in row.dropped],
        **_report(row),
    }
    return render(request, "survey/desk_import.html", page, status=status)


def _report(row: Import) -> dict[str, Any]:
    """What was refused and why, in words."""
    refused = [
        {
            **each,
            "said": REFUSED_LABELS[each["why"]],
            "name": row.columns[each["column"]] if each["column"] is not None else "",
        }
        for each in row.report.get("refused", ())
    ]
    reasons = [(REFUSED_LABELS[why], n) for why, n in row.report.get("reasons", {}).items()]
    left_out = sorted(row.report.get("left_out", {}).items())
    return {"refused": refused, "reasons": reasons, "left_out": left_out}
