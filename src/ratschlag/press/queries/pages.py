"""The pages of the city as they are shown: where they stand, in whose words."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import get_language

from ratschlag.city.models import City
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE
from ratschlag.languages.models import Translation
from ratschlag.languages.queries import read, wording_of
from ratschlag.languages.rules import State
from ratschlag.press.models import Page, PageVersion
from ratschlag.press.models.purposes import PAGE_LABELS
from ratschlag.press.rules import PAGE_PATHS, PageKind


@dataclass(frozen=True)
class FootLink:
    """A page in the foot of every page."""

    href: str
    label: Promise | str


def address_of(page: Page, language: str = "") -> str:
    """Where a page stands, in that language or the page's."""
    path = PAGE_PATHS[PageKind(page.purpose)].format(slug=page.slug)
    return f"/{language or get_language() or SOURCE_LANGUAGE}/{path}"


def page_of_kind(kind: PageKind) -> Page | None:
    """The public page of a kind, if the city has one."""
    return Page.objects.published().filter(purpose=kind).first()


def readable_pages() -> QuerySet[Page]:
    """Every public page that is shown somewhere; at the address for accessibility stands the
    statement, which has more to it than a text."""
    return Page.objects.published().exclude(purpose=PageKind.ACCESSIBILITY)


def foot_links() -> list[FootLink]:
    """Every public page besides "about", which always stands there."""
    pages = list(readable_pages().exclude(purpose=PageKind.ABOUT).defer("body"))
    order = list(PageKind)
    pages.sort(key=lambda page: (order.index(PageKind(page.purpose)), page.title))
    if free := [page for page in pages if page.purpose == PageKind.FREE]:
        read(get_language() or SOURCE_LANGUAGE, free, only=("title",))  # the text stays deferred
    return [FootLink(address_of(page), _label(page)) for page in pages]


def _label(page: Page) -> Promise | str:
    kind = PageKind(page.purpose)
    return wording_of(page, "title").text if kind is PageKind.FREE else PAGE_LABELS[kind]


def kinds_to_begin() -> list[PageKind]:
    """The kinds of which there is no page yet and which would be shown at an address of theirs."""
    there = set(Page.objects.values_list("purpose", flat=True))
    wanted = [kind for kind in PageKind if kind is PageKind.FREE or kind not in there]
    return [kind for kind in wanted if kind is not PageKind.ACCESSIBILITY and _has_address(kind)]


def _has_address(kind: PageKind) -> bool:
    try:
        resolve(f"/{SOURCE_LANGUAGE}/" + PAGE_PATHS[kind].format(slug="seite"))
    except Resolver404:
        return False
    return True


@dataclass(frozen=True)
class LanguageState:
    """How a page stands in one language."""

    language: str
    name: str
    state: str

    @property
    def is_missing(self) -> bool:
        return not self.state


def languages_of(page: Page, city: City) -> list[LanguageState]:
    """Each language of the city besides German, with the worst state of the page's texts."""
    rows = Translation.objects.filter(kind=page.kind, number=page.pk)
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.language, {})[row.field] = row.state
    wanted = [name for name in page.translated if getattr(page, name)]
    return [
        LanguageState(language, NATIVE_NAMES[language], _worst(found.get(language, {}), wanted))
        for language in city.languages
        if language != SOURCE_LANGUAGE
    ]


def _worst(states: dict[str, str], wanted: list[str]) -> str:
    said = [states.get(name, "") for name in wanted]
    for state in ("", State.STALE, State.MACHINE):
        if state in said:
            return state
    return State.CHECKED


def versions_of(page: Page) -> QuerySet[PageVersion]:
    """Every text that was saved, the newest first."""
    return page.versions.select_related("saved_by").order_by("-saved_at", "-number")


def last_version(page: Page, language: str = SOURCE_LANGUAGE) -> PageVersion | None:
    return page.versions.filter(language=language).order_by("-number").first()
