"""Guessing is slowed down: by client, in memory, and without a trace of anyone."""

import pytest

from ratschlag.lib.tries import Tries


class Clock:
    """Real time, as far as the tests let it pass."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tries(clock) -> Tries:
    return Tries(free=3, wait=20, within=600, clients=5, clock=clock)


def wrong(tries: Tries, address: str = "192.0.2.1", times: int = 3) -> None:
    for _time in range(times):
        tries.count_wrong(address)


def test_a_few_wrong_tries_are_free(tries):
    wrong(tries, times=2)
    assert not tries.must_wait("192.0.2.1")


def test_who_was_wrong_too_often_waits_and_nobody_else_does(tries):
    wrong(tries)
    assert tries.must_wait("192.0.2.1")
    assert not tries.must_wait("192.0.2.2")


def test_after_the_wait_there_is_one_more_try(tries, clock):
    wrong(tries)
    clock.now += 20
    assert not tries.must_wait("192.0.2.1")
    tries.count_wrong("192.0.2.1")
    assert tries.must_wait("192.0.2.1")


def test_after_a_while_all_is_forgiven(tries, clock):
    wrong(tries)
    clock.now += 601
    wrong(tries, times=2)
    assert not tries.must_wait("192.0.2.1")


def test_who_has_one_address_of_a_network_has_them_all(tries):
    for last in (1, 2, 3):
        tries.count_wrong(f"2001:db8:1:2::{last}")
    assert tries.must_wait("2001:db8:1:2:ffff::9")
    assert not tries.must_wait("2001:db8:1:3::1")


def test_an_address_is_the_same_in_both_its_forms(tries):
    wrong(tries, "::ffff:192.0.2.1")
    assert not tries.must_wait("::ffff:192.0.2.2")
    assert tries.must_wait("192.0.2.1")


def test_what_is_no_address_counts_as_it_is(tries):
    wrong(tries, "unix:")
    assert tries.must_wait("unix:")
    assert not tries.must_wait("")


def test_no_more_clients_are_remembered_than_fit(tries):
    for last in range(50):
        tries.count_wrong(f"192.0.2.{last}")
    assert len(tries) == 5


def test_the_next_day_nothing_is_known_of_the_one_before(tries, clock):
    wrong(tries)
    keys, secret = set(tries._wrong), tries._secret
    clock.now += 24 * 60 * 60
    assert not tries.must_wait("192.0.2.1")
    assert len(tries) == 0
    tries.count_wrong("192.0.2.1")
    assert tries._secret != secret
    assert keys.isdisjoint(tries._wrong)


def test_no_address_is_kept(tries):
    wrong(tries)
    assert all(len(key) == 32 and b"192" not in key for key in tries._wrong)
