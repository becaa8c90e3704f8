"""The survey as everyone sees it: its questions, and the receipt for who answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ratschlag.city.queries import city_of, today_of
from ratschlag.contributions.compute import groups_of, qr_of
from ratschlag.journal.queries import at_of
from ratschlag.languages.queries import read
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public
from ratschlag.process.models import Process
from ratschlag.process.queries import timeline
from ratschlag.process.rules import Tense
from ratschlag.survey import actions
from ratschlag.survey.forms import AnswerForm, fresh_form_key
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import Sheet, survey_of, window_of


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; comes_from_here tells enough
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = survey_of(process, at_of(request), request.POST.get("survey", ""))
    if found is None:
        raise Http404
    sheet = Sheet(found)
    reading = read(request.LANGUAGE_CODE, [process], *sheet.texts)
    form = AnswerForm(request.POST if request.method == "POST" else None, sheet=sheet)
    page = {"process": process, "survey": found, "form": form, "reading": reading}
    response = _answered(request, found, form, page) if form.is_bound else _asked(request, page)
    # Neither what was typed nor the receipt may stay in any cache, nor go on in an address.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _asked(
    request: HttpRequest, page: dict, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The form; outside its time a page that says when it is open."""
    window = window_of(page["survey"], city_of(request), at_of(request))
    page |= {"window": window, "notice": notice}
    if window.tense is not Tense.NOW and notice != "foreign":
        status = 409 if page["form"].is_bound else 200
        return render(request, "survey/closed.html", page, status=status)
    # Once it was sent with other answers, what is there now is another sheet.
    key = fresh_form_key() if notice == "again" else page["form"].form_key
    return render(request, "survey/survey.html", page | {"form_key": key}, status=status)


def _answered(request: HttpRequest, found: Survey, form: AnswerForm, page: dict) -> HttpResponse:
    if not comes_from_here(request):
        return _asked(request, page, status=403, notice="foreign")
    if not form.is_valid():
        return _asked(request, page, status=422)
    try:
        submitted = actions.submit_response(
            found,
            form_key=form.form_key,
            texts=form.texts,
            details=form.said_of_themselves,
            language=request.LANGUAGE_CODE,
            at=at_of(request),
        )
    except actions.SurveyNotOpen:
        return _asked(request, page)
    except actions.SentBefore:
        return _asked(request, page, status=409, notice="again")
    return _receipt(request, submitted, page)


def _receipt(request: HttpRequest, submitted: actions.Submitted, page: dict) -> HttpResponse:
    """The receipt, once what it stands for is on disk: as the answer itself, under no address
    of its own."""
    steps = timeline(page["process"], today_of(request))
    read(request.LANGUAGE_CODE, [step.phase for step in steps.steps])
    page |= {
        "groups": groups_of(submitted.code),
        "qr": qr_of(submitted.code),
        "timeline": steps,
        "today": today_of(request),
    }
    return render(request, "survey/receipt.html", page)
