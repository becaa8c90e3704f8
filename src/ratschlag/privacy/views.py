"""The page that names every cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ratschlag.lib.permission import public
from ratschlag.privacy.queries import cookie_table
from ratschlag.privacy.rules import Category


@public
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    tables = {category.value: cookie_table(category) for category in Category}
    return render(request, "privacy/cookies.html", tables)
