"""Typing in what came by letter, telephone, fax, mail or in person."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import city_of, today_of
from ratschlag.contributions.actions import link_duplicate
from ratschlag.contributions.compute import groups_of
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import may_enter_intake, may_type_in
from ratschlag.journal.queries import at_of
from ratschlag.lib.permission import require
from ratschlag.people.models import Person
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.survey import actions
from ratschlag.survey.forms import IntakeForm, fresh_form_key
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import (
    Sheet,
    has_been_sent,
    intake_of,
    survey_to_type_in,
    twins_of,
)

form_methods = require_http_methods(["GET", "HEAD", "POST"])
# What the next paper of a pile has in common with the one before.
CARRIED_ON = ("channel", "received_on", "language")


@require_safe
def intakes(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_enter_intake(standing))
    mine = [row for row in Process.objects.all() if may_type_in(standing, row.slug)]
    surveys = [survey_to_type_in(process, at_of(request)) for process in mine]
    found = [intake_of(row, city_of(request), at_of(request)) for row in surveys if row]
    return render(request, "survey/desk_intakes.html", {"intakes": found})


@form_methods
def intake(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_type_in(standing_of(request), found.slug))
    survey = survey_to_type_in(found, at_of(request))
    if survey is None:
        return render(request, "survey/desk_intakes.html", {"intakes": []})
    form = IntakeForm(
        request.POST if request.method == "POST" else None,
        initial={name: request.GET.get(name) for name in CARRIED_ON if request.GET.get(name)},
        sheet=Sheet(survey),
        today=today_of(request),
    )
    if form.is_valid():
        return _typed_in(request, survey, form)
    return _sheet(request, survey, form, status=422 if form.is_bound else 200)


def _typed_in(request: HttpRequest, survey: Survey, form: IntakeForm) -> HttpResponse:
    """The receipt to read out; before that the question whether the same was typed in before."""
    twins = {key: twins_of(survey.process, text) for key, text in form.texts.items() if text}
    twins = {key: found for key, found in twins.items() if found}
    is_known = has_been_sent(survey, form.form_key)
    if twins and not is_known and form.data.get("twin") != "link":
        return _sheet(request, survey, form, status=422, twins=twins)
    try:
        submitted = actions.type_in_response(
            survey,
            form_key=form.form_key,
            texts=form.texts,
            details=form.said_of_themselves,
            **form.facts,
            by=person_of(request),
        )
    except actions.SentBefore:
        return _sheet(request, survey, form, status=409, is_sent_before=True)
    if submitted.is_new:
        _link(submitted, twins, by=person_of(request))
    carried = {name: form.data.get(name, "") for name in CARRIED_ON}
    page = {"survey": survey, "groups": groups_of(submitted.code), "carried": urlencode(carried)}
    return render(request, "survey/desk_typed_in.html", page)


def _link(
    submitted: actions.Submitted, twins: dict[str, list[Contribution]], *, by: Person
) -> None:
    """Each answer to the first that says the same: both voices count, the thought once."""
    for said in submitted.response.texts.select_related("question", "contribution"):
        if said.question and (found := twins.get(said.question.key)):
            link_duplicate(said.contribution, of=found[0].duplicate_of or found[0], by=by)


def _sheet(
    request: HttpRequest,
    survey: Survey,
    form: IntakeForm,
    *,
    status: int,
    twins: dict[str, list[Contribution]] | None = None,
    is_sent_before: bool = False,
) -> HttpResponse:
    page = {
        "survey": survey,
        "form": form,
        "form_key": fresh_form_key() if is_sent_before else form.form_key,
        "asks": [(*ask, (twins or {}).get(ask[0].key, [])) for ask in form.asks],
        "has_twins": bool(twins),
        "is_sent_before": is_sent_before,
        "intake": intake_of(survey, city_of(request), at_of(request)),
    }
    return render(request, "survey/desk_intake.html", page, status=status)
