"""The domain clock: the database's clock, which a demo may move forward and nobody back."""

from datetime import UTC, datetime, timedelta
from time import sleep

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.actions import ClockRefused, move_clock, set_clock
from ratschlag.journal.models import ClockOffset, Entry
from ratschlag.journal.queries import at_of, database_now, domain_now
from ratschlag.journal.rules import may_move_clock

pytestmark = pytest.mark.django_db

T0 = datetime(2016, 8, 16, 9, tzinfo=UTC)
A_MOMENT = timedelta(minutes=1)


def test_a_city_goes_by_the_database():
    before = database_now()
    now = domain_now()
    assert before <= now <= database_now()
    assert now.tzinfo is UTC
    # The engines round to milliseconds.
    assert abs(now - datetime.now(UTC)) < A_MOMENT


def test_a_demo_sets_its_clock_and_it_runs_on_from_there():
    set_clock(T0)
    first = domain_now()
    sleep(0.005)
    # It runs within a transaction too, such as that of this test.
    assert T0 <= first < domain_now() < T0 + A_MOMENT


def test_the_clock_of_the_database_stays_as_it_is():
    set_clock(T0)
    assert abs(database_now() - datetime.now(UTC)) < A_MOMENT


def test_a_clock_once_set_keeps_its_distance():
    set_clock(T0)
    kept = ClockOffset.objects.get().seconds
    distance = (domain_now() - database_now()).total_seconds()
    assert distance == pytest.approx(kept, abs=5)
    assert ClockOffset.objects.get().seconds == kept


def test_moving_the_clock_forward_is_journalled():
    set_clock(T0)
    move_clock(T0 + timedelta(days=10))
    entry = Entry.objects.get()
    assert entry.verb == "clock.moved"
    assert entry.actor_kind == "" and entry.subject_kind == ""
    assert entry.detail["before"].startswith("2016-08-16T09:0")
    assert T0 + timedelta(days=10) <= entry.at < T0 + timedelta(days=10) + A_MOMENT
    assert domain_now() - T0 >= timedelta(days=10)


def test_setting_the_clock_is_part_of_a_higher_act_and_records_nothing():
    set_clock(T0)
    assert set_clock.is_part
    assert not Entry.objects.exists()


def test_a_clock_may_also_run_ahead():
    move_clock(datetime(2099, 1, 1, tzinfo=UTC))
    assert domain_now().year == 2099


@pytest.mark.parametrize("move", [set_clock, move_clock])
def test_the_clock_is_never_moved_back(move):
    set_clock(T0)
    with pytest.raises(ClockRefused, match="only be moved forward"):
        move(T0 - timedelta(seconds=1))
    assert domain_now() >= T0
    assert not Entry.objects.exists()


@pytest.mark.parametrize("move", [set_clock, move_clock])
def test_the_clock_of_a_city_is_not_moved(move, settings):
    settings.HAS_OWN_CLOCK = False
    with pytest.raises(ClockRefused, match="Only a demo"):
        move(datetime(2099, 1, 1, tzinfo=UTC))
    assert not ClockOffset.objects.exists()
    assert not Entry.objects.exists()


def test_there_is_one_clock():
    set_clock(T0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockOffset.objects.create(id=2, seconds=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockOffset.objects.create(seconds=0)


def test_times_of_another_zone_are_the_same_moment():
    set_clock(datetime.fromisoformat("2016-08-16T11:00:00+02:00"))
    assert T0 <= domain_now() < T0 + A_MOMENT


def test_a_request_asks_for_the_time_once(rf, django_assert_num_queries):
    request = rf.get("/")
    with django_assert_num_queries(1):
        assert at_of(request) == at_of(request)


def test_standing_still_is_not_running_back():
    assert may_move_clock(now=T0, to=T0)
    assert may_move_clock(now=T0, to=T0 + timedelta(microseconds=1))
    assert not may_move_clock(now=T0, to=T0 - timedelta(microseconds=1))
