"""Accessibility at the desk: the city's statement, and the barriers that residents report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import today_of
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, page_of, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.press.actions.feedback import answer_barrier, state_access
from ratschlag.press.forms.access import AnswerForm, StatementForm
from ratschlag.press.models import BarrierReport, Statement
from ratschlag.press.queries.feedback import due_on, the_statement
from ratschlag.press.rules import may_keep_access, may_see_reports

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """What was stated and until when it holds; what was reported, the open ones first."""
    standing = standing_of(request)
    require(may_see_reports(standing))
    found, today = the_statement(), today_of(request)
    due = due_on(found)
    page = {
        "statement": found,
        "due": due,
        "is_late": bool(due and due < today),
        "open": BarrierReport.objects.open(),
        "answered": page_of(request, BarrierReport.objects.exclude(answered_on=None)),
        "may_keep": may_keep_access(standing),
    }
    return render(request, "press/desk_access.html", page)


@form_methods
def statement(request: HttpRequest) -> HttpResponse:
    require(may_keep_access(standing_of(request)))
    form = StatementForm(request.POST or None, instance=the_statement() or Statement())
    if is_done(
        form,
        lambda: state_access(form.save(commit=False), form.changed_data, by=person_of(request)),
    ):
        return saved(request, "press_desk:access")
    title, hint = _("Statement on accessibility"), _("What you save is public at once.")
    return form_page(request, form, title=title, back=reverse("press_desk:access"), hint=hint)


@form_methods
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """The report in full, and what was done about it."""
    report = get_object_or_404(BarrierReport, pk=number)
    require(may_keep_access(standing_of(request)))
    form = AnswerForm(request.POST or None, initial={"answer": report.answer})
    if is_done(form, lambda: answer_barrier(report, **form.cleaned_data, by=person_of(request))):
        return saved(request, "press_desk:access")
    page = {"form": form, "report": report}
    return render(request, "press/desk_barrier.html", page, status=422 if form.is_bound else 200)
