"""Goals and measures in their order, and where each comes from."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import Quote, quote_of
from ratschlag.events.models import EventResult
from ratschlag.goals.models import Goal, Measure, MeasureQuerySet, Origin
from ratschlag.goals.rules import CONCRETE, Gap, GoalLevel
from ratschlag.languages.models import Authored
from ratschlag.people.models import Organisation
from ratschlag.process.models import Field, Process
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.queries import effective_codings


@dataclass(frozen=True)
class Voice:
    """A contribution behind an origin, and the passage of it that speaks of the theme."""

    contribution: Contribution
    passage: str = ""


@dataclass(frozen=True)
class Root:
    """One origin of a goal or measure, with the voices behind it.

    Exactly one of `theme`, `contribution` and `event_result` is there. A theme that went into
    another one is shown as that one.
    """

    origin: Origin
    theme: Theme | None
    contribution: Contribution | None
    event_result: EventResult | None
    voices: tuple[Voice, ...]

    @property
    def name(self) -> str:
        """What an origin is called in a list; a contribution has no name but its day."""
        if self.contribution:
            return self.contribution.received_on.isoformat()
        return str(self.theme or self.event_result)

    def quotes(self, language: str) -> list[Quote]:
        """The words that everyone may read, for a page in that language."""
        return [
            quote_of(voice.contribution, language, voice.passage)
            for voice in self.voices
            if voice.contribution.is_shown
        ]


@dataclass(frozen=True)
class Sheet:
    """All that the page of a measure says."""

    measure: Measure
    partners: tuple[Organisation, ...]
    roots: tuple[Root, ...]

    @property
    def goal(self) -> Goal | None:
        return self.measure.goal

    @property
    def contribution_count(self) -> int:
        """How many contributions are behind it, each once."""
        return len({voice.contribution.pk for root in self.roots for voice in root.voices})

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return gaps_of(self.measure, has_origin=bool(self.roots))

    @property
    def concrete_count(self) -> int:
        """How many of the six things are said; what it is about always is."""
        return 1 + len(CONCRETE) - len(set(self.gaps) & set(CONCRETE))

    @property
    def percent(self) -> float:
        return 100 * self.concrete_count / (1 + len(CONCRETE))

    @property
    def is_from_citizens(self) -> bool:
        return any(root.theme or root.contribution for root in self.roots)

    @property
    def texts(self) -> tuple[list[Authored], ...]:
        """The rows whose texts the page shows."""
        measure = self.measure
        named: tuple[Authored | None, ...] = (measure, measure.goal, measure.field)
        sources = [root.theme or root.event_result for root in self.roots]
        events = [root.event_result.event for root in self.roots if root.event_result]
        return [row for row in named if row], [row for row in sources if row], list(events)


def gaps_of(measure: Measure, *, has_origin: bool) -> tuple[Gap, ...]:
    """What a measure lacks to be concrete, and whether it serves a goal."""
    missing = {
        Gap.LEAD: measure.lead_id is None,
        Gap.END: measure.ends_on is None and not measure.is_continuous,
        Gap.COST: measure.cost_once is None and measure.cost_per_year is None,
        Gap.INDICATOR: not measure.indicator,
        Gap.ORIGIN: not has_origin,
        Gap.GOAL: measure.goal_id is None,
    }
    return tuple(gap for gap, is_missing in missing.items() if is_missing)


def known_gaps(measure: Measure) -> tuple[Gap, ...]:
    """The same of a measure that a query here found, with no further query."""
    return gaps_of(measure, has_origin=measure.has_origin)  # type: ignore[attr-defined]


def sheet_of(measure: Measure) -> Sheet:
    """Four queries and one for each theme, if the measure came with its field, goal and lead."""
    partners = measure.partners.select_related("organisation")
    return Sheet(
        measure=measure,
        partners=tuple(row.organisation for row in partners),
        roots=roots_of(measure),
    )


def roots_of(of: Goal | Measure) -> tuple[Root, ...]:
    """Where a goal or measure comes from: themes by the number of voices, then contributions,
    then results of meetings. Three queries and one for each theme."""
    origins = of.origins.select_related(
        *("theme__field", "theme__merged_into__field", "contribution", "event_result__event")
    )
    found: dict[tuple[str, int], Root] = {}
    for origin in origins:
        root = _root(origin)
        source = root.theme or root.contribution or root.event_result
        assert source is not None  # noqa: S101  a constraint sees to it
        found.setdefault((source._meta.label, source.pk), root)
    roots = sorted(found.values(), key=_place)
    voiced = [voice.contribution for root in roots for voice in root.voices]
    prefetch_related_objects(voiced, "redaction", "translations")
    return tuple(roots)


def _root(origin: Origin) -> Root:
    # Chains of merged themes are flat.
    theme = origin.theme and (origin.theme.merged_into or origin.theme)
    voices = [Voice(origin.contribution)] if origin.contribution else []
    for coding in effective_codings(theme) if theme else ():
        voices.append(Voice(coding.contribution, coding.part.text if coding.part else ""))
    return Root(origin, theme, origin.contribution, origin.event_result, tuple(voices))


def _place(root: Root) -> tuple[int, int, str]:
    """Themes with many voices first."""
    if root.theme:
        return 0, -len(root.voices), root.theme.title
    if root.contribution:
        return 1, 0, root.contribution.received_on.isoformat()
    return 2, 0, root.event_result.text if root.event_result else ""


def measures_in_order() -> MeasureQuerySet:
    """Standing measures with what a list shows of them."""
    found = Measure.objects.standing().in_order().with_origin_known()
    return found.select_related("process", "field", "goal", "lead")


def measures_of(field: Field) -> MeasureQuerySet:
    """The standing measures of a field, in their order."""
    return measures_in_order().filter(field=field)


def goals_of(field: Field) -> QuerySet[Goal]:
    """The standing goals of a field, each with its measures in `measures_in_order`. Two queries."""
    return goals_and_measures(field.process).filter(field=field)


def guiding_goals(process: Process) -> QuerySet[Goal]:
    """The guiding principle, or what stands in its place."""
    return Goal.objects.standing().in_order().filter(process=process, level=GoalLevel.GUIDING)


def goals_and_measures(process: Process) -> QuerySet[Goal]:
    """All standing goals of a process, the guiding principle first, each with its measures in
    `measures_in_order`. Two queries."""
    found = Goal.objects.standing().in_order().filter(process=process)
    measures = Prefetch("measures", measures_in_order(), to_attr="measures_in_order")
    return found.select_related("process", "field").prefetch_related(measures)


def measures_from_theme(theme: Theme) -> MeasureQuerySet:
    """The standing measures that go back to the theme, or to one that went into it."""
    sources = Origin.objects.filter(Q(theme=theme) | Q(theme__merged_into=theme))
    return measures_in_order().filter(
        pk__in=sources.filter(measure__isnull=False).values("measure")
    )


def measures_from_contribution(contribution: Contribution) -> MeasureQuerySet:
    """The standing measures that go back to this very contribution; those that go back to its
    themes are the themes'."""
    sources = Origin.objects.filter(contribution=contribution, measure__isnull=False)
    return measures_in_order().filter(pk__in=sources.values("measure"))


def citizen_measures(process: Process) -> MeasureQuerySet:
    """The standing measures that go back to what someone said."""
    return measures_in_order().filter(process=process).from_citizens()
