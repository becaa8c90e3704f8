"""What happened in a process, day by day: the journal's public acts in the reader's words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.apps import apps
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.journal.models import Entry
from ratschlag.languages.models import Authored
from ratschlag.languages.queries import Reading, Wording, read, wording_of
from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.press.rules import READABLE
from ratschlag.process.models import STATE_LABELS as PROCESS_STATES
from ratschlag.process.models import Process
from ratschlag.process.rules import DocumentStatus, State
from ratschlag.survey.rules import Stage
from ratschlag.synthesis.rules import ThemeState

# The closed list: of these acts, and of no other, the public page tells. Who acted is not said.
PUBLIC: dict[str, Promise] = {
    "answer.published": _("The city has answered"),
    "consultation.held": _("A committee has discussed the paper"),
    "document.superseded": _("No longer in force"),
    "edition.frozen": _("An edition of the concept is public"),
    "event.cancelled": _("A meeting is cancelled"),
    "event.held": _("A meeting took place"),
    "event.planned": _("A meeting is announced"),
    "field.opened": _("A field of action is opened"),
    "milestone.reached": _("A milestone is reached"),
    "paper.decided": _("The council has decided"),
    "paper.submitted": _("The paper goes to the council"),
    "process.moved": _("The process goes on"),
    "release.published": _("The city tells the press"),
    "report.published": _("A report on the measures is public"),
    "survey.closed_early": _("The survey is closed earlier"),
    "survey.extended": _("The survey is extended"),
    "survey.published": _("The results of the survey are public"),
    "survey.scheduled": _("The survey is announced"),
    "themes.handed_over": _("Themes go to the field groups"),
}

# What residents do is told by the day and as a number.
BY_THE_DAY: dict[str, Callable[[int], str]] = {
    "survey.answered": lambda count: ngettext(
        "%(count)s answer to the survey came in", "%(count)s answers to the survey came in", count
    ),
    "contributions.withdrawn": lambda count: ngettext(
        "%(count)s contribution was taken back", "%(count)s contributions were taken back", count
    ),
    "contributions.erased": lambda count: ngettext(
        "%(count)s contribution was erased", "%(count)s contributions were erased", count
    ),
}


@dataclass(frozen=True)
class Name:
    """What an act was about, in the reader's language or in German."""

    wording: Wording
    href: str = ""


@dataclass(frozen=True)
class Happening:
    """Acts of one kind on one day."""

    words: str
    names: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Day:
    """A day on which something happened; or several, from `first` on, on which only what
    residents do was counted."""

    day: date
    happenings: tuple[Happening, ...]
    first: date

    @property
    def span(self) -> tuple[PartialDate, PartialDate]:
        return PartialDate(self.first, Precision.DAY), PartialDate(self.day, Precision.DAY)


@dataclass(frozen=True)
class Chronology:
    """The days, the newest first."""

    days: tuple[Day, ...]
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True)
class _Kind:
    """A kind of row: how it hangs on the process, which are public, what it is called, and
    where it stands."""

    of: str = "process"
    public: Q = field(default_factory=Q)
    called: str = "title"
    href: Callable[[Process, Model], str] = lambda process, row: ""


_KINDS: dict[str, _Kind] = {
    "process.process": _Kind(of="pk"),
    "process.milestone": _Kind(),
    "process.document": _Kind(
        public=Q(status=DocumentStatus.SUPERSEDED),
        href=lambda process, row: reverse("process:document", args=[process.slug, row.slug]),  # type: ignore[attr-defined]
    ),
    "process.field": _Kind(
        href=lambda process, row: reverse("portal:field", args=[process.slug, row.slug])  # type: ignore[attr-defined]
    ),
    "events.event": _Kind(
        href=lambda process, row: reverse("events:event", args=[process.slug, row.slug])  # type: ignore[attr-defined]
    ),
    "survey.survey": _Kind(public=~Q(stage__in=[Stage.DRAFT, Stage.TESTED])),
    "concept.edition": _Kind(
        public=Q(is_public=True),
        called="number",
        href=lambda process, row: reverse("concept:edition", args=[process.slug, row.number]),  # type: ignore[attr-defined]
    ),
    # What field groups work with; an answer may be given to a single theme.
    "synthesis.theme": _Kind(
        public=Q(handed_over_on__isnull=False) & ~Q(state=ThemeState.MERGED),
        href=lambda process, row: reverse("portal:theme", args=[process.slug, row.slug]),  # type: ignore[attr-defined]
    ),
    "council.paper": _Kind(
        href=lambda process, _row: reverse("council:council", args=[process.slug])
    ),
    "council.consultation": _Kind(
        of="paper__process",
        called="body",
        href=lambda process, _row: reverse("council:council", args=[process.slug]),
    ),
    "monitoring.report": _Kind(
        public=Q(published_on__isnull=False),
        href=lambda process, _row: reverse("monitoring:states", args=[process.slug]),
    ),
    "press.release": _Kind(
        public=Q(state__in=READABLE),
        called="headline",
        href=lambda _process, row: reverse("press:release", args=[row.year, row.number]),  # type: ignore[attr-defined]
    ),
}


