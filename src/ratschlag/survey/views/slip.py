"""The slip to print and the QR code of a receipt, made when somebody asks for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ratschlag.contributions.compute import digits_typed, groups_of, is_receipt, qr_of
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public, require
from ratschlag.process.models import Process


@public
@csrf_exempt  # it changes nothing and looks nothing up; comes_from_here tells enough
@require_POST
def slip(request: HttpRequest, slug: str) -> HttpResponse:
    """The number comes in the body of a form, never in an address, and is not looked up: the
    page tells nobody whether it exists."""
    require(comes_from_here(request))
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    try:
        code = digits_typed(request.POST.get("code", ""))
    except ValueError:
        code = ""
    page = {"process": process, "groups": groups_of(code)}
    if is_receipt(code):
        response = render(request, "survey/slip.html", page | {"qr": qr_of(code)})
    else:
        response = render(request, "survey/slip.html", page, status=422)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
