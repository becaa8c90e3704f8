"""Answers that are held for a person: what looked like a machine's, decided one by one or together."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ratschlag.journal.queries import at_of
from ratschlag.lib.pages import page_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.survey import actions
from ratschlag.survey.forms import HoldForm
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import HeldGroup, held_groups, survey_to_type_in
from ratschlag.survey.rules import may_decide_holds

_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_decide_holds(standing_of(request), found.slug))
    survey = survey_to_type_in(found, at_of(request))
    groups = held_groups(survey) if survey else []
    form = HoldForm(request.POST if request.method == "POST" else None)
    if survey and form.is_valid():
        error = _decide(request, survey, groups, form)
        if error is None:
            return redirect("survey_desk:holds", found.slug)
        form.add_error(None, error)
    page = {
        "process": found,
        "survey": survey,
        "form": form,
        "groups": page_of(request, groups, _PER_PAGE),
        "count": sum(group.count for group in groups),
    }
    status = 422 if form.is_bound else 200
    return render(request, "survey/desk_holds.html", page, status=status)


def _decide(
    request: HttpRequest, survey: Survey, groups: list[HeldGroup], form: forms.Form
) -> str | None:
    """Decide about a group as a whole; returns what stands against it."""
    chosen = [group for group in groups if group.key == form.cleaned_data["group"]]
    try:
        count = actions.decide_holds(
            survey,
            chosen[0].numbers if chosen else (),
            is_accepted=form.cleaned_data["decision"] == "accept",
            why=form.cleaned_data["why"],
            by=person_of(request),
        )
    except actions.HoldRefused as refusal:
        return str(refusal)
    said = ngettext("%(count)s answer decided.", "%(count)s answers decided.", count)
    messages.success(request, said % {"count": count})
    return None
