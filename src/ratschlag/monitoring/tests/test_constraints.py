"""What the database itself refuses about a report; what was reported stays as it was said."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.queries import domain_now
from ratschlag.monitoring.actions import report_measure
from ratschlag.monitoring.models import MeasureStatus, Report
from ratschlag.monitoring.rules import NEEDS_A_NOTE, Status
from ratschlag.monitoring.tests.hands import AS_OF
from ratschlag.process.tests.test_constraints import refused
from tests import cast


@pytest.fixture
def said(process):
    measure = cast.a_measure(process, cast.a_field(process))
    kora = cast.a_coordinator()
    return report_measure(cast.a_report(process), measure, status=Status.RUNNING, by=kora)


@pytest.mark.parametrize("wrong", [
    {"title": ""},
    {"as_of": AS_OF},
    {"next_on": date(2019, 6, 30)},
    {"next_on": date(2019, 6, 29)},
    {"published_on": date(2019, 6, 29)},
])  # fmt: skip
def test_the_database_refuses_a_report(process, wrong):
    cast.a_report(process)
    good = {"process": process, "title": "Zweiter", "as_of": date(2019, 6, 30)}
    refused(Report.objects.create, good, wrong)


@pytest.mark.parametrize(
    "wrong", [{"status": "maybe"}, {"status": ""}, *({"status": s} for s in NEEDS_A_NOTE)]
)
def test_the_database_refuses_a_status(said, wrong):
    good = {
        "report": said.report,
        "measure": said.measure,
        "status": Status.DONE,
        "said_at": domain_now(),
    }
    refused(MeasureStatus.objects.create, good, wrong)


@pytest.mark.parametrize("change", [
    {"status": Status.DONE},
    {"note": "Anders."},
    {"indicator_value": "100"},
    {"said_at": domain_now},
])  # fmt: skip
def test_what_was_reported_is_not_changed(said, change):
    values = {name: value() if callable(value) else value for name, value in change.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureStatus.objects.filter(pk=said.pk).update(**values)
    assert MeasureStatus.objects.get().status == Status.RUNNING


def test_what_was_reported_is_not_deleted(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        said.delete()
    assert MeasureStatus.objects.count() == 1


def test_who_said_it_can_be_forgotten(said):
    MeasureStatus.objects.update(said_by=None)
    said.refresh_from_db()
    assert said.said_by is None
