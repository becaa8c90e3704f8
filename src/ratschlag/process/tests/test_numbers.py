"""People who plan at the same moment do not get in each other's way."""

import threading

from django.db import connections

from ratschlag.journal.models import Entry
from ratschlag.process.actions import plan_phase
from tests import cast


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
