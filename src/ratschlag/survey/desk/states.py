"""Moving a survey on at the desk: with a reason, and what needs two people by two."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.survey import actions
from ratschlag.survey.desk.surveys import form_methods, survey_at
from ratschlag.survey.forms import ActForm
from ratschlag.survey.models import Decision
from ratschlag.survey.queries.desk import DO_LABELS
from ratschlag.survey.rules import NEEDS_TWO, Act, may_make_survey

_HINTS = {
    Act.TEST: gettext_lazy("You have filled it in yourselves and everything is understandable."),
    Act.SCHEDULE: gettext_lazy(
        "What it asks is frozen now. It opens and closes by itself at its times. "
        "The test runs are thrown away."
    ),
    Act.BACK_TO_DRAFT: gettext_lazy("Residents no longer see that it is planned."),
    Act.FINISH_ENTRY: gettext_lazy("No paper can be typed in afterwards."),
    Act.EVALUATE: gettext_lazy("The answers have been read and counted."),
    Act.PUBLISH: gettext_lazy("The results stand on the page of the survey."),
}


@form_methods
def act(request: HttpRequest, process: str, survey: str, act: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    if act not in set(Act):
        raise Http404
    step = Act(act)
    form = ActForm(request.POST if request.method == "POST" else None, act=step)

    def do() -> None:
        if step in NEEDS_TWO:
            actions.propose_act(found, step, **form.cleaned_data, by=person_of(request))
        else:
            actions.decide_survey(found, step, **form.cleaned_data, by=person_of(request))

    if is_done(form, do):
        said = _("Proposed. Another coordinator has to confirm it.")
        messages.success(request, said if step in NEEDS_TWO else _("Done."))
        return redirect("survey_desk:overview", process, survey)
    two = _("This needs two people: you propose it, another coordinator confirms it.")
    return form_page(
        request,
        form,
        title=str(DO_LABELS[step]),
        back=reverse("survey_desk:overview", args=[process, survey]),
        hint=two if step in NEEDS_TWO else str(_HINTS[step]),
    )


@require_POST
def confirm(request: HttpRequest, process: str, survey: str, number: int) -> HttpResponse:
    decision = _decision_of(process, survey, number)
    require(may_make_survey(standing_of(request), process))
    return _decided(request, decision, actions.confirm_proposal, _("Confirmed. It is done."))


@require_POST
def drop(request: HttpRequest, process: str, survey: str, number: int) -> HttpResponse:
    decision = _decision_of(process, survey, number)
    require(may_make_survey(standing_of(request), process))
    return _decided(request, decision, actions.drop_proposal, _("The proposal is dropped."))


@require_POST
def freeze(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    found = survey_at(process, survey)
    require(may_make_survey(standing_of(request), process))
    try:
        version = actions.revise_open_survey(found, by=person_of(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("From now on version %(number)s is asked.") % {"number": version.number}
        messages.success(request, said)
    return redirect("survey_desk:overview", process, survey)


def _decision_of(process: str, survey: str, number: int) -> Decision:
    found = survey_at(process, survey)
    # SQLite knows no integers of more than 64 bits.
    return get_object_or_404(Decision, survey=found, pk=number if number < 2**63 else 0)


def _decided(
    request: HttpRequest, decision: Decision, do: Callable[..., None], said: str
) -> HttpResponse:
    try:
        do(decision, by=person_of(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    survey = decision.survey
    return redirect("survey_desk:overview", survey.process.slug, survey.slug)
