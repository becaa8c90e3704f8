"""Goals at the desk: the guiding principle, and goals field by field."""

import pytest

from ratschlag.goals.actions import GoalBelowItself, OfAnotherProcess, propose_goal, revise_goal
from ratschlag.goals.models import Goal
from ratschlag.goals.rules import GoalLevel
from ratschlag.goals.tests.hands import BROKEN, GOALS, NEW_GOAL, a_wish, nothing_written, the_line
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from tests import cast


@pytest.fixture
def field(process):
    return cast.a_field(process)


def test_a_goal_is_proposed_for_a_field(desk, process, field, coordinator):
    answer = desk.post(NEW_GOAL, a_wish(field, title="Es wird\nkühler."))
    goal = Goal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{GOALS}{goal.pk}/")
    assert (goal.code, goal.title, goal.state) == ("G01.1", "Es wird kühler.", "proposed")
    line = the_line("goal.proposed")
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(goal.pk))


def test_the_guiding_principle_has_no_field_and_stands_first(desk, process, field):
    desk.post(NEW_GOAL, a_wish(field, code="A1"))
    assert desk.post(NEW_GOAL, a_wish(None, level="guiding")).status_code == 302
    guiding = Goal.objects.get(level=GoalLevel.GUIDING)
    assert (guiding.code, guiding.field) == ("G00.1", None)
    assert [goal.code for goal in desk.get(GOALS).context["rows"]] == ["G00.1", "A1"]


def test_a_goal_is_revised_and_its_translations_become_stale(desk, process, field):
    goal = cast.a_goal(process, field)
    put_translation(goal, "title", language="en", text="Cooler.", state=Translated.CHECKED)
    wanted = a_wish(field, title="Schatten für alle.", code=goal.code)
    assert desk.post(f"{GOALS}{goal.pk}/", wanted).status_code == 302
    goal.refresh_from_db()
    assert goal.title == "Schatten für alle."
    assert the_line("goal.revised").detail == {"fields": ["title"]}
    assert Translation.objects.get().state == Translated.STALE


def test_the_list_counts_standing_measures_and_is_searched(desk, process, field):
    goal = cast.a_goal(process, field, "G01.10")
    cast.a_goal(process, field, "G01.9")
    cast.a_measure(process, field, "M1", goal=goal)
    cast.a_measure(process, field, "M2", goal=goal, state="dropped")
    rows = desk.get(GOALS).context["rows"]
    assert [(row.code, row.measure_count) for row in rows] == [("G01.9", 0), ("G01.10", 1)]
    assert [row.code for row in desk.get(f"{GOALS}?suche=01.10").context["rows"]] == ["G01.10"]
    assert len(desk.get(f"{GOALS}?suche=%00&seite=x").context["rows"]) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "  \n"},
        {"title": "a" * 301},
        {"title": BROKEN},
        {"field": ""},
        {"field": str(2**70)},
        {"field": "x"},
        {"level": "dream"},
        {"level": ""},
        {"parent": str(2**70)},
        {"code": "taken"},
        {"code": "a" * 21},
        {"code": "G/1"},
    ],
    ids=lambda wrong: "-".join(f"{key}={value[:12]!r}" for key, value in wrong.items()),
)
def test_a_goal_that_can_not_be_is_refused_and_nothing_is_written(desk, process, field, wrong):
    goal = cast.a_goal(process, field)
    cast.a_goal(process, field, "taken")
    for address in (NEW_GOAL, f"{GOALS}{goal.pk}/"):
        with nothing_written():
            answer = desk.post(address, a_wish(field, code="G9") | wrong)
            assert answer.status_code == 422, address
        assert "code" in wrong or 'value="G9"' in answer.text


def test_a_goal_is_never_below_itself(desk, process, field):
    high, middle, low = (cast.a_goal(process, field, code) for code in ("A", "B", "C"))
    for goal, parent in ((middle, high), (low, middle)):
        goal.parent = parent
        revise_goal(goal, ["parent"], by=None)
    with nothing_written():
        wanted = a_wish(field, code="A", parent=high.pk)
        assert desk.post(f"{GOALS}{high.pk}/", wanted).status_code == 422
        wanted = a_wish(field, code="A", parent=low.pk)
        assert desk.post(f"{GOALS}{high.pk}/", wanted).status_code == 422
    high.parent = Goal.objects.get(code="C")
    with pytest.raises(GoalBelowItself):
        revise_goal(high, ["parent"], by=None)


def test_nothing_of_another_process_goes_in(desk, process, field):
    other = cast.a_process("verkehr", title="Verkehr")
    street = cast.a_field(other, "Straße")
    goal = cast.a_goal(other, street)
    for wrong in ({"field": street.pk}, {"parent": goal.pk}):
        with nothing_written():
            assert desk.post(NEW_GOAL, a_wish(field) | wrong).status_code == 422
    for wrong in ({"field": street}, {"parent": goal}):
        own = Goal(**({"process": process, "field": field, "title": "Z"} | wrong))
        with nothing_written(), pytest.raises(OfAnotherProcess):
            propose_goal(own, by=None)


def test_a_goal_that_is_not_there_is_not_found(desk, process):
    for number in (1, 2**70):
        for part in ("", "stand/", "herkunft/"):
            assert desk.get(f"{GOALS}{number}/{part}").status_code == 404


def test_the_list_takes_the_same_queries_however_long_it_is(
    desk, process, field, django_assert_max_num_queries
):
    for number in range(60):
        cast.a_goal(process, field, f"G01.{number}")
    with django_assert_max_num_queries(12):
        assert len(desk.get(GOALS).context["rows"]) == 50
