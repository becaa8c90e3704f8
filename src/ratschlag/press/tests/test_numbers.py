"""Each number of a year is given once, none is left out, and what was given elsewhere is stepped over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from ratschlag.press.actions import (
    free_numbers,
    publish_release,
    withdraw_release,
)
from ratschlag.press.models import Release, TakenElsewhere, YearCounter
from ratschlag.press.tasks import ReleaseRefused
from ratschlag.press.tests.hands import a_release, checked, on, published, taken, writer
from tests import cast


@pytest.fixture(autouse=True)
def english():
    """Refusals are compared in the language in which they are written here."""
    with override("en"):
        yield


def test_numbers_go_on_and_begin_anew_with_the_year(process):
    on(datetime(2016, 12, 31, 23, 59, 30, tzinfo=cast.BERLIN))
    assert [(r.year, r.number) for r in (published(process), published(process))] == [
        (2016, 1),
        (2016, 2),
    ]
    # In Berlin it is the next year; by the clock of the world it isn't yet.
    on(datetime(2017, 1, 1, 0, 0, 1, tzinfo=cast.BERLIN))
    release = published(process)
    assert (release.year, release.number) == (2017, 1)


def test_what_was_given_elsewhere_is_stepped_over(process):
    on()
    taken(1, 453)
    taken(456)
    taken(457, 487)
    assert [published(process).number for _ in range(3)] == [454, 455, 488]


def test_a_withdrawn_number_stays_taken(process):
    on()
    release = published(process)
    withdraw_release(release, "Doppelt.", by=writer())
    assert published(process).number == 2
    with pytest.raises(ReleaseRefused, match="was given here"):
        taken(1)


@pytest.mark.parametrize(("first", "last"), [(5, 9), (1, 5), (9, 12), (6, 7), (1, 20)])
def test_a_number_is_entered_once(process, first: int, last: int):
    taken(5, 9)
    with pytest.raises(ReleaseRefused, match="entered already"):
        taken(first, last)
    taken(5, 9, year=2017)


def test_an_entry_goes_only_while_it_leaves_no_gap(process):
    on()
    row = taken(1, 3)
    free_numbers(row, by=None)
    assert published(process).number == 1
    row = taken(2)
    published(process)
    with pytest.raises(ReleaseRefused, match="gap"):
        free_numbers(row, by=None)


def test_what_fails_gives_no_number_away(process):
    on()
    release = checked(a_release(process))
    Release.objects.filter(pk=release.pk).update(body="{{ event:nie }}")
    with pytest.raises(ReleaseRefused):
        publish_release(release, by=writer())
    assert published(process).number == 1


@pytest.mark.parametrize("wrong", [{"first": 0}, {"last": 1}, {"note": ""}])
def test_the_database_refuses_half_an_entry(process, wrong: dict[str, object]):
    row = taken(4, 9)
    with pytest.raises(DatabaseError), transaction.atomic():
        TakenElsewhere.objects.filter(pk=row.pk).update(**wrong)


def test_the_database_gives_no_number_twice(process):
    on()
    published(process)
    YearCounter.objects.update(last=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        published(process)


def test_many_who_publish_in_the_same_second_get_each_a_number(committed):
    cast.a_city()
    process = cast.a_process()
    on()
    releases = [checked(a_release(process)) for _ in range(6)]
    by = writer()

    def publish(release: Release) -> int:
        try:
            publish_release(release, by=by)
            return release.number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        numbers = list(threads.map(publish, releases))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
