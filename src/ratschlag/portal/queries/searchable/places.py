"""Pages that belong to no record as one finds them: by their titles."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.portal.queries.searchable.scope import Scope, address_of, in_each_language
from ratschlag.press.queries.pages import page_of_kind
from ratschlag.press.rules import PageKind
from ratschlag.process.models import Process
from ratschlag.search.models import Text
from ratschlag.search.rules import Kind
from ratschlag.survey.queries import survey_of

_ABOUT = "portal:about"
_OF_THE_CITY: tuple[tuple[str, Promise], ...] = (
    (_ABOUT, _("About this site")),
    ("press:accessibility", _("Accessibility")),
    ("press:subscribe", _("News by e-mail")),
    ("privacy:cookies", _("Cookie settings")),
    ("portal:fate", _("My contribution")),
)
# Each with what a process must have for its page to say anything.
_OF_A_PROCESS: tuple[tuple[str, Promise, str], ...] = (
    ("portal:fields", _("Fields of action"), "pk"),
    ("events:calendar", _("Events"), "pk"),
    ("portal:organisations", _("Who takes part"), "pk"),
    ("portal:voices", _("From the voices to the measures"), "has_themes"),
    ("portal:coverage", _("What became of every contribution"), "has_themes"),
    ("concept:concept", _("Concept"), "has_measures"),
    ("council:council", _("Council"), "has_papers"),
    ("monitoring:states", _("Follow-up"), "has_reports"),
    ("survey:results", _("What the survey gave"), "has_survey_results"),
)


def places(scope: Scope) -> Iterator[Text]:
    # What the city itself wrote about its site is found as a page of its own (news.py).
    is_written = page_of_kind(PageKind.ABOUT) is not None
    for name, title in _OF_THE_CITY:
        if name != _ABOUT or not is_written:
            yield from _page(scope, name, title)
    for process in scope.processes:
        for name, title, needed in _OF_A_PROCESS:
            if getattr(process, needed):
                yield from _page(scope, name, title, process)
        if survey_of(process, scope.at):
            yield from _page(scope, "survey:survey", _("Survey"), process)


def _page(scope: Scope, name: str, title: Promise, of: Process | None = None) -> Iterator[Text]:
    address = address_of(name, of.slug) if of else address_of(name)
    key = f"{name}-{of.pk}" if of else name
    for language, said in in_each_language(scope, lambda: str(title)):
        yield Text(Kind.PAGE, key, language, said, "", address)
