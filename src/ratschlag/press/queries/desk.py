"""What the press desk shows: releases by state, the numbers of a year, translations of a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from ratschlag.city.queries import the_city
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE
from ratschlag.journal.queries import domain_now
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.people.rules import Standing
from ratschlag.press.models import Release, TakenElsewhere, YearCounter
from ratschlag.press.models.releases import ReleaseQuerySet
from ratschlag.press.queries.facts import changed_facts, values_of
from ratschlag.press.rules import OUT, State, may_write_release

# The worker looks every minute; what is not out so long after its time, something holds back.
_BY_THEN = timedelta(minutes=10)


@dataclass(frozen=True)
class Spoken:
    """How a release stands in a language."""

    language: str
    name: str
    state: str  # "source", "checked", "machine", "stale", "missing"


@dataclass(frozen=True)
class YearOfNumbers:
    """The numbers of a year: how far it is, what was given elsewhere, what is missing."""

    year: int
    last: int
    given_count: int
    taken: tuple[TakenElsewhere, ...]
    gaps: tuple[str, ...]


def releases_at_desk(words: str = "", state: str = "") -> ReleaseQuerySet:
    """What is not out yet first, then the newest."""
    found = Release.objects.select_related("process", "author")
    if words:
        known = Q(headline__icontains=words) | Q(teaser__icontains=words)
        known |= Q(number=int(words)) if words.isdecimal() and len(words) < 7 else Q()
        found = found.filter(known)
    if state in set(State):
        found = found.filter(state=state)
    return found.order_by("-released_at", "-year", "-number", "headline")


def split_by_state(rows: Iterable[Release]) -> tuple[list[Release], list[Release]]:
    """(in the making, out)."""
    rows = list(rows)
    return [row for row in rows if row.state not in OUT], [row for row in rows if row.state in OUT]


def spoken(release: Release) -> list[Spoken]:
    """Every language of the city, and how the text stands in it."""
    city = the_city()
    fields = [name for name in release.translated if getattr(release, name)]
    rows: dict[str, list[Translation]] = {}
    for row in Translation.objects.filter(kind=release.kind, number=release.pk, field__in=fields):
        rows.setdefault(row.language, []).append(row)
    return [
        Spoken(language, NATIVE_NAMES[language], _state(language, rows.get(language, []), fields))
        for language in (city.languages if city else (SOURCE_LANGUAGE,))
    ]


def _state(language: str, rows: list[Translation], fields: list[str]) -> str:
    if language == SOURCE_LANGUAGE:
        return "source"
    if len(rows) < len(fields):
        return "missing"
    states = {row.state for row in rows}
    for state in (Translated.STALE, Translated.MACHINE):
        if state in states:
            return str(state)
    return str(Translated.CHECKED)


def texts_in(release: Release, language: str) -> dict[str, str]:
    found = Translation.objects.filter(kind=release.kind, number=release.pk, language=language)
    return dict(found.values_list("field", "text"))


def numbers_of_years() -> list[YearOfNumbers]:
    """Every year in which a number was given or taken, newest first."""
    taken: dict[int, list[TakenElsewhere]] = {}
    for row in TakenElsewhere.objects.order_by("first"):
        taken.setdefault(row.year, []).append(row)
    given: dict[int, list[int]] = {}
    for year, number in Release.objects.out().order_by("number").values_list("year", "number"):
        given.setdefault(year or 0, []).append(number or 0)
    last = dict(YearCounter.objects.values_list("year", "last"))
    return [
        YearOfNumbers(
            year=year,
            last=last.get(year, 0),
            given_count=len(given.get(year, [])),
            taken=tuple(taken.get(year, [])),
            gaps=tuple(_gaps(last.get(year, 0), given.get(year, []), taken.get(year, []))),
        )
        for year in sorted({*taken, *given, *last}, reverse=True)
    ]


def _gaps(last: int, given: list[int], taken: list[TakenElsewhere]) -> list[str]:
    """Numbers up to the last one that nobody has: "3" or "5–9"."""
    spans = sorted([(n, n) for n in given] + [(row.first, row.last) for row in taken])
    found, at = [], 1
    for first, end in [*spans, (last + 1, last + 1)]:
        if at < first <= last + 1:
            found.append(str(at) if at == first - 1 else f"{at}–{first - 1}")
        at = max(at, end + 1)
    return found


def to_check(standing: Standing) -> list[Release]:
    """Drafts that wait for a second person, and this is one."""
    rows = Release.objects.filter(state=State.DRAFT).select_related("process")
    return [
        row
        for row in rows
        if standing.number not in (row.author_id, row.changed_by_id)
        and may_write_release(standing, row.process.slug if row.process else "")
    ]


def to_correct(standing: Standing) -> list[Release]:
    """What is out and took facts from the records that have changed since."""
    rows = Release.objects.published().exclude(pulled={}).select_related("process")
    mine = [
        row for row in rows if may_write_release(standing, row.process.slug if row.process else "")
    ]
    processes = {row.process_id: row.process for row in mine}
    known = {number: values_of(process) for number, process in processes.items()}
    return [row for row in mine if changed_facts(row, known[row.process_id])]


def held_back(standing: Standing) -> list[Release]:
    """What should have come out by itself and did not: a fact is gone, or the worker rests."""
    rows = Release.objects.due(domain_now() - _BY_THEN).select_related("process")
    return [
        row for row in rows if may_write_release(standing, row.process.slug if row.process else "")
    ]
