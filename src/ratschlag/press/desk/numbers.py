"""The numbers of the years: given here, taken elsewhere, missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from ratschlag.city.queries import today_of
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.press import actions
from ratschlag.press.desk.releases import form_methods
from ratschlag.press.forms import TakenForm
from ratschlag.press.models import TakenElsewhere
from ratschlag.press.queries.desk import numbers_of_years
from ratschlag.press.rules import may_keep_numbers


@form_methods
def numbers(request: HttpRequest) -> HttpResponse:
    require(may_keep_numbers(standing_of(request)))
    taken = TakenElsewhere(year=today_of(request).year)
    form = TakenForm(request.POST if request.method == "POST" else None, instance=taken)
    if is_done(form, lambda: actions.take_numbers_elsewhere(taken, by=person_of(request))):
        return saved(request, "press_desk:numbers")
    return _page(request, form)


@require_POST
def free(request: HttpRequest, number: int) -> HttpResponse:
    require(may_keep_numbers(standing_of(request)))
    taken = get_object_or_404(TakenElsewhere, pk=number)
    try:
        actions.free_numbers(taken, by=person_of(request))
    except actions.ReleaseRefused as refusal:
        form = TakenForm(instance=TakenElsewhere(year=taken.year))
        return _page(request, form, refusal=str(refusal))
    return saved(request, "press_desk:numbers")


def _page(request: HttpRequest, form: TakenForm, *, refusal: str = "") -> HttpResponse:
    page = {"form": form, "years": numbers_of_years(), "refusal": refusal}
    status = 422 if form.is_bound or refusal else 200
    return render(request, "press/desk_numbers.html", page, status=status)
