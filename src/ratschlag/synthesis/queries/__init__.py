"""What all the voices say: themes with their voices, and what became of each contribution."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from ratschlag.contributions.models import Contribution, Part
from ratschlag.contributions.rules import Publication
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Coding, Outcome, Theme
from ratschlag.synthesis.rules import CodingState

# A merged theme counts as the one it went into; chains are flat, so one step is enough.
TARGET = Coalesce("theme__merged_into", "theme")


def effective() -> QuerySet[Coding]:
    """Codings that count: accepted, of contributions that nobody withdrew."""
    return Coding.objects.filter(state=CodingState.ACCEPTED).exclude(
        contribution__publication=Publication.WITHDRAWN
    )


def codings_of(theme: Theme) -> QuerySet[Coding]:
    """Every coding that counts for the theme: its own and those of all that were merged into it."""
    found = effective().filter(Q(theme=theme) | Q(theme__merged_into=theme))
    found = found.select_related("contribution", "part", "theme")
    return found.order_by(
        "contribution__received_on", "contribution_id", F("part__position").asc(nulls_first=True)
    )


def effective_codings(theme: Theme) -> list[Coding]:
    """The same, with each contribution once."""
    firsts: dict[int, Coding] = {}
    for coding in codings_of(theme):
        firsts.setdefault(coding.contribution_id, coding)
    return list(firsts.values())


def contributions_of(theme: Theme) -> QuerySet[Contribution]:
    """The contributions that speak of the theme, each once, in the order they came."""
    numbers = codings_of(theme).order_by().values("contribution")
    return Contribution.objects.filter(pk__in=numbers)


def theme_counts(process: Process) -> dict[int, int]:
    """How many contributions speak of each theme, by its number; each contribution once."""
    found = effective().filter(theme__process=process).annotate(target=TARGET)
    counted = found.values("target").annotate(count=Count("contribution", distinct=True))
    return dict(counted.order_by().values_list("target", "count"))


@dataclass(frozen=True)
class Assigned:
    """A contribution, or a part of it, with the theme it counts for now."""

    coding: Coding
    theme: Theme
    former_name: str

    @property
    def part(self) -> Part | None:
        return self.coding.part

    @property
    def merged(self) -> Theme | None:
        """The theme it was assigned to, if that has gone into another one."""
        return self.coding.theme if self.coding.theme_id != self.theme.pk else None


def themes_of(contribution: Contribution) -> list[Assigned]:
    """The themes of a contribution, part by part, with what each was called when it was
    assigned, if that differs. Two queries."""
    codings = (
        effective()
        .filter(contribution=contribution)
        .select_related("part", "theme__field", "theme__merged_into__field")
        .prefetch_related("theme__former_titles")
        .order_by(F("part__position").asc(nulls_first=True), "theme__title")
    )
    found: dict[tuple[int | None, int], Assigned] = {}
    for coding in codings:
        theme = coding.current
        assigned = Assigned(coding, theme, _former_name(coding))
        found.setdefault((coding.part_id, theme.pk), assigned)
    return list(found.values())


def _former_name(coding: Coding) -> str:
    """What the theme was called on the day of the assignment; empty if it is called so still."""
    later = [
        row
        for row in coding.theme.former_titles.all()
        if coding.decided_on is None or row.until_on >= coding.decided_on
    ]
    if later:
        return later[0].title
    return coding.theme.title if coding.theme.merged_into_id else ""


@dataclass(frozen=True)
class Fate:
    """What became of a contribution or of one part; `assigned` is None for its own outcome."""

    outcome: Outcome | None
    assigned: Assigned | None = None

    @property
    def part(self) -> Part | None:
        return self.assigned.part if self.assigned else None


def outcome_of(contribution: Contribution) -> list[Fate]:
    """The contribution's own outcome, else those of its themes, part by part; empty as long as
    it belongs to nothing. At most four queries."""
    own = Outcome.objects.filter(contribution=contribution).select_related("answer").first()
    if own:
        return [Fate(own)]
    assigned = themes_of(contribution)
    numbers = {row.theme.pk for row in assigned}
    outcomes = Outcome.objects.filter(theme__in=numbers).select_related("answer")
    by_theme = {row.theme_id: row for row in outcomes}
    return [Fate(by_theme.get(row.theme.pk), row) for row in assigned]


def fates(process: Process) -> dict[int, list[Outcome | None]]:
    """What became of every counted contribution, by its number: its own outcome, or the outcome
    of each of its themes; None where nothing is decided, or where it (or one of its parts) is
    assigned to nothing. Four queries."""
    outcomes = Outcome.objects.of(process).select_related("answer")
    own = {row.contribution_id: row for row in outcomes if row.contribution_id}
    of_themes = {row.theme_id: row for row in outcomes if row.theme_id}
    themes = defaultdict(set)
    codings = effective().filter(contribution__process=process).annotate(target=TARGET)
    for contribution, theme in codings.values_list("contribution", "target"):
        themes[contribution].add(theme)
    loose = set(_parts_without_theme(process))
    counted = Contribution.objects.counted().filter(process=process)
    found: dict[int, list[Outcome | None]] = {}
    for number in counted.values_list("pk", flat=True):
        if number in own:
            found[number] = [own[number]]
            continue
        found[number] = [of_themes.get(theme) for theme in sorted(themes[number])]
        if number in loose or not found[number]:
            found[number].append(None)
    return found


def _parts_without_theme(process: Process) -> QuerySet[Part, int]:
    """The contributions of which a part belongs to no theme, and neither does the whole."""
    accepted = effective().filter(contribution=OuterRef("contribution"))
    counts = accepted.filter(Q(part=OuterRef("pk")) | Q(part=None))
    parts = Part.objects.filter(~Exists(counts), contribution__process=process).exclude(text="")
    return parts.values_list("contribution", flat=True)


def is_handed_over(contribution: Contribution) -> bool:
    """Whether the city works with it already: a field group has one of its themes, or its own
    outcome is decided. From then on it stays counted even if its author takes it back."""
    has_theme = effective().filter(contribution=contribution)
    with_group = Q(theme__handed_over_on__isnull=False) | Q(
        theme__merged_into__handed_over_on__isnull=False
    )
    is_decided = Outcome.objects.filter(contribution=contribution).exists()
    return is_decided or has_theme.filter(with_group).exists()
