"""What the desk of goals and measures shows: lists, what can be an origin, what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import for_quotes, quote_of
from ratschlag.contributions.rules import Publication
from ratschlag.events.models import EventResult
from ratschlag.goals.models import GAP_LABELS, GAP_WORDS, Goal, Measure, MeasureQuerySet
from ratschlag.goals.queries import known_gaps, measures_in_order
from ratschlag.goals.rules import (
    GOAL_STATE_WITH,
    Gap,
    GoalState,
    MeasureState,
    next_goal_states,
    next_measure_states,
)
from ratschlag.process.models import Field, Process
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.queries import theme_counts

# What a list of measures can be narrowed to.
LACKING = (Gap.LEAD, Gap.END, Gap.COST, Gap.INDICATOR, Gap.ORIGIN, Gap.GOAL)


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; a word that nobody knows narrows nothing."""

    words: str = ""
    field: str = ""
    state: str = ""
    gap: str = ""


@dataclass(frozen=True)
class Line:
    """A measure in a list, and the words for what it lacks."""

    measure: Measure
    gaps: tuple[Promise, ...]


def fields_of(processes: Iterable[Process]) -> QuerySet[Field]:
    return Field.objects.filter(process__in=processes).order_by("process__title", "number")


def measures_found(processes: Iterable[Process], wanted: Filter) -> MeasureQuerySet:
    """Measures of these processes, dropped ones too, in their order."""
    found = Measure.objects.filter(process__in=processes).with_origin_known().in_order()
    found = found.select_related("process", "field", "goal", "lead")
    if wanted.words:
        found = found.filter(Q(code__icontains=wanted.words) | Q(title__icontains=wanted.words))
    if wanted.field:
        found = found.filter(field__slug=wanted.field)
    if wanted.state in list(MeasureState):
        found = found.filter(state=wanted.state)
    return found.lacking(Gap(wanted.gap)) if wanted.gap in LACKING else found


def lines_of(measures: Iterable[Measure]) -> list[Line]:
    """With what each lacks; nobody has to mend what was dropped."""
    return [
        Line(row, () if row.state == MeasureState.DROPPED else _words(known_gaps(row)))
        for row in measures
    ]


def _words(gaps: Iterable[Gap]) -> tuple[Promise, ...]:
    return tuple(GAP_WORDS[gap] for gap in gaps)


def waiting_for(process: Process, state: MeasureState) -> tuple[list[Measure], list[Goal]]:
    """The measures and goals that stand one step before."""
    measures = [
        row
        for row in process.measures.all()
        if state in next_measure_states(MeasureState(row.state))
    ]
    goal_state = GOAL_STATE_WITH[state]
    goals = [
        row for row in process.goals.all() if goal_state in next_goal_states(GoalState(row.state))
    ]
    return measures, goals


def goals_found(processes: Iterable[Process], words: str) -> QuerySet[Goal]:
    """Goals of these processes, dropped ones too, with the number of their standing measures."""
    standing = ~Q(measures__state=MeasureState.DROPPED)
    found = Goal.objects.filter(process__in=processes).in_order()
    found = found.annotate(measure_count=Count("measures", filter=standing))
    if words:
        found = found.filter(Q(code__icontains=words) | Q(title__icontains=words))
    return found.select_related("process", "field")


@dataclass(frozen=True)
class Choice:
    """Something that can be an origin."""

    source: Theme | Contribution | EventResult
    label: str

    @property
    def value(self) -> str:
        return f"{self.name}-{self.source.pk}"

    @property
    def name(self) -> str:
        """How `name_origin` calls it."""
        names = {Theme: "theme", Contribution: "contribution", EventResult: "event_result"}
        return names[type(self.source)]


# A list that is longer is searched, not read.
_MOST = 30


def sources_for(of: Goal | Measure, words: str, language: str) -> list[Choice]:
    """What can be an origin of it and is none yet: themes, contributions whose words everyone may
    read, results of meetings; at most thirty of each. Searched are the public words only."""
    named = list(of.origins.all())
    return [
        *_themes(of.process, {row.theme_id for row in named}, words),
        *_contributions(of.process, {row.contribution_id for row in named}, words, language),
        *_results(of.process, {row.event_result_id for row in named}, words),
    ]


