"""Closing a notice: the only moment at which its cookie is set."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public, require
from ratschlag.press.compute.notices import with_closed
from ratschlag.press.models import Notice
from ratschlag.press.rules import NOTICE_COOKIE


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; comes_from_here tells enough
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Keep a notice from this browser for five minutes, and go back to the page."""
    require(comes_from_here(request))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("portal:home")
    response = HttpResponseRedirect(back)
    number, seconds = request.POST.get("notice", ""), NOTICE_COOKIE.seconds or 0
    is_number = number.isascii() and number.isdecimal() and len(number) <= 16
    if is_number and Notice.objects.filter(pk=int(number)).exists():
        before = request.COOKIES.get(NOTICE_COOKIE.name, "")
        response.set_cookie(
            NOTICE_COOKIE.name,
            with_closed(before, int(number), now=int(time.time()), seconds=seconds),
            max_age=seconds,
            secure=settings.IS_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
