"""What a page says that can't be shown: wrong, forbidden, not there, broken, expired."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation

from ratschlag.city.queries import city_of
from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.lib.permission import public


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the frame: a spoofed host must not find its way into any address."""
    return _plain(400)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A clear page; under a language that there isn't, the languages that there are."""
    first = request.path_info.split("/", 2)[1]
    looks_like_language = re.fullmatch(r"[a-z]{2}(-[a-z]{2,8})?", first, re.IGNORECASE)
    is_offered = first in (city_of(request).languages if hasattr(request, "city") else ())
    page = {"unknown_language": first if looks_like_language and not is_offered else ""}
    return render(request, "errors/404.html", page, status=404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Says sorry without asking the database anything."""
    return _plain(500)


def _plain(status: int) -> HttpResponse:
    """A page without frame, city and request, in the language of the address."""
    language = translation.get_language() or SOURCE_LANGUAGE
    page = {
        "status": status,
        "html_language": html_language(language),
        "direction": direction(language),
    }
    return HttpResponse(loader.render_to_string("errors/plain.html", page), status=status)


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its key: log in again, then go back; nothing was saved."""
    return render(request, "errors/form_expired.html", status=403)