def _themes(process: Process, named: set[int | None], words: str) -> list[Choice]:
    counts = theme_counts(process)
    found = Theme.objects.current().filter(process=process, title__icontains=words)
    return [
        Choice(row, _("Theme: %(title)s (%(count)s)") % {
            "title": row.title, "count": counts.get(row.pk, 0),
        })
        for row in found.exclude(pk__in=_known(named))[:_MOST]
    ]  # fmt: skip


def _contributions(
    process: Process, named: set[int | None], words: str, language: str
) -> list[Choice]:
    # Never the original of what was redacted: the search would tell what was taken out.
    hit = (
        Q(publication=Publication.PUBLIC, text__icontains=words)
        | Q(publication=Publication.REDACTED, redaction__text__icontains=words)
        | Q(translations__text__icontains=words)
    )
    numbers = Contribution.objects.shown().filter(hit, process=process).values("pk")
    found = Contribution.objects.filter(pk__in=numbers).exclude(pk__in=_known(named))
    choices = []
    for row in for_quotes(found)[:_MOST]:
        quote = quote_of(row, language)
        text = Truncator(quote.translation or quote.text).chars(140)
        label = _("Contribution: %(text)s (%(channel)s)")
        choices.append(Choice(row, label % {"text": text, "channel": quote.channel}))
    return choices


def _results(process: Process, named: set[int | None], words: str) -> list[Choice]:
    found = EventResult.objects.filter(event__process=process).select_related("event")
    found = found.filter(Q(text__icontains=words) | Q(event__title__icontains=words))
    found = found.exclude(pk__in=_known(named)).order_by("event__held_on", "position")
    label = _("Result of %(event)s: %(text)s")
    return [
        Choice(row, label % {"event": row.event.title, "text": Truncator(row.text).chars(140)})
        for row in found[:_MOST]
    ]


def _known(numbers: set[int | None]) -> list[int]:
    return [number for number in numbers if number is not None]


@dataclass(frozen=True)
class Hole:
    """Something that lacks something, and the address that mends it."""

    name: str
    where: str
    href: str


@dataclass(frozen=True)
class GapList:
    """All that lack the same thing."""

    gap: Gap
    holes: tuple[Hole, ...]

    @property
    def title(self) -> Promise:
        return GAP_LABELS[self.gap]

    @property
    def count(self) -> int:
        return len(self.holes)


def gaps_of_measures(process: Process) -> tuple[GapList, ...]:
    """What measures and goals lack. Two queries."""
    found: dict[Gap, list[Hole]] = {gap: [] for gap in (*LACKING, Gap.MEASURE)}
    for measure in measures_in_order().filter(process=process):
        for gap in known_gaps(measure):
            found[gap].append(_hole_of(measure, gap))
    idle = Goal.objects.without_measure().in_order().select_related("field")
    for goal in idle.filter(process=process):
        field = goal.field.title if goal.field else ""
        href = reverse("goals_desk:goal", args=[goal.pk])
        found[Gap.MEASURE].append(Hole(str(goal), field, href))
    return tuple(GapList(gap, tuple(holes)) for gap, holes in found.items())


def gaps_of_themes(process: Process) -> tuple[GapList, ...]:
    """Themes of which nobody knows yet what becomes of them, and those not answered: where
    nothing is decided, there is nothing to answer. Two queries."""
    themes = Theme.objects.filter(process=process).select_related("field").order_by("title")
    undecided = [_hole_in(theme, "decide_theme") for theme in themes.without_outcome()]
    decided = themes.filter(outcome__isnull=False)
    unanswered = [_hole_in(theme, "answer") for theme in decided.without_answer()]
    return GapList(Gap.OUTCOME, tuple(undecided)), GapList(Gap.ANSWER, tuple(unanswered))


def gaps(process: Process) -> tuple[GapList, ...]:
    """All that is missing in a process, kind by kind, also those kinds of which nothing is
    missing. Four queries."""
    return *gaps_of_measures(process), *gaps_of_themes(process)


def _hole_of(measure: Measure, gap: Gap) -> Hole:
    page = "goals_desk:measure_origin" if gap is Gap.ORIGIN else "goals_desk:measure"
    return Hole(str(measure), measure.field.title, reverse(page, args=[measure.pk]))


def _hole_in(theme: Theme, page: str) -> Hole:
    field = theme.field.title if theme.field else ""
    return Hole(theme.title, field, reverse(f"synthesis_desk:{page}", args=[theme.pk]))
