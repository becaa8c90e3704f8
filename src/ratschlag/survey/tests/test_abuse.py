"""When a person looks first: a hidden field, a flood, the same words again and again; never else."""

from datetime import UTC, datetime, timedelta

import pytest

from ratschlag.survey.compute.abuse import (
    FLOOD_FROM,
    MANY_EQUAL,
    Traces,
    folded,
    is_flood,
    is_too_fast,
    reason_to_hold,
)
from ratschlag.survey.rules import HoldReason

AT = datetime(2016, 9, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("traces", "reason"),
    [
        ({}, None),
        ({"is_too_fast": True}, None),
        ({"is_hidden_filled": True}, HoldReason.HIDDEN_FIELD),
        ({"is_flood": True}, HoldReason.FLOOD),
        ({"is_flood": True, "has_proof": True}, None),
        ({"is_flood": True, "has_proof": True, "is_too_fast": True}, HoldReason.TOO_FAST),
        ({"equal": MANY_EQUAL, "length": 200}, HoldReason.EQUAL),
        ({"equal": MANY_EQUAL - 1, "length": 200}, None),
        ({"equal": 500, "length": len("mehr radwege!")}, None),
    ],
)
def test_a_person_looks_first_only_for_a_reason(traces, reason):
    assert reason_to_hold(Traces(**traces)) is reason


@pytest.mark.parametrize(
    ("seconds", "is_fast"), [(0, True), (9.9, True), (10, False), (300, False)]
)
def test_a_form_that_was_sent_within_the_grain_of_its_stamp_is_fast(seconds, is_fast):
    assert is_too_fast(AT, AT + timedelta(seconds=seconds)) is is_fast


def test_without_a_stamp_nothing_is_said():
    assert not is_too_fast(None, AT)


@pytest.mark.parametrize(
    ("per_minute", "normal", "strange", "is_so"),
    [
        (FLOOD_FROM, 5, FLOOD_FROM, True),
        (FLOOD_FROM - 1, 0, FLOOD_FROM, False),
        (20_000, 50, 100, False),  # the evening news
        (20_000, 50, 10_000, True),
        (1000, 500, 1000, False),  # this is normal here
    ],
)
def test_a_flood_is_many_times_the_normal_and_strange(per_minute, normal, strange, is_so):
    assert is_flood(per_minute, normal, strange) is is_so


def test_what_differs_in_blanks_and_capitals_says_the_same():
    assert folded(["Mehr  BÄUME\n"]) == folded([" mehr bäume", ""])
    assert folded(["Mehr Bäume"]) != folded(["Mehr Bäume!"])
