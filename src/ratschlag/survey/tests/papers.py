"""Batches and papers that one person or two have typed in."""

from datetime import date
from typing import Any

from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import Channel
from ratschlag.people.models import Person
from ratschlag.survey.actions import Envelope, Keyed, key_paper, open_batch
from ratschlag.survey.models import Batch, Paper, Survey
from ratschlag.survey.queries import latest_version
from tests import cast

TEXT = "Mehr Bäume."


def a_batch(survey: Survey, by: Person, name: str = "Post vom Montag", **changes: Any) -> Batch:
    wanted = {"channel": Channel.LETTER, "received_on": domain_day(), "language": "de"}
    version = latest_version(survey)
    batch = Batch(
        survey=survey, version=version, name=name, **{"expected": 40, **wanted, **changes}
    )
    return open_batch(batch, by=by)


def an_entry(texts: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    about = {"language": "de", "supporters": 1, "organisation": None}
    return {"texts": texts or {"q3": TEXT}, "chosen": {}, "about": about, **changes}


def key(survey: Survey, by: Person, form_key: str = "a-paper-of-the-tests-no-1",
        entry: dict[str, Any] | None = None, **changes: Any) -> Keyed:  # fmt: skip
    wanted: dict[str, Any] = {
        "envelope": Envelope(Channel.LETTER, domain_day()),
        "details": {},
        "version": latest_version(survey),
    }
    found = {**wanted, **changes}
    return key_paper(survey, form_key=form_key, entry=entry or an_entry(), by=by, **found)


def a_waiting_paper(survey: Survey) -> tuple[Batch, Paper]:
    """Typed in once, by somebody who is not there any more."""
    Survey.objects.filter(pk=survey.pk).update(keyed_twice=100)
    survey.refresh_from_db()
    somebody = cast.a_person("Frühere Kraft")
    batch = a_batch(survey, somebody)
    paper = key(survey, somebody, batch=batch).paper
    assert paper is not None
    return batch, paper


def day(number: int) -> date:
    return date(2016, 9, number)
