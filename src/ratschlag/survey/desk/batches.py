"""Piles of papers: opening one, and closing it with what is still to be done said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratschlag.city.queries import today_of
from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.rules import may_type_in
from ratschlag.journal.queries import at_of
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process
from ratschlag.survey import actions
from ratschlag.survey.forms import BatchForm
from ratschlag.survey.models import Batch
from ratschlag.survey.queries import progress_of, survey_to_type_in

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
def open_batch(request: HttpRequest, process: str) -> HttpResponse:
    found = get_object_or_404(Process, slug=process)
    require(may_type_in(standing_of(request), found.slug))
    survey = survey_to_type_in(found, at_of(request))
    if survey is None:
        return render(request, "survey/desk_intakes.html", {"intakes": []})
    batch = Batch(survey=survey, language=SOURCE_LANGUAGE, received_on=today_of(request))
    form = BatchForm(request.POST if request.method == "POST" else None, instance=batch)
    if is_done(form, lambda: actions.open_batch(batch, by=person_of(request))):
        return redirect("survey_desk:batch", found.slug, batch.pk)
    return form_page(
        request,
        form,
        title=_("New batch"),
        back=reverse("survey_desk:intakes"),
        hint=_("What all papers of a pile have in common is said once."),
    )


@form_methods
def close_batch(request: HttpRequest, process: str, batch: int) -> HttpResponse:
    require(may_type_in(standing_of(request), process))
    found = get_object_or_404(
        Batch.objects.select_related("survey__process"), pk=batch, survey__process__slug=process
    )
    if request.method == "POST":
        if not found.closed_on:
            actions.close_batch(found, by=person_of(request))
        return saved(request, "survey_desk:intakes")
    progress = progress_of(found)
    missing = max(found.expected - progress.typed_in, 0)
    page = {"batch": found, "progress": progress, "missing": missing}
    return render(request, "survey/desk_batch_close.html", page)
