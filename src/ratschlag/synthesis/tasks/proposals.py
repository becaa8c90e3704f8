"""Putting on the desk what the machine proposes; what a person decided is never touched."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import WITHOUT_TEXT
from ratschlag.synthesis.models import Coding, FieldCoding, Run, Theme, Vector
from ratschlag.synthesis.rules import CodingState, Proposer, ThemeState

Place = tuple[int, int | None]


@dataclass(frozen=True)
class Proposed:
    """What is proposed for a contribution or a part: (theme or field, how near, why) each."""

    contribution: int
    part: int | None
    themes: list[tuple[int, float, dict[str, Any]]] = field(default_factory=list)
    fields: list[tuple[int, float, dict[str, Any]]] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.contribution, self.part


@transaction.atomic
def put(proposed: Sequence[Proposed], *, run: Run | None = None) -> int:
    """Returns for how many. What was proposed before gives way, what was decided stays, and a
    text that was taken back or redacted meanwhile gets nothing."""
    still = still_standing(row.place for row in proposed)
    rows = [row for row in proposed if row.place in still]
    themes = {theme for row in rows for theme, _near, _why in row.themes}
    current = Theme.objects.filter(pk__in=themes).exclude(state=ThemeState.MERGED)
    _put_themes(rows, set(current.values_list("pk", flat=True)), run)
    _put_fields(rows)
    return len(rows)


def still_standing(places: Iterable[Place]) -> set[Place]:
    """Those whose words stand as the machine read them. Their contributions are held until the
    transaction ends: their author may be taking them back at this moment."""
    numbers = sorted({contribution for contribution, _part in places})
    held = Contribution.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    alive = [row.pk for row in held if row.publication not in WITHOUT_TEXT]
    found = Vector.objects.filter(space__is_current=True, contribution__in=alive)
    return set(found.values_list("contribution", "part"))


def _put_themes(rows: Sequence[Proposed], current: set[int], run: Run | None) -> None:
    there = defaultdict(list)
    numbers = {row.contribution for row in rows}
    places = {row.place for row in rows}
    for coding in Coding.objects.filter(contribution__in=numbers):
        there[coding.contribution_id, coding.part_id].append(coding)
    old = [
        coding.pk
        for place, codings in there.items()
        if place in places
        for coding in codings
        if coding.state == CodingState.PROPOSED and coding.proposer == Proposer.MACHINE
    ]
    Coding.objects.filter(pk__in=old).delete()
    gone, new = set(old), []
    for row in rows:
        stays = [coding for coding in there[row.place] if coding.pk not in gone]
        if any(coding.state == CodingState.ACCEPTED for coding in stays):
            continue
        never = {coding.theme_id for coding in stays} | {row.moved_from_id for row in stays}
        new += [
            Coding(
                contribution_id=row.contribution, part_id=row.part, theme_id=theme, run=run,
                proposer=Proposer.MACHINE, nearness=near, why=why,
            )
            for theme, near, why in row.themes
            if theme in current and theme not in never
        ]  # fmt: skip
    Coding.objects.bulk_create(new)


def _put_fields(rows: Sequence[Proposed]) -> None:
    there = defaultdict(list)
    for coding in FieldCoding.objects.filter(contribution__in={row.contribution for row in rows}):
        there[coding.contribution_id, coding.part_id].append(coding)
    gone, new = [], []
    for row in rows:
        own = there[row.place]
        old = [
            coding.pk
            for coding in own
            if coding.state == CodingState.PROPOSED and coding.proposer == Proposer.MACHINE
        ]
        gone += old
        if any(coding.state == CodingState.ACCEPTED for coding in own):
            continue
        never = {coding.field_id for coding in own if coding.pk not in old}
        new += [
            FieldCoding(
                contribution_id=row.contribution, part_id=row.part, field_id=one, why=why,
                proposer=Proposer.MACHINE, probability=min(max(probability, 0.0), 1.0),
            )
            for one, probability, why in row.fields
            if one not in never
        ]  # fmt: skip
    FieldCoding.objects.filter(pk__in=gone).delete()
    FieldCoding.objects.bulk_create(new)
