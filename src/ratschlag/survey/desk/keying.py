"""The second entry of a paper, the third look at what differs, and the slip with the number."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.queries import city_of, today_of
from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.contributions.compute import groups_of, qr_of
from ratschlag.contributions.rules import may_type_in
from ratschlag.journal.queries import at_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.survey import actions
from ratschlag.survey.compute.keying import Difference, differences, truth_in
from ratschlag.survey.desk.intake import link_twins
from ratschlag.survey.forms import PaperForm, is_form_key, message_of
from ratschlag.survey.models import Paper
from ratschlag.survey.queries import (
    code_of,
    has_been_sent,
    has_keyed,
    papers_that_differ,
    papers_to_key_again,
    papers_under_way,
    questionnaire_of,
    sheet_of,
    state_of,
    survey_to_type_in,
    twins_of,
)
from ratschlag.survey.queries.entries import said_in_words
from ratschlag.survey.rules import (
    ILLEGIBLE,
    ILLEGIBLE_TYPED,
    PaperState,
    may_key_again,
    may_see_answers,
    may_settle,
    may_trust_one_entry,
)

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def under_way(request: HttpRequest, process: str) -> HttpResponse:
    """The papers that wait for a second person or a third look: numbers only, no words."""
    found = get_object_or_404(Process, slug=process)
    require(may_type_in(standing_of(request), found.slug))
    survey, person = survey_to_type_in(found, at_of(request)), person_of(request)
    if survey is None:
        return render(request, "survey/desk_intakes.html", {"intakes": []})
    to_key = papers_to_key_again(survey, person)
    waiting = papers_under_way(survey).filter(state=PaperState.WAITING)
    page = {
        "survey": survey,
        "to_key": to_key,
        "mine": waiting.filter(keyings__by=person),
        "waiting": waiting,
        "may_trust": _may_trust(request, process),
        "differing": [(row, _may_settle(request, row)) for row in papers_that_differ(survey)],
    }
    return render(request, "survey/desk_under_way.html", page)


@form_methods
def second(request: HttpRequest, process: str, paper: int) -> HttpResponse:
    found, standing = _paper(process, paper), standing_of(request)
    was_first = has_keyed(found, person_of(request))
    require(may_key_again(standing, process, was_first=was_first))
    if found.state != PaperState.WAITING:
        return _gone_on(request, found)
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet_of(questionnaire_of(found.version), request.LANGUAGE_CODE),
        today=today_of(request),
        initial={"language": found.batch.language if found.batch else SOURCE_LANGUAGE},
        has_envelope=False,
    )
    if not form.is_valid():
        page = {
            "second": found, "survey": found.survey, "version": found.version, "paper": form,
            "form": form.filled, "form_key": form.filled.form_key, "address": request.path,
            "asks": [(ask, []) for ask in form.filled.asks],
            "illegible": ILLEGIBLE, "illegible_typed": ILLEGIBLE_TYPED,
        }  # fmt: skip
        status = 422 if form.is_bound else 200
        return render(request, "survey/desk_intake.html", page, status=status)
    is_another = _is_another(found)
    try:
        done = actions.key_paper_again(found, entry=form.entry, by=person_of(request))
    except actions.KeyingRefused as error:
        messages.error(request, str(error))
        return redirect("survey_desk:under_way", process)
    return _after_second(request, done, is_another=is_another)


def _after_second(request: HttpRequest, paper: Paper, *, is_another: bool) -> HttpResponse:
    """To what differs; else straight on to the next that waits."""
    slug = paper.survey.process.slug
    if paper.state == PaperState.DIFFERENT:
        return redirect("survey_desk:settle", slug, paper.pk)
    _link(request, paper, is_another=is_another)
    number = {"number": paper.number}
    messages.success(request, _("Paper %(number)s: both typed the same. It is stored.") % number)
    following = papers_to_key_again(paper.survey, person_of(request)).first()
    if following:
        return redirect("survey_desk:key_again", slug, following.pk)
    return redirect("survey_desk:under_way", slug)


@form_methods
def settle(request: HttpRequest, process: str, paper: int) -> HttpResponse:
    """Both entries side by side, for one of the two or a coordinator."""
    found = _paper(process, paper)
    require(_may_settle(request, found))
    if found.state != PaperState.DIFFERENT:
        return _gone_on(request, found)
    asked = questionnaire_of(found.version)
    first, other = (keying.entry for keying in found.keyings.all())
    rows = differences(first, other)
    truth: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    if request.method == "POST":
        truth, faults = truth_in(rows, asked, lambda name: request.POST.get(name, ""))
        if not faults:
            return _settled(request, found, truth)
    page = {
        "survey": found.survey,
        "paper": found,
        "differences": [_shown(request, found, row, faults) for row in rows],
        "is_wrong": bool(faults),
    }
    return render(request, "survey/desk_settle.html", page, status=422 if faults else 200)


def _settled(request: HttpRequest, paper: Paper, truth: dict[str, Any]) -> HttpResponse:
    is_another = _is_another(paper)
    try:
        done = actions.settle_paper(paper, truth=truth, by=person_of(request))
    except actions.KeyingRefused as error:
        messages.error(request, str(error))
    else:
        _link(request, done, is_another=is_another)
        messages.success(request, _("Paper %(number)s is stored.") % {"number": done.number})
    return redirect("survey_desk:under_way", paper.survey.process.slug)


def _shown(
    request: HttpRequest, paper: Paper, row: Difference, faults: dict[str, Any]
) -> dict[str, Any]:
    sheet = sheet_of(questionnaire_of(paper.version), request.LANGUAGE_CODE)
    question = next((each for each in sheet.questions if each.key == row.key), None)
    return {
        "row": row,
        "question": question,
        "first": said_in_words(row, row.first, question),
        "second": said_in_words(row, row.second, question),
        "chosen": request.POST.get(row.name, ""),
        "own": request.POST.get(f"{row.name}.own", row.first or row.second),
        "error": message_of(faults[row.name]) if row.name in faults else "",
    }


@require_POST
def trust(request: HttpRequest, process: str, paper: int) -> HttpResponse:
    """The paper is lost: a coordinator takes the one entry that there is."""
    found = _paper(process, paper)
    require(_may_trust(request, process))
    try:
        is_another = _is_another(found)
        done = actions.trust_first_entry(found, by=person_of(request))
    except actions.KeyingRefused as error:
        messages.error(request, str(error))
    else:
        _link(request, done, is_another=is_another)
        messages.success(request, _("Paper %(number)s is stored.") % {"number": done.number})
    return redirect("survey_desk:under_way", process)


@require_POST
def slip(request: HttpRequest, process: str) -> HttpResponse:
    """The number on a sheet to post or to hand over, in the language of the paper."""
    found = get_object_or_404(Process, slug=process)
    require(may_type_in(standing_of(request), found.slug))
    survey, key = survey_to_type_in(found, at_of(request)), request.POST.get("form_key", "")
    if survey is None or not is_form_key(key) or not has_been_sent(survey, key):
        messages.error(request, _("There is no number for this form: it has not been stored."))
        return redirect("survey_desk:intakes")
    wanted = request.POST.get("language", "")
    language = wanted if wanted in city_of(request).languages else SOURCE_LANGUAGE
    code = code_of(survey, key)
    page = {
        "survey": sheet_of(questionnaire_of(survey.versions.latest("number")), language).survey,
        "groups": groups_of(code),
        "qr": qr_of(code),
        "site": city_of(request).address.removeprefix("https://").removeprefix("http://"),
        "html_language": html_language(language),
        "direction": direction(language),
    }
    with translation.override(language):
        response = render(request, "survey/desk_slip.html", page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _paper(process: str, number: int) -> Paper:
    rows = Paper.objects.select_related("survey__process", "version", "batch")
    return get_object_or_404(rows, pk=number, survey__process__slug=process)


def _may_settle(request: HttpRequest, paper: Paper) -> bool:
    survey = paper.survey
    return may_settle(
        standing_of(request),
        survey.process.slug,
        has_keyed=has_keyed(paper, person_of(request)),
        may_see_all=may_see_answers(state_of(survey, at_of(request)), is_sealed=survey.is_sealed),
    )


def _may_trust(request: HttpRequest, process: str) -> bool:
    return may_trust_one_entry(standing_of(request), process)


def _gone_on(request: HttpRequest, paper: Paper) -> HttpResponse:
    messages.info(request, _("Paper %(number)s no longer waits.") % {"number": paper.number})
    return redirect("survey_desk:under_way", paper.survey.process.slug)


def _is_another(paper: Paper) -> bool:
    """Whether who typed it in first saw that the same was there, and said it is another person's."""
    first = paper.keyings.filter(turn=1).first()
    return bool(first and first.entry.get("is_another"))


def _link(request: HttpRequest, paper: Paper, *, is_another: bool) -> None:
    if not is_another or paper.response is None:
        return
    twins = {}
    for said in paper.response.texts.select_related("question", "contribution"):
        found = twins_of(paper.survey.process, said.contribution.text)
        if said.question:
            twins[said.question.key] = [row for row in found if row.pk != said.contribution_id]
    link_twins(paper.response, twins, by=person_of(request))
