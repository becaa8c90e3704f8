"""A report: begun, filled measure by measure, published, corrected by a further row."""

from datetime import date

import pytest

from ratschlag.goals.rules import MeasureState
from ratschlag.monitoring.actions import (
    ReportRefused,
    begin_report,
    publish_report,
    report_measure,
    revise_report,
)
from ratschlag.monitoring.models import MeasureStatus, Report
from ratschlag.monitoring.queries import due_reports, history_of
from ratschlag.monitoring.rules import NEEDS_A_NOTE, Status
from ratschlag.monitoring.tests.hands import (
    AS_OF,
    NEXT_ON,
    NOTHING_SAVED,
    nothing_written,
    on,
    published,
    the_line,
)
from ratschlag.people.rules import Role
from tests import cast

NEW = "/desk/umsetzung/klima/neu/"
PAGE = "/desk/umsetzung/klima/"


@pytest.fixture
def measure(process):
    return cast.a_measure(process, cast.a_field(process))


@pytest.fixture
def report(process):
    return cast.a_report(process)


def address_of(report, measure):
    return f"/desk/umsetzung/bericht/{report.pk}/{measure.pk}/"


def test_the_coordinator_begins_fills_and_publishes_a_report(process, measure, desk, coordinator):
    on(AS_OF)
    wanted = {"title": "Erster Bericht", "as_of": "30.6.2018", "next_on": "2019-06-30"}
    assert desk.post(NEW, wanted).status_code == 302
    report = Report.objects.get()
    assert "Noch nicht berichtet" in desk.get(PAGE).text
    said = {"status": "delayed", "note": "Es fehlt Geld.", "indicator_value": "3 Bäume"}
    answer = desk.post(address_of(report, measure), said)
    assert answer["Location"] == f"{PAGE}#m{measure.pk}"
    row = MeasureStatus.objects.get()
    assert (row.status, row.note, row.said_by) == ("delayed", "Es fehlt Geld.", coordinator)
    assert the_line("measure.reported").detail == {"status": "delayed"}
    assert "Es fehlt Geld." not in desk.get("/de/verfahren/klima/umsetzung/").text
    assert desk.post(f"/desk/umsetzung/bericht/{report.pk}/veroeffentlichen/").status_code == 302
    report.refresh_from_db()
    assert report.published_on == AS_OF
    page = desk.get("/de/verfahren/klima/umsetzung/").text
    assert "Es fehlt Geld." in page
    assert "3 Bäume" in page


def test_said_again_it_corrects_and_the_earlier_row_stays(report, measure):
    report_measure(report, measure, status=Status.RUNNING, by=None)
    report_measure(report, measure, status=Status.DONE, by=None)
    published(report)
    (said,) = history_of(measure)
    assert said.latest.status == Status.DONE
    assert [row.status for row in said.corrected] == [Status.RUNNING]


def test_a_published_report_is_corrected_in_the_same_way(report, measure, desk):
    published(report, M1_1=Status.DONE)
    page = desk.get(address_of(report, measure)).text
    assert "Weil." in page
    typed = {"status": "dropped", "note": "Doch nicht."}
    assert desk.post(address_of(report, measure), typed).status_code == 302
    assert "Doch nicht." in desk.get("/de/verfahren/klima/umsetzung/").text
    assert MeasureStatus.objects.count() == 2


def test_a_report_is_changed_until_it_is_published(report, measure, desk):
    wanted = {"title": "Anders", "as_of": "2018-06-29", "next_on": ""}
    address = f"/desk/umsetzung/bericht/{report.pk}/"
    assert desk.post(address, wanted).status_code == 302
    report.refresh_from_db()
    assert (report.title, report.next_on) == ("Anders", None)
    assert the_line("report.revised").detail == {"fields": ["as_of", "next_on", "title"]}
    published(report, M1_1=Status.DONE)
    with nothing_written():
        answer = desk.post(address, wanted | {"title": "Noch einmal anders"})
    assert answer.status_code == 422
    assert "Dieser Bericht ist schon veröffentlicht." in answer.text
    with nothing_written(), pytest.raises(ReportRefused):
        revise_report(report, ["title"], by=None)


def test_others_see_the_reports_but_do_not_write_them(report, measure, browser_of):
    editor = browser_of(cast.a_person("Edi Tor", Role.EDITOR))
    assert editor.get(PAGE).status_code == 200
    with nothing_written():
        assert editor.post(address_of(report, measure), {"status": "done"}).status_code == 403
        address = f"/desk/umsetzung/bericht/{report.pk}/veroeffentlichen/"
        assert editor.post(address).status_code == 403


def test_a_second_report_waits_for_the_first_to_be_published(report, measure, desk):
    wanted = {"title": "Zweiter", "as_of": "2019-06-30", "next_on": ""}
    with nothing_written():
        answer = desk.post(NEW, wanted)
    assert answer.status_code == 422
    assert "Veröffentlichen Sie zuerst diesen." in answer.text
    published(report, M1_1=Status.DONE)
    assert desk.post(NEW, wanted).status_code == 302


