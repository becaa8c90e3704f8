"""What can be found by now: everything public, of every room, in every language of the city.

A room that has something public adds a source: a function that gets the scope and yields texts.
What is not yielded is not found; a source asks the same question as the page it leads to.
"""

from collections.abc import Callable, Iterable, Iterator

from ratschlag.portal.queries.searchable import news, outcome, places, plan, voices
from ratschlag.portal.queries.searchable.scope import Scope, scope_now
from ratschlag.search.models import Text

SOURCES: tuple[Callable[[Scope], Iterable[Text]], ...] = (
    plan.processes,
    plan.phases,
    plan.events,
    plan.fields,
    plan.documents,
    plan.organisations,
    plan.surveys,
    voices.themes,
    voices.voices,
    outcome.goals,
    outcome.measures,
    outcome.concepts,
    outcome.papers,
    outcome.reports,
    news.releases,
    news.pages,
    news.terms,
    places.places,
)


def searchable() -> Iterator[Text]:
    """Everything that everyone may find at this moment; nothing without a city."""
    if scope := scope_now():
        for source in SOURCES:
            yield from source(scope)
