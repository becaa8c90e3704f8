"""What was said before: texts that are like one that is being typed in.

Each web process keeps an index of the texts of a process in its memory, and looks at every
question whether it still fits. What is shown is read anew, so nothing outlives its erasing.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from threading import Lock
from typing import Any

from django.db.models import Count, F, Q, Sum

from ratschlag.contributions.models import Contribution, ContributionQuerySet
from ratschlag.contributions.queries import for_quotes, shown_text
from ratschlag.contributions.rules import (
    BY_HAND,
    SHOWN,
    WITHOUT_TEXT,
    Publication,
    may_read_contributions,
)
from ratschlag.people.rules import Standing
from ratschlag.process.models import Process
from ratschlag.synthesis.compute.words import nearest, telling_words
from ratschlag.synthesis.queries.desk import readable
from ratschlag.synthesis.queries.machine import is_there

_MOST = 5
# Half of the words in common, or half of what the index counts, is worth a look.
_AT_LEAST = 0.5
_LOOKED_AT = 300
# A prime: a sum of keys must not pass what a database counts with.
_PRIME = 1_000_003


@dataclass(frozen=True)
class Similar:
    """A text like the one that is typed; without words where this person may not read them."""

    contribution: Contribution
    text: str
    nearness: float

    @property
    def percent(self) -> int:
        return round(100 * self.nearness)


def similar_to(text: str, process: Process, standing: Standing) -> list[Similar]:
    """The nearest first. Nothing of a survey that is sealed is even looked at."""
    find = _by_index if is_there() else _by_words
    found = dict(find(text, process))
    rows = for_quotes(_to_look_at(process).filter(pk__in=found))
    may_read = may_read_contributions(standing, process.slug)
    similar = [
        Similar(row, shown_text(row) if may_read or _is_for_clerks(row) else "", found[row.pk])
        for row in rows
    ]
    return sorted(similar, key=lambda one: (-one.nearness, one.contribution.received_on))


def _to_look_at(process: Process) -> ContributionQuerySet:
    gone = (*WITHOUT_TEXT, Publication.HELD)
    return readable(process).exclude(publication__in=gone).exclude(text="")


def _is_for_clerks(row: Contribution) -> bool:
    """What everyone reads, and what clerks typed in themselves and nobody has withheld."""
    is_typed_in = row.channel in BY_HAND and row.publication == Publication.RECEIVED
    return row.publication in SHOWN or is_typed_in


def _by_words(text: str, process: Process) -> list[tuple[int, float]]:
    """Without the index: the database finds texts with the longest words, the rest is counted."""
    words = telling_words(text)
    if not words:
        return []
    hit = reduce(or_, (Q(text__icontains=word) for word in words))
    rows = list(_to_look_at(process).filter(hit).values_list("pk", "text")[:_LOOKED_AT])
    found = nearest(text, [said for _number, said in rows], _MOST, _AT_LEAST)
    return [(rows[index][0], share) for index, share in found]


@dataclass
class _Index:
    """The texts of one process, and by which mark one sees that there are others now."""

    lookup: Any
    numbers: list[int]
    mark: object


_indexes: dict[int, _Index] = {}
_lock = Lock()


def _by_index(text: str, process: Process) -> list[tuple[int, float]]:
    with _lock:
        index = _fitting_index(process)
        found = index.lookup.similar(text, most=_MOST)
    return [(index.numbers[at], nearness) for at, nearness in found]


def _fitting_index(process: Process) -> _Index:
    """New texts are added; when one has gone, its grams go too: the index is made anew."""
    rows, mark = _to_look_at(process).order_by(), _mark(process)
    index = _indexes.get(process.pk)
    if index and index.mark == mark:
        return index
    numbers = set(rows.values_list("pk", flat=True))
    if index is None or not set(index.numbers) <= numbers:
        known = list(rows.order_by("pk").values_list("pk", "text"))
        lookup = _lookup_of([said for _pk, said in known])
        index = _Index(lookup, [pk for pk, _said in known], mark)
    else:
        _add(index, rows, numbers - set(index.numbers))
        index.mark = mark
    _indexes[process.pk] = index
    return index


def _lookup_of(texts: list[str]) -> Any:
    # Loaded only in a process that somebody types at.
    from ratschlag.synthesis.compute.lookup import Lookup  # noqa: PLC0415

    return Lookup(texts)


def _add(index: _Index, rows: ContributionQuerySet, missing: set[int]) -> None:
    new = rows.filter(pk__in=missing) if len(missing) < _LOOKED_AT else rows
    for number, said in new.order_by("pk").values_list("pk", "text"):
        if number in missing:
            index.lookup.add(said)
            index.numbers.append(number)


def _mark(process: Process) -> object:
    """How many texts there are and a sum over their keys: another set has another mark."""
    count, total = (
        _to_look_at(process).aggregate(count=Count("pk"), total=Sum(F("pk") % _PRIME)).values()
    )
    return count, total


def forget_indexes() -> None:
    """Let go of all that is in memory."""
    with _lock:
        _indexes.clear()
