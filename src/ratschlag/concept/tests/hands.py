"""What the tests of the document share: sections, a small chain of records, an edition."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection

from ratschlag.concept.actions import freeze_edition, write_section
from ratschlag.concept.models import Edition, Section
from ratschlag.concept.rules import EditionState, Renders
from ratschlag.goals.models import Goal, Origin
from ratschlag.goals.rules import Funding, GoalLevel
from ratschlag.journal.models import Entry
from ratschlag.lib.dates import Precision
from ratschlag.process.models import Field, Process
from ratschlag.synthesis.models import Outcome
from ratschlag.synthesis.rules import OutcomeValue
from tests import cast

HOSTILE = '#import "x" $x$ #read("/etc/passwd") *b* _i_ <b>fett</b> @a `c` \\n {{ 1 }} [z]'


def a_section(
    process: Process, number: str = "1", title: str = "Vorwort", text: str = "", **changes: object
) -> Section:
    section = Section(process=process, number=number, title=title, text=text, **changes)
    return write_section(section, by=None)


def an_edition(process: Process, number: str = "0.9", **changes: object) -> Edition:
    """A public draft, frozen now."""
    wanted = {"state": EditionState.PUBLIC_DRAFT, "by": None}
    return freeze_edition(process, number=number, **(wanted | changes))


def a_document(process: Process) -> Field:
    """A chapter of text, one that shows a field with a goal and two measures, and the annex."""
    field = cast.a_field(process)
    a_section(process, "1", "Vorwort", "Erster Absatz.\n\nZweiter Absatz.")
    a_section(process, "2", "Leitziel", "Es dient allen.", renders=Renders.GUIDING)
    a_section(process, "6", "Handlungsfelder")
    a_section(process, "6.1", "Stadtgrün", renders=Renders.FIELD, field=field)
    a_section(process, "A1", "Anlage", renders=Renders.FATES)
    Goal.objects.create(
        process=process, code="G00", level=GoalLevel.GUIDING, title="Alle haben Schatten."
    )
    goal = cast.a_goal(process, field)
    theme = cast.a_theme(process, "Schatten", cast.a_contribution(process))
    lead = cast.an_organisation("Grünflächenamt")
    measure = cast.a_measure(
        process,
        field,
        "M1-2",
        goal=goal,
        lead=lead,
        starts_on=date(2017, 9, 1),
        starts_precision=Precision.MONTH,
        is_continuous=True,
        cost_per_year=84_000,
        funding=Funding.BUDGET,
        indicator="Bäume je Jahr",
    )
    cast.a_measure(process, field, "M1-10", title="Bänke aufstellen")
    Origin.objects.create(measure=measure, theme=theme)
    measure.partners.create(organisation=cast.an_organisation("Baumverein"), position=1)
    Outcome.objects.create(
        theme=theme,
        value=OutcomeValue.ADOPTED,
        reason="Es wird heißer.",
        decided_on=date(2017, 1, 20),
    )
    return field


def tamper(statement: str, *values: object) -> None:
    """What somebody can do who owns the database: take the triggers off, and write."""
    on = " ON concept_edition" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in ("concept_edition_stays", "concept_edition_as_frozen"):
            cursor.execute(f"DROP TRIGGER {name}{on}")
        cursor.execute(statement, values)


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@contextmanager
def nothing_written() -> Iterator[None]:
    """What is done inside leaves no trace: no row changed and no line in the journal."""
    before = _trace()
    yield
    assert _trace() == before


def _trace() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in (Section, Edition, Entry)]
