"""The document as the sections and the records behind them make it at this moment.

Nothing in it is a random number: people, tools and other installations can read it by the
codes and addresses that are public.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Count, Prefetch

from ratschlag.city.queries import the_city
from ratschlag.concept import compute
from ratschlag.concept.compute import Chapter, Document, Fate, Kind, Paragraph, Sheet
from ratschlag.concept.models import Section
from ratschlag.concept.queries.editions import at_to_the_second
from ratschlag.concept.rules import EditionState, Gap, Renders
from ratschlag.contributions.rules import Publication
from ratschlag.goals.models import Goal, Measure, Origin
from ratschlag.goals.rules import Gap as Lack
from ratschlag.goals.rules import GoalLevel, GoalState
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Outcome
from ratschlag.synthesis.queries import theme_counts


def document_now(
    process: Process,
    *,
    number: str = "",
    state: EditionState = EditionState.WORKING,
    reason: str = "",
    is_public: bool = False,
    frozen_at: datetime | None = None,
) -> Document:
    """What an edition would say that is frozen at this moment."""
    city, records = the_city(), _Records(process)
    chapters = tuple(records.chapter(row) for row in process.sections.select_related("field"))
    return Document(
        city=city.name if city else "",
        process=process.slug,
        title=process.title,
        number=number,
        state=str(state),
        reason=reason,
        is_public=is_public,
        frozen_at=at_to_the_second(frozen_at) if frozen_at else "",
        chapters=chapters,
        sources=_sources(chapters),
    )


def chapter_now(section: Section) -> Chapter:
    """A section as it would be frozen at this moment."""
    return _Records(section.process).chapter(section)


class _Records:
    """The goals, measures and themes of a process, each read once."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.voices = theme_counts(process)
        themes = process.themes.current().select_related("field", "outcome")
        self.themes = list(themes.order_by("slug"))
        goals = process.goals.exclude(state=GoalState.DROPPED).select_related("field")
        self.goals = sorted(goals.prefetch_related(_origins()), key=_place)
        measures = process.measures.standing().select_related("field", "lead", "goal")
        partners = "partners__organisation"
        self.measures = sorted(measures.prefetch_related(_origins(), partners), key=_place)

    def chapter(self, section: Section) -> Chapter:
        texts = [Paragraph(Kind.TEXT, text) for text in compute.paragraphs_of(section.text)]
        return Chapter(
            number=section.number,
            title=section.title,
            renders=section.renders,
            field=section.field.slug if section.field else "",
            paragraphs=compute.numbered(section.number, [*texts, *self.rendered(section)]),
        )

    def rendered(self, section: Section) -> Iterator[Paragraph]:
        """What a section takes from the records."""
        if section.renders == Renders.GUIDING:
            for goal in self.goals:
                if goal.level == GoalLevel.GUIDING:
                    yield Paragraph(Kind.GUIDING, goal.title, goal.code)
        elif section.renders == Renders.FIELD:
            yield from self.of_field(section.field_id)
        elif section.renders == Renders.FATES:
            yield from self.fates()

    def of_field(self, field: int | None) -> Iterator[Paragraph]:
        for goal in self.goals:
            if goal.field_id == field and goal.level == GoalLevel.ACTION:
                yield Paragraph(
                    Kind.GOAL, goal.title, goal.code, origins=self.origins(goal.origins.all())
                )
        for measure in self.measures:
            if measure.field_id == field:
                yield Paragraph(
                    Kind.MEASURE,
                    measure.title,
                    measure.code,
                    origins=self.origins(measure.origins.all()),
                    sheet=_sheet(measure),
                )

    def origins(self, rows: Iterable[Origin]) -> tuple[compute.Origin, ...]:
        found = [self._origin(row) for row in rows]
        return tuple(
            sorted(found, key=lambda row: (row.kind != "theme", row.kind, row.key, row.day))
        )

    def _origin(self, row: Origin) -> compute.Origin:
        if row.theme:
            theme = row.theme.merged_into or row.theme
            return compute.Origin("theme", theme.slug, theme.title, self.voices.get(theme.pk, 0))
        if row.event_result:
            event = row.event_result.event
            return compute.Origin("event", event.slug, event.title)
        said = row.contribution
        assert said  # noqa: S101  the database keeps exactly one of the three
        # Its words are not frozen: who wrote them may take them back for ever.
        return compute.Origin("contribution", day=f"{said.received_on}", channel=said.channel)

    def fates(self) -> Iterator[Paragraph]:
        """What became of each theme, and of the contributions that stand for themselves."""
        led_to: dict[int, list[str]] = {}
        for measure in self.measures:
            for origin in measure.origins.all():
                if origin.theme:
                    theme = origin.theme.merged_into or origin.theme
                    led_to.setdefault(theme.pk, []).append(measure.code)
        for theme in self.themes:
            outcome: Outcome | None = getattr(theme, "outcome", None)
            fate = Fate(
                value=outcome.value if outcome else "",
                reason=outcome.reason if outcome else "",
                voices=self.voices.get(theme.pk, 0),
                field=theme.field.slug if theme.field else "",
                measures=tuple(led_to.get(theme.pk, ())),
            )
            yield Paragraph(Kind.FATE, theme.title, theme.slug, fate=fate)
        alone = Outcome.objects.filter(contribution__process=self.process).exclude(
            contribution__publication=Publication.WITHDRAWN
        )
        for row in alone.values("value").annotate(count=Count("id")).order_by("value"):
            fate = Fate(value=row["value"], voices=row["count"])
            yield Paragraph(Kind.COUNT, "", row["value"], fate=fate)


