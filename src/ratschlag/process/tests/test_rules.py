"""Which state follows which, what was and is and will be, and who may plan."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from ratschlag.lib.dates import UNKNOWN, PartialDate, parse_partial_date
from ratschlag.people.rules import NOBODY, Role, Standing
from ratschlag.process.rules import (
    State,
    Tense,
    may_be_short_address,
    may_follow,
    may_plan,
    may_see_plan,
    tense_of,
    tenses_of,
)

PAST, NOW, NEXT = Tense.PAST, Tense.NOW, Tense.NEXT

STEPS = [
    State.PREPARING,
    State.ANNOUNCED,
    State.OPEN,
    State.DRAFTING,
    State.PUBLIC_DRAFT,
    State.DELIBERATION,
    State.DECIDED,
    State.IMPLEMENTING,
    State.CLOSED,
]
PUBLIC = STEPS[1:]
ALLOWED = {
    *pairwise(STEPS),
    *((state, State.PAUSED) for state in PUBLIC),
    *((State.PAUSED, state) for state in PUBLIC),
}


def test_the_table_knows_every_state():
    assert {*STEPS, State.PAUSED} == set(State)


def test_a_process_goes_one_step_on_or_pauses_and_comes_back():
    assert {pair for pair in product(State, State) if may_follow(*pair)} == ALLOWED


def span(starts: str, ends: str) -> tuple[PartialDate, PartialDate]:
    return parse_partial_date(starts), parse_partial_date(ends)


@pytest.mark.parametrize(
    ("starts", "ends", "today", "tense"),
    [
        ("5.9.2016", "25.9.2016", date(2016, 9, 4), NEXT),
        ("5.9.2016", "25.9.2016", date(2016, 9, 5), NOW),
        ("5.9.2016", "25.9.2016", date(2016, 9, 25), NOW),
        ("5.9.2016", "25.9.2016", date(2016, 9, 26), PAST),
        ("24.8.2016", "24.8.2016", date(2016, 8, 24), NOW),
        ("24.8.2016", "24.8.2016", date(2016, 8, 25), PAST),
        ("Q1 2017", "Q1 2017", date(2016, 12, 31), NEXT),
        ("Q1 2017", "Q1 2017", date(2017, 1, 1), NOW),
        ("Q1 2017", "Q1 2017", date(2017, 3, 31), NOW),
        ("Q1 2017", "Q1 2017", date(2017, 4, 1), PAST),
        ("2002", "2002", date(2002, 12, 31), NOW),
        ("15.9.2016", "September 2016", date(2016, 9, 30), NOW),
        ("15.9.2016", "September 2016", date(2016, 10, 1), PAST),
        ("April 2017", "", date(2017, 3, 31), NEXT),
        ("April 2017", "", date(2050, 1, 1), NOW),
        ("", "", date(2050, 1, 1), NEXT),
    ],
)
def test_a_span_was_or_is_or_will_be(starts, ends, today, tense):
    assert tense_of(*span(starts, ends), today) is tense


PLAN = [
    span("16.8.2016", "23.8.2016"),
    span("24.8.2016", "24.8.2016"),
    span("5.9.2016", "25.9.2016"),
    span("26.9.2016", "30.11.2016"),
    span("1.12.2016", "13.1.2017"),
    span("30.1.2017", "22.3.2017"),
    span("Q1 2017", "Q1 2017"),
    span("April 2017", ""),
]


@pytest.mark.parametrize(
    ("today", "now"),
    [
        (date(2016, 8, 15), None),
        (date(2016, 8, 23), 0),
        (date(2016, 8, 24), 1),
        (date(2016, 8, 30), None),
        (date(2016, 9, 5), 2),
        # In the quarter in which the council may decide at any time …
        (date(2017, 1, 1), 4),
        # … neither what comes before it nor what runs today is outshone.
        (date(2017, 1, 20), None),
        (date(2017, 2, 1), 5),
        (date(2017, 3, 23), 6),
        (date(2017, 4, 1), 7),
    ],
)
def test_we_are_where_the_most_precise_span_is(today, now):
    tenses = tenses_of(PLAN, today)
    assert [at for at, tense in enumerate(tenses) if tense is NOW] == ([] if now is None else [now])


def test_on_no_day_are_we_in_two_places_and_never_is_a_step_over_before_an_earlier_one():
    order = {PAST: 0, NOW: 1, NEXT: 2}
    for number in range(300):
        today = date(2016, 8, 1) + timedelta(days=number)
        tenses = tenses_of(PLAN, today)
        assert tenses.count(NOW) <= 1, today
        assert tenses == sorted(tenses, key=order.__getitem__), today


def test_of_two_that_run_at_once_the_first_is_now():
    both = [span("1.9.2016", "30.9.2016"), span("5.9.2016", "25.9.2016")]
    assert tenses_of(both, date(2016, 9, 10)) == [NOW, NEXT]


def test_a_vague_step_before_the_precise_one_that_runs_counts_as_over():
    both = [span("2016", "2016"), span("5.9.2016", "25.9.2016")]
    assert tenses_of(both, date(2016, 9, 10)) == [PAST, NOW]


def test_steps_without_a_date_are_to_come_and_hide_nothing():
    some = [(UNKNOWN, UNKNOWN), span("Q1 2017", "Q1 2017"), (UNKNOWN, UNKNOWN)]
    assert tenses_of(some, date(2017, 1, 20)) == [NEXT, NOW, NEXT]
    assert tenses_of([], date(2017, 1, 20)) == []


def test_every_role_sees_the_plan_and_the_coordinator_keeps_it():
    for role in Role:
        standing = Standing(number=1, grants=frozenset({(role, "")}))
        assert may_see_plan(standing)
        assert may_plan(standing, "klima") is (role is Role.COORDINATOR)


def test_a_coordinator_of_one_process_plans_no_other():
    standing = Standing(number=1, grants=frozenset({(Role.COORDINATOR, "process/klima")}))
    assert may_plan(standing, "klima")
    assert not may_plan(standing, "klimaschutz")


def test_nobody_sees_or_keeps_a_plan_and_the_superuser_does_both():
    assert not may_see_plan(NOBODY)
    assert not may_plan(NOBODY, "klima")
    assert may_see_plan(Standing(number=1, is_superuser=True))
    assert may_plan(Standing(number=1, is_superuser=True), "klima")


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("fluechtlinge", True),
        ("klima-2030", True),
        ("x" * 60, True),
        ("x" * 61, False),
        ("", False),
        ("Klima", False),
        ("flüchtlinge", False),
        ("klima_2030", False),
        ("-klima", False),
        ("klima-", False),
        ("klima/2030", False),
        ("klima\n", False),
        ("de", False),
        ("de-easy", False),
        ("ar", False),
        ("desk", False),
        ("static", False),
        ("healthz", False),
        ("api", False),
    ],
)
def test_a_short_address_is_a_plain_word_that_leads_nowhere_else(path, may):
    assert may_be_short_address(path) is may