def test_a_report_is_not_published_ahead_of_its_day_empty_or_twice(report, measure, desk):
    address = f"/desk/umsetzung/bericht/{report.pk}/veroeffentlichen/"
    on(date(2018, 6, 29))
    report_measure(report, measure, status=Status.DONE, by=None)
    with nothing_written():
        answer = desk.post(address)
    assert answer.status_code == 422
    assert "Der Tag des Berichts ist noch nicht gekommen." in answer.text
    on(AS_OF)
    publish_report(report, by=None)
    with nothing_written():
        assert desk.post(address).status_code == 422
    empty = cast.a_report(report.process, NEXT_ON, next_on=None)
    on(NEXT_ON)
    with nothing_written(), pytest.raises(ReportRefused):
        publish_report(empty, by=None)


def test_to_look_at_the_address_of_publishing_publishes_nothing(report, measure, desk):
    on(AS_OF)
    report_measure(report, measure, status=Status.DONE, by=None)
    with nothing_written():
        assert desk.get(f"/desk/umsetzung/bericht/{report.pk}/veroeffentlichen/").status_code == 302


@pytest.mark.parametrize("status", NEEDS_A_NOTE)
@pytest.mark.parametrize("note", ["", "   "])
def test_what_is_late_changed_or_dropped_is_explained(report, measure, desk, status, note):
    with nothing_written():
        typed = {"status": str(status), "note": note, "indicator_value": "5 Bäume"}
        answer = desk.post(address_of(report, measure), typed)
        with pytest.raises(ReportRefused):
            report_measure(report, measure, status=status, note=note, by=None)
    assert answer.status_code == 422
    assert "Bitte sagen Sie, warum." in answer.text
    assert "5 Bäume" in answer.text


@pytest.mark.parametrize("typed", [
    {"status": ""},
    {"status": "fast fertig"},
    {"note": "x" * 2001},
    {"note": "Da\x00s"},
    {"indicator_value": "x" * 201},
])  # fmt: skip
def test_a_status_that_can_not_be_is_refused(report, measure, desk, typed):
    with nothing_written():
        answer = desk.post(address_of(report, measure), {"status": "running"} | typed)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text


@pytest.mark.parametrize("typed", [
    {"title": ""},
    {"title": " "},
    {"title": "x" * 161},
    {"as_of": ""},
    {"as_of": "31.6.2018"},
    {"as_of": "2018-06-30"},
    {"as_of": "2018-06-29"},
    {"next_on": "2019-06-30"},
    {"next_on": "2018-01-01"},
    {"next_on": "bald"},
])  # fmt: skip
def test_a_report_that_can_not_be_is_refused_and_what_was_typed_stays(report, measure, desk, typed):
    published(report, M1_1=Status.DONE)
    wanted = {"title": "Zweiter", "as_of": "2019-06-30", "next_on": "2020-06-30"} | typed
    with nothing_written():
        answer = desk.post(NEW, wanted)
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text
    assert wanted["as_of"] in answer.text


def test_a_measure_of_another_process_or_a_dropped_one_is_not_reported(report, measure, desk):
    other = cast.a_process("verkehr", title="Verkehr")
    theirs = cast.a_measure(other, cast.a_field(other))
    type(measure).objects.filter(pk=measure.pk).update(state=MeasureState.DROPPED)
    measure.refresh_from_db()
    with nothing_written():
        for row in (theirs, measure):
            assert desk.post(address_of(report, row), {"status": "done"}).status_code == 404
            with pytest.raises(ReportRefused):
                report_measure(report, row, status=Status.DONE, by=None)


@pytest.mark.parametrize("number", ["1", "9" * 30])
def test_what_is_not_there_is_not_found(report, measure, desk, number):
    for address in (
        f"/desk/umsetzung/bericht/{number}/",
        f"/desk/umsetzung/bericht/{number}/veroeffentlichen/",
        f"/desk/umsetzung/bericht/{number}/{measure.pk}/",
        f"/desk/umsetzung/bericht/{report.pk}/{number}/",
        "/desk/umsetzung/unbekannt/",
    ):
        assert desk.get(address).status_code == 404


def test_a_report_stands_at_the_desk_before_it_is_due_and_after(process, measure, desk):
    published(cast.a_report(process), M1_1=Status.DONE)
    assert due_reports(date(2019, 5, 1)) == [(process, NEXT_ON)]
    assert due_reports(date(2019, 4, 30)) == []
    on(date(2019, 7, 1))
    assert "Bericht zu den Maßnahmen" in desk.get("/desk/").text
    begun = Report(process=process, title="Zweiter", as_of=date(2019, 7, 31))
    begin_report(begun, by=None)
    assert due_reports(date(2019, 7, 1)) == [(process, date(2019, 7, 31))]
