"""Fields of action at the desk: opened and revised by the coordinator, with their leads in order."""

import pytest

from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.people.rules import Role
from ratschlag.process.actions import open_field, revise_field
from ratschlag.process.models import Field
from tests import cast

LIST = "/desk/handlungsfelder/"
NEW = "/desk/handlungsfelder/klima/neu/"
NOTHING_SAVED = "Noch ist nichts gespeichert. Was Sie getippt haben, steht noch da."


def leads_of(field: Field) -> list[str]:
    return [lead.organisation.name for lead in field.leads.select_related("organisation")]


def test_the_coordinator_opens_a_field(desk, process, coordinator):
    lead = cast.an_organisation("Umweltamt")
    wanted = {"title": "Grünes Wasser", "description": "Bäche und Teiche.", "leads": [lead.pk]}
    answer = desk.post(NEW, wanted, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "Grünes Wasser" in answer.text
    assert "Umweltamt" in answer.text
    field = process.fields.get()
    assert (field.number, field.slug) == (1, "gruenes-wasser")
    assert (field.title, field.description) == ("Grünes Wasser", "Bäche und Teiche.")
    assert leads_of(field) == ["Umweltamt"]
    line = Entry.objects.get(verb="field.opened")
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(field.pk))


def test_fields_are_numbered_one_after_the_other_and_so_are_equal_titles(desk, process):
    for title in ("Wasser", "Wasser", "Wasser!"):
        assert desk.post(NEW, {"title": title}).status_code == 302
    found = [(field.number, field.slug) for field in process.fields.all()]
    assert found == [(1, "wasser"), (2, "wasser-2"), (3, "wasser-3")]


def test_a_number_that_was_given_up_is_not_given_again_in_between(process):
    first = cast.a_field(process, "Eins")
    cast.a_field(process, "Zwei")
    first.delete()
    assert cast.a_field(process, "Drei").number == 3


def test_the_coordinator_revises_a_field_and_its_address_stays(desk, process):
    field = cast.a_field(process, "Wasser")
    put_translation(field, "title", language="en", text="Water", state=Translated.CHECKED)
    wanted = {"title": "Wasser und Eis", "description": "Mehr als Teiche."}
    assert desk.post(f"{LIST}{field.pk}/", wanted).status_code == 302
    field.refresh_from_db()
    assert (field.title, field.slug, field.number) == ("Wasser und Eis", "wasser", 1)
    assert Entry.objects.get(verb="field.revised").detail == {"fields": ["description", "title"]}
    assert Translation.objects.get().state == Translated.STALE


def test_leads_stay_in_the_order_in_which_they_were_named(process):
    names = ("Zoo", "Amt", "Museum")
    leads = [cast.an_organisation(name) for name in names]
    field = open_field(process, slug="wasser", title="Wasser", leads=leads, by=None)
    assert leads_of(field) == ["Zoo", "Amt", "Museum"]
    revise_field(field, ["leads"], leads=leads[::-1], by=None)
    assert leads_of(field) == ["Museum", "Amt", "Zoo"]


def test_the_form_keeps_that_order_and_puts_new_leads_behind(desk, process):
    zoo, amt, museum, bad = map(cast.an_organisation, ("Zoo", "Amt", "Museum", "Bad"))
    field = open_field(process, slug="wasser", title="Wasser", leads=[zoo, amt, museum], by=None)
    page = desk.get(f"{LIST}{field.pk}/")
    assert page.context["form"]["leads"].value() == [zoo.pk, amt.pk, museum.pk]
    wanted = {"title": "Wasser", "leads": [bad.pk, museum.pk, zoo.pk]}
    assert desk.post(f"{LIST}{field.pk}/", wanted).status_code == 302
    assert leads_of(field) == ["Zoo", "Museum", "Bad"]
    assert "Zoo, Museum, Bad" in desk.get(LIST).text


def test_a_field_without_leads_says_so(desk, process):
    lead = cast.an_organisation("Zoo")
    field = open_field(process, slug="wasser", title="Wasser", leads=[lead], by=None)
    assert desk.post(f"{LIST}{field.pk}/", {"title": "Wasser"}).status_code == 302
    assert leads_of(field) == []
    assert "keine Angabe" in desk.get(LIST).text


