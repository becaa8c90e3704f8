"""How accessible the site is, and the form by which anyone reports a barrier."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.queries import read
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public
from ratschlag.lib.tries import Tries, address_of
from ratschlag.press.actions.feedback import report_barrier
from ratschlag.press.forms.feedback import BarrierForm
from ratschlag.press.queries.feedback import page_about, the_statement

# Reports by client: in the memory of this process, nowhere else (docs/operate.md).
sendings = Tries(free=10, wait=120, within=60 * 60)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law wants; until there is one the page says where to write."""
    found = the_statement()
    page = {"statement": found, "reading": read(request.LANGUAGE_CODE, [found] if found else [])}
    return render(request, "press/accessibility.html", page)


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; comes_from_here tells enough
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Without account; the page that it is about comes along in the address.

    What a machine typed, which fills in what people don't see, is thrown away; it is told the
    same as everyone.
    """
    if request.method != "POST":
        return _form(
            request, BarrierForm(initial={"page": page_about(request.GET.get("seite", ""))})
        )
    if not comes_from_here(request):
        return _form(request, BarrierForm(), status=403, notice="foreign")
    form = BarrierForm(request.POST)
    client = address_of(request)
    if sendings.must_wait(client):
        response = _form(request, form, status=429, notice="wait")
        response.headers["Retry-After"] = str(sendings.wait)
        return response
    is_trapped = bool(request.POST.get("website"))
    if not is_done(form, lambda: None if is_trapped else _take_in(form)):
        return _form(request, form, status=422)
    sendings.count_wrong(client)
    return redirect("press:barrier_thanks")


@public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "press/barrier_thanks.html")


def _take_in(form: BarrierForm) -> None:
    report_barrier(**form.cleaned_data, language=get_language() or SOURCE_LANGUAGE)


def _form(
    request: HttpRequest, form: BarrierForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    about = page_about(str(form["page"].value() or ""))
    page: dict[str, Any] = {"form": form, "about": about, "notice": notice, "wait": sendings.wait}
    return render(request, "press/barrier.html", page, status=status)
