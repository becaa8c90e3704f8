"""The closed list of facts that a release may name, pulled from the records in a language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from ratschlag.city.models import City
from ratschlag.city.queries import day_in, the_city
from ratschlag.city.rules import SOURCE_LANGUAGE, direction
from ratschlag.council.models import Consultation, Paper
from ratschlag.council.rules import ConsultationRole
from ratschlag.events.models import Event
from ratschlag.languages.models import Authored
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.dates import PartialDate, Precision, beginning_in_words, in_words
from ratschlag.lib.slugs import free_slug
from ratschlag.people.models import Organisation
from ratschlag.press.models import Release
from ratschlag.process.models import Process
from ratschlag.survey.models import Survey
from ratschlag.survey.rules import Stage

_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]")


@dataclass(frozen=True)
class Fact:
    """What stands in the records now; `key` is how a text names it."""

    key: str
    label: str
    value: str

    @property
    def named(self) -> str:
        return f"{{{{ {self.key} }}}}"


@dataclass(frozen=True)
class Changed:
    """A fact that the records no longer say as the release says it."""

    key: str
    before: str
    now: str


def facts_of(process: Process | None, language: str = SOURCE_LANGUAGE) -> list[Fact]:
    """What a text about the process may name; what the records don't know is not among it."""
    city = the_city()
    with translation.override(language):
        found = [*_of_process(process, city, language)] if process else []
        found += [
            Fact(f"organisation:{row.slug}", _("Name of the organisation"), row.name)
            for row in Organisation.objects.order_by("name")
        ]
    found = [fact for fact in found if fact.value]
    if direction(language) == "rtl":
        return [replace(fact, value=_apart(fact.value)) for fact in found]
    return found


def _apart(value: str) -> str:
    """A German name in a text from right to left, set apart so that commas stay in their place."""
    return f"\u2068{value}\u2069" if _LATIN.search(value) else value


def values_of(process: Process | None, language: str = SOURCE_LANGUAGE) -> dict[str, str]:
    return {fact.key: fact.value for fact in facts_of(process, language)}


def changed_facts(release: Release, known: Mapping[str, str] | None = None) -> list[Changed]:
    """What the release took from the records and the records now say otherwise.

    Who asks for many releases passes what the records of the process say, read once.
    """
    if not release.pulled or not release.is_readable:
        return []
    now = values_of(release.process) if known is None else known
    said = {key: values[SOURCE_LANGUAGE] for key, values in release.pulled.items()}
    return [
        Changed(key, before, now.get(key, ""))
        for key, before in sorted(said.items())
        if now.get(key, "") != release.seen.get(key, before)
    ]


def _of_process(process: Process, city: City | None, language: str) -> Iterator[Fact]:
    read(language, [process])
    yield Fact("process", _("Title of the process"), _text(process))
    if process.decider:
        yield Fact("process:decider", _("Who decides"), process.decider.name)
    short = process.short_addresses.first()
    if short and city:
        host = city.address.partition("://")[2].rstrip("/")
        yield Fact("process:address", _("Short address"), f"{host}/{short.path}")
    yield from _of_events(process, language)
    yield from _of_plan(process, language)
    if city:
        yield from _of_surveys(process, city, language)
    yield from _of_papers(process, language)


def _of_events(process: Process, language: str) -> Iterator[Fact]:
    rows = list(
        process.events.select_related("chair").prefetch_related("participations__organisation")
    )
    read(language, rows)
    for row in rows:
        key, title = f"event:{row.slug}", _text(row)
        yield Fact(key, _("Meeting"), title)
        yield Fact(f"{key}:date", title, in_words(row.held, language))
        if row.held.precision is Precision.DAY:
            yield Fact(f"{key}:day", title, in_words(row.held, language, weekday=True))
        yield Fact(f"{key}:time", title, _hours(row))
        yield Fact(f"{key}:place", title, row.venue)
        yield Fact(f"{key}:chair", title, row.chair.name if row.chair else "")
        takers = [one for one in row.participations.all() if not one.organisation.is_group]
        yield Fact(f"{key}:organisations", title, str(len(takers) or ""))


