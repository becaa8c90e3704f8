"""A release as a page says it, in the reader's language, and the list of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.models import Translation
from ratschlag.languages.queries import Reading, Wording, read, wording_of
from ratschlag.lib.markdown import html_of, plain_of
from ratschlag.press.compute.placeholders import fact_lines, filled, named_in
from ratschlag.press.models import Attachment, Correction, Release
from ratschlag.press.models.releases import ReleaseQuerySet
from ratschlag.press.queries.facts import values_of
from ratschlag.process.models import Process

_SEARCHED = ("headline", "teaser", "facts", "body")
_MOST_WORDS = 6


@dataclass(frozen=True)
class FactLine:
    """A line of the facts, in the language in which it is there."""

    label: str
    wording: Wording


@dataclass(frozen=True)
class Shown:
    """A release as it is read."""

    release: Release
    headline: Wording
    teaser: Wording
    facts: tuple[FactLine, ...]
    body: Wording
    corrections: tuple[Correction, ...]
    attachments: tuple[Attachment, ...]
    reading: Reading
    day: date | None

    @property
    def html(self) -> SafeString:
        return html_of(self.body.text)

    @property
    def plain(self) -> str:
        return plain_of(self.body.text)


@dataclass(frozen=True)
class Neighbours:
    before: Release | None
    after: Release | None


def shown(release: Release, language: str) -> Shown:
    """The release with all that stands beside it; a draft with the facts as they are now."""
    corrections = tuple(release.corrections.all())
    attachments = tuple(release.attachments.select_related("file").defer("file__content"))
    about = [release.process] if release.process else []
    reading = read(language, [release], corrections, attachments, about)
    said = {name: wording_of(release, name) for name in _SEARCHED}
    if not release.is_out:
        said = _with_facts(release, said)
    return Shown(
        release=release,
        headline=said["headline"],
        teaser=said["teaser"],
        facts=tuple(
            FactLine(label, Wording(text, said["facts"].language, said["facts"].is_machine))
            for label, text in fact_lines(said["facts"].text)
        ),
        body=said["body"],
        corrections=corrections,
        attachments=attachments,
        reading=reading,
        day=day_of(release),
    )


def _with_facts(release: Release, said: dict[str, Wording]) -> dict[str, Wording]:
    """What the text will say once it is out; an unknown fact stays as it was typed."""
    keys = named_in(*(wording.text for wording in said.values()))
    if not keys:
        return said
    typed = {key: f"{{{{ {key} }}}}" for key in keys}
    languages = {wording.language for wording in said.values()}
    values = {one: typed | values_of(release.process, one) for one in languages}
    return {
        name: Wording(
            filled(wording.text, values[wording.language], is_markdown=name == "body"),
            wording.language,
            wording.is_machine,
        )
        for name, wording in said.items()
    }


def day_of(release: Release) -> date | None:
    """The day on which it came out, in the time zone of the page: that of the city."""
    return localdate(release.released_at) if release.released_at else None


def neighbours(release: Release) -> Neighbours:
    """The release before and the one after it, among those that everyone reads."""
    others = Release.objects.published().exclude(pk=release.pk)
    at, place = release.released_at, (release.year, release.number)
    earlier = Q(released_at__lt=at) | Q(released_at=at, year=place[0], number__lt=place[1])
    return Neighbours(
        before=others.filter(earlier).first(),
        after=others.exclude(earlier).reverse().first(),
    )


def releases_found(
    *, words: str = "", year: int | None = None, process: Process | None = None, language: str
) -> ReleaseQuerySet:
    """What everyone may read, narrowed to a year, a process, and to what holds every word."""
    found = Release.objects.published().select_related("process", "publisher")
    if year is not None:
        found = found.filter(year=year)
    if process is not None:
        found = found.filter(process=process)
    for word in words.split()[:_MOST_WORDS]:
        found = found.filter(_holds(word, language))
    return found


def _holds(word: str, language: str) -> Q:
    # SQLite knows capitals only of A to Z: "über" has to be asked for as "Über" too.
    forms = {word, word.lower(), word.capitalize()}
    wanted, translated = Q(), Q()
    for form in forms:
        for field in _SEARCHED:
            wanted |= Q(**{f"{field}__icontains": form})
        translated |= Q(text__icontains=form)
    if word.isdecimal() and len(word) < 7:
        wanted |= Q(number=int(word))
    if language == SOURCE_LANGUAGE:
        return wanted
    rows = Translation.objects.current().filter(translated, language=language)
    rows = rows.filter(kind=Release._meta.label_lower, field__in=_SEARCHED)
    return wanted | Q(pk__in=rows.values("number"))


def years() -> list[int]:
    """The years in which something came out, newest first."""
    found = Release.objects.published().order_by("-year").values_list("year", flat=True)
    return [year for year in found.distinct() if year is not None]


def topics() -> Sequence[Process]:
    """The processes about which something came out."""
    known = Release.objects.published().order_by().values("process")
    return list(Process.objects.announced().filter(pk__in=known).order_by("title"))


def as_news(shown: Shown, *, address: str, publisher: str) -> dict[str, Any]:
    """What search engines are told: schema.org NewsArticle."""
    release = shown.release
    changed = shown.corrections[-1].corrected_at if shown.corrections else release.released_at
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shown.headline.text,
        "description": shown.teaser.text,
        "articleBody": shown.plain,
        "inLanguage": shown.body.language.partition("-")[0],
        "datePublished": release.released_at.isoformat() if release.released_at else "",
        "dateModified": changed.isoformat() if changed else "",
        "mainEntityOfPage": address,
        "url": address,
        "author": {"@type": "Organization", "name": release.publisher.name},
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    }
