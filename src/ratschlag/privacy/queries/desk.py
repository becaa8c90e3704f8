"""What staff see: the proof of consent, and how often which page was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.privacy.models import ChoiceCount, Layer, PageCount
from ratschlag.privacy.queries.consent import real_day
from ratschlag.privacy.rules import Category

CHOICES: dict[str, Promise] = {
    Category.NECESSARY.value: _("necessary only"),
    Category.STATISTICS.value: _("statistics allowed"),
}


@dataclass(frozen=True)
class Proof:
    """A version of the text, and how many chose what after reading it."""

    layer: Layer
    counts: tuple[tuple[Promise | str, int], ...]


def proofs(most: int = 20) -> list[Proof]:
    """The newest versions first."""
    layers = list(Layer.objects.select_related("by").order_by("-number")[:most])
    found = (
        ChoiceCount.objects.filter(layer__in=layers)
        .order_by("layer", "choice")
        .values_list("layer", "choice")
        .annotate(total=Sum("count"))
    )
    counts: dict[int, list[tuple[Promise | str, int]]] = {layer.pk: [] for layer in layers}
    for number, choice, total in found:
        counts[number].append((CHOICES.get(choice, choice), total))
    return [Proof(layer, tuple(counts[layer.pk])) for layer in layers]


def choices_by_day(days: int = 31) -> QuerySet[ChoiceCount]:
    since = real_day() - timedelta(days=days)
    return ChoiceCount.objects.filter(day__gt=since).select_related("layer")


# Spans that the page offers, in days.
SPANS = (7, 30, 365)


@dataclass(frozen=True)
class Column:
    """A day in the picture: where it stands, how high, out of `high`."""

    day: date
    count: int
    at: int
    top: int


@dataclass(frozen=True)
class Readers:
    """How often pages were sent in a span that ends today."""

    days: int
    since: date
    until: date
    total: int
    pages: Sequence[tuple[str, int]]
    languages: Sequence[tuple[str, int]]
    columns: Sequence[Column]

    @property
    def highest(self) -> int:
        return max([column.count for column in self.columns], default=0)


def readers(days: int) -> Readers:
    """Three sums, each one query."""
    until = real_day()
    since = until - timedelta(days=days - 1)
    found = PageCount.objects.filter(day__range=(since, until))
    by_day = dict(found.order_by().values_list("day").annotate(Sum("count")))
    highest = max(by_day.values(), default=0)
    columns = [
        Column(day, by_day.get(day, 0), at, highest - by_day.get(day, 0))
        for at, day in enumerate(since + timedelta(days=step) for step in range(days))
    ]
    return Readers(
        days=days,
        since=since,
        until=until,
        total=sum(by_day.values()),
        pages=_most(found, "page"),
        languages=_most(found, "language"),
        columns=columns,
    )


def _most(found: QuerySet[PageCount], field: str) -> list[tuple[str, int]]:
    sums = found.order_by().values_list(field).annotate(total=Sum("count"))
    return [(name, total) for name, total in sums.order_by("-total", field)[:100]]