def _hours(event: Event) -> str:
    if event.starts_at is None:
        return ""
    begins = f"{event.starts_at:%H:%M}".lstrip("0")
    return f"{begins}–{event.ends_at:%H:%M}" if event.ends_at else begins


def _of_plan(process: Process, language: str) -> Iterator[Fact]:
    phases, milestones = list(process.phases.all()), list(process.milestones.all())
    before = list(process.predecessors.all())
    read(language, phases, milestones, before)
    taken: list[str] = []
    for phase in phases:
        key = f"phase:{_key_of(phase.title, taken)}"
        yield Fact(key, _("Step"), _text(phase))
        yield Fact(f"{key}:window", _text(phase), span_in_words(phase.starts, phase.ends, language))
    taken = []
    for row in milestones:
        key = f"milestone:{_key_of(row.title, taken)}"
        yield Fact(key, _("Milestone"), _text(row))
        yield Fact(f"{key}:due", _text(row), in_words(row.due, language))
    for document in before:
        key = f"document:{document.slug}"
        yield Fact(key, _("Decided before"), _text(document))
        yield Fact(f"{key}:adopted", _text(document), in_words(document.adopted, language))


def _of_surveys(process: Process, city: City, language: str) -> Iterator[Fact]:
    """Those that are announced; a draft is nobody's business outside."""
    rows = list(
        Survey.objects.filter(process=process).exclude(stage__in=(Stage.DRAFT, Stage.TESTED))
    )
    read(language, rows)
    for row in rows:
        key, title = f"survey:{row.slug}", _text(row)
        opens, closes = _day(day_in(city, row.opens_at)), _day(day_in(city, row.closes_at))
        yield Fact(key, _("Survey"), title)
        yield Fact(f"{key}:window", title, span_in_words(opens, closes, language))
        yield Fact(f"{key}:deadline", title, in_words(closes, language))


def _of_papers(process: Process, language: str) -> Iterator[Fact]:
    rows = list(Paper.objects.submitted().filter(process=process))
    read(language, rows)
    decisions = Consultation.objects.filter(paper__in=rows, role=ConsultationRole.DECISION)
    days = {row.paper_id: row.meets_on for row in decisions.order_by("reading")}
    for row in rows:
        key = f"paper:{free_slug(row.reference, ())}"
        yield Fact(key, _("Paper"), row.reference)
        yield Fact(f"{key}:title", row.reference, _text(row))
        if row.pk in days:
            yield Fact(f"{key}:session", row.reference, in_words(_day(days[row.pk]), language))


def _text(row: Authored) -> str:
    return wording_of(row, "title").text


def _day(day: date) -> PartialDate:
    return PartialDate(day, Precision.DAY)


def _key_of(title: str, taken: list[str]) -> str:
    taken.append(free_slug(title, taken))
    return taken[-1]


def span_in_words(starts: PartialDate, ends: PartialDate, language: str) -> str:
    """A time from … to …, as the pages say it; empty while nobody knows its beginning."""
    if starts.first is None or starts == ends:
        return in_words(starts, language)
    begin, end = in_words(starts, language), in_words(ends, language)
    if ends.first is None:
        return _("from %(start)s") % {"start": begin}
    if starts.precision is ends.precision is Precision.DAY:
        begin = beginning_in_words(starts.first, ends.first, language)
    return _("%(start)s to %(end)s") % {"start": begin, "end": end}


def frozen_facts(
    by_language: Mapping[str, Mapping[str, str]], keys: list[str]
) -> dict[str, dict[str, str]]:
    """What a release keeps of the facts it names: {key: {language: value}}."""
    return {
        key: {language: values.get(key, "") for language, values in by_language.items()}
        for key in keys
    }
