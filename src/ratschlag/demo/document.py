"""The concept of the model case: its sections as they were written, its editions as they were frozen."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from ratschlag.concept.actions import freeze_edition, write_section
from ratschlag.concept.models import Section
from ratschlag.concept.rules import EditionState, Renders
from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.moments import ZONE
from ratschlag.people.rules import Role

_FIRST_DAY, _LAST_DAY = date(2016, 11, 15), date(2016, 11, 28)
_ADOPTED = datetime(2017, 3, 22, 18, 10, tzinfo=ZONE)


def acts(case: Case) -> Iterator[Act]:
    sections = data("concept")["section"]
    days = (_LAST_DAY - _FIRST_DAY).days
    for place, row in enumerate(sections):
        day = _FIRST_DAY + timedelta(days=place * days // (len(sections) - 1))
        hour = time(9, 15 + place)
        yield Act(datetime.combine(day, hour, ZONE), partial(_write, case, row))
    for row in data("concept")["edition"]:
        at = datetime.combine(row["on"], time(9), ZONE)
        # The council decides in the evening; what it changed is in the measures by then.
        yield Act(_ADOPTED if row["state"] == "adopted" else at, partial(_freeze, case, row))


def _write(case: Case, row: dict[str, Any]) -> None:
    section = Section(
        process=case.process,
        number=row["number"],
        title=row["title"],
        text=row.get("text", "").strip(),
        renders=Renders(row["renders"]),
        field=case.fields.get(row.get("field", "")),
    )
    write_section(section, by=case.people[Role.EDITOR])
    case.translate(section, f"section.{row['number']}")


def _freeze(case: Case, row: dict[str, Any]) -> None:
    freeze_edition(
        case.process,
        number=row["number"],
        state=EditionState(row["state"]),
        reason=row["reason"],
        is_public=row["is_public"],
        by=case.by,
    )
