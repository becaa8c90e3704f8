"""Every public page with its address in each language, for search engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import translation

from ratschlag.city.models import City
from ratschlag.city.rules import SOURCE_LANGUAGE, html_language
from ratschlag.concept.models import Edition
from ratschlag.council.models import Paper
from ratschlag.journal.queries import domain_now
from ratschlag.languages.models import Term
from ratschlag.portal.queries.shown import public_measures, public_themes, with_shown
from ratschlag.press.models import Release
from ratschlag.press.queries.pages import address_of, readable_pages
from ratschlag.press.rules import PageKind
from ratschlag.process.models import Process
from ratschlag.survey.queries import survey_of

# What a sitemap may hold (sitemaps.org).
MOST = 50_000


@dataclass(frozen=True)
class Place:
    """A page in one language, and the same page in the others."""

    address: str
    others: tuple[tuple[str, str], ...]
    changed_at: datetime | None = None


# A path in the source language, without it in front, and when the page changed if that is known.
_Page = tuple[str, datetime | None]


def places(city: City) -> list[Place]:
    """Every page that everyone may read, in every language of the city."""
    with translation.override(SOURCE_LANGUAGE):
        pages = [(path.removeprefix(f"/{SOURCE_LANGUAGE}"), at) for path, at in _pages()]
    return list(_places(city, pages))[:MOST]


def _places(city: City, pages: list[_Page]) -> Iterator[Place]:
    address = city.address.rstrip("/")
    # Easy German has no code of its own that search engines know; it is listed all the same.
    known = [language for language in city.languages if html_language(language) == language]
    for path, at in pages:
        others = tuple((language, f"{address}/{language}{path}") for language in known)
        for language in city.languages:
            yield Place(f"{address}/{language}{path}", others, at)


_OF_THE_CITY = (
    *("portal:home", "portal:about", "press:accessibility", "privacy:cookies"),
    *("press:subscribe", "press:releases"),
)


def _pages() -> Iterator[_Page]:
    for name in _OF_THE_CITY:
        yield reverse(name), None
    if Term.objects.exists():
        yield reverse("press:glossary"), None
    # "About" has its address whether the city wrote something there or not.
    for page in readable_pages().exclude(purpose=PageKind.ABOUT).order_by("slug"):
        yield address_of(page, SOURCE_LANGUAGE), page.published_at
    for year, number, at in Release.objects.published().values_list(
        "year", "number", "released_at"
    ):
        yield reverse("press:release", args=[year, number]), at
    for process in with_shown(Process.objects.announced()).order_by("slug"):
        yield from ((path, None) for path in _paths_of(process))


def _paths_of(process: Process) -> Iterator[str]:
    slug = process.slug
    for name in ("process", "fields", "organisations", "chronology"):
        yield reverse(f"portal:{name}", args=[slug])
    yield reverse("events:calendar", args=[slug])
    for row in process.events.order_by("slug"):
        yield reverse("events:event", args=[slug, row.slug])
    for field in process.fields.order_by("number"):
        yield reverse("portal:field", args=[slug, field.slug])
    for document in process.predecessors.order_by("slug"):
        yield reverse("process:document", args=[slug, document.slug])
    if survey_of(process, domain_now()):
        yield reverse("survey:survey", args=[slug])
    yield from _of_the_chain(process)


def _of_the_chain(process: Process) -> Iterator[str]:
    """What comes of it: voices, themes, measures, concept, council, reports; once it is public."""
    slug, shown = process.slug, vars(process)
    if shown["has_themes"]:
        yield reverse("portal:voices", args=[slug])
        yield reverse("portal:coverage", args=[slug])
        for theme in public_themes().filter(process=process).order_by("slug"):
            yield reverse("portal:theme", args=[slug, theme.slug])
    if shown["has_survey_results"]:
        yield reverse("survey:results", args=[slug])
    if shown["has_measures"]:
        yield reverse("concept:concept", args=[slug])
        for edition in Edition.objects.filter(process=process, is_public=True):
            yield reverse("concept:edition", args=[slug, edition.number])
        for measure in public_measures().filter(process=process).in_order():
            yield reverse("portal:measure", args=[slug, measure.code])
    if shown["has_papers"]:
        yield reverse("council:council", args=[slug])
        for paper in Paper.objects.submitted().filter(process=process):
            yield reverse("council:paper", args=[slug, paper.pk])
    if shown["has_reports"]:
        yield reverse("monitoring:states", args=[slug])
