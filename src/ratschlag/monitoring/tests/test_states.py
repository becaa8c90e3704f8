"""How the measures stand: what the current report says, "no report" where it says nothing."""

from datetime import date

import pytest

from ratschlag.goals.rules import MeasureState
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State
from ratschlag.monitoring.actions import report_measure
from ratschlag.monitoring.queries import history_of, states_of
from ratschlag.monitoring.rules import Period, Status
from ratschlag.monitoring.tests.hands import AS_OF, NEXT_ON, on, published
from tests import cast

PAGE = "/de/verfahren/klima/umsetzung/"
AFTER = date(2019, 7, 1)


@pytest.fixture
def measures(process):
    green, water = cast.a_field(process), cast.a_field(process, "Wasser")
    return [
        cast.a_measure(process, green, "M1-1", title="Bäume pflanzen"),
        cast.a_measure(process, green, "M1-2", title="Dächer begrünen"),
        cast.a_measure(process, water, "M2-1", title="Brunnen bauen"),
    ]


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


def statuses(states):
    return {row.measure.code: row.status for row in states.rows}


def test_states_are_counted_over_all_and_for_each_field(process, measures, client):
    published(cast.a_report(process), M1_1=Status.DONE, M1_2=Status.RUNNING, M2_1=Status.DROPPED)
    states = states_of(process, AS_OF)
    assert [(row.status, row.count) for row in states.counts] == [
        ("done", 1),
        ("running", 1),
        ("dropped", 1),
    ]
    green, water = states.by_field
    assert [row.status for row in green.counts] == ["done", "running"]
    assert [square.status for square in water.squares] == ["dropped"]
    page = main_of(client.get(PAGE).text)
    assert "1 fertig, 1 läuft" in page
    assert "M2-1" in page
    assert "Nächster Bericht" in page


def test_what_the_report_does_not_speak_of_has_no_report(process, measures, client):
    published(cast.a_report(process), M1_1=Status.DONE)
    states = states_of(process, AS_OF)
    assert statuses(states) == {"M1-1": "done", "M1-2": "", "M2-1": ""}
    assert states.reported_count == 1
    page = main_of(client.get(PAGE).text)
    assert "1 fertig, 1 ohne Bericht" in page
    assert "kein Bericht" in page


def test_the_value_of_an_old_report_is_never_carried_over(process, measures):
    published(cast.a_report(process), M1_1=Status.DONE, M1_2=Status.RUNNING)
    second = cast.a_report(process, NEXT_ON, title="Zweiter", next_on=None)
    on(NEXT_ON)
    published(second, M1_2=Status.DONE)
    states = states_of(process, NEXT_ON)
    assert statuses(states) == {"M1-1": "", "M1-2": "done", "M2-1": ""}
    assert [said.latest.status for said in history_of(measures[0])] == ["done"]
    assert [said.report.title for said in history_of(measures[1])] == ["Zweiter", "Erster Bericht"]


def test_before_the_first_report_there_is_none_yet_which_is_not_planned(process, measures, client):
    on(AS_OF)
    report = cast.a_report(process)
    report_measure(report, measures[0], status=Status.PLANNED, by=None)
    states = states_of(process, AS_OF)
    assert states.period is Period.NOT_BEGUN
    assert set(statuses(states).values()) == {""}
    assert "noch kein Bericht" not in main_of(client.get(PAGE).text)  # nor is any measure public
    cast.a_public_draft(process)
    page = main_of(client.get(PAGE).text)
    assert "noch kein Bericht" in page
    assert "geplant" not in page
    assert history_of(measures[0]) == ()


def test_when_the_next_report_is_overdue_nobody_says_how_things_stand(process, measures, client):
    published(cast.a_report(process), M1_1=Status.DONE)
    assert states_of(process, NEXT_ON).period is Period.REPORTED
    states = states_of(process, AFTER)
    assert states.is_overdue
    assert set(statuses(states).values()) == {""}
    assert states.of(measures[0]).said is None
    on(AFTER)
    page = main_of(client.get(PAGE).text)
    assert "Der Bericht ist überfällig." in page
    # What was said stands as history, and only there.
    assert page.index("Was der letzte Bericht sagte") < page.rindex("fertig")
    assert "1 fertig" not in page


def test_a_measure_that_was_dropped_from_the_concept_is_not_counted(process, measures):
    published(cast.a_report(process), M1_1=Status.DONE)
    type(measures[1]).objects.filter(code="M1-2").update(state=MeasureState.DROPPED)
    assert set(statuses(states_of(process, AS_OF))) == {"M1-1", "M2-1"}


def test_another_process_has_its_own_reports(process, measures):
    published(cast.a_report(process), M1_1=Status.DONE)
    other = cast.a_process("verkehr", title="Verkehr")
    states = states_of(other, AS_OF)
    assert (states.report, states.rows, states.period) == (None, (), Period.NOT_BEGUN)


def test_without_measures_the_page_says_so(process, client):
    assert "Noch gibt es keine Maßnahmen." in client.get(PAGE).text


def test_reasons_are_said_in_the_readers_language(process, measures, client):
    on(AS_OF)
    report = cast.a_report(process)
    row = report_measure(report, measures[0], status=Status.DELAYED, note="Kein Geld.", by=None)
    put_translation(row, "note", language="tr", text="Para yok.", state=State.CHECKED)
    published(report)
    assert "Para yok." in client.get("/tr/verfahren/klima/umsetzung/").text


def test_many_measures_do_not_make_more_queries(process, client, django_assert_max_num_queries):
    field = cast.a_field(process)
    for number in range(30):
        cast.a_measure(process, field, f"M1-{number}")
    published(cast.a_report(process), **{f"M1_{n}": Status.DONE for n in range(20)})
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        assert client.get("/tr/verfahren/klima/umsetzung/").status_code == 200
