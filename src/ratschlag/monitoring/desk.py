"""Reports at the desk: begun, filled measure by measure, published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.goals.models import Measure
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.monitoring import actions
from ratschlag.monitoring.forms import ReportForm, StatusForm
from ratschlag.monitoring.models import Report
from ratschlag.monitoring.queries import draft_of, reports_by_process, said_in
from ratschlag.monitoring.rules import Status, may_report, may_see_reports
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    require(may_see_reports(standing_of(request)))
    return render(request, "monitoring/desk_reports.html", {"found": reports_by_process()})


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report that is being written, else the latest, with every measure."""
    process = get_object_or_404(Process, slug=slug)
    standing = standing_of(request)
    require(may_see_reports(standing))
    return _report_page(request, process, may_edit=may_report(standing, process.slug))


def _report_page(
    request: HttpRequest, process: Process, *, may_edit: bool, refusal: str = ""
) -> HttpResponse:
    page = {"draft": draft_of(process), "may_edit": may_edit, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "monitoring/desk_report.html", page, status=status)


@form_methods
def new_report(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_report(standing_of(request), process.slug))
    report = Report(process=process)
    form = ReportForm(request.POST or None, instance=report)
    if is_done(form, lambda: actions.begin_report(report, by=person_of(request))):
        return saved(request, "monitoring_desk:report", process.slug)
    back = reverse("monitoring_desk:report", args=[process.slug])
    return form_page(request, form, title=_("New report"), back=back)


@form_methods
def revise_report(request: HttpRequest, number: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.select_related("process"), pk=number)
    require(may_report(standing_of(request), report.process.slug))
    form = ReportForm(request.POST or None, instance=report)
    if is_done(
        form, lambda: actions.revise_report(report, form.changed_data, by=person_of(request))
    ):
        return saved(request, "monitoring_desk:report", report.process.slug)
    back = reverse("monitoring_desk:report", args=[report.process.slug])
    return form_page(request, form, title=_("Report"), back=back)


@form_methods
def publish(request: HttpRequest, number: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.select_related("process"), pk=number)
    require(may_report(standing_of(request), report.process.slug))
    if request.method != "POST":
        return redirect("monitoring_desk:report", report.process.slug)
    try:
        actions.publish_report(report, by=person_of(request))
    except actions.ReportRefused as error:
        return _report_page(request, report.process, may_edit=True, refusal=str(error))
    return saved(request, "monitoring_desk:report", report.process.slug)


@form_methods
def status(request: HttpRequest, number: int, measure: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.select_related("process"), pk=number)
    require(may_report(standing_of(request), report.process.slug))
    found = get_object_or_404(Measure.objects.standing(), process=report.process, pk=measure)
    form = StatusForm(request.POST or None, instance=said_in(report).get(found.pk))

    def say() -> None:
        typed = form.cleaned_data | {"status": Status(form.cleaned_data["status"])}
        actions.report_measure(report, found, **typed, by=person_of(request))

    back = reverse("monitoring_desk:report", args=[report.process.slug])
    if is_done(form, say):
        saved(request, "monitoring_desk:report", report.process.slug)
        return redirect(f"{back}#m{found.pk}")
    return form_page(
        request, form, title=str(found), back=f"{back}#m{found.pk}", hint=found.indicator
    )
