"""The contrast switch, which works without script and account, and the city's own colours."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ratschlag.city.queries import city_of
from ratschlag.city.rules import CONTRAST_COOKIE, HIGH
from ratschlag.lib.permission import public, require


@public
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """The city's own colours, as a style sheet: the content policy allows no style in pages."""
    city = city_of(request)
    css = f":root{{--city-accent:{city.accent};--city-accent-dark:{city.accent_dark}}}"
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": "max-age=3600"})


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; Sec-Fetch-Site tells enough
@require_POST
def contrast(request: HttpRequest) -> HttpResponse:
    """Switch high contrast on or off for this browser session, and go back to the page."""
    require(request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("portal:home")
    response = HttpResponseRedirect(back)
    if request.COOKIES.get(CONTRAST_COOKIE) == HIGH:
        response.delete_cookie(CONTRAST_COOKIE)
    else:
        response.set_cookie(
            CONTRAST_COOKIE, HIGH, secure=settings.IS_SECURE, httponly=True, samesite="Lax"
        )
    return response
