"""The coding desk: the list of contributions, and one contribution large in the middle."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import shown_text
from ratschlag.contributions.rules import may_read_contributions, may_redact
from ratschlag.lib.pages import page_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
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
from ratschlag.synthesis.forms.reading import FieldForm, FlagForm
from ratschlag.synthesis.queries.desk import (
    contributions_found,
    language_name,
    next_to_code,
    progress,
    readable,
    sheet_of,
)
from ratschlag.synthesis.queries.machine import is_there
from ratschlag.synthesis.queries.private import kinds_in
from ratschlag.synthesis.queries.reading import Order, help_for, last_act, next_in, today_in
from ratschlag.synthesis.queries.second import share_of, to_read_second
from ratschlag.synthesis.rules import may_code, may_decide_outcome, may_enter_coding, may_settle

_FORMS: dict[str, type[OfContribution]] = {
    "redact": RedactForm,
    "withhold": WithholdForm,
    "language": LanguageForm,
    "translate": TranslateForm,
    "duplicate": DuplicateForm,
    "assign": AssignForm,
    "field": FieldForm,
    "flag": FlagForm,
}


# What the desk keeps in the session: the order, what was put off, whether single keys work.
_KEPT, _MOST_LATER = "coding", 200


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
        page["is_there"] = is_there()
        page["order"] = request.session.get(_KEPT, {}).get("order", Order.OLDEST)
        page["share"] = share_of(process)
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
    if _waits_for_second(request, row):
        return redirect("synthesis_desk:second", row.pk)
    return sheet(request, row)


def _waits_for_second(request: HttpRequest, row: Contribution) -> bool:
    """Who is to read it a second time does not see what the first one said."""
    if not share_of(row.process) or may_settle(standing_of(request), row.process.slug):
        return False
    return to_read_second(row.process, person_of(request)).filter(pk=row.pk).exists()


@require_safe
def next_one(request: HttpRequest, process: str) -> HttpResponse:
    """To the next that waits; `?nach=` names the one that is put off, `?ordnung=` the order."""
    found = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, found))
    kept: dict[str, Any] = request.session.get(_KEPT, {})
    if (order := request.GET.get("ordnung", "")) in (Order.OLDEST, Order.UNCERTAIN):
        kept["order"] = order
    later: list[int] = kept.get("later", [])
    if (after := request.GET.get("nach", "")).isascii() and after.isdecimal() and len(after) < 17:
        later = [*[number for number in later if number != int(after)], int(after)][-_MOST_LATER:]
    row = next_in(found, kept.get("order", ""), later)
    if row is not None and row.pk in later:
        later = later[-1:]  # all others are done: begin again with those put off
        row = next_in(found, kept.get("order", ""), later)
    request.session[_KEPT] = kept | {"later": later}
    if row is None:
        messages.success(request, _("Nothing waits any more: all contributions are ordered."))
        return redirect(reverse("synthesis_desk:contributions") + f"?verfahren={found.slug}")
    return redirect("synthesis_desk:contribution", row.pk)


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Single keys on or off, for as long as one is logged in (WCAG 2.1.4)."""
    require(may_enter_coding(standing_of(request)))
    kept = request.session.get(_KEPT, {})
    request.session[_KEPT] = kept | {"keys": request.POST.get("an") == "1"}
    number = request.POST.get("beitrag", "")
    if number.isascii() and number.isdecimal() and len(number) < 17:
        return redirect("synthesis_desk:contribution", int(number))
    return redirect("synthesis_desk:contributions")


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
    language = get_language() or SOURCE_LANGUAGE
    found = sheet_of(row, language)
    kept = request.session.get(_KEPT, {})
    page = {
        "row": row,
        "sheet": found,
        "help": help_for(row, language),
        "private": kinds_in(row) if not row.is_shown else [],
        "today": today_in(process, found.progress.left),
        "last_act": last_act(process, person_of(request)),
        "is_there": is_there(),
        "has_keys": kept.get("keys", True),
        "order": kept.get("order", Order.OLDEST),
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
