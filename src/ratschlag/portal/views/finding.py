"""The search: a plain form, and what answers it. What is typed is kept nowhere."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ratschlag.lib.pages import page_of
from ratschlag.lib.permission import public
from ratschlag.search.queries import found_for, question_of, shown
from ratschlag.search.rules import Kind

# So many results stand on a page.
_PER_PAGE = 15


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    question = question_of(request.GET.get("q", ""))
    wanted = request.GET.get("art", "")
    kind = Kind(wanted) if wanted in list(Kind) else None
    results = found_for(question, request.LANGUAGE_CODE)
    rows = page_of(request, results.of(kind), _PER_PAGE)
    more = {"q": question} | ({"art": kind} if kind else {})
    page = {
        "question": question,
        "results": results,
        "kind": kind,
        "rows": rows,
        "found": shown(rows, results.asked, request.LANGUAGE_CODE),
        "rest": f"&{urlencode(more)}",
        "question_query": urlencode({"q": question}),
    }
    response = render(request, "portal/search.html", page)
    # Neither a cache nor the page that is opened next learns what was asked for.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
