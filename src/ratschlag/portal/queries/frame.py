"""The frame around every page: city, languages, contrast and menu."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.db.models import Case, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ratschlag.city.models import City
from ratschlag.city.rules import (
    CONTRAST_COOKIE,
    HIGH,
    NATIVE_NAMES,
    SOURCE_LANGUAGE,
    direction,
    html_language,
)
from ratschlag.concept.rules import may_see_concept
from ratschlag.contributions.rules import may_enter_intake
from ratschlag.council.rules import may_see_council
from ratschlag.events.rules import may_see_events
from ratschlag.goals.rules import may_enter_goals
from ratschlag.journal.queries import at_of
from ratschlag.languages.models import Term
from ratschlag.monitoring.rules import may_see_reports
from ratschlag.people.queries import standing_of
from ratschlag.people.rules import (
    Standing,
    may_enter_desk,
    may_see_journal,
    may_see_organisations,
)
from ratschlag.portal.queries.shown import with_shown
from ratschlag.portal.rules import may_enter_translations
from ratschlag.press.queries.notices import notices_for
from ratschlag.press.queries.pages import foot_links
from ratschlag.press.rules import (
    NOTICE_COOKIE,
    may_keep_access,
    may_keep_mail,
    may_keep_pages,
    may_see_press,
    may_translate_pages,
)
from ratschlag.privacy.queries.consent import consent_of
from ratschlag.privacy.rules import ALIKE, may_see_counts
from ratschlag.process.models import Process
from ratschlag.process.queries import announced_processes
from ratschlag.process.rules import may_keep_addresses, may_see_plan
from ratschlag.survey.rules import may_enter_surveys
from ratschlag.synthesis.rules import may_enter_coding


@dataclass(frozen=True)
class LanguageLink:
    """A language of the city and the address of this page in it: here, and from elsewhere."""

    name: str
    lang: str
    dir: str
    href: str
    whole: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: city, language, contrast, menu (a context processor)."""
    city: City | None = getattr(request, "city", None)
    language = get_language() or SOURCE_LANGUAGE
    is_desk = request.path_info.startswith("/desk/")
    return {
        "city": city,
        "language": language,
        "html_language": html_language(language),
        "direction": direction(language),
        "is_easy": language == "de-easy",
        "is_high_contrast": request.COOKIES.get(CONTRAST_COOKIE) == HIGH,
        "consent": consent_of(request),
        "language_links": [] if is_desk else _language_links(request, city, language),
        "menu_process": SimpleLazyObject(partial(_menu_process, request)),
        "notices": SimpleLazyObject(partial(_notices, request, city)),
        "has_terms": SimpleLazyObject(Term.objects.exists),
        "city_pages": SimpleLazyObject(foot_links),
        "desk_menu": _desk_menu(request) if is_desk and hasattr(request, "user") else [],
    }


# Lies on a tablet without a network, for days.
_ALONE = "tablet:"


def _menu_process(request: HttpRequest) -> Process | None:
    """The process of this page; on a page of none, the first."""
    match = request.resolver_match
    slug = match.kwargs.get("slug", "") if match else ""
    is_another = Case(When(slug=slug, then=0), default=1)
    return _processes().order_by(is_another, "title").first()


@cache
def _processes() -> QuerySet[Process]:
    """Composed once, asked anew for each page: composing takes longer than asking."""
    return with_shown(announced_processes())


def _notices(request: HttpRequest, city: City | None) -> dict[str, Any]:
    """What everyone has to know now, without what this browser closed a moment ago."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if city is None or name.startswith(_ALONE):
        return {"all": [], "stay": True}
    stay = name.startswith(ALIKE)  # the same for everyone: nothing can be closed
    closed = "" if stay else request.COOKIES.get(NOTICE_COOKIE.name, "")
    return {"all": notices_for(at_of(request), closed=closed), "stay": stay}


def _language_links(request: HttpRequest, city: City | None, current: str) -> list[LanguageLink]:
    """This page in every language of the city; from a page without language, the home pages."""
    first, _slash, rest = request.path_info.lstrip("/").partition("/")
    rest = rest if first == current else ""
    own = city.address.rstrip("/") if city else ""
    return [
        LanguageLink(
            name=NATIVE_NAMES[language],
            lang=html_language(language),
            dir=direction(language),
            href=f"/{language}/{rest}",
            whole=f"{own}/{language}/{rest}",
            is_current=language == current,
        )
        for language in (city.languages if city else ())
    ]


_DESK_MENU: tuple[tuple[str, Promise, Callable[[Standing], bool]], ...] = (
    ("desk:today", _("Today"), may_enter_desk),
    ("process_desk:plan", _("Plan"), may_see_plan),
    ("survey_desk:surveys", _("Surveys"), may_enter_surveys),
    ("survey_desk:intakes", _("Typing in"), may_enter_intake),
    ("synthesis_desk:contributions", _("Contributions"), may_enter_coding),
    ("synthesis_desk:themes", _("Themes"), may_enter_coding),
    ("goals_desk:measures", _("Goals and measures"), may_enter_goals),
    ("goals_desk:all_gaps", _("Gaps"), may_enter_goals),
    ("concept_desk:concepts", _("Concept"), may_see_concept),
    ("council_desk:papers", _("Council"), may_see_council),
    ("monitoring_desk:reports", _("Follow-up"), may_see_reports),
    ("press_desk:releases", _("Press"), may_see_press),
    ("press_desk:mailing", _("Mail"), may_keep_mail),
    ("process_desk:fields", _("Fields of action"), may_see_plan),
    ("events_desk:events", _("Events"), may_see_events),
    ("process_desk:documents", _("Documents"), may_see_plan),
    ("process_desk:addresses", _("Short addresses"), may_keep_addresses),
    ("press_desk:notices", _("Notices"), may_keep_pages),
    ("press_desk:terms", _("Glossary"), may_translate_pages),
    ("press_desk:pages", _("Pages"), may_translate_pages),
    ("people_desk:organisations", _("Organisations"), may_see_organisations),
    ("desk:translations", _("Translations"), may_enter_translations),
    ("press_desk:access", _("Accessibility"), may_keep_access),
    ("privacy_desk:consent", _("Privacy"), may_see_counts),
    ("desk:journal", _("Journal"), may_see_journal),
)


def _desk_menu(request: HttpRequest) -> list[tuple[str, Promise]]:
    """The pages of the desk that this person may see: address and label."""
    standing = standing_of(request)
    return [(reverse(name), label) for name, label, may in _DESK_MENU if may(standing)]
