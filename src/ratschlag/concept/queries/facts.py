"""What a paragraph says besides its words, fact by fact, for the page and for the PDF."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.concept.compute import Fate, Kind, Origin, Paragraph, Sheet
from ratschlag.contributions.models import CHANNEL_LABELS
from ratschlag.contributions.rules import Channel
from ratschlag.goals.models import FUNDING_LABELS
from ratschlag.goals.rules import Funding
from ratschlag.languages.queries import Wording
from ratschlag.lib.dates import PartialDate, Precision, in_words, locale_of, parse_partial_date
from ratschlag.process.models import Process
from ratschlag.synthesis.models import OUTCOME_LABELS
from ratschlag.synthesis.rules import OutcomeValue

# How a text of the record `key` is said: its field and its German words.
Say = Callable[[str, str], Wording]


@dataclass(frozen=True)
class Fact:
    """A label and what stands behind it; `source` is the same in German."""

    key: str
    label: str
    wording: Wording
    source: str


@dataclass(frozen=True)
class ShownOrigin:
    """Where something comes from, as it is read; `href` is empty where there is no page."""

    kind: str
    wording: Wording
    detail: str
    href: str


def facts_of(row: Paragraph, language: str, *, say: Say, say_theme: Say) -> tuple[Fact, ...]:
    """The facts of a goal, a measure or a fate, in the language that is active."""
    found: list[Fact] = []
    if row.sheet:
        found += _of_sheet(row.sheet, language, say)
    if row.fate:
        found += _of_fate(row.fate, language, say)
    if row.kind in (Kind.GOAL, Kind.MEASURE):
        origins = [_in_words(origin, language, say_theme) for origin in row.origins]
        text = "; ".join(origins) or _("no contribution as its origin")
        found.append(_plain("origins", _("Where it comes from"), text, language))
    return tuple(found)


def _of_sheet(sheet: Sheet, language: str, say: Say) -> Iterator[Fact]:
    authored = {
        "description": _("What exactly is done"),
        "need": _("Why it is needed"),
        "target_group": _("For whom"),
        "place": _("Where in the city"),
    }
    for field, label in authored.items():
        if text := getattr(sheet, field):
            yield Fact(field, label, say(field, text), text)
    yield _name(
        "lead", _("Lead"), sheet.lead or _("not stated"), language, is_name=bool(sheet.lead)
    )
    if sheet.partners:
        yield _name("partners", _("Together with"), ", ".join(sheet.partners), language)
    yield _plain("period", _("When"), _period(sheet, language), language)
    if cost := _cost(sheet, language):
        yield _plain("cost", _("Cost"), cost, language)
    yield _plain("funding", _("Funding"), _label(FUNDING_LABELS, Funding, sheet.funding), language)
    if sheet.indicator:
        label = _("How one sees that it works")
        yield Fact("indicator", label, say("indicator", sheet.indicator), sheet.indicator)
    else:
        yield _plain("indicator", _("How one sees that it works"), _("not stated"), language)
    if text := sheet.target_value:
        yield Fact("target_value", _("Value to be reached"), say("target_value", text), text)
    if sheet.indicator_source:
        yield _name("source", _("Source of the value"), sheet.indicator_source, language)
    if sheet.goal:
        yield _plain("goal", _("Goal"), sheet.goal, language)


def _of_fate(fate: Fate, language: str, say: Say) -> Iterator[Fact]:
    value = _label(OUTCOME_LABELS, OutcomeValue, fate.value) or _("not decided yet")
    yield _plain("outcome", _("Outcome"), value, language)
    yield _plain("voices", _("Contributions"), in_figures(fate.voices, language), language)
    if fate.reason:
        yield Fact("reason", _("Reason"), say("reason", fate.reason), fate.reason)
    if fate.measures:
        yield _plain("measures", _("Measures"), ", ".join(fate.measures), language)


def _plain(key: str, label: str, text: str, language: str) -> Fact:
    """A fact that is said in the page's language."""
    return Fact(key, label, Wording(text, language), text)


