"""The coding desk: the list of contributions, and one contribution large in the middle."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import shown_text
from ratschlag.contributions.rules import may_read_contributions, may_redact
from ratschlag.lib.pages import page_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import standing_of
from ratschlag.people.rules import Standing
from ratschlag.process.models import Process
from ratschlag.survey.models import Hold
from ratschlag.survey.rules import may_decide_holds
from ratschlag.synthesis.forms import (
    AssignForm,
    DuplicateForm,
    FilterForm,
    LanguageForm,
    NewThemeForm,
    OfContribution,
    OutcomeForm,
    RedactForm,
    SplitForm,
    TranslateForm,
    WithholdForm,
)
from ratschlag.synthesis.queries.desk import (
    contributions_found,
    language_name,
    next_to_code,
    progress,
    readable,
    sheet_of,
)
from ratschlag.synthesis.rules import may_code, may_decide_outcome, may_enter_coding

_FORMS: dict[str, type[OfContribution]] = {
    "redact": RedactForm,
    "withhold": WithholdForm,
    "language": LanguageForm,
    "translate": TranslateForm,
    "duplicate": DuplicateForm,
    "assign": AssignForm,
}


@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    """The contributions of one process; `?verfahren=` chooses it where there are several."""
    standing = standing_of(request)
    require(may_enter_coding(standing))
    mine = [row for row in Process.objects.all() if may_read_contributions(standing, row.slug)]
    process = _chosen(mine, request.GET.get("verfahren", ""))
    form = FilterForm(request.GET)
    wanted = form.wanted()
    query = request.GET.copy()
    query.pop("seite", None)
    page: dict[str, Any] = {"process": process, "processes": mine, "form": form, "wanted": wanted}
    page["query"] = f"&{query.urlencode()}" if query else ""
    if process:
        page["rows"] = rows = page_of(request, contributions_found(process, wanted))
        for row in rows:
            row.spoken = language_name(row.language)
        page["progress"] = progress(process)
        page["next"] = next_to_code(process)
        if may_decide_holds(standing, process.slug):
            page["held"] = Hold.objects.waiting().filter(response__survey__process=process).count()
    return render(request, "synthesis/desk_contributions.html", page)


def _chosen(processes: list[Process], slug: str) -> Process | None:
    named = [process for process in processes if process.slug == slug]
    if slug and not named:
        raise Http404
    return next(iter(named or processes), None)


def contribution_of(number: int) -> Contribution:
    """Raises PermissionDenied for one of a survey that is still sealed."""
    rows = Contribution.objects.select_related("process", "organisation", "redaction")
    row = get_object_or_404(rows.prefetch_related("translations"), pk=number)
    require(readable(row.process).filter(pk=number).exists())
    return row


def is_allowed(
    may: Callable[[Standing, str], bool], request: HttpRequest, process: Process
) -> bool:
    """The answer of one of the questions in `rules` for whoever asks, in that process."""
    return may(standing_of(request), process.slug)


@require_safe
def contribution(request: HttpRequest, number: int) -> HttpResponse:
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    return sheet(request, row)


def sheet(
    request: HttpRequest,
    row: Contribution,
    *,
    refused: str = "",
    bound: dict[str, BaseForm] | None = None,
) -> HttpResponse:
    """The contribution with all that can be done with it; a form that was sent wrongly stays
    as it was typed, and stands open."""
    standing, process = standing_of(request), row.process
    page = {
        "row": row,
        "sheet": sheet_of(row, get_language() or SOURCE_LANGUAGE),
        "forms": _forms(row) | (bound or {}),
        "wrong": next(iter(bound or ()), ""),
        "refused": refused,
        "may_redact": may_redact(standing, process.slug),
        "may_decide": may_decide_outcome(standing, process.slug),
    }
    status = 422 if bound or refused else 200
    return render(request, "synthesis/desk_contribution.html", page, status=status)


def _forms(row: Contribution) -> dict[str, BaseForm]:
    forms: dict[str, BaseForm] = {name: kind(contribution=row) for name, kind in _FORMS.items()}
    forms["split"] = SplitForm(contribution=row, text=shown_text(row))
    forms["theme"] = NewThemeForm(contribution=row)
    forms["outcome"] = OutcomeForm(outcome=getattr(row, "outcome", None), is_own=True)
    return forms
