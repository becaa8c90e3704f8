"""Typing in what came by letter, telephone, fax, mail or in person: one by one, or in batches."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import city_of, today_of
from ratschlag.contributions.actions import link_duplicate
from ratschlag.contributions.compute import groups_of
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Channel, may_enter_intake, may_type_in
from ratschlag.journal.queries import at_of
from ratschlag.lib.permission import require
from ratschlag.people.models import Person
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.survey import actions
from ratschlag.survey.forms import PaperForm, fresh_form_key
from ratschlag.survey.models import Batch, Paper, Response, Survey, Version
from ratschlag.survey.queries import (
    agreement_of,
    fingerprint_of,
    has_been_sent,
    intake_of,
    open_batches,
    papers_that_differ,
    papers_to_key_again,
    papers_under_way,
    papers_with_same_answers,
    progress_of,
    questionnaire_of,
    sheet_of,
    state_of,
    survey_to_type_in,
    twins_of,
    version_of,
)
from ratschlag.survey.rules import ILLEGIBLE, ILLEGIBLE_TYPED, may_see_answers

form_methods = require_http_methods(["GET", "HEAD", "POST"])
# What the next paper of a pile has in common with the one before.
CARRIED_ON = ("channel", "received_on", "language")


@dataclass(frozen=True)
class Pile:
    """Where papers come from that are typed in: a batch, or one by one."""

    survey: Survey
    version: Version
    batch: Batch | None = None

    @property
    def address(self) -> str:
        process = self.survey.process.slug
        if self.batch:
            return reverse("survey_desk:batch", args=[process, self.batch.pk])
        return reverse("survey_desk:intake", args=[process])

    def envelope(self, form: PaperForm) -> actions.Envelope:
        known = self.batch.__dict__ if self.batch else form.cleaned_data
        return actions.Envelope(
            Channel(known["channel"]), known["received_on"], known["postmarked_on"]
        )


@require_safe
def intakes(request: HttpRequest) -> HttpResponse:
    standing, at = standing_of(request), at_of(request)
    require(may_enter_intake(standing))
    mine = [row for row in Process.objects.all() if may_type_in(standing, row.slug)]
    surveys = [survey for row in mine if (survey := survey_to_type_in(row, at))]
    found = [_overview(survey, request) for survey in surveys]
    return render(request, "survey/desk_intakes.html", {"intakes": found})


def _overview(survey: Survey, request: HttpRequest) -> dict[str, Any]:
    return {
        "intake": intake_of(survey, city_of(request), at_of(request)),
        "batches": open_batches(survey),
        "under_way": papers_under_way(survey).count(),
        "to_key": papers_to_key_again(survey, person_of(request)).count(),
        "differing": papers_that_differ(survey).count(),
        "agreement": agreement_of(survey),
    }


@form_methods
def intake(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_type_in(standing_of(request), found.slug))
    survey = survey_to_type_in(found, at_of(request))
    if survey is None:
        return render(request, "survey/desk_intakes.html", {"intakes": []})
    pile = Pile(survey, version_of(survey, request.POST.get("version", "")))
    initial = {name: request.GET.get(name) for name in CARRIED_ON if request.GET.get(name)}
    return _type_in(request, pile, initial)


@form_methods
def batch(request: HttpRequest, process: str, batch: int) -> HttpResponse:
    require(may_type_in(standing_of(request), process))
    rows = Batch.objects.select_related("survey__process", "version")
    found = get_object_or_404(rows, pk=batch, survey__process__slug=process)
    pile = Pile(found.survey, found.version, found)
    if found.closed_on:
        page = {"batch": found, "progress": progress_of(found)}
        status = 409 if request.method == "POST" else 200
        return render(request, "survey/desk_batch_closed.html", page, status=status)
    return _type_in(request, pile, {"language": found.language})


def _type_in(request: HttpRequest, pile: Pile, initial: dict[str, Any]) -> HttpResponse:
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        sheet=sheet_of(questionnaire_of(pile.version), request.LANGUAGE_CODE),
        today=today_of(request),
        has_envelope=pile.batch is None,
    )
    if form.is_valid():
        return _typed_in(request, pile, form)
    return _sheet(request, pile, form, status=422 if form.is_bound else 200)


def _typed_in(request: HttpRequest, pile: Pile, form: PaperForm) -> HttpResponse:
    """The receipt to read out; before that the question whether the same was typed in before."""
    survey, entry = pile.survey, form.entry
    twins = {key: twins_of(survey.process, text) for key, text in entry["texts"].items()}
    twins = {key: found for key, found in twins.items() if found}
    same = _same_papers(survey, entry)
    is_known = has_been_sent(survey, form.filled.form_key)
    if (twins or same) and not is_known and form.data.get("twin") != "link":
        return _sheet(request, pile, form, status=422, twins=twins, same=same)
    try:
        keyed = actions.key_paper(
            survey,
            form_key=form.filled.form_key,
            entry={**entry, "is_another": bool(twins)},
            envelope=pile.envelope(form),
            details=form.filled.answers.details,
            version=pile.version,
            batch=pile.batch,
            is_unreadable=form.cleaned_data["is_unreadable"],
            by=person_of(request),
        )
    except actions.SentBefore:
        return _sheet(request, pile, form, status=409, is_sent_before=True)
    except actions.BatchRefused as error:
        form.add_error(None, str(error))
        return _sheet(request, pile, form, status=409)
    if keyed.is_new and keyed.response:
        link_twins(keyed.response, twins, by=person_of(request))
    return _receipt(request, pile, form, keyed)


def _same_papers(survey: Survey, entry: dict[str, Any]) -> list[Paper]:
    """Papers under way with the very same words; equal crosses alone say nothing."""
    if not entry["texts"]:
        return []
    said = fingerprint_of({**entry["texts"], **entry["chosen"]})
    return list(papers_with_same_answers(survey, said)[:5])


def _receipt(
    request: HttpRequest, pile: Pile, form: PaperForm, keyed: actions.Keyed
) -> HttpResponse:
    carried = {name: form.data[name] for name in CARRIED_ON if form.data.get(name)}
    page = {
        "survey": pile.survey,
        "batch": pile.batch,
        "progress": progress_of(pile.batch) if pile.batch else None,
        "paper": keyed.paper,
        "groups": groups_of(keyed.code),
        "form_key": form.filled.form_key,
        "language": form.cleaned_data["language"],
        "next": pile.address if pile.batch else f"{pile.address}?{urlencode(carried)}",
    }
    response = render(request, "survey/desk_typed_in.html", page)
    response.headers["Cache-Control"] = "no-store"
    return response


def link_twins(response: Response, twins: dict[str, list[Contribution]], *, by: Person) -> None:
    """Each answer to the first that says the same: both voices count, the thought once."""
    for said in response.texts.select_related("question", "contribution"):
        if said.question and (found := twins.get(said.question.key)):
            link_duplicate(said.contribution, of=found[0].duplicate_of or found[0], by=by)


def _sheet(
    request: HttpRequest,
    pile: Pile,
    form: PaperForm,
    *,
    status: int,
    twins: dict[str, list[Contribution]] | None = None,
    same: list[Paper] | None = None,
    is_sent_before: bool = False,
) -> HttpResponse:
    survey, at = pile.survey, at_of(request)
    page = {
        "survey": survey,
        "version": pile.version,
        "batch": pile.batch,
        "progress": progress_of(pile.batch) if pile.batch else None,
        "address": pile.address,
        "paper": form,
        "form": form.filled,
        "form_key": fresh_form_key() if is_sent_before else form.filled.form_key,
        "asks": [(ask, (twins or {}).get(ask.question.key, [])) for ask in form.filled.asks],
        "has_twins": bool(twins or same),
        "same": same or [],
        "may_see_words": may_see_answers(state_of(survey, at), is_sealed=survey.is_sealed),
        "is_sent_before": is_sent_before,
        "illegible": ILLEGIBLE,
        "illegible_typed": ILLEGIBLE_TYPED,
        "intake": intake_of(survey, city_of(request), at),
    }
    return render(request, "survey/desk_intake.html", page, status=status)