def _name(key: str, label: str, text: str, language: str, *, is_name: bool = True) -> Fact:
    """Names and offices are German everywhere."""
    return Fact(key, label, Wording(text, SOURCE_LANGUAGE if is_name else language), text)


def _label(labels: Mapping[Any, Any], kind: type, value: str) -> str:
    """The label of a value; the value itself, where a later version no longer knows it."""
    try:
        return str(labels[kind(value)])
    except (KeyError, ValueError):
        return value


def _period(sheet: Sheet, language: str) -> str:
    starts, ends = parse_partial_date(sheet.starts), parse_partial_date(sheet.ends)
    begin, end = in_words(starts, language), in_words(ends, language)
    if begin and end and begin != end:
        return _("%(start)s to %(end)s") % {"start": begin, "end": end}
    if begin and sheet.is_continuous:
        return _("from %(start)s, without an end") % {"start": begin}
    if begin and not end:
        return _("from %(start)s") % {"start": begin}
    if end:
        return end if begin else _("until %(end)s") % {"end": end}
    return _("all the time") if sheet.is_continuous else _("not stated")


def _cost(sheet: Sheet, language: str) -> str:
    """The sums; empty where the funding says already that there are none."""
    if sheet.funding == Funding.NONE and not (sheet.cost_once or sheet.cost_per_year):
        return ""
    sums = []
    if sheet.cost_once is not None:
        sums.append(_("%(sum)s euros once") % {"sum": in_figures(sheet.cost_once, language)})
    if sheet.cost_per_year is not None:
        sum_ = in_figures(sheet.cost_per_year, language)
        sums.append(_("%(sum)s euros a year") % {"sum": sum_})
    return ", ".join(sums) or _("not stated")


def in_figures(number: int, language: str) -> str:
    """A number with the language's separators and Western digits."""
    return str(format_decimal(number, locale=locale_of(language), numbering_system="latn"))


def origins_of(
    row: Paragraph, process: Process, language: str, say_theme: Say
) -> list[ShownOrigin]:
    """Where a goal or measure comes from, with links to what has a page."""
    return [
        ShownOrigin(
            kind=origin.kind,
            wording=_title(origin, language, say_theme),
            detail=_detail(origin, language),
            href=_href(process, origin),
        )
        for origin in row.origins
    ]


def _in_words(origin: Origin, language: str, say_theme: Say) -> str:
    kind = {"theme": _("Theme"), "event": _("Meeting")}.get(origin.kind, "")
    parts = (kind, _title(origin, language, say_theme).text)
    detail = _detail(origin, language)
    return " ".join(filter(None, parts)) + (f" ({detail})" if detail else "")


def _title(origin: Origin, language: str, say_theme: Say) -> Wording:
    if origin.kind == "theme":
        return say_theme(origin.key, origin.title)
    if origin.kind == "event":
        return Wording(origin.title, SOURCE_LANGUAGE)
    return Wording(_("one contribution"), language)


def _detail(origin: Origin, language: str) -> str:
    if origin.kind == "theme":
        voices = ngettext("%(count)s contribution", "%(count)s contributions", origin.voices)
        return voices % {"count": in_figures(origin.voices, language)}
    if origin.kind == "contribution":
        day = PartialDate(date.fromisoformat(origin.day), Precision.DAY)
        return f"{_label(CHANNEL_LABELS, Channel, origin.channel)}, {in_words(day, language)}"
    return ""


def _href(process: Process, origin: Origin) -> str:
    if origin.kind == "theme":
        return href_of("portal:theme", process.slug, origin.key)
    return href_of("events:event", process.slug, origin.key) if origin.kind == "event" else ""


def href_of(name: str, *parts: str) -> str:
    """The address of a page; empty where there is none for these parts.

    What was frozen may name a code or an address that no page can have any more.
    """
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
