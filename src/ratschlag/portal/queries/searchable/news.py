"""What the city says as one finds it: press releases, its own pages, the words it explains."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.timezone import localdate

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.models import Term
from ratschlag.portal.queries.searchable.scope import (
    Scope,
    Thing,
    address_of,
    in_languages,
    parts_of,
)
from ratschlag.press.models import Page, Release
from ratschlag.press.queries.pages import address_of as address_of_page
from ratschlag.press.queries.pages import readable_pages
from ratschlag.press.rules import TABLES
from ratschlag.search.models import Text
from ratschlag.search.rules import Kind


def releases(scope: Scope) -> Iterator[Text]:
    """Those that are out and were not withdrawn; of a process that is announced, or of none."""
    announced = {row.pk for row in scope.processes}
    rows = Release.objects.published().prefetch_related("corrections")
    things = [_release(row) for row in rows if row.process_id in (None, *announced)]
    yield from in_languages(scope, things)


def _release(row: Release) -> Thing:
    parts = parts_of(row, "teaser", "facts", "body")
    parts += tuple(part for each in row.corrections.all() for part in parts_of(each, "text"))
    return Thing(
        Kind.RELEASE,
        str(row.pk),
        address_of("press:release", row.year, row.number),
        (row, "headline"),
        parts,
        public_on=localdate(row.released_at) if row.released_at else None,
        also=f"{row.number}/{row.year}",
        is_markdown=True,
    )


def pages(scope: Scope) -> Iterator[Text]:
    """What the city has published of its own pages."""
    for text in in_languages(scope, map(_page, readable_pages())):
        yield replace(text, text=_without_tables(text.text))


def _page(row: Page) -> Thing:
    return Thing(
        Kind.PAGE,
        str(row.pk),
        address_of_page(row, SOURCE_LANGUAGE).removeprefix(f"/{SOURCE_LANGUAGE}/"),
        (row, "title"),
        parts_of(row, "body", "poster"),
        is_markdown=True,
    )


def _without_tables(text: str) -> str:
    """A mark such as [[cookies]] is not read by anyone; the page puts a table in its place."""
    return "\n".join(line for line in text.splitlines() if line not in TABLES)


def terms(scope: Scope) -> Iterator[Text]:
    """Every word of the glossary; it is public once it is saved."""
    glossary = address_of("press:glossary")
    things = [
        Thing(
            Kind.TERM,
            str(row.pk),
            f"{glossary}#w{row.pk}",
            (row, "word"),
            parts_of(row, "explanation"),
        )
        for row in Term.objects.all()
    ]
    yield from in_languages(scope, things)
