"""Feeds of the releases: Atom and JSON Feed 1.1, of all and of a process, in every language."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ratschlag.city.queries import city_of
from ratschlag.city.rules import html_language
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.permission import public
from ratschlag.press.queries.feeds import Entry, entries, feedable
from ratschlag.process.models import Process

_FRESH = {"Cache-Control": "max-age=300"}


@dataclass(frozen=True)
class Channel:
    """A feed before it is written in a format."""

    title: str
    home: str
    entries: list[Entry]


def _channel(request: HttpRequest, slug: str) -> Channel:
    city, language = city_of(request), request.LANGUAGE_CODE
    title, process = _("Press releases: %(city)s") % {"city": city.name}, None
    if slug:
        process = get_object_or_404(Process.objects.announced(), slug=slug)
        read(language, [process])
        title = f"{wording_of(process, 'title').text}: {city.name}"
    path = reverse("portal:process", args=[slug]) if slug else reverse("portal:home")
    found = entries(city, language, process)
    return Channel(feedable(title), city.address.rstrip("/") + path, found)


def _own_address(request: HttpRequest) -> str:
    return city_of(request).address.rstrip("/") + request.path


@public
@require_safe
def atom(request: HttpRequest, slug: str = "") -> HttpResponse:
    channel = _channel(request, slug)
    feed = Atom1Feed(
        title=channel.title,
        link=channel.home,
        description="",
        language=html_language(request.LANGUAGE_CODE),
        author_name=feedable(city_of(request).name),
        feed_url=_own_address(request),
        feed_guid=channel.home,
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.link,
            description=entry.teaser,
            author_name=entry.publisher,
            pubdate=entry.released_at,
            updateddate=entry.updated_at,
            unique_id=entry.mark,
            categories=[entry.process] if entry.process else [],
        )
    response = HttpResponse(content_type=feed.content_type, headers=_FRESH)
    feed.write(response, "utf-8")
    return response


@public
@require_safe
def json(request: HttpRequest, slug: str = "") -> HttpResponse:
    """JSON Feed 1.1, with the whole text of each release."""
    channel = _channel(request, slug)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": _own_address(request),
        "language": html_language(request.LANGUAGE_CODE),
        "authors": [{"name": city_of(request).name}],
        "items": [_item(entry) for entry in channel.entries],
    }
    return JsonResponse(feed, content_type="application/feed+json", headers=_FRESH)


def _item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.mark,
        "url": entry.link,
        "title": entry.title,
        "summary": entry.teaser,
        "content_html": entry.html,
        "language": entry.language,
        "date_published": entry.released_at.isoformat(timespec="seconds"),
        "date_modified": entry.updated_at.isoformat(timespec="seconds"),
        "authors": [{"name": entry.publisher}],
    }
    return item | ({"tags": [entry.process]} if entry.process else {})
