"""After every page: counters that nobody allowed go, caches are told, the page is counted."""

import logging
from collections.abc import Callable
from http.cookies import Morsel
from threading import Timer

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from ratschlag.privacy.compute import Seen, Tally, page_of
from ratschlag.privacy.queries.consent import Consent, consent_of, real_day, unsealed
from ratschlag.privacy.rules import CONSENT, Category, is_of_statistics
from ratschlag.privacy.tasks import write_counts

_log = logging.getLogger(__name__)


class ConsentMiddleware:
    """Opens the content policy for the counter only where its script was really put on the page,
    and takes `_pk_*` from every browser that has not (or no longer) allowed them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_desk = request.path_info.startswith("/desk/")
        # Where something broke the database may not be asked.
        if is_desk or not hasattr(request, "city") or response.status_code >= 500:
            return response
        planted = [name for name in request.COOKIES if is_of_statistics(name)]
        consent = consent_of(request)
        if planted and not _may_stay(response, consent):
            _take_away(response, planted, request.get_host().partition(":")[0])
        if not consent.is_watched or not _is_page(response):
            return response
        # What a page holds depends on the choice (and on the contrast), so each has its own copy.
        patch_vary_headers(response, ("Cookie", "Sec-GPC", "DNT"))
        if consent.is_asked or consent.is_given:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        _open_policy(response, consent)
        if response.status_code == 200:
            _count(request)
        return response


def _may_stay(response: HttpResponse, consent: Consent) -> bool:
    """What was chosen with this very request counts, else what was chosen before."""
    if chosen := response.cookies.get(CONSENT.name):
        choice = unsealed(chosen.value)
        return choice is not None and Category.STATISTICS in choice.allowed
    return consent.allows_statistics


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    is_elsewhere = 300 <= response.status_code < 400
    return not is_elsewhere and kind.startswith("text/html")


def _open_policy(response: HttpResponse, consent: Consent) -> None:
    """For this one answer, for this one origin (read by django-csp)."""
    if matomo := consent.matomo:
        opened = dict.fromkeys(("script-src", "connect-src", "img-src"), [matomo.origin])
        response._csp_update = opened  # type: ignore[attr-defined]


tally = Tally()


def _count(request: HttpRequest) -> None:
    """One more for the page, in the memory of this process. Nothing of the reader is looked at:
    neither address nor browser nor cookie."""
    match = request.resolver_match
    is_guess = "prefetch" in request.headers.get("Sec-Purpose", "")
    if match is None or request.method != "GET" or is_guess:
        return
    _language, _slash, route = match.route.partition("/")
    seen = Seen(real_day(), page_of(route, match.kwargs), request.LANGUAGE_CODE)
    if tally.add(seen):
        _write_later()


def _write_later() -> None:
    """In a minute, by a thread of its own that a server which ends does not wait for."""
    if settings.COUNTS_EVERY:
        writer = Timer(settings.COUNTS_EVERY, _write_apart)
        writer.daemon = True
        writer.start()


def _write_apart() -> None:
    try:
        write_down()
    finally:
        connections.close_all()


def write_down() -> None:
    """Write what waits; what can't be written now waits on, with what comes meanwhile."""
    waiting = tally.take()
    try:
        write_counts(waiting)
    except DatabaseError as error:
        _log.warning("Counts of pages wait on: %s", type(error).__name__)
        if [tally.add(seen, count) for seen, count in waiting.items()][:1] == [True]:
            _write_later()


def _take_away(response: HttpResponse, names: list[str], host: str) -> None:
    """Expire cookies on the path that we tell Matomo, for this host and for the domains above it:
    a counter that somebody set up otherwise must not outlive the no."""
    parts = host.split(".")
    above = [".".join(parts[at:]) for at in range(len(parts) - 1)] if parts[-1].isalpha() else []
    for name in names:
        for domain in ("", *above):
            gone: Morsel[str] = Morsel()
            gone.set(name, "", "")
            gone["path"], gone["max-age"] = "/", 0
            gone["expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"
            gone["samesite"], gone["domain"] = "Lax", domain
            gone["secure"] = settings.IS_SECURE
            # By another key than its name, because one name is sent for several domains.
            dict.__setitem__(response.cookies, f"{name};{domain}", gone)
