"""How many sendings come, how many are strange, how many say the same; and proofs of work."""

import altcha
import pytest

from ratschlag.lib.flood import Flood
from ratschlag.lib.proof import Proofs

SECRET = b"a secret of the tests"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_sendings_are_counted_by_the_minute(clock):
    flood = Flood(clock)
    for _minute in range(10):
        for _sending in range(6):
            flood.count()
        clock.now += 60
    for number in range(100):
        seen = flood.count(is_strange=number % 2 == 0)
    assert (seen.per_minute, seen.normal, seen.strange) == (100, 6.0, 50)


def test_after_a_quiet_hour_nothing_is_left(clock):
    flood = Flood(clock)
    flood.count("Mehr Bäume", is_strange=True)
    clock.now += 2 * 60 * 60
    assert flood.measured().per_minute == 0
    assert flood.count("Mehr Bäume").equal == 1


def test_equal_texts_are_counted_without_keeping_them(clock):
    flood = Flood(clock)
    assert [flood.count("Mehr Bäume").equal for _time in range(3)] == [1, 2, 3]
    assert flood.count("Weniger Autos").equal == 1
    assert "Bäume" not in repr(vars(flood))


def solved(task: dict) -> str:
    challenge = altcha.Challenge.from_dict(task)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def test_a_task_that_was_solved_counts_once():
    proofs = Proofs()
    payload = solved(proofs.new_task(SECRET))
    assert proofs.is_solved(payload, SECRET)
    assert not proofs.is_solved(payload, SECRET)


def test_a_task_of_someone_else_or_one_that_ran_out_does_not_count(clock):
    proofs = Proofs()
    assert not proofs.is_solved(solved(proofs.new_task(b"another secret")), SECRET)
    old = Proofs(clock).new_task(SECRET)
    assert not proofs.is_solved(solved(old), SECRET)


@pytest.mark.parametrize(
    "payload", ["", "x", "e30=", "bnVsbA==", "W10=", "\ud800", "A" * 5000, "é"]
)
def test_what_is_no_solution_is_none(payload):
    assert not Proofs().is_solved(payload, SECRET)
