"""What search engines ask for: which pages there are, and which are not for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ratschlag.city.queries import city_of
from ratschlag.lib.permission import public
from ratschlag.portal.queries.sitemap import places

# Desk, receipts and what became of one's own words, subscriptions, searches: nothing to be found.
_NOT_FOR_THEM = (
    "/desk/",
    "/abo/",
    "/befragung-unterwegs/",
    "/*/abo/*/",
    "/*/beitrag/",
    "/*/suche/",
    "/*/verfahren/*/befragung/quittung/",
)


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    page = {"places": places(city_of(request))}
    response = render(request, "portal/sitemap.xml", page, content_type="application/xml")
    response.headers["Cache-Control"] = "max-age=3600"
    return response


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_THEM), ""]
    lines.append(f"Sitemap: {city_of(request).address.rstrip('/')}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
