"""What is out and can be told, and how a letter or a page says it in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ratschlag.events.models import Event
from ratschlag.events.rules import EventState
from ratschlag.languages.models import Authored
from ratschlag.languages.queries import read, wording_of
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.press.models import News, Release
from ratschlag.press.models.subscriptions import Piece
from ratschlag.press.rules import NewsKind
from ratschlag.process.models import Milestone, Process
from ratschlag.synthesis.models import Answer


def pieces_out(today: date) -> list[Piece]:
    """Everything that can be told as of today; what is over or not public is not among it."""
    announced = set(Process.objects.announced().values_list("pk", flat=True))
    found = (*_releases(), *_milestones(today), *_events(today), *_answers())
    return [piece for piece in found if piece.process is None or piece.process in announced]


def _releases() -> Iterator[Piece]:
    for number, process in Release.objects.published().values_list("pk", "process"):
        yield Piece(NewsKind.RELEASES, process, number, f"release:{number}")


def _milestones(today: date) -> Iterator[Piece]:
    reached = Milestone.objects.filter(reached_on__lte=today).order_by()
    for number, process in reached.values_list("pk", "process"):
        yield Piece(NewsKind.MILESTONES, process, number, f"milestone:{number}")


def _events(today: date) -> Iterator[Piece]:
    """Coming ones as they are planned now; another day, hour, place or state is another piece."""
    known = set(News.objects.filter(kind=NewsKind.EVENTS).values_list("number", flat=True))
    for event in Event.objects.exclude(state=EventState.HELD).order_by():
        if event.held.is_over(today):
            continue
        plan = (event.held.isoformat(), event.starts_at, event.ends_at, event.venue, event.state)
        mark = sha256(repr([str(part) for part in plan]).encode()).hexdigest()[:16]
        yield Piece(
            NewsKind.EVENTS,
            event.process_id,
            event.pk,
            f"event:{event.pk}:{mark}",
            is_change=event.pk in known,
        )


def _answers() -> Iterator[Piece]:
    """One piece for all answers of a process that came out on a day."""
    out = Answer.objects.exclude(published_on=None).order_by()
    themes = out.values_list("outcome__theme__process", "published_on")
    voices = out.values_list("outcome__contribution__process", "published_on")
    found = {(process, day) for process, day in (*themes, *voices) if process and day}
    for process, day in sorted(found):
        yield Piece(NewsKind.ANSWERS, process, process, f"answers:{process}:{day.isoformat()}")


@dataclass(frozen=True)
class Line:
    """A piece of news as it is told."""

    kind: NewsKind
    title: str
    language: str
    when: str
    path: str
    process: str = ""
    is_change: bool = False


def lines_of(news: Iterable[News], language: str) -> list[Line]:
    """What these say in the language that is switched on; what is no longer public is left out."""
    news = list(news)
    rows = _rows_of(news)
    processes = [row.process for row in news if row.process]
    read(language, rows.values(), processes)
    announced = set(Process.objects.announced().values_list("pk", flat=True))
    return [
        line
        for row in news
        if (row.process_id is None or row.process_id in announced)
        and (line := _line(row, rows.get((row.kind, row.number)), language))
    ]


def _rows_of(news: list[News]) -> dict[tuple[str, int], Authored]:
    sources = {
        NewsKind.RELEASES: Release.objects.published(),
        NewsKind.MILESTONES: Milestone.objects.exclude(reached_on=None),
        NewsKind.EVENTS: Event.objects.all(),
        NewsKind.ANSWERS: Process.objects.announced(),
    }
    found: dict[tuple[str, int], Authored] = {}
    for kind, source in sources.items():
        numbers = [row.number for row in news if row.kind == kind]
        if numbers:
            found |= {(kind, row.pk): row for row in source.filter(pk__in=numbers)}
    return found


def _line(news: News, row: Authored | None, language: str) -> Line | None:
    if row is None:
        return None
    process = wording_of(news.process, "title").text if news.process else ""
    slug = news.process.slug if news.process else ""
    kind, when = NewsKind(news.kind), ""
    wording = wording_of(row, "headline" if kind is NewsKind.RELEASES else "title")
    title, said_in = wording.text, wording.language
    if isinstance(row, Release) and row.released_at:
        when = _day(timezone.localdate(row.released_at), language)
        path = reverse("press:release", args=[row.year, row.number])
    elif isinstance(row, Milestone):
        when = in_words(row.reached, language)
        path = reverse("portal:process", args=[slug])
    elif isinstance(row, Event):
        when = in_words(row.held, language) if row.held.is_known else _("no date yet")
        path = reverse("events:event", args=[slug, row.slug])
        if row.state == EventState.CANCELLED:
            when = _("cancelled")
    else:
        day = date.fromisoformat(news.key.rpartition(":")[2])
        title, said_in = _("The city has answered contributions"), language
        when, path = _day(day, language), reverse("portal:coverage", args=[slug])
    return Line(kind, title, said_in, when, path, process, news.is_change)


def _day(day: date, language: str) -> str:
    return in_words(PartialDate(day, Precision.DAY), language)
