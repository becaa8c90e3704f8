"""The paper of the model case on its way through the council, and the report after it."""

from datetime import date

import pytest

from ratschlag.concept.models import Edition
from ratschlag.council.models import OpenException, Paper
from ratschlag.council.queries import decision_about, paper_sheet, unreported, way_of
from ratschlag.council.rules import PaperState, Result
from ratschlag.demo.tests.hands import load_at
from ratschlag.goals.models import Measure
from ratschlag.languages.models import Translation
from ratschlag.monitoring.models import Report
from ratschlag.monitoring.queries import history_of, states_of
from ratschlag.monitoring.rules import Period, Status
from ratschlag.process.models import Process

PUBLIC = "/de/verfahren/integrationskonzept/"


def process_at(point: str) -> Process:
    load_at(point)
    return Process.objects.get()


def english_title(code: str) -> str:
    """The translation that is shown; fails if there is none that is current."""
    number = Measure.objects.get(code=code).pk
    return Translation.objects.current().get(number=number, field="title", language="en").text


@pytest.mark.django_db
def test_before_the_submission_only_staff_see_the_paper(client):
    process_at("2017-01-29")
    paper = Paper.objects.get()
    assert (paper.state, paper.points.count(), paper.edition) == (PaperState.PREPARING, 3, None)
    assert paper.reference not in client.get(f"{PUBLIC}rat/").text
    assert english_title("M09-6") == "Staff diversity report"


@pytest.mark.django_db
def test_a_deferral_leads_to_a_second_reading_that_was_planned_the_next_day(client):
    process_at("2017-02-20")
    paper, today = Paper.objects.get(), date(2017, 2, 20)
    assert paper.edition.number == "1.0-rc1"
    # Every contribution had an outcome on 20 January: nothing had to be signed.
    assert not OpenException.objects.exists()
    path = paper_sheet(paper, today).path
    results = [(stop.consultation.body.slug, stop.consultation.result) for stop in path]
    assert results == [
        ("mb", Result.AGREED_WITH_NOTES),
        ("jha", Result.AGREED),
        ("ssa", Result.AGREED),
        ("soza", Result.DEFERRED),
        ("vfa", ""),
        ("soza", ""),
        ("stadtrat", ""),
    ]
    assert path[3].next_reading == path[5].consultation
    assert not unreported(today).exists()
    assert "12 dafür, 1 dagegen, 2 enthalten" in client.get(f"{PUBLIC}rat/").text


@pytest.mark.django_db
def test_on_the_evening_of_the_session_the_council_has_decided(client):
    process = process_at("T3")
    paper = Paper.objects.get()
    assert paper.state == PaperState.DECIDED
    assert paper.edition.number == "1.0-rc2"
    assert decision_about(process).vote == (38, 11, 6)
    changed = Measure.objects.get(code="M09-6")
    assert changed.title == "Freiwilliger anonymer Vielfaltsbericht des Personals"
    assert [row.result for row in way_of(changed, date(2017, 3, 22)).amendments] == ["adopted"]
    assert english_title("M09-6") == "Voluntary anonymous diversity report on staff"
    # What the council changed stands in what it decided, and not in what lay before it.
    adopted, before = Edition.objects.get(number="1.0"), Edition.objects.get(number="1.0-rc2")
    assert changed.title in adopted.canonical
    assert changed.title not in before.canonical
    states = states_of(process, date(2017, 3, 22))
    assert (states.period, states.report) == (Period.NOT_BEGUN, None)
    assert "Noch gibt es keinen Bericht." in client.get(f"{PUBLIC}umsetzung/").text


@pytest.mark.django_db
def test_the_report_says_how_far_the_eighty_measures_are():
    process = process_at("T4")
    states = states_of(process, date(2018, 6, 30))
    assert {row.status: row.count for row in states.counts} == {
        Status.DONE: 12,
        Status.RUNNING: 54,
        Status.PLANNED: 9,
        Status.DELAYED: 4,
        Status.DROPPED: 1,
    }
    assert Report.objects.get().published_on == date(2018, 6, 30)
    (said,) = history_of(Measure.objects.get(code="M04-8"))
    assert (said.latest.status, said.latest.note) == ("dropped", "Förderung nicht bewilligt.")
    # A year later nothing new was said: then nobody knows.
    overdue = states_of(process, date(2019, 7, 1))
    assert [(row.status, row.count) for row in overdue.counts] == [("", 80)]
