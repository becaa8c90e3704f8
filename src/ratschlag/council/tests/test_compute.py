"""Places in the picture, votes, and how a paper stands after its points."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.council.compute import APART, LEFT, RIGHT, legible, x_of
from ratschlag.council.rules import (
    MOST_VOTES,
    ConsultationRole,
    PaperState,
    Result,
    is_whole,
    results_of,
    state_after,
)

FIRST = date(2017, 1, 30)


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_every_day_has_its_place_between_the_first_and_the_last(one, two):
    day, last = FIRST + timedelta(min(one, two)), FIRST + timedelta(max(one, two))
    assert LEFT <= x_of(day, FIRST, last) <= RIGHT


@given(st.lists(st.integers(LEFT, RIGHT)))
def test_labels_never_print_over_each_other(places):
    kept = [places[at] for at in legible(places)]
    assert all(abs(a - b) >= APART for n, a in enumerate(kept) for b in kept[:n])
    assert bool(kept) == bool(places)


def test_the_first_and_the_last_label_come_before_those_between():
    assert legible([300, 340, 600, 880, 890]) == [0, 2, 4]


@pytest.mark.parametrize(
    ("vote", "whole"),
    [
        ((None, None, None), True),
        ((0, 0, 0), True),
        ((MOST_VOTES, 0, 0), True),
        ((MOST_VOTES + 1, 0, 0), False),
        ((-1, 0, 0), False),
        ((1, None, None), False),
        ((1, 1, None), False),
    ],
)
def test_votes_are_all_three_or_none_and_not_below_zero(vote, whole):
    assert is_whole(vote) is whole


@pytest.mark.parametrize(
    ("results", "state"),
    [
        ([], PaperState.SUBMITTED),
        ([None], PaperState.SUBMITTED),
        ([Result.ADOPTED], PaperState.DECIDED),
        ([Result.REJECTED, Result.WITHDRAWN], PaperState.DECIDED),
        ([Result.ADOPTED, None], PaperState.SUBMITTED),
        ([Result.ADOPTED, Result.DEFERRED], PaperState.SUBMITTED),
        ([Result.REFERRED], PaperState.SUBMITTED),
    ],
)
def test_a_paper_is_decided_when_every_point_is(results, state):
    assert state_after(results) is state


def test_who_advises_agrees_and_who_decides_adopts():
    assert Result.ADOPTED not in results_of(ConsultationRole.HEARING)
    assert Result.AGREED not in results_of(ConsultationRole.DECISION)
    for role in ConsultationRole:
        assert {Result.DEFERRED, Result.REFERRED, Result.WITHDRAWN} <= set(results_of(role))
