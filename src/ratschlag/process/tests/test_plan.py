"""The plan at the desk: the texts of a process and its phases."""

from datetime import date

import pytest

from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.people.rules import Role
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

TEXTS = "/desk/plan/klima/verfahren/"
NEW_PHASE = "/desk/plan/klima/phase/neu/"
BACKWARDS = "Das Ende liegt vor dem Beginn. Bitte ändern Sie eins von beiden."
NO_BEGINNING = "Es gibt ein Ende, aber keinen Beginn. Bitte tragen Sie den Beginn ein."
HUGE = 10**30


def texts(**changes: str) -> dict[str, str]:
    """The texts of the process as its form sends them."""
    wanted = {
        "title": "Klimakonzept",
        "introduction": "Wie wird die Stadt kühl?",
        "mandate": "Der Stadtrat hat es beauftragt.",
        "scope_open": "Ziele und Maßnahmen.",
        "scope_fixed": "Bundesrecht.",
        "level": "consultation",
        "lead": "",
    }
    return wanted | changes


def translated(row: Authored, field: str) -> Translation:
    return Translation.objects.get(number=row.pk, field=field)


def test_the_coordinator_plans_a_phase(desk, process, coordinator):
    answer = desk.post(
        NEW_PHASE,
        {
            "title": "Befragung",
            "starts": "5.9.2016",
            "ends": "25. September 2016",
            "invitation": "Was wünschen Sie sich?",
        },
        follow=True,
    )
    assert answer.redirect_chain == [(PLAN, 302)]
    assert "Gespeichert." in answer.text
    assert "5. bis 25. September 2016" in answer.text
    phase = process.phases.get()
    assert (phase.number, phase.title) == (1, "Befragung")
    assert (phase.starts_on, phase.ends_on) == (date(2016, 9, 5), date(2016, 9, 25))
    assert phase.invitation == "Was wünschen Sie sich?"
    line = the_line("phase.planned")
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(phase.pk))
    assert line.detail == {"starts": "2016-09-05", "ends": "2016-09-25"}


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        ("", "", "noch kein Datum"),
        ("Q1 2017", "1. Quartal 2017", "1. Quartal 2017"),
        ("4/2017", "", "ab April 2017"),
        ("24.8.2016", "24.8.2016", '<time datetime="2016-08-24">24. August 2016</time>'),
        ("15.9.2016", "September 2016", "15. September 2016 bis September 2016"),
        ("15.9.2016", "2016", "15. September 2016 bis 2016"),
        ("2016", "5.3.2016", "2016 bis 5. März 2016"),
    ],
)
def test_a_phase_is_as_precise_as_it_is_known(desk, process, starts, ends, shown):
    answer = desk.post(NEW_PHASE, {"title": "Beschluss", "starts": starts, "ends": ends})
    assert answer.status_code == 302
    assert shown in desk.get(PLAN).text


def test_the_coordinator_revises_a_phase_and_the_journal_keeps_what_it_was(desk, process):
    phase = cast.a_phase(process, starts="5.9.2016", ends="25.9.2016")
    address = f"/desk/plan/phase/{phase.pk}/"
    form = desk.get(address).text
    assert 'value="05.09.2016"' in form
    assert 'value="25.09.2016"' in form
    answer = desk.post(address, {"title": "Befragung", "starts": "5.9.2016", "ends": "2.10.2016"})
    assert answer.status_code == 302
    phase.refresh_from_db()
    assert (phase.number, phase.ends_on) == (1, date(2016, 10, 2))
    line = the_line("phase.revised")
    assert line.subject_number == str(phase.pk)
    assert line.detail["before"] == ["2016-09-05", "2016-09-25"]
    assert line.detail["ends"] == "2016-10-02"


def test_a_form_shows_dates_as_they_may_be_typed_again(desk, process):
    phase = cast.a_phase(process, starts="Q1 2017", ends="April 2017")
    address = f"/desk/plan/phase/{phase.pk}/"
    form = desk.get(address).context["form"]
    typed = {name: form[name].value() for name in ("title", "starts", "ends", "invitation")}
    assert desk.post(address, typed).status_code == 302
    before = phase.starts, phase.ends
    phase.refresh_from_db()
    assert (phase.starts, phase.ends) == before


