"""How quickly people get on, and why a text is proposed: pure reckoning."""

from datetime import UTC, datetime, timedelta

import pytest

from ratschlag.synthesis.compute.pace import FIRST, pace

BEGIN = datetime(2016, 9, 20, 9, tzinfo=UTC)


def test_a_break_is_no_work_and_the_same_text_is_one():
    minutes = (0, 2, 4, 4, 90, 92)
    acts = [(1, what, BEGIN + timedelta(minutes=at)) for what, at in enumerate(minutes)]
    told = pace([*acts, (1, 5, BEGIN + timedelta(minutes=93))])
    assert told.done == 6
    assert told.worked == timedelta(minutes=4 + 3) + 2 * FIRST
    assert round(told.per_hour) == 40
    assert told.time_for(12) == timedelta(minutes=18)


def test_two_people_work_side_by_side():
    acts = [(who, (who, at), BEGIN + timedelta(minutes=at)) for who in (1, 2) for at in range(4)]
    told = pace(acts)
    assert (told.done, told.worked) == (8, 2 * (timedelta(minutes=3) + FIRST))


def test_before_the_first_act_nothing_is_foretold():
    assert (pace([]).per_hour, pace([]).time_for(5)) == (0.0, None)


def test_words_that_a_text_shares_with_its_neighbours_speak_for_it():
    reasons = pytest.importorskip("ratschlag.synthesis.compute.reasons")
    others = ["Der Schulplatz fehlt", "Ein Schulplatz für alle"]
    own = "Wir warten auf den Schulplatz für Kinder"
    assert reasons.shared_words(own, others) == ("Schulplatz",)
    assert reasons.shared_words(own, others, {"schulplatz"}) == ()


def test_the_nearest_of_the_own_theme_never_the_text_itself():
    np = pytest.importorskip("numpy")
    reasons = pytest.importorskip("ratschlag.synthesis.compute.reasons")
    rows = np.float32([[1, 0], [0.9, 0.1], [0, 1], [1, 0.05], [0, 0]])
    first = np.array([0, 0, 1, 0, -1])
    found = reasons.nearest_within(rows, first)
    assert (found[0], found[2], found[4]) == ([3, 1], [], [])
    assert reasons.nearest_among(rows[2], rows, [0, 1]) == [1, 0]
