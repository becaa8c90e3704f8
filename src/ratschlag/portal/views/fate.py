"""What became of a contribution: for whoever has its number, and for everyone in sum."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import today_of
from ratschlag.contributions.compute import grouped
from ratschlag.contributions.models import Receipt
from ratschlag.languages.queries import read
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public
from ratschlag.lib.tries import Tries, address_of
from ratschlag.portal.forms import ReceiptForm, TakeBackForm
from ratschlag.portal.queries.coverage import coverage_of
from ratschlag.portal.queries.fate import fate_of, known_receipt, way_back
from ratschlag.process.models import Process
from ratschlag.survey.actions import take_back_response

# Wrong numbers by client: in the memory of this process, nowhere else (docs/operate.md).
wrong_numbers = Tries()


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; comes_from_here tells enough
@require_http_methods(["GET", "HEAD", "POST"])
def fate(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _unseen(_asked(request, ReceiptForm()))
    form = ReceiptForm(request.POST)
    receipt = _receipt_in(request, form)
    if isinstance(receipt, HttpResponse):
        return _unseen(receipt)
    found = fate_of(receipt, today_of(request))
    reading = read(request.LANGUAGE_CODE, *found.texts)
    code = form.cleaned_data["receipt"]
    page = {"fate": found, "code": code, "grouped": grouped(code), "reading": reading}
    return _unseen(render(request, "portal/fate_found.html", page))


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """First the page says what would happen; only who confirms just that takes it back."""
    if request.method != "POST":  # who changes the language or the contrast comes by here
        return redirect("portal:fate")
    form = ReceiptForm(request.POST)
    receipt = _receipt_in(request, form)
    if isinstance(receipt, HttpResponse):
        return _unseen(receipt)
    way, page = way_back(receipt), {"code": form.cleaned_data["receipt"]}
    if "way" not in request.POST:
        return _unseen(_confirm(request, TakeBackForm(), way, page))
    sure = TakeBackForm(request.POST)
    if not sure.is_valid():
        page["has_changed"] = "way" in sure.errors
        return _unseen(_confirm(request, sure, way, page, status=422))
    if sure.cleaned_data["way"] != way:
        # Meanwhile the city began to work with it: what the page promised is no longer true.
        return _unseen(_confirm(request, TakeBackForm(), way, page | {"has_changed": True}, 409))
    take_back_response(receipt, is_counted=way == "erase")
    return _unseen(render(request, "portal/fate_taken.html", page | {"way": way}))


@public
@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = coverage_of(process, today_of(request))
    reading = read(request.LANGUAGE_CODE, [process])
    page = {"process": process, "coverage": found, "reading": reading}
    return render(request, "portal/coverage.html", page)


def _receipt_in(request: HttpRequest, form: ReceiptForm) -> Receipt | HttpResponse:
    """The receipt that a form names, else the page that says why there is none.

    Who guesses is told the same about every number that there isn't, after the same work.
    """
    if not comes_from_here(request):
        return _asked(request, ReceiptForm(), status=403, notice="foreign")
    address = address_of(request)
    if wrong_numbers.must_wait(address):
        response = _asked(request, ReceiptForm(), status=429, notice="wait")
        response.headers["Retry-After"] = str(wrong_numbers.wait)
        return response
    if not form.is_valid():
        return _asked(request, form, status=422)
    receipt = known_receipt(form.cleaned_data["receipt"])
    if receipt is None:
        wrong_numbers.count_wrong(address)
        return _asked(request, ReceiptForm(), status=422, notice="unknown")
    return receipt


def _asked(
    request: HttpRequest, form: ReceiptForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    page = {"form": form, "notice": notice, "wait": wrong_numbers.wait}
    return render(request, "portal/fate.html", page, status=status)


def _confirm(
    request: HttpRequest, form: TakeBackForm, way: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    page = page | {"form": form, "way": way}
    return render(request, "portal/fate_take_back.html", page, status=status)


def _unseen(response: HttpResponse) -> HttpResponse:
    """Neither a number nor what it opens stays in a cache, or goes on in an address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
