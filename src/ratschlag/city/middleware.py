"""Before every page: which city, which language, which time zone."""

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from ratschlag.city.queries import the_city
from ratschlag.city.rules import SOURCE_LANGUAGE, html_language

GetResponse = Callable[[HttpRequest], HttpResponse]

# Answered also where no city has been founded yet.
_ALWAYS = re.compile(r"/healthz$|/static/")


class CityMiddleware:
    """Puts the city on the request, with its time zone and the language of the address.

    The language stands in the address, not in a cookie: `/ar/verfahren/…`. Without a city
    nobody sees anything but that.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/"):
            raise BadRequest("not the address of a page")  # such as OPTIONS *
        if _ALWAYS.match(request.path_info):
            return self.get_response(request)
        city = the_city()
        if city is None:
            response = render(request, "not_initialised.html", status=503)
            response.headers["Retry-After"] = "600"
            return response
        request.city = city  # type: ignore[attr-defined]
        first = request.path_info.split("/", 2)[1]
        # A language that the city does not offer is no address: German says that it isn't there.
        language = first if first in city.languages else SOURCE_LANGUAGE
        request.LANGUAGE_CODE = language
        with timezone.override(city.zone), translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", html_language(language))
        return response
