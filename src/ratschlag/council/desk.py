"""The council's papers at the desk: what must be ready when, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import today_of
from ratschlag.contributions.queries import shown_text
from ratschlag.council import actions
from ratschlag.council.forms import (
    AmendmentForm,
    AmendmentResultForm,
    AnnexForm,
    ConsultationForm,
    ConsultationResultForm,
    DecisionForm,
    ExceptionForm,
    PaperForm,
    PointForm,
)
from ratschlag.council.models import Amendment, Consultation, OpenException, Paper, ResolutionPoint
from ratschlag.council.queries import open_contributions, paper_sheet, papers_found
from ratschlag.council.rules import Result, may_keep_council, may_see_council, may_sign_exception
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, page_of, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process.models import Process

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_see_council(standing))
    editable = [row for row in Process.objects.all() if may_keep_council(standing, row.slug)]
    page = {"rows": page_of(request, papers_found()), "editable": editable}
    return render(request, "council/desk_papers.html", page)


@form_methods
def new_paper(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process, slug=slug)
    require(may_keep_council(standing_of(request), process.slug))
    paper = Paper(process=process)
    form = PaperForm(request.POST or None, instance=paper)
    if is_done(form, lambda: actions.prepare_paper(paper, by=person_of(request))):
        return saved(request, "council_desk:paper", paper.pk)
    return form_page(request, form, title=_("New paper"), back=reverse("council_desk:papers"))


@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    standing = standing_of(request)
    require(may_see_council(standing))
    page = {
        "paper": paper,
        "sheet": paper_sheet(paper, today_of(request)),
        "may_keep": may_keep_council(standing, paper.process.slug),
    }
    return render(request, "council/desk_paper.html", page)


@form_methods
def revise_paper(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    require(_keeps(request, paper))
    kind = AnnexForm if paper.is_submitted else PaperForm
    form = kind(request.POST or None, instance=paper)
    if is_done(form, lambda: actions.revise_paper(paper, form.changed_data, by=person_of(request))):
        return saved(request, "council_desk:paper", paper.pk)
    title = _("Revised version") if paper.is_submitted else _("Paper")
    return form_page(request, form, title=title, back=_back(paper))


@form_methods
def new_point(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    require(_keeps(request, paper))
    point = ResolutionPoint(paper=paper)
    form = PointForm(request.POST or None, instance=point)
    if is_done(form, lambda: actions.put_point(point, by=person_of(request))):
        return saved(request, "council_desk:paper", paper.pk)
    return form_page(request, form, title=_("New point"), back=_back(paper))


@form_methods
def point(request: HttpRequest, number: int) -> HttpResponse:
    point = get_object_or_404(ResolutionPoint.objects.select_related("paper__process"), pk=number)
    require(_keeps(request, point.paper))
    form = PointForm(request.POST or None, instance=point)
    if is_done(form, lambda: actions.revise_point(point, form.changed_data, by=person_of(request))):
        return saved(request, "council_desk:paper", point.paper_id)
    title = _("Point %(number)s") % {"number": point.number}
    return form_page(request, form, title=title, back=_back(point.paper))


@form_methods
def new_consultation(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    require(_keeps(request, paper))
    consultation = Consultation(paper=paper)
    form = ConsultationForm(request.POST or None, instance=consultation)
    if is_done(form, lambda: actions.plan_consultation(consultation, by=person_of(request))):
        return saved(request, "council_desk:paper", paper.pk)
    hint = _("A body that has the paper a second time gives it a second reading.")
    return form_page(request, form, title=_("New consultation"), back=_back(paper), hint=hint)


@form_methods
def consultation(request: HttpRequest, number: int) -> HttpResponse:
    consultation = _consultation(number)
    require(_keeps(request, consultation.paper))
    form = ConsultationForm(request.POST or None, instance=consultation)
    if is_done(form, lambda: actions.revise_consultation(consultation, by=person_of(request))):
        return saved(request, "council_desk:paper", consultation.paper_id)
    return form_page(request, form, title=_("Consultation"), back=_back(consultation.paper))


@form_methods
def consultation_result(request: HttpRequest, number: int) -> HttpResponse:
    consultation = _consultation(number)
    require(_keeps(request, consultation.paper))
    form = ConsultationResultForm(request.POST or None, instance=consultation)

    def hold() -> None:
        typed = form.cleaned_data | {"result": Result(form.cleaned_data["result"])}
        actions.hold_consultation(consultation, **typed, by=person_of(request))

    if is_done(form, hold):
        return saved(request, "council_desk:paper", consultation.paper_id)
    return form_page(
        request,
        form,
        title=_("Result of a consultation"),
        back=_back(consultation.paper),
        hint=consultation.body.name,
    )


@form_methods
def new_amendment(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    require(_keeps(request, paper))
    amendment = Amendment(paper=paper)
    form = AmendmentForm(request.POST or None, instance=amendment)
    if is_done(
        form, lambda: actions.move_amendment(amendment, **form.targets, by=person_of(request))
    ):
        return saved(request, "council_desk:paper", paper.pk)
    return form_page(request, form, title=_("New amendment"), back=_back(paper))


@form_methods
def amendment(request: HttpRequest, number: int) -> HttpResponse:
    amendment = _amendment(number)
    require(_keeps(request, amendment.paper))
    form = AmendmentForm(request.POST or None, instance=amendment)

    def revise() -> None:
        actions.revise_amendment(
            amendment, **form.targets, changed=form.changed_data, by=person_of(request)
        )

    if is_done(form, revise):
        return saved(request, "council_desk:paper", amendment.paper_id)
    return form_page(request, form, title=_("Amendment"), back=_back(amendment.paper))


@form_methods
def amendment_result(request: HttpRequest, number: int) -> HttpResponse:
    amendment = _amendment(number)
    require(_keeps(request, amendment.paper))
    form = AmendmentResultForm(request.POST or None, instance=amendment, today=today_of(request))

    def decide() -> None:
        typed = form.cleaned_data | {"result": Result(form.cleaned_data["result"])}
        actions.decide_amendment(amendment, **typed, by=person_of(request))

    if is_done(form, decide):
        return saved(request, "council_desk:paper", amendment.paper_id)
    return form_page(
        request,
        form,
        title=_("Result of an amendment"),
        back=_back(amendment.paper),
        hint=f"{amendment.reference}: {amendment.text}",
    )


@form_methods
def decide(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    require(_keeps(request, paper))
    form = DecisionForm(request.POST or None, paper=paper)

    def decide() -> None:
        session = form.cleaned_data["consultation"]
        actions.decide_paper(
            paper, consultation=session, decisions=form.decisions, by=person_of(request)
        )

    if is_done(form, decide):
        return saved(request, "council_desk:paper", paper.pk)
    page = {"form": form, "paper": paper}
    status = 422 if form.is_bound else 200
    return render(request, "council/desk_decide.html", page, status=status)


@form_methods
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """What is still open, and the step by which everyone sees the paper."""
    paper = _paper(number)
    require(_keeps(request, paper))
    refusal = ""
    if request.method == "POST":
        try:
            actions.submit_paper(paper, by=person_of(request))
        except actions.PaperRefused as error:
            refusal = str(error)
        else:
            return saved(request, "council_desk:paper", paper.pk)
        paper.refresh_from_db()
    page = {
        "paper": paper,
        "refusal": refusal,
        "open": [(row, shown_text(row)) for row in open_contributions(paper.process)],
        "exception": OpenException.objects.filter(paper=paper).select_related("signed_by").first(),
        "may_sign": may_sign_exception(standing_of(request), paper.process.slug),
    }
    return render(request, "council/desk_submit.html", page, status=422 if refusal else 200)


@form_methods
def sign_exception(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    require(may_sign_exception(standing_of(request), paper.process.slug))
    form = ExceptionForm(request.POST or None)

    def sign() -> None:
        actions.sign_exception(paper, reason=form.cleaned_data["reason"], by=person_of(request))

    if is_done(form, sign):
        return saved(request, "council_desk:submit", paper.pk)
    return form_page(
        request,
        form,
        title=_("Submit with open contributions"),
        back=reverse("council_desk:submit", args=[paper.pk]),
        hint=paper.reference,
    )


@form_methods
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    paper = _paper(number)
    require(_keeps(request, paper))
    refusal = ""
    if request.method == "POST":
        try:
            actions.withdraw_paper(paper, by=person_of(request))
        except actions.PaperRefused as error:
            refusal = str(error)
        else:
            return saved(request, "council_desk:paper", paper.pk)
    page = {"paper": paper, "refusal": refusal}
    return render(request, "council/desk_withdraw.html", page, status=422 if refusal else 200)


def _paper(number: int) -> Paper:
    return get_object_or_404(Paper.objects.select_related("process", "edition"), pk=number)


def _keeps(request: HttpRequest, paper: Paper) -> bool:
    return may_keep_council(standing_of(request), paper.process.slug)


def _consultation(number: int) -> Consultation:
    found = Consultation.objects.select_related("paper__process", "body")
    return get_object_or_404(found, pk=number)


def _amendment(number: int) -> Amendment:
    return get_object_or_404(Amendment.objects.select_related("paper__process"), pk=number)


def _back(paper: Paper) -> str:
    return reverse("council_desk:paper", args=[paper.pk])
