"""One line in the journal: who did what to what, at the domain time of now."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.actions import part, record, set_clock
from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now


@pytest.mark.django_db
def test_the_journal_says_who_did_what_to_what(coordinator, process):
    record(coordinator, "process.praised", process, level="much", count=3)
    entry = Entry.objects.get(verb="process.praised")
    assert (entry.actor_kind, entry.actor_number) == ("people.person", str(coordinator.pk))
    assert (entry.subject_kind, entry.subject_number) == ("process.process", str(process.pk))
    assert entry.detail == {"level": "much", "count": 3}
    assert entry.seal is None


@pytest.mark.django_db
def test_the_journal_names_nobody(coordinator):
    record(coordinator, "person.revised", coordinator)
    (written,) = Entry.objects.filter(verb="person.revised").values()
    assert coordinator.name not in str(written)
    assert coordinator.email not in str(written)


@pytest.mark.django_db
def test_the_system_acts_without_a_name():
    record(None, "journal.checked")
    entry = Entry.objects.get()
    assert entry.actor_kind == entry.actor_number == ""
    assert entry.subject_kind == entry.subject_number == ""
    assert entry.detail == {}


@pytest.mark.django_db
def test_the_time_is_that_of_the_domain_clock():
    set_clock(datetime(2016, 8, 16, 9, tzinfo=UTC))
    before = domain_now()
    record(None, "journal.checked")
    assert before <= Entry.objects.get().at <= domain_now()
    assert Entry.objects.get().at - datetime(2016, 8, 16, 9, tzinfo=UTC) < timedelta(minutes=1)


@pytest.mark.django_db
def test_entries_are_read_in_the_order_of_time():
    for day in (1, 2, 3):
        set_clock(datetime(2016, 8, day, tzinfo=UTC))
        record(None, f"day.{day}")
    assert [entry.verb for entry in Entry.objects.in_order()] == ["day.1", "day.2", "day.3"]
    assert [entry.verb for entry in Entry.objects.all()] == ["day.3", "day.2", "day.1"]


def test_recording_outside_a_transaction_is_refused():
    # Without the mark django_db there is no transaction of the test around it.
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(None, "journal.checked")


@pytest.mark.django_db
def test_an_act_that_is_taken_back_leaves_no_entry():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(None, "journal.checked")
        raise ZeroDivisionError
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_entry_without_a_verb_is_refused():
    with pytest.raises(IntegrityError, match="entry_has_a_verb"), transaction.atomic():
        record(None, "")
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("half", [{"actor_kind": "people.person"}, {"actor_number": "7"}])
def test_half_an_actor_is_refused(half):
    with pytest.raises(IntegrityError, match="entry_actor_is_whole"), transaction.atomic():
        Entry.objects.create(at=domain_now(), verb="journal.checked", **half)


def test_a_part_of_a_higher_act_is_marked_and_stays_the_same():
    def act():
        return "done"

    assert part(act) is act
    assert act.is_part and act() == "done"
