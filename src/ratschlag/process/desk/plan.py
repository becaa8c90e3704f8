"""The plan at the desk: phases, milestones and fields of action."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import today_of
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process import actions
from ratschlag.process.forms import FieldForm, MilestoneForm, PhaseForm, ProcessForm
from ratschlag.process.models import Field, Milestone, Phase, Process
from ratschlag.process.queries import plans
from ratschlag.process.rules import may_plan, may_see_plan

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_see_plan(standing))
    found = plans(today_of(request), may_edit=lambda process: may_plan(standing, process.slug))
    return render(request, "process/desk_plan.html", {"plans": found})


@form_methods
def revise_process(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_plan(standing_of(request), process.slug))
    form = ProcessForm(request.POST or None, instance=process)
    if form.is_valid():
        actions.revise_process(process, form.changed_data, by=person_of(request))
        return saved(request, "process_desk:plan")
    return form_page(request, form, title=_("Process"), back=reverse("process_desk:plan"))


@form_methods
def new_phase(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_plan(standing_of(request), process.slug))
    form = PhaseForm(request.POST or None)
    if form.is_valid():
        actions.plan_phase(process, **form.cleaned_data, by=person_of(request))
        return saved(request, "process_desk:plan")
    return form_page(request, form, title=_("New phase"), back=reverse("process_desk:plan"))


@form_methods
def phase(request: HttpRequest, number: int) -> HttpResponse:
    phase = get_object_or_404(Phase.objects.select_related("process"), pk=number)
    require(may_plan(standing_of(request), phase.process.slug))
    form = PhaseForm(request.POST or None, instance=phase)
    if form.is_valid():
        actions.revise_phase(
            phase,
            starts=form.cleaned_data["starts"],
            ends=form.cleaned_data["ends"],
            changed=form.changed_data,
            by=person_of(request),
        )
        return saved(request, "process_desk:plan")
    return form_page(request, form, title=_("Phase"), back=reverse("process_desk:plan"))


@form_methods
def new_milestone(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_plan(standing_of(request), process.slug))
    milestone = Milestone(process=process)
    form = MilestoneForm(request.POST or None, instance=milestone, today=today_of(request))
    if form.is_valid():
        actions.set_milestone(milestone, due=form.cleaned_data["due"], by=person_of(request))
        return saved(request, "process_desk:plan")
    return form_page(request, form, title=_("New milestone"), back=reverse("process_desk:plan"))


@form_methods
def milestone(request: HttpRequest, number: int) -> HttpResponse:
    milestone = get_object_or_404(Milestone.objects.select_related("process"), pk=number)
    require(may_plan(standing_of(request), milestone.process.slug))
    form = MilestoneForm(request.POST or None, instance=milestone, today=today_of(request))
    if form.is_valid():
        actions.revise_milestone(
            milestone,
            due=form.cleaned_data["due"],
            changed=form.changed_data,
            by=person_of(request),
        )
        return saved(request, "process_desk:plan")
    return form_page(request, form, title=_("Milestone"), back=reverse("process_desk:plan"))


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_see_plan(standing))
    found = plans(today_of(request), may_edit=lambda process: may_plan(standing, process.slug))
    return render(request, "process/desk_fields.html", {"plans": found})


@form_methods
def new_field(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_plan(standing_of(request), process.slug))
    form = FieldForm(request.POST or None)
    if form.is_valid():
        actions.open_field(
            process,
            slug=form.slug(process),
            title=form.cleaned_data["title"],
            description=form.cleaned_data["description"],
            leads=form.cleaned_data["leads"],
            by=person_of(request),
        )
        return saved(request, "process_desk:fields")
    return form_page(
        request, form, title=_("New field of action"), back=reverse("process_desk:fields")
    )


@form_methods
def field(request: HttpRequest, number: int) -> HttpResponse:
    field = get_object_or_404(Field.objects.select_related("process"), pk=number)
    require(may_plan(standing_of(request), field.process.slug))
    form = FieldForm(request.POST or None, instance=field)
    if form.is_valid():
        actions.revise_field(
            field, form.changed_data, leads=form.leads_in_order(), by=person_of(request)
        )
        return saved(request, "process_desk:fields")
    return form_page(request, form, title=_("Field of action"), back=reverse("process_desk:fields"))
