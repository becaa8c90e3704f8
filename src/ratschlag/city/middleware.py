"""Before every page: which city, which language, which time zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from ratschlag.city.queries import the_city
from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE

GetResponse = Callable[[HttpRequest], HttpResponse]

# Answered also where no city has been founded yet.
_ALWAYS = ("/healthz", "/static/")


class CityMiddleware:
    """Puts the city on the request; without one, nobody sees anything but that."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_ALWAYS):
            return self.get_response(request)
        city = the_city()
        if city is None:
            response = render(request, "not_initialised.html", status=503)
            response.headers["Retry-After"] = "600"
            return response
        request.city = city  # type: ignore[attr-defined]
        with timezone.override(city.zone):
            return self.get_response(request)


class LanguageMiddleware:
    """The language stands in the address, not in a cookie: `/ar/verfahren/…`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.split("/", 2)[1]
        language = first if first in LANGUAGES else SOURCE_LANGUAGE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language.removesuffix("-easy"))
        return response
