"""The desk speaks the language of the person who sits there, German or English."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from ratschlag.city.queries import language_wanted
from ratschlag.city.rules import SOURCE_LANGUAGE, STAFF_LANGUAGES
from ratschlag.people.models import Person

DESK = "/desk/"
# Where one logs in; there Django and allauth decide for themselves.
OPEN = ("/desk/konto/", "/desk/admin/")


class DeskMiddleware:
    """Asks for the log-in before anything else, so that nobody learns what is there or not;
    sets the language of staff pages, and keeps them out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        if not request.user.is_authenticated and not request.path_info.startswith(OPEN):
            return redirect_to_login(request.get_full_path())
        language = _language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        response.headers["Cache-Control"] = "no-store"
        return response


def _language_of(request: HttpRequest) -> str:
    """The person's setting; for who has not logged in what the browser asks for."""
    if isinstance(request.user, Person):
        return request.user.language
    wanted = language_wanted(request)
    return wanted if wanted in STAFF_LANGUAGES else SOURCE_LANGUAGE
