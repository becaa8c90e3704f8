"""Goals and measures of the model case at its points in time."""

import pytest

from ratschlag.demo.tests.hands import load_at
from ratschlag.goals.models import Goal, Measure, Origin
from ratschlag.goals.queries import citizen_measures, goals_and_measures, sheet_of
from ratschlag.goals.queries.desk import gaps
from ratschlag.goals.rules import Funding, Gap, MeasureState
from ratschlag.journal.models import Entry
from ratschlag.process.models import Process


def process_at(point: str) -> Process:
    load_at(point)
    return Process.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("point", "states", "from_citizens"),
    [
        ("T0", [], 0),
        ("T1", [], 0),
        ("T2", [MeasureState.PLANNED], 41),
        # The two contributions with an outcome of their own were answered on 20 January: one goes
        # into M02-1, which has a theme already, the other into M08-4, which has none.
        ("T3", [MeasureState.ADOPTED], 42),
    ],
)
def test_measures_stand_where_they_stood(point, states, from_citizens):
    process = process_at(point)
    assert sorted(set(Measure.objects.values_list("state", flat=True))) == states
    assert Measure.objects.count() == (80 if states else 0)
    assert Goal.objects.count() == (31 if states else 0)
    assert citizen_measures(process).count() == from_citizens


@pytest.mark.django_db
def test_the_whole_is_what_the_data_says():
    process = process_at("T3")
    goals = list(goals_and_measures(process))
    assert [goal.code for goal in goals[:3]] == ["G00.1", "G01.1", "G01.2"]
    assert {len(goal.measures_in_order) > 0 for goal in goals[1:]} == {True}
    measure = Measure.objects.select_related("goal", "field").get(code="M02-1")
    sheet = sheet_of(measure)
    assert (measure.goal.code, measure.cost_per_year) == ("G02.1", 84000)
    assert [org.slug for org in sheet.partners] == ["bamf", "sozamt"]
    assert [len(root.voices) for root in sheet.roots] == [2, 1]
    assert (measure.starts.isoformat(), measure.ends.isoformat()) == ("2017-09", "2019-08")
    assert Measure.objects.get(cost_per_year=None).funding == Funding.OPEN
    assert {measure.is_invented for measure in Measure.objects.all()} == {True}
    missing = {found.gap: found.count for found in gaps(process) if found.count}
    assert (missing[Gap.COST], missing[Gap.ORIGIN]) == (1, 38)
    assert set(missing) <= {Gap.COST, Gap.ORIGIN, Gap.ANSWER}
    assert Origin.objects.count() == 43
    # The whole went on twice, with one line each.
    lines = Entry.objects.filter(verb="measures.moved").order_by("at")
    assert [line.detail["to"] for line in lines] == ["planned", "adopted"]
    assert {line.detail["count"] for line in lines} == {80}