def _place(row: Goal | Measure) -> tuple[int, str]:
    """M02-9 stands before M02-10."""
    return len(row.code), row.code


def _origins() -> "Prefetch[str]":
    rows = Origin.objects.select_related(
        "theme__merged_into", "contribution", "event_result__event"
    )
    return Prefetch("origins", queryset=rows)


def _sheet(measure: Measure) -> Sheet:
    return Sheet(
        goal=measure.goal.code if measure.goal else "",
        description=measure.description,
        need=measure.need,
        target_group=measure.target_group,
        place=measure.place,
        lead=measure.lead.name if measure.lead else "",
        partners=tuple(row.organisation.name for row in measure.partners.all()),
        starts=measure.starts.isoformat(),
        ends=measure.ends.isoformat(),
        is_continuous=measure.is_continuous,
        cost_once=measure.cost_once,
        cost_per_year=measure.cost_per_year,
        funding=measure.funding,
        indicator=measure.indicator,
        target_value=measure.target_value,
        indicator_source=measure.indicator_source,
        is_invented=measure.is_invented,
    )


def _sources(chapters: Iterable[Chapter]) -> dict[str, list[str]]:
    """What the document was made from: kinds, and the codes or addresses of the records."""
    found: dict[str, set[str]] = {"section": set()}
    for chapter in chapters:
        found["section"].add(chapter.number)
        if chapter.field:
            found.setdefault("field", set()).add(chapter.field)
        for row in chapter.paragraphs:
            kind = {Kind.GUIDING: "goal", Kind.FATE: "theme"}.get(row.kind, str(row.kind))
            if row.key and row.kind is not Kind.COUNT:
                found.setdefault(kind, set()).add(row.key)
            for origin in row.origins:
                if origin.key:
                    found.setdefault(origin.kind, set()).add(origin.key)
    return {kind: sorted(keys) for kind, keys in found.items()}


def gaps_of(process: Process) -> dict[Gap, int]:
    """What the document still lacks, and how often; nothing where nothing lacks."""
    measures = process.measures.all()
    rendered = {row.renders for row in process.sections.all()}
    shown = process.sections.filter(renders=Renders.FIELD).values("field")
    empty = process.sections.filter(text="", renders=Renders.NOTHING, subsections=None)
    guiding = process.goals.filter(level=GoalLevel.GUIDING).exclude(state=GoalState.DROPPED)
    needs_fates = Renders.FATES in rendered
    counts = {
        Gap.EMPTY_SECTION: empty.count(),
        Gap.FIELD_WITHOUT_SECTION: process.fields.exclude(pk__in=shown).count(),
        Gap.GUIDING: int(Renders.GUIDING in rendered and not guiding.exists()),
        Gap.LEAD: measures.lacking(Lack.LEAD).count(),
        Gap.COST: measures.lacking(Lack.COST).count(),
        Gap.INDICATOR: measures.lacking(Lack.INDICATOR).count(),
        Gap.ORIGIN: measures.lacking(Lack.ORIGIN).count(),
        Gap.OUTCOME: process.themes.without_outcome().count() if needs_fates else 0,
    }
    return {gap: count for gap, count in counts.items() if count}
