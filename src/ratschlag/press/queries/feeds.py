"""The newest releases as feeds tell them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import translation

from ratschlag.city.models import City
from ratschlag.city.rules import SOURCE_LANGUAGE, html_language
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.markdown import html_of
from ratschlag.press.models import Release
from ratschlag.process.models import Process

# Control characters that no XML may hold: one of them would take the feed from everyone.
_FORBIDDEN = dict.fromkeys(c for c in range(32) if c not in (9, 10, 13))
# Feeds are for what is new; the list of releases has everything.
_MOST = 50


@dataclass(frozen=True)
class Entry:
    """A release as feed readers show it."""

    # Never changes, also when the site moves to another host.
    mark: str
    link: str
    title: str
    teaser: str
    html: str
    language: str
    released_at: datetime
    updated_at: datetime
    publisher: str
    process: str


def feedable(text: str) -> str:
    """The text without what somebody pasted and no feed can carry."""
    return text.translate(_FORBIDDEN)


def entries(city: City, language: str, process: Process | None = None) -> list[Entry]:
    """The newest ones, in that language where they are translated, else in German."""
    releases = Release.objects.published()
    if process is not None:
        releases = releases.filter(process=process)
    found = list(
        releases.select_related("publisher", "process").prefetch_related("corrections")[:_MOST]
    )
    read(language, found, [row.process for row in found if row.process])
    return [_entry(city, row, language) for row in found]


def _entry(city: City, release: Release, language: str) -> Entry:
    assert release.released_at is not None  # noqa: S101  what is published was released
    about = release.public_process
    corrected = [row.corrected_at for row in release.corrections.all()]
    address = city.address.rstrip("/")
    with translation.override(SOURCE_LANGUAGE):
        mark = reverse("press:release", args=[release.year, release.number])
    return Entry(
        mark=f"tag:{address.partition('://')[2].partition(':')[0]},{release.year}:{mark}",
        link=address + reverse("press:release", args=[release.year, release.number]),
        title=feedable(wording_of(release, "headline").text),
        teaser=feedable(wording_of(release, "teaser").text),
        html=str(html_of(wording_of(release, "body").text)),
        language=html_language(wording_of(release, "headline").language),
        released_at=release.released_at,
        updated_at=max([release.released_at, *corrected]),
        publisher=feedable(release.publisher.name),
        process=feedable(wording_of(about, "title").text) if about else "",
    )
