"""The database itself refuses to change what was written, whoever asks and however."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from ratschlag.journal.actions import record
from ratschlag.journal.models import Entry, Seal
from ratschlag.journal.queries import as_lines, domain_now
from ratschlag.journal.tasks import seal_journal

pytestmark = pytest.mark.django_db

ENTRY_CHANGES = {
    "id": F("id") + 1,
    "at": F("at") + timedelta(days=1),
    "verb": "nothing.happened",
    "actor_kind": "people.person",
    "actor_number": "7",
    "subject_kind": "process.process",
    "subject_number": "7",
    "detail": {"count": 2},
}
SEAL_CHANGES = {
    "id": F("id") + 1,
    "number": F("number") + 1,
    "digest": "f" * 64,
    "entry_count": F("entry_count") + 1,
    "sealed_at": F("sealed_at") + timedelta(days=1),
}


@pytest.fixture
def entry():
    record(None, "journal.checked", count=1)
    return Entry.objects.get()


@pytest.fixture
def seal(entry):
    seal_journal.func()
    return Seal.objects.get()


def refused():
    """What is tried inside is refused by the database, and by the guard that keeps the journal."""
    return pytest.raises(IntegrityError, match="append-only")


def columns(model):
    return {field.column for field in model._meta.concrete_fields}


def test_new_entries_are_written(entry):
    record(None, "journal.checked")
    assert Entry.objects.count() == 2


def test_the_tests_below_try_every_column():
    assert columns(Entry) == {*ENTRY_CHANGES, "seal_id"}
    assert columns(Seal) == set(SEAL_CHANGES)


@pytest.mark.parametrize("column", ENTRY_CHANGES)
def test_no_column_of_an_entry_can_be_changed(entry, column):
    written = as_lines([entry])
    with refused(), transaction.atomic():
        Entry.objects.update(**{column: ENTRY_CHANGES[column]})
    assert as_lines(Entry.objects.all()) == written


@pytest.mark.parametrize("column", ENTRY_CHANGES)
def test_sql_can_not_change_an_entry_either(entry, column):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_entry SET {column} = {column}")  # noqa: S608  our names


def test_a_row_that_was_loaded_can_not_be_saved_again(entry):
    entry.verb = "nothing.happened"
    with refused(), transaction.atomic():
        entry.save()


@pytest.mark.parametrize("ask", ["row", "queryset", "sql"])
def test_no_entry_can_be_deleted(entry, ask):
    with refused(), transaction.atomic():
        if ask == "row":
            entry.delete()
        elif ask == "queryset":
            Entry.objects.all().delete()
        else:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM journal_entry")
    assert Entry.objects.get() == entry


def test_a_sealed_entry_stays_as_it_is_too(entry, seal):
    with refused(), transaction.atomic():
        Entry.objects.update(verb="nothing.happened")
    with refused(), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.get().verb == "journal.checked"


def test_an_entry_is_sealed_once(entry):
    seal_journal.func()
    assert Entry.objects.get().seal == Seal.objects.get()


def test_a_seal_can_not_be_taken_off(entry, seal):
    with refused(), transaction.atomic():
        Entry.objects.update(seal=None)
    assert Entry.objects.get().seal == seal


def test_an_entry_can_not_get_another_seal(entry, seal):
    other = Seal.objects.create(number=2, digest="0" * 64, entry_count=1, sealed_at=domain_now())
    with refused(), transaction.atomic():
        Entry.objects.update(seal=other)
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET seal_id = %s", [other.pk])
    assert Entry.objects.get().seal == seal


@pytest.mark.parametrize("column", SEAL_CHANGES)
def test_no_column_of_a_seal_can_be_changed(seal, column):
    with refused(), transaction.atomic():
        Seal.objects.update(**{column: SEAL_CHANGES[column]})
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_seal SET {column} = {column}")  # noqa: S608  our names
    assert Seal.objects.values().get() == Seal.objects.filter(pk=seal.pk).values().get()


def test_no_seal_can_be_deleted(seal):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_seal")
    empty = Seal.objects.create(number=2, digest="0" * 64, entry_count=1, sealed_at=domain_now())
    with refused(), transaction.atomic():
        empty.delete()
    assert Seal.objects.count() == 2


def test_a_seal_without_entries_is_refused():
    with pytest.raises(IntegrityError, match="seal_holds_entries"), transaction.atomic():
        Seal.objects.create(number=1, digest="0" * 64, entry_count=0, sealed_at=domain_now())


def test_two_seals_with_one_number_are_refused(seal):
    with pytest.raises(IntegrityError, match="number"), transaction.atomic():
        Seal.objects.create(number=1, digest="0" * 64, entry_count=1, sealed_at=domain_now())
