"""What needs me? The duties of each role, by their date."""

from datetime import UTC, date, datetime

import pytest

from ratschlag.events.actions import cancel_event, hold_event
from ratschlag.journal.actions import set_clock
from ratschlag.lib.dates import parse_partial_date
from ratschlag.people.rules import NOBODY, Role, Standing
from ratschlag.portal.queries.desk import duties
from ratschlag.press.tests.hands import a_statement
from ratschlag.process.actions import open_field, reach_milestone, set_milestone
from ratschlag.process.models import Milestone, Process
from tests import cast

TODAY = date(2016, 10, 6)
COORDINATOR = Standing(number=1, grants=frozenset({(Role.COORDINATOR, "")}))
NOTHING = "Heute braucht Sie nichts."


def a_milestone(process: Process, title: str, due: str) -> Milestone:
    milestone = Milestone(process=process, title=title)
    return set_milestone(milestone, due=parse_partial_date(due), by=None)


def titles(standing: Standing, today: date = TODAY) -> list[str]:
    return [duty.title for duty in duties(standing, today)]


@pytest.fixture(autouse=True)
def stated(city) -> None:
    """The city has its statement on accessibility (test_access_duties.py)."""
    a_statement(checked_on=date(2017, 1, 1))


@pytest.fixture
def busy(process) -> Process:
    """A milestone for the quarter, a meeting that was and one that comes, fields without leads."""
    a_milestone(process, "Beschluss", "Q1 2017")
    cast.an_event(process, "Werkstatt", date(2016, 10, 4))
    cast.an_event(process, "Vorstellung", date(2016, 10, 20))
    for title in ("Wasser", "Eis", "Wind"):
        cast.a_field(process, title)
    return process


def test_the_coordinator_sees_by_date_what_is_to_do(desk, busy):
    set_clock(datetime(2016, 10, 6, 12, tzinfo=UTC))
    page = desk.get("/desk/")
    shown = [(duty.title, duty.is_urgent, duty.count) for duty in page.context["duties"]]
    assert shown == [
        ("Werkstatt", True, 1),
        ("Vorstellung", False, 1),
        ("Meilenstein: Beschluss", False, 1),
        ("Handlungsfelder ohne Leitung", False, 3),
    ]
    for words in ("Donnerstag, 6. Oktober 2016", "4. Oktober 2016", "1. Quartal 2017"):
        assert words in page.text
    for duty in page.context["duties"]:
        assert desk.get(duty.href).status_code == 200


def test_the_coordinator_of_one_process_sees_its_duties_only(busy):
    other = cast.a_process("verkehr", title="Verkehr")
    a_milestone(other, "Radwegenetz", "2018")
    cast.an_event(other, "Radtreff")
    cast.a_field(other, "Radwege")
    mine = Standing(number=1, grants=frozenset({(Role.COORDINATOR, "process/verkehr")}))
    assert [duty.count for duty in duties(mine, TODAY)] == [1, 1, 1]
    assert not {"Werkstatt", "Vorstellung"} & set(titles(mine))
    assert {"Werkstatt", "Radtreff"} <= set(titles(COORDINATOR))


def test_every_other_role_has_nothing_to_do_yet(busy):
    for role in set(Role) - {Role.COORDINATOR}:
        assert duties(Standing(number=1, grants=frozenset({(role, "")})), TODAY) == []


def test_the_page_says_that_there_is_nothing_to_do(browser_of, busy):
    assert NOTHING in browser_of(cast.a_person("Ayşe", Role.AUDITOR)).get("/desk/").text


def test_nobody_has_duties_and_no_desk(client, browser_of, busy):
    assert duties(NOBODY, TODAY) == []
    assert client.get("/desk/").url == "/desk/konto/anmelden/?next=/desk/"
    assert browser_of(cast.a_person("Ohne Rolle")).get("/desk/").status_code == 403


def test_what_is_done_or_cancelled_needs_nobody(process):
    milestone = a_milestone(process, "Beschluss", "Q1 2017")
    held = cast.an_event(process, "Werkstatt", date(2016, 10, 4))
    off = cast.an_event(process, "Vorstellung", date(2016, 10, 20))
    field = cast.a_field(process, "Wasser")
    assert len(duties(COORDINATOR, TODAY)) == 4
    reach_milestone(milestone, on=TODAY, by=None)
    hold_event(held, by=None)
    cancel_event(off, reason="Sturm.", by=None)
    field.leads.create(organisation=cast.an_organisation("Zoo"), position=1)
    assert duties(COORDINATOR, TODAY) == []


@pytest.mark.parametrize(
    ("today", "urgent"),
    [(date(2017, 3, 31), False), (date(2017, 4, 1), True)],
)
def test_a_milestone_is_urgent_when_its_whole_quarter_is_over(process, today, urgent):
    a_milestone(process, "Beschluss", "Q1 2017")
    assert [duty.is_urgent for duty in duties(COORDINATOR, today)] == [urgent]


@pytest.mark.parametrize(
    ("today", "urgent"), [(date(2016, 10, 4), False), (date(2016, 10, 5), True)]
)
def test_a_meeting_waits_for_its_results_from_the_day_after_on(process, today, urgent):
    cast.an_event(process, "Werkstatt", date(2016, 10, 4))
    assert [duty.is_urgent for duty in duties(COORDINATOR, today)] == [urgent]


def test_the_duties_of_a_process_in_preparation_are_there_too(city):
    process = cast.a_process(state="preparing")
    a_milestone(process, "Mandat", "2017")
    assert titles(COORDINATOR) != []


def test_who_chose_english_reads_english(browser_of, busy):
    person = cast.a_person("Kim", Role.COORDINATOR, language="en")
    page = browser_of(person).get("/desk/").text
    for words in ('<html lang="en"', "Milestone: Beschluss", "Fields of action without a lead"):
        assert words in page


def test_a_field_is_counted_once_however_many_lead_it(process):
    leads = [cast.an_organisation("Zoo"), cast.an_organisation("Amt")]
    open_field(process, slug="wasser", title="Wasser", leads=leads, by=None)
    assert duties(COORDINATOR, TODAY) == []
    cast.a_field(process, "Eis")
    assert [duty.count for duty in duties(COORDINATOR, TODAY)] == [1]
