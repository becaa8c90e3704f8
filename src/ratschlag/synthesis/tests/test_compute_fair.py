"""People are counted, not texts, and nobody is drowned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.synthesis.compute.fair import (
    Turns,
    agreement,
    coverage,
    people,
    weights,
)


def test_what_one_person_said_three_times_counts_once():
    persons, groups = ["ayse", "ayse", "ayse", "ben", "ayse", ""], [0, 0, 0, 0, -1, 0]
    assert weights(persons, groups).tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1, 1, 1])
    assert people(persons, range(6)) == 3
    assert people(persons, [0, 1]) == 1


def test_every_language_and_channel_has_its_line():
    lines = coverage(
        [0, 1, -1, 0],
        {"language": ["de", "de", "de", "uk"], "channel": ["web", "card", "web", "web"]},
        persons=["a", "a", "b", "c"],
        shown=[3],
    )
    german = lines[0]
    assert (german.kind, german.value) == ("language", "de")
    assert (german.texts, german.people, german.placed, german.themes, german.shown) == (
        3,
        2,
        2,
        2,
        0,
    )
    assert german.share_placed == pytest.approx(2 / 3)
    assert [(line.kind, line.value, line.shown) for line in lines[1:]] == [
        ("language", "uk", 1),
        ("channel", "web", 1),
        ("channel", "card", 0),
    ]


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=60), st.integers(0, 70))
def test_seats_follow_shares(groups, seats):
    turns, chosen = Turns[str](), []
    turns.add(groups, seats)
    while len(chosen) < min(seats, len(groups)):
        left = [row for row in range(len(groups)) if row not in chosen]
        group = turns.next({groups[row] for row in left})
        chosen.append(next(row for row in left if groups[row] == group))
    assert len(chosen) == len(set(chosen)) == min(seats, len(groups))
    for group in set(groups):
        due = len(chosen) * groups.count(group) / len(groups)
        assert abs(sum(groups[row] == group for row in chosen) - due) < 1 + 1e-9


def test_a_claim_that_no_theme_owed_is_served_over_many():
    turns = Turns[str]()
    served = []
    for _ in range(25):
        turns.add(["de"] * 19 + ["fa"], 4)
        served += [turns.next({"de", "fa"}) for _ in range(4)]
    assert served.count("fa") == 5


def test_agreement_is_counted_without_chance():
    told = agreement(["a", "a", "b", "b"], ["a", "a", "b", "a"])
    assert told.n == 4
    assert told.share == 0.75
    assert told.kappa == pytest.approx(0.5)
    assert agreement([], []).kappa is None
    same = agreement(["a", "a"], ["a", "a"])
    assert (same.kappa, same.share) == (None, 1.0)
    with pytest.raises(ValueError, match="different length"):
        agreement(["a"], [])
