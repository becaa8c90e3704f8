"""The glossary, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ratschlag.languages.compute.order import place_of
from ratschlag.languages.models import Term
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.permission import public


@public
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word in the order of the reader's language."""
    terms = list(Term.objects.all())
    reading = read(request.LANGUAGE_CODE, terms)
    terms.sort(key=lambda term: place_of(wording_of(term, "word").text, request.LANGUAGE_CODE))
    return render(request, "press/glossary.html", {"terms": terms, "reading": reading})
