"""What the desks of coding and of themes show: what waits, one contribution, all themes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ratschlag.contributions.models import (
    CONTRIBUTION_LANGUAGES,
    Contribution,
    ContributionQuerySet,
    Part,
)
from ratschlag.contributions.queries import Quote, quote_of
from ratschlag.contributions.rules import UNREAD, WITHOUT_TEXT, Publication
from ratschlag.process.models import Process
from ratschlag.survey.queries import sealed_surveys
from ratschlag.synthesis.models import Answer, Coding, FormerThemeTitle, Outcome, Theme
from ratschlag.synthesis.queries import codings_of, theme_counts
from ratschlag.synthesis.rules import CodingState


@dataclass(frozen=True)
class Progress:
    """How far the reading and the coding have come."""

    read: int
    coded: int
    all: int

    @property
    def left(self) -> int:
        return self.all - self.coded

    @property
    def percent(self) -> float:
        return 100 * self.coded / self.all if self.all else 0


def is_coded() -> Q:
    """Has a theme, or an outcome of its own."""
    accepted = Coding.objects.filter(contribution=OuterRef("pk"), state=CodingState.ACCEPTED)
    own = Outcome.objects.filter(contribution=OuterRef("pk"))
    return Q(Exists(accepted)) | Q(Exists(own))


def readable(process: Process) -> ContributionQuerySet:
    """The contributions of a process that staff may read now: none of a survey that is sealed."""
    sealed = sealed_surveys(process)
    rows = Contribution.objects.filter(process=process)
    return rows.exclude(response_text__response__survey__in=sealed) if sealed else rows


def progress(process: Process) -> Progress:
    """Two queries, one of them for the seal of a survey."""
    counts = (
        readable(process)
        .counted()
        .aggregate(
            all=Count("pk"),
            read=Count("pk", filter=~Q(publication__in=UNREAD)),
            coded=Count("pk", filter=is_coded() | Q(publication=Publication.ERASED)),
        )
    )
    return Progress(**counts)


def to_code(process: Process) -> QuerySet[Contribution]:
    """What waits at the coding desk: not read yet, or without theme and outcome."""
    waiting = readable(process).exclude(publication__in=(*WITHOUT_TEXT, Publication.HELD))
    return waiting.filter(Q(publication=Publication.RECEIVED) | ~is_coded())


def next_to_code(process: Process, after: Contribution | None = None) -> Contribution | None:
    """The next that waits, in the order they came; behind the last one the first again."""
    waiting = to_code(process)
    if after is None:
        return waiting.first()
    waiting = waiting.exclude(pk=after.pk)
    behind = _behind(after)
    return waiting.filter(behind).first() or waiting.first()


def neighbours(contribution: Contribution) -> tuple[Contribution | None, Contribution | None]:
    """The contributions of the process before and after this one."""
    others = readable(contribution.process).exclude(publication=Publication.WITHDRAWN)
    before = others.exclude(pk=contribution.pk).exclude(_behind(contribution))
    return before.last(), others.filter(_behind(contribution)).first()


def _behind(contribution: Contribution) -> Q:
    """Came on a later day, or stands behind it among those of its day."""
    return Q(received_on__gt=contribution.received_on) | Q(
        received_on=contribution.received_on, pk__gt=contribution.pk
    )


@dataclass(frozen=True)
class Filter:
    """What the list of the coding desk is narrowed to; empty is everything."""

    state: str = ""
    channel: str = ""
    language: str = ""
    words: str = ""

    @property
    def is_narrow(self) -> bool:
        return any((self.state, self.channel, self.language, self.words))


def contributions_found(process: Process, wanted: Filter) -> QuerySet[Contribution]:
    """The contributions of a process for the coding desk, in the order they came."""
    found = readable(process).counted().annotate(is_coded=is_coded())
    if wanted.state == "unread":
        found = found.filter(publication=Publication.RECEIVED)
    if wanted.state == "uncoded":
        found = found.filter(is_coded=False).exclude(publication=Publication.ERASED)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.words:
        places = ("text", "redaction__text", "translations__text")
        hit = reduce(or_, (Q(**{f"{place}__icontains": wanted.words}) for place in places))
        found = found.filter(pk__in=Contribution.objects.filter(hit).values("pk"))
    return found


def themes_by_field(themes: Iterable[Theme]) -> list[tuple[str, list[Theme]]]:
    """Themes under the title of their field, in the order of the fields; those without one last."""
    groups: dict[str, list[Theme]] = defaultdict(list)
    for theme in sorted(themes, key=lambda theme: theme.field.number if theme.field else 10_000):
        groups[theme.field.title if theme.field else _("without a field of action")].append(theme)
    return list(groups.items())


@dataclass(frozen=True)
class Sheet:
    """A contribution as it lies on the coding desk."""

    position: int
    progress: Progress
    before: Contribution | None
    behind: Contribution | None
    next: Contribution | None
    quote: Quote
    paragraphs: tuple[tuple[str, str], ...]
    codings: tuple[Coding, ...]
    themes: tuple[tuple[str, list[tuple[Theme, int]]], ...]
    parts: tuple[Part, ...]

    def _in(self, state: CodingState) -> list[Coding]:
        return [coding for coding in self.codings if coding.state == state]

    @property
    def proposed(self) -> list[Coding]:
        return self._in(CodingState.PROPOSED)

    @property
    def accepted(self) -> list[Coding]:
        return self._in(CodingState.ACCEPTED)

    @property
    def dismissed(self) -> list[Coding]:
        return self._in(CodingState.DISMISSED)


def sheet_of(contribution: Contribution, language: str) -> Sheet:
    process = contribution.process
    before, behind = neighbours(contribution)
    quote = quote_of(contribution, language)
    codings = contribution.codings.select_related("part", "theme__merged_into", "moved_from")
    counts = theme_counts(process)
    groups = themes_by_field(process.themes.current().select_related("field"))
    counted = readable(process).counted()
    return Sheet(
        position=counted.exclude(_behind(contribution)).count(),
        progress=progress(process),
        before=before,
        behind=behind,
        next=next_to_code(process, contribution),
        quote=quote,
        paragraphs=_paragraphs(contribution.text, quote.translation),
        codings=tuple(codings.order_by(F("part__position").asc(nulls_first=True), "theme__title")),
        themes=tuple(
            (title, [(row, counts.get(row.pk, 0)) for row in rows]) for title, rows in groups
        ),
        parts=tuple(contribution.parts.all()),
    )


def _paragraphs(text: str, translation: str) -> tuple[tuple[str, str], ...]:
    """A long text paragraph by paragraph beside its translation; empty for a short one, and
    where the two are not made of the same number of paragraphs."""
    own, other = ([row for row in each.splitlines() if row.strip()] for each in (text, translation))
    if len(own) < 2 or (other and len(own) != len(other)):
        return ()
    return tuple(zip(own, other or [""] * len(own), strict=True))


def language_name(code: str) -> str:
    """A language of contributions as the page's own language calls it."""
    return str({**dict(CONTRIBUTION_LANGUAGES), **dict(settings.LANGUAGES)}[code])


