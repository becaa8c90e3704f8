"""What is missing: kind by kind, each with the address that mends it."""

import pytest

from ratschlag.goals.actions import name_origin
from ratschlag.goals.queries.desk import gaps
from ratschlag.goals.rules import Gap
from ratschlag.people.rules import Role
from ratschlag.process.models import Process
from ratschlag.process.rules import State
from ratschlag.synthesis.models import Outcome
from tests import cast

GAPS = "/desk/luecken/klima/"


@pytest.fixture
def holes(process):
    """One whole measure and one with nothing; a goal without measure; themes."""
    field, amt = cast.a_field(process), cast.an_organisation("Amt")
    goal = cast.a_goal(process, field, "G1")
    cast.a_goal(process, field, "G2")
    whole = cast.a_measure(
        process,
        field,
        "M1",
        goal=goal,
        lead=amt,
        cost_once=0,
        indicator="Bäume",
        is_continuous=True,
    )
    theme = cast.a_theme(process, "Schatten")
    name_origin(whole, theme=theme, by=None)
    cast.a_measure(process, field, "M2")
    cast.a_measure(process, field, "M3", state="dropped")
    cast.a_theme(process, "Kühle")
    Outcome.objects.create(theme=theme, value="adopted", reason="Gut.", decided_on="2017-01-20")
    return process


def found(process) -> dict[Gap, list[str]]:
    return {row.gap: [hole.name for hole in row.holes] for row in gaps(process)}


def test_every_kind_of_gap_is_found(holes):
    nothing = ["M2 Bäume pflanzen"]
    assert found(holes) == {
        Gap.LEAD: nothing,
        Gap.END: nothing,
        Gap.COST: nothing,
        Gap.INDICATOR: nothing,
        Gap.ORIGIN: nothing,
        Gap.GOAL: nothing,
        Gap.MEASURE: ["G2 Es wird kühler."],
        Gap.OUTCOME: ["Kühle"],
        # What is not decided needs no answer yet.
        Gap.ANSWER: ["Schatten"],
    }


def test_every_gap_leads_to_the_page_that_mends_it(desk, holes):
    page = desk.get(GAPS)
    assert page.context["count"] == 9
    for row in gaps(holes):
        for hole in row.holes:
            assert f'href="{hole.href}"' in page.text
            assert desk.get(hole.href).status_code == 200


def test_who_may_not_mend_sees_the_gaps_without_a_way(browser_of, holes):
    dora = browser_of(cast.a_person("Dora", Role.AUDITOR))
    page = dora.get(GAPS)
    assert "Kühle" in page.text
    assert not [hole for row in gaps(holes) for hole in row.holes if hole.href in page.text]


def test_an_editor_mends_measures_but_decides_no_themes(browser_of, holes):
    text = browser_of(cast.a_person("Rita", Role.EDITOR)).get(GAPS).text
    shown = {row.gap: row.holes[0].href in text for row in gaps(holes)}
    assert (shown[Gap.LEAD], shown[Gap.OUTCOME]) == (True, False)


def test_nothing_is_missing_where_nothing_is(desk, process):
    assert desk.get("/desk/luecken/", follow=True).redirect_chain == [(GAPS, 302)]
    assert desk.get(GAPS).context["count"] == 0
    assert desk.get("/desk/luecken/verkehr/").status_code == 404


def test_without_a_process_there_is_nothing(desk):
    assert desk.get("/desk/luecken/").status_code == 200


def test_someone_of_another_process_sees_nothing_of_this_one(browser_of, holes):
    rita = browser_of(cast.a_person("Rita", Role.EDITOR, scope="process/verkehr"))
    assert rita.get(GAPS).status_code == 403
    assert rita.get("/desk/luecken/").status_code == 200


def test_the_page_takes_the_same_queries_however_much_is_missing(
    desk, process, django_assert_max_num_queries
):
    field = cast.a_field(process)
    for number in range(40):
        cast.a_measure(process, field, f"M{number}")
        cast.a_goal(process, field, f"G{number}")
        cast.a_theme(process, f"Thema {number}")
    with django_assert_max_num_queries(13):
        assert desk.get(GAPS).context["count"] == 6 * 40 + 40 + 40


def test_gaps_are_duties_until_the_council_has_decided(browser_of, holes):
    rita = browser_of(cast.a_person("Rita", Role.EDITOR))
    due = [duty for duty in rita.get("/desk/").context["duties"] if GAPS in duty.href]
    assert [(duty.count, duty.href) for duty in due if "#lead" in duty.href] == [
        (1, f"{GAPS}#lead")
    ]
    assert len(due) == 7
    Process.objects.update(state=State.DECIDED)
    assert rita.get("/desk/").context["duties"] == []


def test_a_facilitator_writes_but_gaps_are_not_their_duty(browser_of, holes):
    mona = browser_of(cast.a_person("Mona", Role.FACILITATOR))
    assert not [duty for duty in mona.get("/desk/").context["duties"] if GAPS in duty.href]
