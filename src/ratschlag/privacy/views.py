"""The page that names every cookie, and takes the choice: layer two, without script or account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ratschlag.lib.pace import Pace
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public, require
from ratschlag.lib.tries import address_of
from ratschlag.privacy.actions import count_choice
from ratschlag.privacy.queries.consent import Consent, consent_of, counter, real_day, sealed
from ratschlag.privacy.queries.registry import cookie_table
from ratschlag.privacy.rules import (
    CONSENT,
    OPTIONAL,
    Category,
    Choice,
    seconds_left,
)

pace = Pace()


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; comes_from_here tells enough
@require_http_methods(["GET", "HEAD", "POST"])
def cookies(request: HttpRequest) -> HttpResponse:
    consent = consent_of(request)
    if request.method != "POST":
        return _page(request, consent)
    require(comes_from_here(request))
    allowed = _allowed(request, consent)
    if allowed is None:
        return _page(request, consent, fault="choice")
    if consent.layer is None:  # nothing to allow: nothing to remember either
        return HttpResponseRedirect(_back(request))
    if allowed and request.POST.get("version") != str(consent.layer.number):  # a no is always one
        return _page(request, consent, fault="version")
    choice = Choice(consent.layer.number, allowed, real_day())
    before = consent.choice
    if before and before.allowed == allowed:
        choice = before  # chosen already: the year goes on from there
    elif pace.may_pass(address_of(request), choice.word):
        count_choice(choice)  # who chooses faster than people do has chosen, but is not counted
    return _remembering(HttpResponseRedirect(_back(request)), choice)


def _allowed(request: HttpRequest, consent: Consent) -> frozenset[Category] | None:
    """What the form allows; None when it is none of ours."""
    ticked = request.POST.getlist("allow")
    if not set(ticked) <= {category.value for category in OPTIONAL}:
        return None
    by_word = {
        "all": frozenset(OPTIONAL),
        "necessary": frozenset(),
        "own": frozenset(Category(word) for word in ticked),
    }
    allowed = by_word.get(request.POST.get("choice", ""))
    return frozenset() if allowed and consent.is_left_alone else allowed


def _remembering(response: HttpResponse, choice: Choice) -> HttpResponse:
    response.set_cookie(
        CONSENT.name,
        sealed(choice),
        max_age=seconds_left(choice, real_day()),
        secure=settings.IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if is_ours else reverse("privacy:cookies")


def _page(request: HttpRequest, consent: Consent, *, fault: str = "") -> HttpResponse:
    is_on = consent.layer is not None
    page = {
        "consent": consent,
        "necessary": cookie_table(Category.NECESSARY),
        "statistics": cookie_table(Category.STATISTICS, is_on=is_on),
        "is_on": is_on,
        "has_counter": counter() is not None,
        "fault": fault,
    }
    return render(request, "privacy/cookies.html", page, status=422 if fault else 200)
