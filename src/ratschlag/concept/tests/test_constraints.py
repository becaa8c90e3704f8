"""What the database itself refuses about sections and editions, whatever a form let through."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ratschlag.concept.models import Edition, Section
from ratschlag.concept.rules import EditionState, Renders
from ratschlag.concept.tests.hands import a_section, an_edition
from tests import cast


def refused(model, good: dict[str, object], wrong: dict[str, object]):
    """The good row goes in (and out again), the wrong one does not."""
    point = transaction.savepoint()
    model.objects.create(**good)
    transaction.savepoint_rollback(point)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**(good | wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"number": ""},
        {"number": "1"},
        {"position": 1},
        {"renders": Renders.FIELD},
        {"field": "FIELD"},
        {"id": 7, "parent_id": 7},
    ],
    ids=["no title", "no number", "taken number", "taken place", "no field", "needless field", "below itself"],
)  # fmt: skip
def test_the_database_refuses_a_section(process, wrong):
    a_section(process, "1")
    if "field" in wrong:
        wrong = {"field": cast.a_field(process)}
    good = {"process": process, "number": "2", "title": "Zweiter", "position": 2}
    refused(Section, good, wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"number": ""}, {"number": "0.9"}, {"state": "secret"}, {"is_public": False}],
    ids=["no number", "taken number", "unknown state", "kept back"],
)
def test_the_database_refuses_an_edition(process, wrong):
    a_section(process)
    an_edition(process, "0.9")
    good = {
        "process": process,
        "number": "1.0",
        "state": EditionState.ADOPTED,
        "frozen_at": datetime(2017, 3, 22, tzinfo=UTC),
        "canonical": "{}",
        "sha256": "0" * 64,
    }
    refused(Edition, good, wrong)


def test_a_process_or_a_field_with_sections_can_not_be_deleted(process):
    field = cast.a_field(process)
    a_section(process, "1", renders=Renders.FIELD, field=field)
    for row in (field, process):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_section_with_others_below_can_not_be_deleted(process):
    above = a_section(process, "6")
    a_section(process, "6.1")
    with pytest.raises(ProtectedError):
        above.delete()
