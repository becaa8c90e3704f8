"""Milestones at the desk: due, reached, late, and why."""

from datetime import UTC, date, datetime

import pytest

from ratschlag.journal.actions import set_clock
from ratschlag.process.actions import reach_milestone
from ratschlag.process.tests.hands import (
    NEW_MILESTONE,
    NO_DATE,
    NOTHING_SAVED,
    PLAN,
    a_milestone,
    nothing_written,
    the_line,
)
from tests import cast

IN_THE_FUTURE = "Dieser Tag liegt in der Zukunft."
TAKEN = "Einen Meilenstein mit diesem Titel gibt es schon."


def test_the_coordinator_sets_a_milestone(desk, process, coordinator):
    wanted = {"title": "Der Rat beschließt", "due": "1. Quartal 2017"}
    answer = desk.post(NEW_MILESTONE, wanted, follow=True)
    assert "1. Quartal 2017" in answer.text
    milestone = process.milestones.get()
    assert milestone.due.isoformat() == "2017-Q1"
    line = the_line("milestone.set")
    assert line.actor_number == str(coordinator.pk)
    assert line.detail == {"due": "2017-Q1"}


def test_a_milestone_is_reached_today_and_shown_as_late_with_its_reason(desk, process):
    set_clock(datetime(2017, 4, 3, 21, 30, tzinfo=UTC))  # 23:30 in the city
    milestone = a_milestone(process)
    address = f"/desk/plan/meilenstein/{milestone.pk}/"
    wanted = {
        "title": "Beschluss",
        "due": "Q1 2017",
        "reached_on": "3.4.2017",
        "delay_reason": "Zweite Lesung.",
    }
    assert desk.post(address, wanted).status_code == 302
    milestone.refresh_from_db()
    assert milestone.reached_on == date(2017, 4, 3)
    assert the_line("milestone.revised").detail == {"before": "2017-Q1", "due": "2017-Q1"}
    page = desk.get(PLAN).text
    assert "3. April 2017" in page
    assert "Zweite Lesung." in page


def test_a_milestone_keeps_its_title_and_another_process_may_use_it_too(desk, process):
    milestone = a_milestone(process)
    same = {"title": "Beschluss", "due": "Q2 2017"}
    assert desk.post(f"/desk/plan/meilenstein/{milestone.pk}/", same).status_code == 302
    cast.a_process("verkehr", title="Verkehr")
    assert desk.post("/desk/plan/verkehr/meilenstein/neu/", same).status_code == 302


def test_a_milestone_is_late_from_the_day_after_its_quarter_on(desk, process):
    a_milestone(process)
    set_clock(datetime(2017, 3, 31, 12, tzinfo=UTC))
    ((_milestone, is_late),) = desk.get(PLAN).context["plans"][0].milestones
    assert not is_late
    set_clock(datetime(2017, 4, 1, 12, tzinfo=UTC))
    ((_milestone, is_late),) = desk.get(PLAN).context["plans"][0].milestones
    assert is_late


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"due": ""}, NOTHING_SAVED),
        ({"due": "demnächst"}, NO_DATE),
        ({"due": "30.2.2017"}, NO_DATE),
        ({"reached_on": "3.4.2017"}, IN_THE_FUTURE),
        ({"reached_on": "1.1.2150"}, IN_THE_FUTURE),
        ({"reached_on": "gestern"}, NOTHING_SAVED),
        ({"title": "Entwurf"}, TAKEN),
        ({"title": " Entwurf "}, TAKEN),
        ({"title": ""}, NOTHING_SAVED),
        ({"title": "x" * 121}, NOTHING_SAVED),
        ({"title": "Be\x00schluss"}, NOTHING_SAVED),
        ({"delay_reason": "x" * 301}, NOTHING_SAVED),
    ],
)
def test_a_milestone_that_can_not_be_is_refused_and_what_was_typed_stays(
    desk, process, typed, message
):
    set_clock(datetime(2017, 4, 2, 21, 30, tzinfo=UTC))  # 23:30 in the city, on 2 April
    a_milestone(process, "Entwurf")
    milestone = a_milestone(process, "Beschluss")
    typed = {"title": "Der Rat beschließt", "due": "Q1 2017", "delay_reason": "Streit."} | typed
    with nothing_written():
        for address in (NEW_MILESTONE, f"/desk/plan/meilenstein/{milestone.pk}/"):
            answer = desk.post(address, typed)
            assert answer.status_code == 422
            assert NOTHING_SAVED in answer.text
            assert message in answer.text
            for text in typed.values():
                assert text.strip().replace("\x00", "") in answer.text.replace("\x00", "")


def test_a_milestone_reached_is_one_line_in_the_journal(process):
    milestone = a_milestone(process)
    reach_milestone(milestone, on=date(2017, 3, 22), by=None)
    assert the_line("milestone.reached").detail == {"on": "2017-03-22"}
