"""People who plan at the same moment do not get in each other's way."""

import threading

import pytest
from django.db import connection, connections

from ratschlag.journal.models import Entry
from ratschlag.lib.triggers import refuse
from ratschlag.process.actions import plan_phase
from tests import cast

_JOURNAL_STAYS = (
    refuse("journal_entry_stays", "DELETE", "journal_entry"),
    refuse("journal_seal_stays", "DELETE", "journal_seal"),
)


@pytest.fixture
def journal_stays_again(django_db_setup, django_db_blocker):
    """After a test whose rows were really committed, its rows are deleted; on SQLite row by row,
    which the journal would refuse. So its triggers go before that and come back after it."""
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for trigger in _JOURNAL_STAYS if connection.vendor == "sqlite" else ():
            trigger.code(None, editor)


@pytest.fixture
def committed(journal_stays_again, transactional_db):
    """Rows are really committed, so that other threads see them."""
    yield
    with connection.schema_editor() as editor:
        for trigger in _JOURNAL_STAYS if connection.vendor == "sqlite" else ():
            trigger.reverse_code(None, editor)


def test_people_who_add_phases_at_the_same_moment_get_different_numbers(committed):
    cast.a_city()
    process = cast.a_process()
    start, faults = threading.Barrier(4), []

    def add(title: str) -> None:
        try:
            start.wait(timeout=10)
            plan_phase(process, title=title, by=None)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=add, args=[f"Schritt {name}"]) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert faults == []
    assert [phase.number for phase in process.phases.all()] == [1, 2, 3, 4]
    assert Entry.objects.filter(verb="phase.planned").count() == 4
