"""What a second person looks at before a release comes out: found by rules, decided by people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from ratschlag.city.queries import day_in, domain_today, the_city
from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE
from ratschlag.events.models import FormerTitle
from ratschlag.journal.queries import domain_now
from ratschlag.languages.models import Translation
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.lib.markdown import links_of, plain_of
from ratschlag.people.models import OfficeHolder, Organisation
from ratschlag.press.compute.placeholders import filled, named_in, unknown_in
from ratschlag.press.compute.wording import ageing_words, misspelt_names, wrong_weekdays
from ratschlag.press.models import Release
from ratschlag.press.queries.facts import values_of
from ratschlag.press.rules import WAITING
from ratschlag.process.models import Process, ShortAddress
from ratschlag.synthesis.compute.private import private_words
from ratschlag.synthesis.queries.private import PRIVATE_LABELS

_MONDAY = date(2016, 8, 22)


@dataclass(frozen=True)
class Finding:
    """Something to look at; what `stops` keeps the release from coming out."""

    what: str
    text: str
    stops: bool = False


def findings_of(release: Release) -> list[Finding]:
    """Everything that the rules find in the German text, what stops it first."""
    values = values_of(release.process)
    texts = (release.headline, release.teaser, release.facts, release.body)
    unknown = unknown_in(values, *texts)
    found = [Finding(_("Unknown fact"), f"{{{{ {key} }}}}", stops=True) for key in unknown]
    known = values | dict.fromkeys(named_in(*texts), "")
    text = "\n".join(filled(one, known | values) for one in (*texts[:3], plain_of(release.body)))
    found += _late(release)
    found += _wrong_days(text, release)
    found += _dead_links(release.body)
    found += _other_names(text)
    found += _private(text)
    found += [Finding(_("Word that ages"), word) for word in ageing_words(text)]
    found += _languages(release)
    return found


def _late(release: Release) -> Iterator[Finding]:
    due = release.scheduled_for or release.embargo_until
    if release.state in WAITING and due and due < domain_now() - timedelta(minutes=5):
        what = _("It should be out by now. Publish it here, or change what stops it.")
        yield Finding(_("Time"), what, stops=True)


def _wrong_days(text: str, release: Release) -> Iterator[Finding]:
    due, city = release.scheduled_for or release.embargo_until or release.released_at, the_city()
    day = release.as_of or (day_in(city, due) if due and city else domain_today())
    for wrong in wrong_weekdays(text, day):
        if wrong.is_number < 0:
            yield Finding(_("Day"), _("“%(text)s”: there is no such day.") % {"text": wrong.text})
            continue
        other = PartialDate(_MONDAY + timedelta(days=wrong.is_number), Precision.DAY)
        right = in_words(other, "de", weekday=True).partition(",")[0]
        said = _("“%(text)s” is a %(day)s.") % {"text": wrong.text, "day": right}
        yield Finding(_("Weekday"), said)


def _dead_links(body: str) -> Iterator[Finding]:
    """Links on this site are followed; where others lead, a person has to look."""
    for href in links_of(body):
        if href.startswith("/") and not _leads_somewhere(href):
            yield Finding(_("Link"), _("%(link)s leads nowhere on this site.") % {"link": href})
        elif href.startswith("http"):
            host = urlsplit(href).hostname or ""
            said = _("Please open %(link)s yourself: no other site is called from here.")
            if "." not in host:
                said = _("%(link)s is no address of a site.")
            yield Finding(_("Link"), said % {"link": href})


def _leads_somewhere(href: str) -> bool:
    """Whether everyone finds a page there; one without a language is asked for in German too."""
    path = href.partition("#")[0].partition("?")[0]
    first = path.strip("/").partition("/")[0]
    if first in LANGUAGES:
        return _is_there(path, first)
    return _is_there(path, SOURCE_LANGUAGE) or _is_there(
        f"/{SOURCE_LANGUAGE}{path}", SOURCE_LANGUAGE
    )


def _is_there(path: str, language: str) -> bool:
    try:
        with translation.override(language):
            match = resolve(path)
    except Resolver404:
        return False
    named = match.kwargs
    if path.startswith("/desk/"):
        return False
    if "short" in named:
        return ShortAddress.objects.filter(path=named["short"]).exists()
    if match.view_name == "press:release":
        return Release.objects.published().filter(**named).exists()
    if "verfahren/<slug:slug>/" in match.route:
        return Process.objects.announced().filter(slug=named["slug"]).exists()
    return True


def _other_names(text: str) -> Iterator[Finding]:
    """Names as their bearers write them, and titles that a series no longer has."""
    names = [*Organisation.objects.values_list("name", flat=True)]
    names += OfficeHolder.objects.values_list("name", flat=True)
    for stands, name in misspelt_names(text, names):
        said = _("“%(stands)s”: registered is “%(name)s”.") % {"stands": stands, "name": name}
        yield Finding(_("Name"), said)
    for row in FormerTitle.objects.select_related("series"):
        if row.title in text:
            said = _("“%(before)s” is called “%(now)s” today.")
            yield Finding(_("Name"), said % {"before": row.title, "now": row.series.title})


def _private(text: str) -> Iterator[Finding]:
    """What may tell about a private person; who holds an office is public."""
    public = set(OfficeHolder.objects.values_list("name", flat=True))
    for found in private_words(text, SOURCE_LANGUAGE):
        words = text[found.start : found.end]
        if words not in public:
            what = PRIVATE_LABELS[found.kind]
            yield Finding(_("Personal data"), f"{words} ({what})")


def _languages(release: Release) -> Iterator[Finding]:
    city = the_city()
    there = Translation.objects.current().filter(
        kind=release.kind, number=release.pk, field="headline"
    )
    known = set(there.values_list("language", flat=True)) | {SOURCE_LANGUAGE}
    missing = [language for language in (city.languages if city else ()) if language not in known]
    if missing:
        yield Finding(_("Not translated yet"), ", ".join(missing))