def test_the_public_page_shows_what_the_desk_entered(desk, client, process):
    lead = cast.an_organisation("Zoo")
    desk.post(NEW, {"title": "Wasser", "description": "Bäche.", "leads": [lead.pk]})
    page = client.get("/de/verfahren/klima/handlungsfelder/wasser/").text
    for words in ("Wasser", "Bäche.", "Zoo"):
        assert words in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_another_role_sees_the_fields_and_may_not_change_them(browser_of, process, role):
    field = cast.a_field(process, "Wasser")
    browser = browser_of(cast.a_person("Ayşe", role))
    page = browser.get(LIST).text
    assert "Wasser" in page
    assert NEW not in page
    for address in (NEW, f"{LIST}{field.pk}/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"title": "Eis"}).status_code == 403
    assert [field.title for field in process.fields.all()] == ["Wasser"]


def test_the_coordinator_of_one_process_may_not_touch_the_fields_of_another(browser_of, process):
    other = cast.a_process("verkehr", title="Verkehr")
    field = cast.a_field(other, "Radwege")
    browser = browser_of(cast.a_person("Ayşe", Role.COORDINATOR, scope="process/klima"))
    assert browser.post(NEW, {"title": "Wasser"}).status_code == 302
    for address in ("/desk/handlungsfelder/verkehr/neu/", f"{LIST}{field.pk}/"):
        assert browser.post(address, {"title": "Eis"}).status_code == 403


@pytest.mark.parametrize("address", [LIST, NEW, f"{LIST}1/"])
def test_who_has_not_logged_in_is_led_to_the_log_in(client, process, address):
    for answer in (client.get(address), client.post(address, {"title": "Fremd"})):
        assert answer.url == f"/desk/konto/anmelden/?next={address}"
    assert not process.fields.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"title": ""},
        {"title": " \t "},
        {"title": "x" * 121},
        {"title": "Was\x00ser"},
        {"description": "Bä\x00che"},
        {"leads": ["1"]},
        {"leads": ["x"]},
        {"leads": ["\x00"]},
    ],
    ids=repr,
)
def test_a_field_that_can_not_be_is_refused_and_what_was_typed_stays(desk, process, typed):
    field = cast.a_field(process, "Verkehr")
    lines = Entry.objects.count()
    typed = {"title": "Wasser der Stadt", "description": "Bäche und Teiche."} | typed
    for address in (NEW, f"{LIST}{field.pk}/"):
        answer = desk.post(address, typed)
        assert answer.status_code == 422
        assert NOTHING_SAVED in answer.text
        for name in ("title", "description"):
            assert typed[name].strip().replace("\x00", "") in answer.text.replace("\x00", "")
    assert process.fields.get().title == "Verkehr"
    assert Entry.objects.count() == lines


@pytest.mark.parametrize(
    "address", ["/desk/handlungsfelder/nie-gehoert/neu/", f"{LIST}1/", f"{LIST}{10**30}/"]
)
def test_what_is_not_there_is_not_found(desk, process, address):
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"title": "Wasser"}).status_code == 404


def test_fields_that_the_form_does_not_have_change_nothing(desk, process):
    field = cast.a_field(process, "Wasser")
    sneaked = {"number": "7", "slug": "anders", "is_invented": "on", "process": "1"}
    desk.post(f"{LIST}{field.pk}/", {"title": "Wasser"} | sneaked)
    field.refresh_from_db()
    assert (field.number, field.slug, field.is_invented) == (1, "wasser", False)


def test_the_list_asks_the_database_as_often_for_thirty_fields_as_for_three(
    desk, process, django_assert_max_num_queries
):
    lead = cast.an_organisation("Zoo")
    for number in range(30):
        open_field(process, slug=f"f{number}", title=f"Feld {number}", leads=[lead], by=None)
    desk.get(LIST)
    with django_assert_max_num_queries(14):
        desk.get(LIST)
