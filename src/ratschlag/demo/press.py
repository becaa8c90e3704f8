"""The press releases of the model case: written, checked by a second person, brought out on their day."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from ratschlag.demo.case import Act, Case, data
from ratschlag.people.rules import Role
from ratschlag.press import actions
from ratschlag.press.models import Release, TakenElsewhere
from ratschlag.press.tasks import publish_due


def acts(case: Case) -> Iterator[Act]:
    found = data("press")
    for row in found["taken"]:
        yield Act(row["at"], partial(_take, case, row))
    for row in found["release"]:
        yield Act(row["written_at"], partial(_write, case, row))
        if "checked_at" in row:
            yield Act(row["checked_at"], partial(_check, case, row))
        if "embargo_until" in row:
            yield Act(row["embargo_until"], _publish_due)
        if "published_at" in row:
            yield Act(row["published_at"], partial(_publish, case, row))
        if "corrected_at" in row:
            yield Act(row["corrected_at"], partial(_correct, case, row))


def _take(case: Case, row: dict[str, Any]) -> None:
    taken = TakenElsewhere(year=row["year"], first=row["first"], last=row["last"], note=row["note"])
    actions.take_numbers_elsewhere(taken, by=case.people[Role.PRESS])


def _write(case: Case, row: dict[str, Any]) -> None:
    release = Release(
        process=case.process,
        headline=row["headline"],
        teaser=row["teaser"],
        facts=row.get("facts", "").strip(),
        body=row["body"].strip(),
        publisher=case.organisations["presse"],
        is_invented=row["number"] > 9000,
    )
    actions.write_release(release, by=case.people[Role.PRESS])
    case.translate(release, f"release.{row['number']}")


def _check(case: Case, row: dict[str, Any]) -> None:
    release = _named(row)
    assert case.by  # noqa: S101  the cast is there since the first day
    actions.check_release(release, by=case.by)
    if "embargo_until" in row:
        until: datetime = row["embargo_until"]
        actions.schedule_release(release, until, is_embargo=True, by=case.people[Role.PRESS])


def _publish_due() -> None:
    publish_due.func()


def _publish(case: Case, row: dict[str, Any]) -> None:
    release = _named(row)
    actions.publish_release(release, by=case.people[Role.PRESS])
    assert release.number == row["number"]  # noqa: S101  the counter agrees with the data


def _correct(case: Case, row: dict[str, Any]) -> None:
    correction = actions.correct_release(_named(row), row["correction"], by=case.people[Role.PRESS])
    case.translate(correction, f"correction.{row['number']}")


def _named(row: dict[str, Any]) -> Release:
    return Release.objects.get(headline=row["headline"])
