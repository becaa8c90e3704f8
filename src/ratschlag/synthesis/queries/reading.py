"""What helps whoever codes: why something is proposed, what says the same, which comes next, and
how far one is today."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from ratschlag.city.queries import the_city
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day, for_quotes, quote_of, shown_text
from ratschlag.contributions.rules import WITHOUT_TEXT
from ratschlag.journal.queries import domain_now
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.compute.pace import Pace, pace
from ratschlag.synthesis.models import (
    Coding,
    DeskAct,
    FieldCoding,
    Flag,
    Likeness,
    Vector,
)
from ratschlag.synthesis.queries.desk import language_name, readable, to_code
from ratschlag.synthesis.rules import CodingState

_CODED = ("coding.accepted", "theme.opened")
# So much of a neighbour's words is shown beside a proposal.
_SHORT = 140


@dataclass(frozen=True)
class Near:
    """Another contribution beside this one: its number, a bit of its words, and in which
    language they are."""

    number: int
    text: str
    language: str
    translation: str


@dataclass(frozen=True)
class Why:
    """What speaks for a proposal of the machine."""

    words: tuple[str, ...]
    near: tuple[Near, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.near)


@dataclass(frozen=True)
class Proposal:
    """A theme or a field that could fit, with why; `probability` in percent where it is known."""

    coding: Coding | FieldCoding
    why: Why
    probability: float | None = None


@dataclass(frozen=True)
class Alike:
    """Another contribution that may say the same."""

    likeness: Likeness
    other: Near
    is_accepted: bool


@dataclass(frozen=True)
class Help:
    """All that the machine says about one contribution, and what people said of that."""

    themes: tuple[Proposal, ...]
    fields: tuple[Proposal, ...]
    chosen_fields: tuple[FieldCoding, ...]
    alike: tuple[Alike, ...]
    times: int
    read_as: str
    read_as_name: str
    flag: Flag | None
    is_waiting: bool


def help_for(contribution: Contribution, language: str) -> Help:
    """Eight queries."""
    codings = contribution.codings.filter(state=CodingState.PROPOSED)
    themes = list(
        codings.select_related("theme", "part").order_by(
            F("part__position").asc(nulls_first=True), F("nearness").desc(nulls_last=True), "pk"
        )
    )
    fields = list(
        contribution.field_codings.exclude(state=CodingState.DISMISSED)
        .select_related("field", "part")
        .order_by(F("part__position").asc(nulls_first=True), F("probability").desc(nulls_last=True))
    )
    pairs = list(Likeness.objects.of(contribution).standing()[:6])
    others = [row.second_id if row.first_id == contribution.pk else row.first_id for row in pairs]
    whys: list[dict[str, Any]] = [row.why for row in themes] + [row.why for row in fields]
    asked = [number for why in whys for number in why.get("near", ())]
    near = _near(contribution.process, {*asked, *others}, language)
    vector = Vector.objects.filter(contribution=contribution).order_by("part").first()
    read_as = vector.language if vector else ""
    proposed = [row for row in fields if row.state == CodingState.PROPOSED]
    return Help(
        themes=tuple(Proposal(row, _why(row.why, near)) for row in themes),
        fields=tuple(
            Proposal(row, _why(row.why, near), _percent(row.probability)) for row in proposed
        ),
        chosen_fields=tuple(row for row in fields if row.state == CodingState.ACCEPTED),
        alike=tuple(
            Alike(row, near[other], row.state == CodingState.ACCEPTED)
            for row, other in zip(pairs, others, strict=True)
            if other in near
        ),
        times=1 + sum(row.state == CodingState.ACCEPTED for row in pairs),
        read_as=read_as if read_as != contribution.language else "",
        read_as_name=language_name(read_as) if read_as else "",
        flag=contribution.flags.open().select_related("by").first(),
        is_waiting=vector is None,
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _why(kept: dict[str, list[str | int]], near: dict[int, Near]) -> Why:
    words = tuple(str(word) for word in kept.get("words", ()))
    return Why(words, tuple(near[int(at)] for at in kept.get("near", ()) if int(at) in near))


def _near(process: Process, numbers: Iterable[int], language: str) -> dict[int, Near]:
    """Words that were taken back meanwhile are not among them."""
    rows = readable(process).filter(pk__in=set(numbers)).exclude(publication__in=WITHOUT_TEXT)
    found = {}
    for row in for_quotes(rows):
        quote = quote_of(row, language)
        found[row.pk] = Near(
            row.pk, _short(shown_text(row)), quote.language, _short(quote.translation)
        )
    return found


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rsplit(' ', 1)[0]} …"


class Order:
    """Which contribution comes next."""

    OLDEST, UNCERTAIN = "alt", "unsicher"


def next_in(process: Process, order: str, later: Collection[int] = ()) -> Contribution | None:
    """What waits next, in that order; those put off come when nothing else waits."""
    rows = in_order(to_code(process), order)
    return rows.exclude(pk__in=later).first() or rows.first()


def in_order(rows: QuerySet[Contribution], order: str) -> QuerySet[Contribution]:
    """The oldest first; or those first of which the machine is least certain: coding these
    teaches it most."""
    if order != Order.UNCERTAIN:
        return rows
    sure = FieldCoding.objects.filter(contribution=OuterRef("pk"), state=CodingState.PROPOSED)
    best = sure.order_by().values("contribution").annotate(best=Max("probability")).values("best")
    ranked = rows.annotate(sure=Subquery(best))
    return ranked.order_by(F("sure").asc(nulls_last=True), "received_on", "pk")


@dataclass(frozen=True)
class Today:
    """What was coded today, how quickly, and when it would be done at that pace."""

    pace: Pace
    left: int
    ends_at: datetime | None

    @property
    def hours_left(self) -> float | None:
        needed = self.pace.time_for(self.left)
        return None if needed is None else needed / timedelta(hours=1)


def today_in(process: Process, left: int) -> Today:
    """By everyone who codes. One query."""
    city, now = the_city(), domain_now()
    zone = ZoneInfo(city.time_zone if city else "UTC")
    begins = datetime.combine(domain_day(), time.min, zone)
    acts = DeskAct.objects.filter(
        contribution__process=process, verb__in=_CODED, is_undone=False, at__gte=begins
    ).exclude(by=None)
    done = pace(list(acts.order_by().values_list("by", "contribution", "at")))
    needed = done.time_for(left)
    return Today(done, left, None if needed is None else (now + needed).astimezone(zone))


def last_act(process: Process, person: Person | None) -> DeskAct | None:
    """What this person could undo next."""
    if person is None:
        return None
    acts = DeskAct.objects.filter(by=person, contribution__process=process, is_undone=False)
    return acts.select_related("contribution").first()


def flagged(process: Process) -> QuerySet[Contribution]:
    """What somebody wants another person to look at."""
    return readable(process).filter(Q(flags__closed_on=None, flags__isnull=False)).distinct()
