"""What of a process everyone may see by now; the rules say why."""

from collections import Counter

from django.db.models import Exists, OuterRef, QuerySet

from ratschlag.concept.models import Edition
from ratschlag.contributions.models import Receipt
from ratschlag.council.models import Paper
from ratschlag.goals.models import Measure, MeasureQuerySet
from ratschlag.monitoring.models import Report
from ratschlag.portal.rules import PUBLIC_STATES
from ratschlag.process.models import Field, Process
from ratschlag.survey.models import PublishedResult
from ratschlag.synthesis.models import Theme


def with_shown(processes: QuerySet[Process]) -> QuerySet[Process]:
    """Processes that know what can be shown of them: `has_themes` (a field group works with
    them), `has_measures` (an edition is public), `has_papers`, `has_reports`,
    `has_survey_results`."""
    return processes.annotate(
        has_themes=Exists(public_themes().filter(process=OuterRef("pk"))),
        has_measures=Exists(Edition.objects.filter(process=OuterRef("pk"), is_public=True)),
        has_papers=Exists(Paper.objects.submitted().filter(process=OuterRef("pk"))),
        has_reports=Exists(Report.objects.published().filter(process=OuterRef("pk"))),
        has_survey_results=Exists(
            PublishedResult.objects.current().filter(question__survey__process=OuterRef("pk"))
        ),
        has_receipts=Exists(Receipt.objects.filter(process=OuterRef("pk"))),
    )


def public_themes() -> QuerySet[Theme]:
    """Themes that field groups work with, without those that went into others."""
    return Theme.objects.current().filter(handed_over_on__isnull=False)


def public_measures() -> MeasureQuerySet:
    """Measures that were settled for the concept, of processes with a public edition."""
    edition = Edition.objects.filter(process=OuterRef("process"), is_public=True)
    return Measure.objects.filter(Exists(edition), state__in=PUBLIC_STATES)


def public_measures_of(process: Process) -> MeasureQuerySet:
    return public_measures().filter(process=process)


def public_themes_of(field: Field) -> QuerySet[Theme]:
    return public_themes().filter(field=field)


def fields_with_numbers(process: Process) -> list[Field]:
    """The fields with `theme_count` and `measure_count`: of what everyone may see. Three queries."""
    themes, measures = (
        Counter(found.filter(process=process).order_by().values_list("field", flat=True))
        for found in (public_themes(), public_measures())
    )
    fields = list(process.fields.all())
    for field in fields:
        field.theme_count = themes[field.pk]  # type: ignore[attr-defined]
        field.measure_count = measures[field.pk]  # type: ignore[attr-defined]
    return fields
