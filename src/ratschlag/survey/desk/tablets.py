"""Tablets for events at the desk: pairing, what they hold, where an answer is, revoking."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ratschlag.city.queries import city_of
from ratschlag.contributions.compute import grouped, groups_of, qr_of
from ratschlag.journal.queries import at_of
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.survey import actions
from ratschlag.survey.forms import TabletForm, WhereForm
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import can_be_paired, tablets_of, whereabouts_of
from ratschlag.survey.rules import PAIRING_MINUTES, may_pair_tablets

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
def tablets(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """The tablets of a survey. A number is looked for by POST: no address may hold it."""
    found = _survey_of(process, survey)
    require(may_pair_tablets(standing_of(request), process))
    form = WhereForm(request.POST or None)
    page = {"survey": found, "form": form, "tablets": tablets_of(found, at_of(request))}
    page["may_pair"] = can_be_paired(found, at_of(request))
    if form.is_valid():
        page["code"] = grouped(form.cleaned_data["code"])
        page["where"] = whereabouts_of(found, form.cleaned_data["code"])
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "survey/desk_tablets.html", page, status=status)


@form_methods
def new_tablet(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = _survey_of(process, survey)
    require(may_pair_tablets(standing_of(request), process))
    zone, at = city_of(request).zone, at_of(request)
    form = TabletForm(request.POST or None, survey=found, zone=zone, at=at)
    codes: list[str] = []
    by = person_of(request)
    if is_done(form, lambda: codes.append(actions.prepare_tablet(form.tablet, by=by))):
        return _code(request, found, form, codes[0])
    back = reverse("survey_desk:tablets", args=[process, survey])
    return form_page(request, form, title=_("Pair a tablet"), back=back)


def _code(request: HttpRequest, survey: Survey, form: TabletForm, code: str) -> HttpResponse:
    """The code, this once: we keep only its hash. What stands behind # is sent to no server."""
    address = request.build_absolute_uri(reverse("tablet:page"))
    page = {
        "survey": survey,
        "name": form.cleaned_data["name"],
        "groups": groups_of(code),
        "address": address,
        "qr": qr_of(f"{address}#{code}"),
        "minutes": PAIRING_MINUTES,
    }
    return render(request, "survey/desk_tablet_code.html", page)


@require_POST
def revoke_tablet(request: HttpRequest, process: str, survey: str, number: int) -> HttpResponse:
    found = _survey_of(process, survey)
    require(may_pair_tablets(standing_of(request), process))
    tablet = get_object_or_404(found.tablets, pk=number)
    with suppress(DomainError):  # somebody else was faster: it is revoked, as was wanted
        actions.revoke_tablet(tablet, by=person_of(request))
    return saved(request, "survey_desk:tablets", process, survey)


def _survey_of(process: str, survey: str) -> Survey:
    rows = Survey.objects.select_related("process")
    return get_object_or_404(rows, process__slug=process, slug=survey)
