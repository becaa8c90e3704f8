"""The chain of seals: closed in batches, and broken by whatever is changed behind it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F

from ratschlag.journal.actions import record
from ratschlag.journal.compute import FIRST, digest_of
from ratschlag.journal.models import Entry, Seal
from ratschlag.journal.queries import as_lines, domain_now, first_broken_seal
from ratschlag.journal.tasks import seal_journal

pytestmark = pytest.mark.django_db

TRIGGERS = {
    "journal_entry": ("stays", "as_written", "sealed_once"),
    "journal_seal": ("stays", "as_written"),
}


@pytest.fixture
def three_seals():
    """Three seals of two entries each."""
    for number in range(3):
        record(None, f"first.{number}", number=number, words=["ä", None, 1.5])
        record(None, f"second.{number}")
        seal_journal.func()
    return list(Seal.objects.all())


@pytest.fixture
def unguarded():
    """The database without the guards of the journal, until the test is rolled back."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for table, names in TRIGGERS.items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for name in names:
                cursor.execute(f"DROP TRIGGER {table}_{name}{on}")


def test_sealing_closes_what_was_written_since_the_last_seal():
    record(None, "journal.checked")
    record(None, "journal.checked")
    assert seal_journal.func() == 2
    record(None, "journal.checked")
    assert seal_journal.func() == 1
    assert [(seal.number, seal.entry_count) for seal in Seal.objects.all()] == [(1, 2), (2, 1)]
    assert not Entry.objects.unsealed().exists()
    assert first_broken_seal() is None


def test_many_entries_are_sealed_in_batches():
    at = domain_now()
    Entry.objects.bulk_create(
        Entry(at=at + timedelta(seconds=number // 3), verb="journal.checked")
        for number in range(1001)
    )
    assert [seal_journal.func() for _again in range(3)] == [1000, 1, 0]
    assert [seal.entry_count for seal in Seal.objects.all()] == [1000, 1]
    assert first_broken_seal() is None


def test_sealing_again_changes_nothing(three_seals):
    assert seal_journal.func() == 0
    assert list(Seal.objects.all()) == three_seals


def test_an_empty_journal_gets_no_seal():
    assert seal_journal.func() == 0
    assert not Seal.objects.exists()
    assert first_broken_seal() is None


def test_each_seal_rests_on_the_one_before(three_seals):
    before = FIRST
    for seal in three_seals:
        assert seal.digest == digest_of(as_lines(seal.entries.in_order()), before=before)
        before = seal.digest
    assert len({seal.digest for seal in three_seals}) == 3


def test_the_digest_is_the_same_in_every_version():
    """Whoever checks an old journal with a new release has to come to the same digest."""
    entry = {"id": 1, "at": "2016-08-16T09:00:00.000000+00:00", "verb": "ä", "detail": {"b": 1}}
    assert digest_of([entry], before=FIRST) == (
        "e9faba644b7e23045d43ad0380584261998c1111d5e0aafdd020786182c96e4d"
    )


def test_an_untouched_chain_holds(three_seals):
    assert first_broken_seal() is None


@pytest.mark.parametrize("column", ["at", "verb", "actor", "subject", "detail", "id"])
def test_a_changed_entry_is_found(three_seals, unguarded, column):
    changes = {
        "id": {"id": F("id") + 1},
        "at": {"at": F("at") + timedelta(microseconds=1)},
        "verb": {"verb": "nothing.happened"},
        "actor": {"actor_kind": "people.person", "actor_number": "7"},
        "subject": {"subject_kind": "process.process", "subject_number": "7"},
        "detail": {"detail": {"number": 1, "words": ["ä", None, 1.6]}},
    }
    # Both entries of the batch alike, so that it is not their order that gives it away.
    three_seals[1].entries.update(**changes[column])
    assert first_broken_seal() == three_seals[1]


def test_a_changed_first_entry_is_found(three_seals, unguarded):
    Entry.objects.filter(verb="first.0").update(verb="nothing.happened")
    assert first_broken_seal() == three_seals[0]


def test_a_deleted_entry_is_found(three_seals, unguarded):
    Entry.objects.filter(verb="second.2").delete()
    assert first_broken_seal() == three_seals[2]


def test_an_entry_that_was_unsealed_is_found(three_seals, unguarded):
    Entry.objects.filter(verb="first.0").update(seal=None)
    assert first_broken_seal() == three_seals[0]


def test_an_entry_slipped_in_later_is_found(three_seals):
    # No guard refuses a new entry that comes with a seal; the chain tells.
    with transaction.atomic():
        Entry.objects.create(at=domain_now(), verb="slipped.in", seal=three_seals[0])
    assert first_broken_seal() == three_seals[0]


def test_a_seal_computed_anew_breaks_the_next_one(three_seals, unguarded):
    Entry.objects.filter(verb="first.0").update(verb="nothing.happened")
    digest = digest_of(as_lines(three_seals[0].entries.in_order()), before=FIRST)
    Seal.objects.filter(number=1).update(digest=digest)
    assert first_broken_seal() == three_seals[1]


def test_a_wrong_count_is_found(three_seals, unguarded):
    Seal.objects.filter(number=2).update(entry_count=3)
    assert first_broken_seal() == three_seals[1]


def test_a_number_out_of_turn_is_found(three_seals, unguarded):
    Seal.objects.filter(number=3).update(number=4)
    assert first_broken_seal() == three_seals[2]


def test_a_batch_that_was_taken_out_is_found(three_seals, unguarded):
    three_seals[1].entries.all().delete()
    Seal.objects.filter(number=2).delete()
    assert first_broken_seal() == three_seals[2]


def test_entries_not_sealed_yet_do_not_break_the_chain(three_seals):
    record(None, "journal.checked")
    assert first_broken_seal() is None
