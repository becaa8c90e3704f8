"""A school class behind one address gets through; a machine waits; nobody is blocked."""

import pytest

from ratschlag.lib.pace import Pace


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock) -> Pace:
    return Pace(clock=clock)


def test_thirty_pupils_behind_one_address_all_get_through_at_once(pace, clock):
    for number in range(30):
        assert pace.may_pass("192.0.2.7", f"pupil-{number}")
        clock.now += 10
    assert all(pace.may_pass("192.0.2.7", f"another-{number}") for number in range(90))


def test_a_thousand_a_minute_from_one_address_are_slowed(pace, clock):
    passed = 0
    for number in range(5000):
        passed += pace.may_pass("192.0.2.7", f"machine-{number}")
        clock.now += 0.06
    # 120 at once, then one a second for five minutes.
    assert passed == pytest.approx(120 + 300, abs=5)


def test_others_do_not_notice(pace):
    for number in range(1000):
        pace.may_pass("192.0.2.7", f"machine-{number}")
    assert pace.may_pass("192.0.2.8", "a person")
    assert pace.may_pass("2001:db8::1", "a person")


def test_one_network_is_one_however_many_addresses_it_has(pace):
    passed = [pace.may_pass(f"2001:db8:0:1::{number:x}", str(number)) for number in range(1000)]
    assert passed.count(True) == 120


def test_who_comes_again_as_asked_is_let_through_beside_a_machine(pace, clock):
    for number in range(500):
        pace.may_pass("192.0.2.7", f"machine-{number}")
    assert not pace.may_pass("192.0.2.7", "a pupil")
    for number in range(pace.wait):  # the machine goes on and takes whatever is free
        clock.now += 1
        for again in range(16):
            pace.may_pass("192.0.2.7", f"machine-{number}-{again}")
    assert pace.may_pass("192.0.2.7", "a pupil")


def test_it_is_forgotten_and_never_grows(clock):
    pace = Pace(clients=10, clock=clock)
    for number in range(100):
        pace.may_pass(f"192.0.2.{number}", "x")
    assert len(pace._clients) == 10
    clock.now += 24 * 60 * 60
    pace.may_pass("192.0.2.1", "x")
    assert len(pace._clients) == 1


def test_no_address_and_no_key_is_kept(pace):
    pace.may_pass("192.0.2.7", "the-key-of-a-form")
    assert "192.0.2.7" not in repr(vars(pace))
    assert "the-key-of-a-form" not in repr(vars(pace))
