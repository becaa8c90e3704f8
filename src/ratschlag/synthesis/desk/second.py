"""The second reader: a sample, how far two people agree, and settling where they differ."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.queries import quote_of
from ratschlag.lib.pages import saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.synthesis import actions
from ratschlag.synthesis.desk.coding import contribution_of, is_allowed
from ratschlag.synthesis.forms import is_done
from ratschlag.synthesis.forms.reading import SecondForm, SettleForm, ShareForm
from ratschlag.synthesis.models import SecondReading
from ratschlag.synthesis.queries.desk import themes_by_field
from ratschlag.synthesis.queries.machine import is_there
from ratschlag.synthesis.queries.second import (
    agreement_of,
    differences,
    share_of,
    to_read_second,
)
from ratschlag.synthesis.rules import Verdict, may_code, may_settle

# So many differences stand on one page; the next come when these are settled.
_AT_ONCE = 20


@require_safe
def overview(request: HttpRequest, process: str) -> HttpResponse:
    """The share, the agreement, what waits for me, and what is to be settled."""
    found = get_object_or_404(Process, slug=process)
    require(is_allowed(may_code, request, found))
    return _overview(request, found)


@require_POST
def share(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(is_allowed(may_settle, request, found))
    form = ShareForm(request.POST)

    def act() -> None:
        percent = form.cleaned_data["percent"]
        actions.set_second_share(found, percent=percent, by=person_of(request))

    if is_done(form, act):
        return saved(request, "synthesis_desk:seconds", found.slug)
    return _overview(request, found, form=form)


def _overview(
    request: HttpRequest,
    process: Process,
    *,
    form: ShareForm | None = None,
    settling: SettleForm | None = None,
) -> HttpResponse:
    language = get_language() or SOURCE_LANGUAGE
    waiting = to_read_second(process, person_of(request))
    rows = [
        (row, quote_of(row.contribution, language), _settling(row, settling))
        for row in differences(process)[:_AT_ONCE]
    ]
    page = {
        "process": process,
        "form": form or ShareForm(initial={"percent": share_of(process)}),
        "share": share_of(process),
        "agreement": agreement_of(process),
        "waiting": waiting.count(),
        "next": waiting.first(),
        "rows": rows,
        "may_settle": may_settle(standing_of(request), process.slug),
        "is_there": is_there(),
        "refused": "",
    }
    if settling and settling.contribution.pk not in [row.contribution_id for row, *_rest in rows]:
        page["refused"] = next(iter(settling.non_field_errors()), "")
    status = 422 if form or settling else 200
    return render(request, "synthesis/desk_seconds.html", page, status=status)


def _settling(row: SecondReading, sent: SettleForm | None) -> SettleForm:
    if sent and sent.contribution.pk == row.contribution_id:
        return sent
    return SettleForm(contribution=row.contribution, auto_id=f"settle{row.pk}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, number: int) -> HttpResponse:
    """A contribution with its themes to tick, without what the first one said."""
    row = contribution_of(number)
    require(is_allowed(may_code, request, row.process))
    person = person_of(request)
    form = SecondForm(request.POST if request.method == "POST" else None, contribution=row)

    def act() -> None:
        actions.read_second(row, themes=form.cleaned_data["themes"], by=person)

    if request.method == "POST" and is_done(form, act):
        messages.success(request, _("Kept. Where you two differ, it is settled later."))
        following = to_read_second(row.process, person).first()
        if following:
            return redirect("synthesis_desk:second", following.pk)
        return redirect("synthesis_desk:seconds", row.process.slug)
    is_mine = to_read_second(row.process, person).filter(pk=number).exists()
    if request.method != "POST" and not is_mine:
        return redirect("synthesis_desk:contribution", number)
    themes = row.process.themes.current().select_related("field")
    page: dict[str, Any] = {
        "row": row,
        "form": form,
        "quote": quote_of(row, get_language() or SOURCE_LANGUAGE),
        "groups": themes_by_field(themes),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "synthesis/desk_second.html", page, status=status)


@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """`number` is the contribution's."""
    row = contribution_of(number)
    require(is_allowed(may_settle, request, row.process))
    reading = get_object_or_404(
        SecondReading.objects.select_related("contribution__process"), contribution=row
    )
    form = SettleForm(request.POST, contribution=row, auto_id=f"settle{reading.pk}_%s")

    def act() -> None:
        verdict = Verdict(form.cleaned_data["verdict"])
        reason = form.cleaned_data["reason"]
        actions.settle_reading(reading, verdict=verdict, reason=reason, by=person_of(request))

    if is_done(form, act):
        return saved(request, "synthesis_desk:seconds", row.process.slug)
    return _overview(request, row.process, settling=form)
