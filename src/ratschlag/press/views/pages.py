"""The pages of the city, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.permission import public
from ratschlag.press.models import Page
from ratschlag.press.rules import PageKind, parts_of


@public
@require_safe
def page(request: HttpRequest, purpose: str) -> HttpResponse:
    """The page of a kind, such as the imprint."""
    found = get_object_or_404(Page.objects.published(), purpose=purpose)
    return _shown(request, found)


@public
@require_safe
def free_page(request: HttpRequest, slug: str) -> HttpResponse:
    free = Page.objects.published().filter(purpose=PageKind.FREE)
    return _shown(request, get_object_or_404(free, slug=slug))


def _shown(request: HttpRequest, found: Page) -> HttpResponse:
    reading = read(request.LANGUAGE_CODE, [found])
    body = wording_of(found, "body")
    shown = {"page": found, "reading": reading, "body": body, "parts": parts_of(body.text)}
    return render(request, "press/page.html", shown)