def chronology(process: Process, language: str) -> Chronology:
    """One query for each kind of row, one for the journal, one for the translations."""
    rows = {kind: _rows_of(kind, process) for kind in _KINDS}
    reading = read(language, _authored(rows.values()))
    wanted = Q()
    for kind, found in rows.items():
        wanted |= Q(subject_kind=kind, subject_number__in=[str(number) for number in found])
    entries = Entry.objects.filter(wanted, verb__in=[*PUBLIC, *BY_THE_DAY]).order_by("-at", "-id")
    acts = sorted(
        ((_day_of(entry), entry) for entry in entries if _is_told(entry)),
        key=lambda act: act[0],
        reverse=True,
    )
    days = [
        Day(last, tuple(_happenings(process, told, rows)), first)
        for first, last, told in _stretches(acts)
    ]
    return Chronology(tuple(days), reading)


def _stretches(acts: Iterable[tuple[date, Entry]]) -> list[tuple[date, date, list[Entry]]]:
    """First day, last day and acts: day by day, but days that only count belong together."""
    found: list[tuple[date, date, list[Entry]]] = []
    for day, group in groupby(acts, key=lambda act: act[0]):
        told = [entry for _same, entry in group]
        if found and all(entry.verb in BY_THE_DAY for entry in (*told, *found[-1][2])):
            _first, last, before = found.pop()
            found.append((day, last, [*before, *told]))
        else:
            found.append((day, day, told))
    return found


def _rows_of(kind: str, process: Process) -> dict[int, Model]:
    found = _KINDS[kind]
    rows = apps.get_model(kind)._base_manager.filter(found.public, **{found.of: process.pk})
    rows = rows.select_related("body") if found.called == "body" else rows
    return {row.pk: row for row in rows}


def _authored(groups: Iterable[dict[int, Model]]) -> list[Authored]:
    return [row for group in groups for row in group.values() if isinstance(row, Authored)]


def _is_told(entry: Entry) -> bool:
    """Not where a process came to a state that there isn't any more."""
    return entry.verb != "process.moved" or entry.detail.get("to") in set(State)


def _day_of(entry: Entry) -> date:
    """The day it was about where it names one, else the day it was written down."""
    named = entry.detail.get("day") or entry.detail.get("on")
    return date.fromisoformat(str(named)) if named else localdate(entry.at)


def _happenings(
    process: Process, entries: list[Entry], rows: dict[str, dict[int, Model]]
) -> Iterator[Happening]:
    """Acts of the same words together, in the order in which they came."""
    together: dict[str, list[Name]] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[entry.verb] += int(entry.detail.get("count", 0)) if entry.verb in BY_THE_DAY else 0
    for entry in reversed(entries):
        names = together.setdefault(_words(entry, counts), [])
        name = _name(process, entry, rows)
        if name and name not in names:
            names.append(name)
    for words, names in together.items():
        yield Happening(words, tuple(names))


def _words(entry: Entry, counts: Mapping[str, int]) -> str:
    if entry.verb in BY_THE_DAY:
        count = counts[entry.verb]
        return BY_THE_DAY[entry.verb](count) % {"count": count}
    if entry.verb == "process.moved":
        return str(PROCESS_STATES[State(entry.detail["to"])])
    return str(PUBLIC[entry.verb])


def _name(process: Process, entry: Entry, rows: dict[str, dict[int, Model]]) -> Name | None:
    kind = _KINDS[entry.subject_kind]
    row = rows[entry.subject_kind][int(entry.subject_number)]
    if entry.verb in BY_THE_DAY or entry.subject_kind == "process.process":
        return None
    href = kind.href(process, row)
    if isinstance(row, Authored) and kind.called in row.translated:
        return Name(wording_of(row, kind.called), href)
    return Name(Wording(str(getattr(row, kind.called)), SOURCE_LANGUAGE), href)
