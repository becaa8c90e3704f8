"""What other rooms read: the sheet of a measure, measures of a field, theme or contribution."""

from ratschlag.goals.actions import name_origin
from ratschlag.goals.models import Measure
from ratschlag.goals.queries import (
    citizen_measures,
    goals_and_measures,
    goals_of,
    guiding_goals,
    known_gaps,
    measures_from_contribution,
    measures_from_theme,
    measures_of,
    sheet_of,
)
from ratschlag.goals.queries.desk import LACKING
from ratschlag.goals.rules import GoalLevel
from ratschlag.languages.queries import read
from ratschlag.synthesis.actions import merge_theme
from tests import cast


def codes(measures) -> list[str]:
    return [measure.code for measure in measures]


def test_measures_of_a_field_come_in_their_order_without_those_dropped(process):
    field, other = cast.a_field(process), cast.a_field(process, "Wasser")
    for code in ("M01-10", "M01-2", "M01-1"):
        cast.a_measure(process, field, code)
    cast.a_measure(process, field, "M01-3", state="dropped")
    cast.a_measure(process, other, "M02-1")
    assert codes(measures_of(field)) == ["M01-1", "M01-2", "M01-10"]


def test_goals_come_with_their_measures_in_two_queries(process, django_assert_num_queries):
    field, other = cast.a_field(process), cast.a_field(process, "Wasser")
    first, second = cast.a_goal(process, field, "G01.10"), cast.a_goal(process, field, "G01.2")
    cast.a_goal(process, other, "G02.1")
    guiding = process.goals.create(code="G00.1", level=GoalLevel.GUIDING, title="Für alle.")
    cast.a_measure(process, field, "M01-10", goal=first)
    cast.a_measure(process, field, "M01-9", goal=first)
    cast.a_measure(process, field, "M01-1", goal=first, state="dropped")
    with django_assert_num_queries(2):
        found = [(goal.code, codes(goal.measures_in_order)) for goal in goals_of(field)]
    assert found == [(second.code, []), (first.code, ["M01-9", "M01-10"])]
    with django_assert_num_queries(2):
        everything = [goal.code for goal in goals_and_measures(process)]
    assert everything == ["G00.1", "G01.2", "G01.10", "G02.1"]
    assert list(guiding_goals(process)) == [guiding]


def test_measures_are_found_by_what_they_come_from(process):
    field = cast.a_field(process)
    measures = [cast.a_measure(process, field, f"M1-{number}") for number in range(1, 6)]
    said = cast.a_contribution(process)
    first, second = cast.a_theme(process, "Schatten", said), cast.a_theme(process, "Kühle")
    name_origin(measures[0], theme=first, by=None)
    name_origin(measures[1], theme=second, by=None)
    name_origin(measures[2], contribution=said, by=None)
    name_origin(cast.a_goal(process, field), theme=second, by=None)
    dropped = cast.a_measure(process, field, "M1-9", state="dropped")
    name_origin(dropped, theme=second, by=None)
    merge_theme(first, into=second, by=None)
    assert codes(measures_from_theme(second)) == ["M1-1", "M1-2"]
    assert codes(measures_from_contribution(said)) == ["M1-3"]
    assert codes(citizen_measures(process)) == ["M1-1", "M1-2", "M1-3"]


def test_a_measure_with_two_origins_counts_once(process):
    measure = cast.a_measure(process, cast.a_field(process))
    for title in ("Schatten", "Kühle"):
        name_origin(measure, theme=cast.a_theme(process, title), by=None)
    assert citizen_measures(process).count() == 1


def test_a_result_of_a_meeting_is_no_origin_in_citizens_words(process):
    measure = cast.a_measure(process, cast.a_field(process))
    result = cast.an_event(process).results.create(position=1, kind="agreed", text="Bäume.")
    name_origin(measure, event_result=result, by=None)
    sheet = sheet_of(measure)
    assert not sheet.is_from_citizens
    assert sheet.roots[0].quotes("de") == []
    assert not citizen_measures(process).exists()


def test_the_sheet_takes_few_queries_however_many_speak(process, django_assert_num_queries):
    field = cast.a_field(process)
    voices = [cast.a_contribution(process, f"Mehr Linden, {number}.") for number in range(12)]
    measure = cast.a_measure(process, field, goal=cast.a_goal(process, field))
    name_origin(measure, theme=cast.a_theme(process, "Schatten", *voices), by=None)
    name_origin(measure, contribution=voices[0], by=None)
    measure = Measure.objects.select_related("field", "goal", "lead").get()
    with django_assert_num_queries(5):
        sheet = sheet_of(measure)
        quotes = [quote for root in sheet.roots for quote in root.quotes("en")]
    assert (len(quotes), sheet.contribution_count) == (13, 12)
    with django_assert_num_queries(1):
        read("en", *sheet.texts)


def test_what_measures_lack_is_found_by_the_database_as_by_the_sheet(process):
    field, amt = cast.a_field(process), cast.an_organisation("Amt")
    cast.a_measure(process, field, "M1", lead=amt, cost_once=0, indicator="Bäume")
    cast.a_measure(process, field, "M2", is_continuous=True, goal=cast.a_goal(process, field))
    cast.a_measure(process, field, "M3", state="dropped")
    for gap in LACKING:
        by_sheet = [row.code for row in measures_of(field) if gap in known_gaps(row)]
        assert codes(Measure.objects.lacking(gap)) == by_sheet, gap