def test_the_coordinator_revises_the_texts(desk, process, coordinator):
    lead = cast.an_organisation("Umweltamt")
    wanted = texts(introduction="Was tun gegen die Hitze?", lead=str(lead.pk), level="co_design")
    assert desk.post(TEXTS, wanted).status_code == 302
    process.refresh_from_db()
    assert process.introduction == "Was tun gegen die Hitze?"
    assert (process.lead, process.level, process.state) == (lead, "co_design", "announced")
    line = the_line("process.revised")
    assert line.actor_number == str(coordinator.pk)
    assert line.detail == {"fields": ["introduction", "lead", "level"]}
    assert "Was tun gegen die Hitze?" in desk.get("/de/verfahren/klima/").text


def test_translations_become_stale_when_their_source_changes(desk, process):
    for field in ("introduction", "mandate"):
        put_translation(process, field, language="en", text="…", state=Translated.CHECKED)
    desk.post(TEXTS, texts(introduction="Ganz anders."))
    stale = translated(process, "introduction")
    assert stale.state == Translated.STALE
    assert stale.stale_since is not None
    assert translated(process, "mandate").state == Translated.CHECKED


def test_translations_of_phases_and_milestones_become_stale_too(desk, process):
    phase, milestone = cast.a_phase(process), a_milestone(process)
    for row in (phase, milestone):
        put_translation(row, "title", language="en", text="…", state=Translated.MACHINE)
    desk.post(f"/desk/plan/phase/{phase.pk}/", {"title": "Umfrage"})
    wanted = {"title": "Der Rat beschließt", "due": "Q1 2017"}
    desk.post(f"/desk/plan/meilenstein/{milestone.pk}/", wanted)
    assert translated(phase, "title").state == Translated.STALE
    assert translated(milestone, "title").state == Translated.STALE


def test_other_dates_leave_translations_as_they_are(desk, process):
    phase = cast.a_phase(process)
    put_translation(phase, "title", language="en", text="Survey", state=Translated.CHECKED)
    desk.post(f"/desk/plan/phase/{phase.pk}/", {"title": "Befragung", "starts": "2017"})
    assert translated(phase, "title").state == Translated.CHECKED


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_another_role_sees_the_plan_and_may_not_change_it(browser_of, process, role):
    phase, milestone = cast.a_phase(process), a_milestone(process)
    browser = browser_of(cast.a_person("Ayşe", role))
    page = browser.get(PLAN)
    assert "Befragung" in page.text
    assert "Beschluss" in page.text
    assert "/desk/plan/klima/" not in page.text
    lines = Entry.objects.count()
    for address in (
        TEXTS,
        NEW_PHASE,
        NEW_MILESTONE,
        f"/desk/plan/phase/{phase.pk}/",
        f"/desk/plan/meilenstein/{milestone.pk}/",
    ):
        assert browser.get(address).status_code == 403
        wanted = texts(title="Anders", due="2017")
        assert browser.post(address, wanted).status_code == 403
    assert Entry.objects.count() == lines


def test_the_coordinator_of_one_process_may_not_touch_another(browser_of, process):
    other = cast.a_process("verkehr", title="Verkehr")
    phase, milestone = cast.a_phase(other), a_milestone(other)
    browser = browser_of(cast.a_person("Ayşe", Role.COORDINATOR, scope="process/klima"))
    assert browser.get(NEW_PHASE).status_code == 200
    for address in (
        "/desk/plan/verkehr/verfahren/",
        "/desk/plan/verkehr/phase/neu/",
        "/desk/plan/verkehr/meilenstein/neu/",
        f"/desk/plan/phase/{phase.pk}/",
        f"/desk/plan/meilenstein/{milestone.pk}/",
    ):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"title": "Anders", "due": "2017"}).status_code == 403
    page = browser.get(PLAN).text
    assert "Verkehr" in page
    assert NEW_PHASE in page
    assert "/desk/plan/verkehr/phase/neu/" not in page


@pytest.mark.parametrize("address", [PLAN, TEXTS, NEW_PHASE, NEW_MILESTONE])
def test_who_has_not_logged_in_is_led_to_the_log_in(client, process, address):
    for answer in (client.get(address), client.post(address, {"title": "Fremd"})):
        assert answer.url == f"/desk/konto/anmelden/?next={address}"
    assert not process.phases.exists()


