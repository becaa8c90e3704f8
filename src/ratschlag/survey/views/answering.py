"""The survey as everyone sees it: its questions, and the receipt for who answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ratschlag.city.queries import city_of, today_of
from ratschlag.contributions.compute import groups_of
from ratschlag.journal.queries import at_of
from ratschlag.languages.queries import read
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public
from ratschlag.process.models import Process
from ratschlag.process.queries import timeline
from ratschlag.process.rules import Tense
from ratschlag.survey import actions
from ratschlag.survey.compute.kept import BLANK, BLANK_CODE, BLANK_KEY, Blank
from ratschlag.survey.forms import AnswerSheet, Step, fresh_form_key
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import (
    announcements_of,
    fetched_at,
    questionnaire_of,
    sheet_of,
    stamp_for,
    survey_of,
    version_of,
    window_of,
)
from ratschlag.survey.views import abuse


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; comes_from_here tells enough
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = survey_of(process, at_of(request), request.POST.get("survey", ""))
    if found is None:
        raise Http404
    version = version_of(found, request.POST.get("version", ""))
    sheet = sheet_of(questionnaire_of(version), request.LANGUAGE_CODE)
    read(request.LANGUAGE_CODE, [process])
    form = AnswerSheet(sheet, request.POST if request.method == "POST" else None)
    page = {
        "process": process, "survey": found, "version": version, "sheet": sheet, "form": form,
        "reading": sheet.reading, "count": len(sheet.questions),
        "news": announcements_of(found, city_of(request)),
    }  # fmt: skip
    if blank := request.META.get(BLANK):
        response = _left_blank(request, blank, page)
    else:
        response = _answered(request, found, form, page) if form.is_bound else _asked(request, page)
    # Neither what was typed nor the receipt may stay in any cache, nor go on in an address.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _left_blank(request: HttpRequest, blank: Blank, page: dict[str, Any]) -> HttpResponse:
    """The page with gaps for what is one person's, to be kept and filled (middleware)."""
    blank.survey, blank.version, blank.city = page["survey"], page["version"], city_of(request)
    blank.at = at_of(request)
    page |= {"form_key": BLANK_KEY}
    return _receipt(request, BLANK_CODE, page) if blank.is_receipt else _asked(request, page)


def _asked(
    request: HttpRequest,
    page: dict[str, Any],
    *,
    status: int = 200,
    notice: str = "",
    step: Step | None = None,
) -> HttpResponse:
    """The form; outside its time a page that says when it is open."""
    window = window_of(page["survey"], city_of(request), at_of(request))
    page |= {"window": window, "notice": notice, "wait": abuse.pace.wait}
    page["asks_for_proof"] = abuse.asks_for_proof(page["survey"])
    if window.tense is not Tense.NOW and notice != "foreign":
        status = 409 if page["form"].is_bound else 200
        return render(request, "survey/closed.html", page, status=status)
    form = page["form"]
    # Once it was sent with other answers, what is there now is another sheet.
    key = fresh_form_key() if notice == "again" else form.form_key
    # A form that comes back to be mended was fetched when it was.
    stamp = form.value("stamp") or stamp_for(page["survey"], at_of(request))
    page = {"form_key": key, "stamp": stamp, "step": step or form.step} | page
    return render(request, "survey/survey.html", page, status=status)


def _answered(
    request: HttpRequest, found: Survey, form: AnswerSheet, page: dict[str, Any]
) -> HttpResponse:
    if not comes_from_here(request):
        return _asked(request, page, status=403, notice="foreign")
    if form.turns and (step := form.next_step):
        return _asked(request, page, notice="turned", step=step)
    if form.to_come and not form.errors:
        return _asked(request, page, notice="more")
    if not form.is_valid:
        return _asked(request, page, status=422)
    if abuse.must_wait(request, form):
        response = _asked(request, page, status=429, notice="wait")
        response.headers["Retry-After"] = str(abuse.pace.wait)
        return response
    proved = fetched_at(found, form.value("stamp"), at_of(request))
    try:
        submitted = actions.submit_response(
            found,
            form_key=form.form_key,
            texts=form.answers.texts,
            chosen=form.answers.chosen,
            details=form.answers.details,
            language=request.LANGUAGE_CODE,
            version=page["version"],
            fetched_at=proved,
            hold=abuse.why_hold(request, found, form, proved),
        )
    except actions.SurveyNotOpen:
        return _asked(request, page)
    except actions.SentBefore:
        return _asked(request, page, status=409, notice="again")
    return _receipt(request, submitted.code, page)


def _receipt(request: HttpRequest, code: str, page: dict[str, Any]) -> HttpResponse:
    """The receipt, once what it stands for is on disk: as the answer itself, under no address
    of its own."""
    steps = timeline(page["process"], today_of(request))
    read(request.LANGUAGE_CODE, [step.phase for step in steps.steps])
    page |= {
        "groups": groups_of(code),
        "timeline": steps,
        "today": today_of(request),
    }
    return render(request, "survey/receipt.html", page)
