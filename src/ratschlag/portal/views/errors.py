"""What a page says that can't be shown: wrong, forbidden, not there, broken, expired."""

import re
import sys
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.html import escape

from ratschlag.city.queries import city_of
from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.lib.faults import RETRY_AFTER, is_out_of_order
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the frame: a spoofed host must not find its way into any address."""
    return _plain(request, 400)


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
    """Says sorry without asking the database anything; Django calls it where something broke."""
    if is_out_of_order(sys.exc_info()[1]):
        return unavailable(request)
    return _plain(request, 500)


@public
def unavailable(request: HttpRequest) -> HttpResponse:
    """The database or the disk can't work just now. What was typed is on the page, to send again.

    It carries the same form key, so that an answer that was stored after all is not stored twice.
    """
    response = _plain(request, 503, _typed(request) if request.method == "POST" else [])
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Length"] = str(len(response.content))
    return response


# Nobody's password is shown again.
_UNSHOWN = ("/desk/konto/", "/desk/admin/")
# Keys, marks and days: what the page itself put into the form. Words are anything else.
_FOR_MACHINES = re.compile(r"[\w.:-]{0,100}", re.ASCII)


def _typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Every field of the form that was sent, and whether it holds words that someone typed."""
    if request.path_info.startswith(_UNSHOWN) or not comes_from_here(request):
        return []
    try:
        fields = list(request.POST.lists())
    except (BadRequest, RequestDataTooBig, TooManyFieldsSent, UnreadablePostError, OSError):
        return []
    return [(name, value, _is_words(value)) for name, values in fields for value in values]


def _is_words(value: str) -> bool:
    is_key = _FOR_MACHINES.fullmatch(value) and (not value or re.search(r"[\d_-]", value))
    return not is_key


def _plain(
    request: HttpRequest, status: int, typed: list[tuple[str, str, bool]] | None = None
) -> HttpResponse:
    """A page without frame and city, in the language of the address."""
    words = {"action": request.path}
    for number, (name, value, _is_words) in enumerate(typed or ()):
        words |= {f"name{number}": name, f"value{number}": value}
    shape = tuple(is_words for _name, _value, is_words in typed or ())
    page = _page(status, _language_in(request), shape)
    return HttpResponse(_MARK.sub(lambda mark: escape(words[mark[1]]), page), status=status)


_MARK = re.compile("\ue000([a-z]+[0-9]*)\ue001")


@lru_cache(maxsize=500)
def _page(status: int, language: str, shape: tuple[bool, ...]) -> str:
    """The page with marks where the words of the request go: when a thousand people have to be
    sent away in a second, each page costs next to nothing."""
    fields = [
        (f"\ue000name{number}\ue001", f"\ue000value{number}\ue001", is_words)
        for number, is_words in enumerate(shape)
    ]
    page = {
        "status": status,
        "html_language": html_language(language),
        "direction": direction(language),
        "typed": fields,
        "action": "\ue000action\ue001",
    }
    with translation.override(language):
        return loader.render_to_string("errors/plain.html", page)


def _language_in(request: HttpRequest) -> str:
    """The language of the address, also where it broke before anyone had looked at that."""
    first = request.path_info.split("/", 2)[1:2]
    if first and first[0] in dict(settings.LANGUAGES):
        return first[0]
    return translation.get_language() or SOURCE_LANGUAGE


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its key: log in again, then go back; nothing was saved."""
    return render(request, "errors/form_expired.html", status=403)
