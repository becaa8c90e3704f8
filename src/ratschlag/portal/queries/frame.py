"""The frame around every page: city, languages, contrast and menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from ratschlag.monitoring.rules import may_see_reports
from ratschlag.people.queries import standing_of
from ratschlag.people.rules import (
    Standing,
    may_enter_desk,
    may_see_journal,
    may_see_organisations,
)
from ratschlag.portal.queries.shown import with_shown
from ratschlag.process.queries import announced_processes
from ratschlag.process.rules import may_see_plan
from ratschlag.survey.rules import may_enter_surveys
from ratschlag.synthesis.rules import may_enter_coding


@dataclass(frozen=True)
class LanguageLink:
    """A language of the city and the address of this page in it."""

    name: str
    lang: str
    dir: str
    href: str
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
        "language_links": [] if is_desk else _language_links(request, city, language),
        "menu_process": SimpleLazyObject(with_shown(announced_processes()).first),
        "desk_menu": _desk_menu(request) if is_desk and hasattr(request, "user") else [],
    }


def _language_links(request: HttpRequest, city: City | None, current: str) -> list[LanguageLink]:
    """This page in every language of the city; from a page without language, the home pages."""
    first, _slash, rest = request.path_info.lstrip("/").partition("/")
    rest = rest if first == current else ""
    return [
        LanguageLink(
            name=NATIVE_NAMES[language],
            lang=html_language(language),
            dir=direction(language),
            href=f"/{language}/{rest}",
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
    ("process_desk:fields", _("Fields of action"), may_see_plan),
    ("events_desk:events", _("Events"), may_see_events),
    ("people_desk:organisations", _("Organisations"), may_see_organisations),
    ("desk:journal", _("Journal"), may_see_journal),
)


def _desk_menu(request: HttpRequest) -> list[tuple[str, Promise]]:
    """The pages of the desk that this person may see: address and label."""
    standing = standing_of(request)
    return [(reverse(name), label) for name, label, may in _DESK_MENU if may(standing)]
