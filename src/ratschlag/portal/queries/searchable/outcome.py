"""What comes of it as one finds it: goals, measures, the concept, the council, the reports."""

from collections.abc import Iterator

from ratschlag.concept.compute import Kind as Paragraphs
from ratschlag.concept.queries import document_of, edition_shown
from ratschlag.concept.queries.shown import Reader, ShownChapter
from ratschlag.council.models import Paper
from ratschlag.council.queries import public_papers
from ratschlag.goals.models import Goal, Measure
from ratschlag.goals.rules import GoalLevel
from ratschlag.monitoring.queries import states_of
from ratschlag.portal.queries.searchable.scope import (
    Scope,
    Thing,
    address_of,
    in_languages,
    parts_of,
)
from ratschlag.portal.queries.shown import public_measures
from ratschlag.process.models import Process
from ratschlag.search.models import Text
from ratschlag.search.rules import Kind


def goals(scope: Scope) -> Iterator[Text]:
    """Those of fields whose page shows them: from the first public measure on."""
    shown = public_measures().filter(process__in=scope.processes)
    rows = Goal.objects.standing().filter(
        level=GoalLevel.ACTION, field__in=shown.order_by().values("field")
    )
    yield from in_languages(scope, map(_goal, rows.select_related("process", "field")))


def _goal(row: Goal) -> Thing:
    # A goal of action has a field (constraint goal_of_action_has_a_field).
    slug = row.field.slug if row.field else ""
    address = address_of("portal:field", row.process.slug, slug)
    return Thing(Kind.GOAL, str(row.pk), address, (row, "title"), also=row.code)


def measures(scope: Scope) -> Iterator[Text]:
    rows = public_measures().filter(process__in=scope.processes).order_by("pk")
    yield from in_languages(scope, map(_measure, rows.select_related("process", "lead")))


def _measure(row: Measure) -> Thing:
    return Thing(
        Kind.MEASURE,
        str(row.pk),
        address_of("portal:measure", row.process.slug, row.code),
        (row, "title"),
        parts_of(row, "description", "need", "target_group", "indicator", "target_value", "place"),
        plain=row.lead.name if row.lead else "",
        also=row.code,
    )


def concepts(scope: Scope) -> Iterator[Text]:
    """The sections of the edition that is shown, as they are read in each language."""
    for process in scope.processes:
        if process.has_measures and (edition := edition_shown(process)):  # type: ignore[attr-defined]
            chapters = document_of(edition).chapters
            for language in scope.languages:
                for row in Reader(process, language).read(chapters):
                    if row.wording.language == language:
                        yield _section(process, row, language)


def _section(process: Process, row: ShownChapter, language: str) -> Text:
    said = [text.wording for text in row.rows if text.kind in (Paragraphs.TEXT, Paragraphs.GUIDING)]
    address = address_of("concept:concept", process.slug)
    number = row.chapter.number
    return Text(
        Kind.CONCEPT,
        f"{process.pk}-{number}",
        language,
        row.wording.text,
        "\n".join(word.text for word in said if word.language == language),
        f"{address}#{number}",
    )


def papers(scope: Scope) -> Iterator[Text]:
    things = (_paper(row) for process in scope.processes for row in public_papers(process))
    yield from in_languages(scope, things)


def _paper(row: Paper) -> Thing:
    parts = tuple(part for point in row.points.all() for part in parts_of(point, "text"))
    amendments = list(row.amendments.all())
    parts += tuple(part for each in amendments for part in parts_of(each, "text"))
    return Thing(
        Kind.PAPER,
        str(row.pk),
        address_of("council:paper", row.process.slug, row.pk),
        (row, "title"),
        parts,
        plain=" ".join(each.reference for each in amendments),
        also=row.reference,
        public_on=row.submitted_on,
    )


def reports(scope: Scope) -> Iterator[Text]:
    """The latest report, with what it says of measures as long as it speaks for the period."""
    for process in scope.processes:
        states = states_of(process, scope.today)
        if report := states.report:
            notes = [row.said for row in states.rows if row.said and row.said.note]
            parts = tuple(part for note in notes for part in parts_of(note, "note"))
            address = address_of("monitoring:states", process.slug)
            title = (report, "title")
            thing = Thing(
                *(Kind.REPORT, str(report.pk), address, title, parts),
                public_on=report.published_on,
            )
            yield from in_languages(scope, [thing])
