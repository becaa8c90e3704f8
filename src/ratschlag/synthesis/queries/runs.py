"""A full run as its page shows it: how far it is, what it changes for each theme, its picture."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import Quote, for_quotes, quote_of
from ratschlag.contributions.rules import SHOWN
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Run, RunMember, RunTheme, Theme
from ratschlag.synthesis.queries.desk import language_name
from ratschlag.synthesis.rules import RunState

STEP_LABELS: dict[str, Promise | str] = {
    "": _("waits for the worker"),
    "language": _("telling the languages"),
    "duplicates": _("finding what was said more than once"),
    "vectors": _("reading the texts"),
    "floor": _("learning the words"),
    "themes": _("ordering into themes"),
    "report": _("drawing up the result"),
}


def step_of(run: Run) -> Promise | str:
    return STEP_LABELS.get(run.step, run.step)


@dataclass(frozen=True)
class Change:
    """A theme before and after a run: how many texts it gained and lost."""

    key: str
    title: str
    theme: Theme | None
    people: int
    texts: int
    gained: int
    lost: int
    is_new: bool
    is_gone: bool
    languages: tuple[tuple[str, int], ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def is_changed(self) -> bool:
        return bool(self.gained or self.lost or self.is_new or self.is_gone)


@dataclass(frozen=True)
class Comparison:
    """What a run changes against the last that was taken over."""

    changes: tuple[Change, ...]
    came: int
    went: int
    moved: int
    unassigned: int

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.is_changed]

    @property
    def unchanged(self) -> list[Change]:
        return [change for change in self.changes if not change.is_changed]

    @property
    def new_count(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def gone_count(self) -> int:
        return sum(change.is_gone for change in self.changes)


def comparison_of(run: Run, language: str) -> Comparison:
    """Six queries, however many themes: those of the run, those that are gone, their quotes."""
    told, rows = run.difference, list(run.themes.select_related("theme"))
    new, gone = set(told.get("new", ())), list(told.get("gone", ()))
    quotes = _quotes_of(rows, language)
    made = [
        Change(
            key=row.key,
            title=row.theme.title if row.theme else str(row),
            theme=row.theme,
            people=row.people_count,
            texts=row.text_count,
            gained=_size(told.get("gained", {}), row.key),
            lost=_size(told.get("lost", {}), row.key),
            is_new=row.key in new,
            is_gone=False,
            languages=_languages(row),
            quotes=quotes[row.pk],
        )
        for row in rows
    ]
    names = _names_of(run.process, gone)
    made += [
        Change(
            key, names.get(key, key), None, 0, 0, 0, _size(told.get("lost", {}), key), False, True
        )
        for key in gone
    ]
    return Comparison(
        changes=tuple(made),
        came=_length(told.get("came", 0)),
        went=_length(told.get("went", 0)),
        moved=_length(told.get("moved", 0)),
        unassigned=run.members.filter(first=None).count(),
    )


def _length(value: Any) -> int:
    return value if isinstance(value, int) else len(value)


def _size(counts: Mapping[str, Any], key: str) -> int:
    return _length(counts.get(key, 0))


def _languages(row: RunTheme) -> tuple[tuple[str, int], ...]:
    named: Counter[str] = Counter()
    for code, count in row.languages.items():
        named[language_name(code)] += count
    return tuple(sorted(named.items(), key=lambda item: (-item[1], item[0])))


def _quotes_of(rows: list[RunTheme], language: str, most: int = 2) -> dict[int, tuple[Quote, ...]]:
    """The first quotes of each theme that everyone may read."""
    wanted = {number for row in rows for number in row.quotes}
    found = for_quotes(Contribution.objects.filter(pk__in=wanted, publication__in=SHOWN))
    by_number = {row.pk: quote_of(row, language) for row in found}
    return {
        row.pk: tuple(by_number[number] for number in row.quotes if number in by_number)[:most]
        for row in rows
    }


def _names_of(process: Process, keys: list[str]) -> dict[str, str]:
    """What themes are called that a run does not find any more: at the desk, else in a run."""
    old = RunTheme.objects.filter(run__process=process, key__in=keys).order_by("run__asked_at")
    at_the_desk = process.themes.filter(key__in=keys).values_list("key", "title")
    return dict(old.values_list("key", "name")) | dict(at_the_desk)


def run_to_draw(process: Process) -> Run | None:
    """The last one whose result counts at the desk; before that one that waits to be looked at."""
    found = Run.objects.filter(process=process)
    return found.taken_over().first() or found.ready().first()


_WIDTH, _HEIGHT, _EDGE = 800, 480, 24
# More points than these only make a blot; keys are drawn by lot, so these are a fair sample.
_MOST_POINTS = 1500


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    theme: int | None


@dataclass(frozen=True)
class Middle:
    """A theme in the picture: its number stands in the middle of its points."""

    number: int
    x: float
    y: float
    row: RunTheme
    texts: int

    @property
    def title(self) -> str:
        return self.row.theme.title if self.row.theme else str(self.row)


@dataclass(frozen=True)
class Picture:
    """Texts as points in a plane; only for finding one's way."""

    width: int
    height: int
    points: tuple[Point, ...]
    middles: tuple[Middle, ...]
    text_count: int

    @property
    def is_sample(self) -> bool:
        return self.text_count > len(self.points)


def picture_of(run: Run) -> Picture:
    """Three queries, however many texts the run has read."""
    members: QuerySet[RunMember] = run.members.all()
    drawn = list(members.order_by("pk").values_list("x", "y", "first__theme")[:_MOST_POINTS])
    grouped = members.exclude(first=None).order_by().values("first")
    sums = grouped.annotate(x=Avg("x"), y=Avg("y"), count=Count("pk"))
    middle = {row["first"]: row for row in sums}
    places = _places([(x, y) for x, y, _theme in drawn])
    rows = run.themes.select_related("theme").order_by("-people_count", "key")
    middles = []
    for number, row in enumerate((row for row in rows if row.pk in middle), start=1):
        found = middle[row.pk]
        x, y = places(found["x"], found["y"])
        middles.append(Middle(number, x, y, row, found["count"]))
    points = []
    for x, y, theme in drawn:
        at, up = places(x, y)
        points.append(Point(at, up, theme))
    count = members.count() if len(drawn) == _MOST_POINTS else len(drawn)
    return Picture(_WIDTH, _HEIGHT, tuple(points), tuple(middles), count)


def _places(pairs: list[tuple[float, float]]) -> Any:
    """From the machine's plane to the drawing's, with an edge; all in one place is the middle."""
    sides = []
    for at, length in ((0, _WIDTH), (1, _HEIGHT)):
        values = [pair[at] for pair in pairs] or [0.0]
        low, span = min(values), max(values) - min(values)
        sides.append((low, span, length))

    def place(x: float, y: float) -> tuple[float, float]:
        found = []
        for value, (low, span, length) in zip((x, y), sides, strict=True):
            share = (value - low) / span if span else 0.5
            found.append(round(_EDGE + share * (length - 2 * _EDGE), 1))
        return found[0], found[1]

    return place


def themes_of_runs(process: Process) -> dict[int, int]:
    """How many themes each run found, by its number."""
    counts: dict[int, int] = defaultdict(int)
    found = RunTheme.objects.filter(run__process=process).order_by().values_list("run")
    counts.update(found.annotate(count=Count("pk")))
    return dict(counts)


def last_run(process: Process) -> Run | None:
    """The one that the page is about: under way or ready, else none."""
    found = Run.objects.filter(process=process).select_related("process", "asked_by")
    return found.under_way().first() or found.filter(state=RunState.READY).first()
