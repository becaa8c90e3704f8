"""What people say as one finds it: themes with what became of them, and the words themselves."""

from collections.abc import Iterable, Iterator, Mapping

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import for_quotes, shown_text
from ratschlag.languages.compute import source_hash
from ratschlag.portal.queries.quotes import codings_by_theme, contributions_in, readable
from ratschlag.portal.queries.searchable.scope import (
    Scope,
    Thing,
    address_of,
    in_languages,
    parts_of,
)
from ratschlag.portal.queries.shown import public_themes
from ratschlag.portal.queries.themes import published_answer
from ratschlag.portal.rules import VOICES_PER_PAGE
from ratschlag.search.models import Text
from ratschlag.search.rules import Kind
from ratschlag.synthesis.models import Theme


def themes(scope: Scope) -> Iterator[Text]:
    yield from texts_of_themes(scope, _themes(scope))


def texts_of_themes(scope: Scope, rows: Iterable[Theme]) -> Iterator[Text]:
    yield from in_languages(scope, map(_theme, rows))


def _themes(scope: Scope) -> Iterable[Theme]:
    rows = public_themes().filter(process__in=scope.processes).order_by("pk")
    return rows.select_related("process", "outcome__answer")


def _theme(row: Theme) -> Thing:
    parts = parts_of(row, "summary")
    if outcome := getattr(row, "outcome", None):
        parts += parts_of(outcome, "reason")
        if answer := published_answer(outcome):
            parts += parts_of(answer, "text")
    return Thing(
        Kind.THEME,
        str(row.pk),
        address_of("portal:theme", row.process.slug, row.slug),
        (row, "title"),
        parts,
        public_on=row.handed_over_on,
    )


def voices(scope: Scope) -> Iterator[Text]:
    """Contributions whose words everyone may read, where they are read: on the page of their
    first theme."""
    addresses = _addresses(_themes(scope))
    numbers = list(addresses)
    for at in range(0, len(numbers), 1000):
        rows = for_quotes(Contribution.objects.shown()).in_bulk(numbers[at : at + 1000])
        for number, row in rows.items():
            yield from texts_of_voice(row, addresses[number])


def _addresses(rows: Iterable[Theme]) -> Mapping[int, str]:
    """The page on which a contribution stands, by its number."""
    rows = list(rows)
    codings = codings_by_theme(rows) if rows else {}
    found: dict[int, str] = {}
    for theme in rows:
        address = address_of("portal:theme", theme.process.slug, theme.slug)
        for place, row in enumerate(readable(contributions_in(codings[theme.pk]))):
            page = place // VOICES_PER_PAGE + 1
            found.setdefault(row.pk, f"{address}?seite={page}" if page > 1 else address)
    return found


def texts_of_voice(row: Contribution, address: str) -> Iterator[Text]:
    """The words as everyone may read them, and their translations as long as they are of them."""
    said, key = shown_text(row), str(row.pk)
    yield Text(Kind.VOICE, key, row.language, "", _on_one_line(said), address, row.received_on)
    now = source_hash(said)
    for translation in row.translations.all():
        if translation.source_hash == now and translation.language != row.language:
            text, language = _on_one_line(translation.text), translation.language
            yield Text(Kind.VOICE, key, language, "", text, address, row.received_on)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