def test_someone_without_a_role_sees_no_plan(browser_of, process):
    assert browser_of(cast.a_person("Ayşe")).get(PLAN).status_code == 403


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"starts": "25.9.2016", "ends": "5.9.2016"}, BACKWARDS),
        ({"starts": "1.10.2016", "ends": "September 2016"}, BACKWARDS),
        ({"starts": "Q2 2017", "ends": "Q1 2017"}, BACKWARDS),
        ({"starts": "", "ends": "25.9.2016"}, NO_BEGINNING),
        ({"starts": "31.2.2016"}, NO_DATE),
        ({"starts": "bald"}, NO_DATE),
        ({"starts": "Q5 2016"}, NO_DATE),
        ({"starts": "1.1.0001"}, NO_DATE),
        ({"starts": "1.9.2016", "ends": "später"}, NO_DATE),
        ({"starts": "1" * 41}, NOTHING_SAVED),
        ({"starts": "1.9.\x002016"}, NOTHING_SAVED),
        ({"title": ""}, NOTHING_SAVED),
        ({"title": "   "}, NOTHING_SAVED),
        ({"title": "x" * 121}, NOTHING_SAVED),
        ({"title": "Befra\x00gung"}, NOTHING_SAVED),
        ({"invitation": "Komm\x00t"}, NOTHING_SAVED),
    ],
)
def test_a_phase_that_can_not_be_is_refused_and_what_was_typed_stays(desk, process, typed, message):
    phase = cast.a_phase(process, "Werkstatt")
    typed = {"title": "Befragung der Stadt", "invitation": "Kommen Sie!"} | typed
    with nothing_written():
        for address in (NEW_PHASE, f"/desk/plan/phase/{phase.pk}/"):
            answer = desk.post(address, typed)
            assert answer.status_code == 422
            assert NOTHING_SAVED in answer.text
            assert message in answer.text
            for text in typed.values():
                assert text.strip().replace("\x00", "") in answer.text.replace("\x00", "")


@pytest.mark.parametrize("field", ["title", "introduction", "mandate", "scope_open", "scope_fixed"])
def test_a_public_process_keeps_all_its_texts(desk, process, field):
    with nothing_written():
        for text in ("", "  \n ", "Mit\x00NUL"):
            answer = desk.post(TEXTS, texts(**{field: text}))
            assert answer.status_code == 422
            assert NOTHING_SAVED in answer.text


@pytest.mark.parametrize(
    "typed",
    [{"level": "dictatorship"}, {"level": ""}, {"lead": "77"}, {"lead": "x"}, {"title": "x" * 161}],
)
def test_texts_that_can_not_be_are_refused(desk, process, typed):
    with nothing_written():
        assert desk.post(TEXTS, texts(**typed)).status_code == 422


def test_long_texts_stay_whole(desk, process):
    text = "Wir wollen es kühler. " * 500
    assert desk.post(TEXTS, texts(introduction=text)).status_code == 302
    process.refresh_from_db()
    assert process.introduction == text.strip()


def test_fields_that_the_forms_do_not_have_change_nothing(desk, process):
    phase, milestone = cast.a_phase(process), a_milestone(process)
    sneaked = {"is_invented": "on", "number": "9", "process": "1", "state": "closed", "slug": "x"}
    desk.post(TEXTS, texts() | sneaked)
    desk.post(f"/desk/plan/phase/{phase.pk}/", {"title": "Befragung"} | sneaked)
    wanted = {"title": "Beschluss", "due": "Q1 2017", "due_on": "1.1.2000"}
    desk.post(f"/desk/plan/meilenstein/{milestone.pk}/", wanted | sneaked)
    for row in (process, phase, milestone):
        row.refresh_from_db()
    assert (process.slug, process.state) == ("klima", "announced")
    assert (phase.number, phase.is_invented, phase.process) == (1, False, process)
    assert (milestone.is_invented, milestone.due.isoformat()) == (False, "2017-Q1")


@pytest.mark.parametrize(
    "address",
    [
        "/desk/plan/nie-gehoert/verfahren/",
        "/desk/plan/nie-gehoert/phase/neu/",
        "/desk/plan/nie-gehoert/meilenstein/neu/",
        "/desk/plan/phase/1/",
        "/desk/plan/meilenstein/1/",
        f"/desk/plan/phase/{HUGE}/",
        f"/desk/plan/meilenstein/{HUGE}/",
    ],
)
def test_what_is_not_there_is_not_found(desk, process, address):
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"title": "Neu", "due": "2017"}).status_code == 404


def test_an_empty_plan_says_so(desk):
    assert "Es gibt noch kein Verfahren." in desk.get(PLAN).text


def test_the_plan_asks_the_database_as_often_for_thirty_phases_as_for_three(
    desk, process, django_assert_max_num_queries
):
    for number in range(30):
        cast.a_phase(process, f"Schritt {number}")
        a_milestone(process, f"Punkt {number}")
    desk.get(PLAN)
    with django_assert_max_num_queries(14):
        desk.get(PLAN)
