"""What the city said, for everyone: the list, each release, its PDF and its files."""

import hashlib
import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ratschlag.city.queries import city_of, today_of
from ratschlag.files.exports import file_response
from ratschlag.languages.queries import read
from ratschlag.lib.pages import page_of, words_of
from ratschlag.lib.permission import public
from ratschlag.press.exports import file_name, pdf_of
from ratschlag.press.models import Release
from ratschlag.press.queries.releases import (
    as_news,
    day_of,
    neighbours,
    releases_found,
    shown,
    topics,
    years,
)

_PER_PAGE = 20
# What ends a script, or begins a comment in it, must not stand in data.
_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@public
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Newest first; searched and narrowed by a plain form."""
    words, year, topic = (
        words_of(request, "q"),
        words_of(request, "jahr"),
        words_of(request, "thema"),
    )
    found_topics = topics()
    process = next((row for row in found_topics if row.slug == topic), None)
    chosen_year = int(year) if year.isdecimal() and len(year) == 4 else None
    found = releases_found(
        words=words, year=chosen_year, process=process, language=request.LANGUAGE_CODE
    )
    rows = page_of(request, found, _PER_PAGE)
    page = {
        "rows": rows,
        "days": [(row, day_of(row)) for row in rows],
        "words": words,
        "year": chosen_year,
        "topic": process,
        "years": years(),
        "topics": found_topics,
        "is_narrowed": bool(words or chosen_year or process),
        "reading": read(request.LANGUAGE_CODE, rows, found_topics),
    }
    return render(request, "press/releases.html", page)


@public
@require_safe
def release(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The release under its number for ever; a withdrawn one says why its text is gone."""
    found = _at(year, number)
    page: dict[str, object] = {"release": found, "day": day_of(found)}
    if not found.is_readable:
        return render(request, "press/withdrawn.html", page, status=410)
    said = shown(found, request.LANGUAGE_CODE)
    around = neighbours(found)
    beside = [row for row in (around.before, around.after) if row]
    read(request.LANGUAGE_CODE, beside)
    city = city_of(request)
    news = as_news(said, address=_address(request), publisher=city.name)
    page |= {
        "shown": said,
        "reading": said.reading,
        "neighbours": around,
        "is_past": bool(found.as_of and found.as_of < today_of(request)),
        # Data and no script: no browser runs it, so the policy for scripts does not ask.
        "news": mark_safe(json.dumps(news, ensure_ascii=False).translate(_IN_SCRIPT)),  # noqa: S308
    }
    return render(request, "press/release.html", page)


@public
@require_safe
def pdf(request: HttpRequest, year: int, number: int) -> HttpResponse:
    found = _at(year, number)
    if not found.is_readable:
        raise Http404
    language = request.LANGUAGE_CODE
    made = pdf_of(found, language, address=_address(request).removesuffix("pdf/"))
    etag = f'"{hashlib.sha256(made).hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file_name(found, language)}"'},
    )
    response.headers["ETag"] = etag
    return response


@public
@require_safe
def attachment(request: HttpRequest, year: int, number: int, place: int) -> HttpResponse:
    found = _at(year, number)
    if not found.is_readable:
        raise Http404
    row = get_object_or_404(found.attachments.select_related("file"), position=place)
    return file_response(request, row.file)


def _at(year: int, number: int) -> Release:
    # No year of a calendar and no number of a release is larger; a database may not hold it.
    if year > 9999 or number > 999_999:
        raise Http404
    rows = Release.objects.out().select_related("process", "publisher", "partner")
    return get_object_or_404(rows, year=year, number=number)


def _address(request: HttpRequest) -> str:
    """Where the page is found by everyone, whatever the request called this host."""
    return f"{city_of(request).address.rstrip('/')}{request.path}"
