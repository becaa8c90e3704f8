"""For whom and when something is public, and how a thing of the records becomes a text to find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation

from ratschlag.city.queries import day_in, the_city
from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.journal.queries import domain_now
from ratschlag.languages.models import Authored
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.markdown import plain_of
from ratschlag.portal.queries.shown import with_shown
from ratschlag.process.models import Process
from ratschlag.search.models import Text
from ratschlag.search.rules import Kind

# One field of one row, as it is said on a page.
Part = tuple[Authored, str]


@dataclass(frozen=True)
class Scope:
    """The languages of the city, the announced processes, and the moment."""

    languages: tuple[str, ...]
    processes: tuple[Process, ...]
    at: datetime
    today: date


def scope_now() -> Scope | None:
    """None where there is no city yet."""
    city = the_city()
    if city is None:
        return None
    at = domain_now()
    processes = with_shown(Process.objects.announced()).order_by("pk")
    return Scope(tuple(city.languages), tuple(processes), at, day_in(city, at))


@dataclass(frozen=True)
class Thing:
    """Something of the records that has a place on a page.

    `plain` are words that are the same in every language: names. `also` is what it is called
    besides its title: its number. `public_on` is the day
    on which it came out, where it came out on a day: the newer stands before the older.
    """

    kind: Kind
    key: str
    address: str
    title: Part
    parts: tuple[Part, ...] = ()
    plain: str = ""
    public_on: date | None = None
    also: str = ""
    is_markdown: bool = False

    @property
    def rows(self) -> list[Authored]:
        return list(dict.fromkeys(row for row, _field in (self.title, *self.parts)))


def in_languages(scope: Scope, things: Iterable[Thing]) -> Iterator[Text]:
    """Each thing in German, and in every other language in which something of it is said.

    What a language lacks stands in the German text, not once more in each.
    """
    things = list(things)
    rows = list(dict.fromkeys(row for thing in things for row in thing.rows))
    for language in scope.languages:
        read(language, rows)
        for thing in things:
            if text := _in_language(thing, language):
                yield text


def _in_language(thing: Thing, language: str) -> Text | None:
    title = wording_of(*thing.title)
    said = [wording_of(*part) for part in thing.parts]
    own = [wording.text for wording in said if wording.language == language and wording.text]
    if language not in (SOURCE_LANGUAGE, title.language) and not own:
        return None
    own = [plain_of(text) for text in own] if thing.is_markdown else own
    words = [*own, thing.plain] if thing.plain else own
    return Text(
        kind=thing.kind,
        key=thing.key,
        language=language,
        title=title.text,
        text="\n".join(words),
        address=thing.address,
        public_on=thing.public_on,
        also=thing.also,
    )


def parts_of(row: Authored, *fields: str) -> tuple[Part, ...]:
    return tuple((row, field) for field in fields)


def address_of(name: str, *parts: object) -> str:
    """The address of a page behind the language, which each reader has its own of."""
    with translation.override(SOURCE_LANGUAGE):
        return reverse(name, args=parts).removeprefix(f"/{SOURCE_LANGUAGE}/")


def in_each_language(scope: Scope, say: Callable[[], str]) -> Iterator[tuple[str, str]]:
    """What the interface says in each language; where it says the German words, only German."""
    with translation.override(SOURCE_LANGUAGE):
        german = say()
    for language in scope.languages:
        with translation.override(language):
            said = say()
        if language == SOURCE_LANGUAGE or said != german:
            yield language, said
