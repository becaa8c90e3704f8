"""Goals and measures on their way into the concept: one step at a time, or out for a reason."""

import pytest

from ratschlag.goals.actions import (
    OfAnotherProcess,
    StepRefused,
    move_goal,
    move_measure,
    move_measures,
)
from ratschlag.goals.rules import (
    GoalState,
    MeasureState,
    next_goal_states,
    next_measure_states,
)
from ratschlag.goals.tests.hands import GOALS, MEASURES, nothing_written, the_line
from ratschlag.people.rules import Role
from tests import cast

ALL = "/desk/massnahmen/klima/alle/"
PROPOSED, PLANNED, ADOPTED, DROPPED = MeasureState


@pytest.fixture
def field(process):
    return cast.a_field(process)


@pytest.fixture
def measure(process, field):
    return cast.a_measure(process, field)


def test_a_step_is_one_on_or_out():
    steps = {state: next_measure_states(state) for state in MeasureState}
    assert steps == {
        PROPOSED: (PLANNED, DROPPED),
        PLANNED: (ADOPTED, DROPPED),
        ADOPTED: (DROPPED,),
        DROPPED: (),
    }
    assert next_goal_states(GoalState.PROPOSED) == (GoalState.AGREED, GoalState.DROPPED)
    assert next_goal_states(GoalState.DROPPED) == ()


def test_a_measure_is_planned_and_decided_with_buttons(desk, measure):
    address = f"{MEASURES}{measure.pk}/stand/"
    assert desk.post(address, {"state": "planned"}).status_code == 302
    assert the_line("measure.moved").detail == {"before": "proposed", "to": "planned"}
    assert desk.post(address, {"state": "adopted"}).status_code == 302
    measure.refresh_from_db()
    assert measure.state == ADOPTED


def test_a_measure_is_dropped_for_a_reason(desk, measure):
    address = f"{MEASURES}{measure.pk}/stand/"
    assert desk.get(f"{address}?stand=dropped").context["form"]["state"].value() == "dropped"
    with nothing_written():
        assert desk.post(address, {"state": "dropped", "reason": " "}).status_code == 422
    assert desk.post(address, {"state": "dropped", "reason": "Zu teuer."}).status_code == 302
    measure.refresh_from_db()
    assert (measure.state, measure.drop_reason) == (DROPPED, "Zu teuer.")
    # The journal holds no words of a person.
    assert the_line("measure.moved").detail == {"before": "proposed", "to": "dropped"}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"state": ""},
        {"state": "adopted"},
        {"state": "proposed"},
        {"state": "running"},
        {"state": "planned\x00"},
        {"state": "dropped", "reason": "a" * 301},
        {"state": "dropped", "reason": "\x00"},
    ],
)
def test_a_step_that_can_not_be_is_refused(desk, measure, wrong):
    with nothing_written():
        answer = desk.post(f"{MEASURES}{measure.pk}/stand/", {"reason": ""} | wrong)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (PROPOSED, ADOPTED),
        (PLANNED, PROPOSED),
        (PLANNED, PLANNED),
        (ADOPTED, PLANNED),
        (DROPPED, PROPOSED),
        (DROPPED, DROPPED),
    ],
)
def test_actions_refuse_a_step_too(process, field, state, to):
    measure = cast.a_measure(process, field, state=state)
    with nothing_written(), pytest.raises(StepRefused):
        move_measure(measure, to, by=None)


def test_a_goal_is_agreed_decided_and_dropped(desk, process, field):
    goal = cast.a_goal(process, field)
    address = f"{GOALS}{goal.pk}/stand/"
    assert desk.get(address).status_code == 200
    for state in ("agreed", "adopted", "dropped"):
        assert desk.post(address, {"state": state}).status_code == 302
        goal.refresh_from_db()
        assert goal.state == state
    for wrong in ({"state": ""}, {"state": "agreed"}, {"state": "\x00"}):
        with nothing_written():
            assert desk.post(address, wrong).status_code == 422
    with pytest.raises(StepRefused):
        move_goal(goal, GoalState.PROPOSED, by=None)


def test_many_measures_go_on_together_with_one_line(process, field):
    rows = [cast.a_measure(process, field, f"M{number}") for number in range(3)]
    goal = cast.a_goal(process, field)
    move_measures(process, PLANNED, measures=rows, goals=[goal], by=None)
    goal.refresh_from_db()
    assert (set(process.measures.values_list("state", flat=True)), goal.state) == (
        {PLANNED},
        GoalState.AGREED,
    )
    line = the_line("measures.moved")
    assert line.subject_number == str(process.pk)
    assert line.detail == {"to": "planned", "count": 3, "goal_count": 1}


def test_all_or_none_go_on(process, field):
    rows = [
        cast.a_measure(process, field, "M1"),
        cast.a_measure(process, field, "M2", state=ADOPTED),
    ]
    with nothing_written(), pytest.raises(StepRefused):
        move_measures(process, PLANNED, measures=rows, by=None)
    other = cast.a_process("verkehr", title="Verkehr")
    foreign = cast.a_measure(other, cast.a_field(other))
    with nothing_written(), pytest.raises(OfAnotherProcess):
        move_measures(process, PLANNED, measures=[foreign], by=None)
    goal = cast.a_goal(other, cast.a_field(other, "Rad"))
    with nothing_written(), pytest.raises(OfAnotherProcess):
        move_measures(process, PLANNED, measures=[], goals=[goal], by=None)


def test_the_coordinator_moves_those_that_stand_one_step_before(desk, process, field):
    for number, state in enumerate(MeasureState):
        cast.a_measure(process, field, f"M{number}", state=state)
    goal = cast.a_goal(process, field)
    assert desk.get(ALL).status_code == 200
    assert desk.post(ALL, {"state": "planned"}).status_code == 302
    states = dict(process.measures.values_list("code", "state"))
    assert states == {"M0": PLANNED, "M1": PLANNED, "M2": ADOPTED, "M3": DROPPED}
    goal.refresh_from_db()
    assert goal.state == GoalState.PROPOSED
    assert desk.post(ALL, {"state": "adopted", "with_goals": "on"}).status_code == 302
    goal.refresh_from_db()
    # A goal that was never agreed is not decided in passing.
    assert goal.state == GoalState.PROPOSED
    for wrong in ({"state": ""}, {"state": "dropped"}, {"state": "proposed"}):
        with nothing_written():
            assert desk.post(ALL, wrong).status_code == 422


def test_an_editor_writes_but_does_not_move_all(browser_of, process, measure):
    rita = browser_of(cast.a_person("Rita", Role.EDITOR, scope="process/klima"))
    assert rita.get(f"{MEASURES}{measure.pk}/").status_code == 200
    with nothing_written():
        assert rita.post(ALL, {"state": "planned"}).status_code == 403


def test_a_clerk_or_an_editor_of_another_process_may_not(browser_of, process, measure):
    cast.a_process("verkehr", title="Verkehr")
    for who in (
        cast.a_person("Erik", Role.CLERK),
        cast.a_person("Rita", Role.EDITOR, scope="process/verkehr"),
    ):
        browser = browser_of(who)
        with nothing_written():
            for part in ("", "stand/", "herkunft/", "herkunft/1/weg/"):
                answer = browser.post(f"{MEASURES}{measure.pk}/{part}", {"state": "planned"})
                assert answer.status_code == 403