@dataclass(frozen=True)
class ThemeSheet:
    """One theme with what it was called and all that became of it."""

    merged: tuple[Theme, ...]
    former_titles: tuple[FormerThemeTitle, ...]
    split_off: tuple[Theme, ...]
    outcome: Outcome | None
    answer: Answer | None
    others: tuple[tuple[str, list[tuple[Theme, int]]], ...]


def theme_sheet_of(theme: Theme) -> ThemeSheet:
    """With the other themes of the process, under their fields, and how many speak of each."""
    outcome = Outcome.objects.filter(theme=theme).select_related("answer").first()
    counts = theme_counts(theme.process)
    others = theme.process.themes.current().exclude(pk=theme.pk).select_related("field")
    return ThemeSheet(
        merged=tuple(theme.merged_themes.all()),
        former_titles=tuple(theme.former_titles.all()),
        split_off=tuple(theme.split_themes.all()),
        outcome=outcome,
        answer=getattr(outcome, "answer", None),
        others=tuple(
            (title, [(row, counts.get(row.pk, 0)) for row in rows])
            for title, rows in themes_by_field(others)
        ),
    )


def codings_to_read(theme: Theme) -> QuerySet[Coding]:
    """What speaks of a theme, with all that a quote needs."""
    found = codings_of(theme).select_related("contribution__redaction", "part", "theme")
    return found.prefetch_related("contribution__translations")


def quoted(codings: Iterable[Coding], language: str) -> list[tuple[Coding, Quote]]:
    return [(row, quote_of(row.contribution, language, _passage(row))) for row in codings]


def _passage(coding: Coding) -> str:
    return coding.part.text if coding.part else ""
