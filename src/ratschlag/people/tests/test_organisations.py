"""The register of organisations: looked up by everyone at the desk, kept by the coordinator."""

import pytest

from ratschlag.journal.models import Entry
from ratschlag.people.models import Organisation
from ratschlag.people.rules import OrganisationKind, Role
from tests import cast

LIST = "/desk/organisationen/"
NEW = "/desk/organisationen/neu/"
TAKEN = "Eine Organisation mit diesem Namen gibt es schon."


def typed(name: str, **changes: str) -> dict[str, str]:
    return {"name": name, "kind": "association"} | changes


def many(count: int) -> None:
    Organisation.objects.bulk_create(
        Organisation(slug=f"v{number}", name=f"Verein {number:03}", kind="association")
        for number in range(count)
    )


def verbs() -> list[str]:
    return list(Entry.objects.values_list("verb", flat=True))


def test_the_coordinator_registers_an_organisation(desk, coordinator):
    answer = desk.post(NEW, typed("Stadtsportbund", kind="association"), follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "Gespeichert." in answer.text
    assert "Stadtsportbund" in answer.text
    organisation = Organisation.objects.get(name="Stadtsportbund")
    assert (organisation.slug, organisation.kind) == ("stadtsportbund", "association")
    assert not organisation.is_group
    entry = Entry.objects.get()
    assert entry.verb == "organisation.registered"
    assert entry.actor_number == str(coordinator.pk)
    assert entry.subject_number == str(organisation.pk)


def test_the_coordinator_revises_an_organisation_and_its_address_stays(desk):
    organisation = cast.an_organisation("Stadtsportbund")
    wanted = typed("Stadtsportverband", kind="faith", is_group="on")
    answer = desk.post(f"{LIST}stadtsportbund/", wanted)
    assert answer.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.kind) == ("Stadtsportverband", "faith")
    assert organisation.is_group
    assert organisation.slug == "stadtsportbund"
    assert verbs() == ["organisation.revised", "organisation.registered"]


def test_an_organisation_may_keep_its_name_or_change_its_case(desk):
    cast.an_organisation("Stadtsportbund")
    assert desk.post(f"{LIST}stadtsportbund/", typed("Stadtsportbund")).status_code == 302
    assert desk.post(f"{LIST}stadtsportbund/", typed("STADTSPORTBUND")).status_code == 302


def test_blanks_around_and_inside_a_name_are_folded(desk):
    desk.post(NEW, typed("  Jüdische \t  Gemeinde "))
    assert Organisation.objects.get().name == "Jüdische Gemeinde"


def test_addresses_are_written_out_and_numbered(desk):
    for name in ("Bürgerhaus", "Buergerhaus", "!!!", "الجمعية", "Neu"):
        assert desk.post(NEW, typed(name)).status_code == 302
    slugs = set(Organisation.objects.values_list("slug", flat=True))
    # "neu" is the address of the form for a new one.
    assert slugs == {"buergerhaus", "buergerhaus-2", "eintrag", "eintrag-2", "neu-2"}
    assert "Bürgerhaus" in desk.get(f"{LIST}buergerhaus/").text
    assert 'value="Neu"' in desk.get(f"{LIST}neu-2/").text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_another_role_may_look_but_not_write(browser_of, city, role):
    cast.an_organisation("Stadtsportbund")
    browser = browser_of(cast.a_person("Ayşe", role))
    page = browser.get(LIST)
    assert "Stadtsportbund" in page.text
    assert NEW not in page.text
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, typed("Neuer Verein")).status_code == 403
    assert browser.post(f"{LIST}stadtsportbund/", typed("Anders")).status_code == 403
    assert Organisation.objects.get().name == "Stadtsportbund"
    assert verbs() == ["organisation.registered"]


def test_the_coordinator_of_one_process_may_not_write_in_the_citys_register(browser_of, city):
    browser = browser_of(cast.a_person("Ayşe", Role.COORDINATOR, scope="process/klima"))
    assert browser.get(LIST).status_code == 200
    assert browser.post(NEW, typed("Neuer Verein")).status_code == 403


def test_someone_without_a_role_has_no_register(browser_of, city):
    assert browser_of(cast.a_person("Ayşe")).get(LIST).status_code == 403


@pytest.mark.parametrize("address", [LIST, NEW, f"{LIST}stadtsportbund/", f"{LIST}nie-gehoert/"])
def test_who_has_not_logged_in_is_led_to_the_log_in(client, city, address):
    cast.an_organisation("Stadtsportbund")
    for answer in (client.get(address), client.post(address, typed("Fremder Verein"))):
        assert answer.status_code == 302
        assert answer.url == f"/desk/konto/anmelden/?next={address}"
    assert Organisation.objects.get().name == "Stadtsportbund"


@pytest.mark.parametrize("name", ["STADTSPORTBUND", " stadtsportbund ", "StadtSportBund"])
def test_a_name_in_other_case_is_taken_and_what_was_typed_stays(desk, name):
    cast.an_organisation("Stadtsportbund")
    answer = desk.post(NEW, typed(name, kind="welfare"))
    assert answer.status_code == 422
    assert TAKEN in answer.text
    assert name in answer.text
    assert '<option value="welfare" selected>' in answer.text
    assert Organisation.objects.count() == 1
    assert verbs() == ["organisation.registered"]


def test_umlauts_in_other_case_are_the_same_name(desk):
    cast.an_organisation("Jüdische Gemeinde")
    answer = desk.post(NEW, typed("JÜDISCHE GEMEINDE"))
    assert answer.status_code == 422
    assert TAKEN in answer.text


def test_revising_to_a_name_that_is_taken_is_refused(desk):
    cast.an_organisation("Stadtsportbund")
    cast.an_organisation("Handwerkskammer")
    answer = desk.post(f"{LIST}handwerkskammer/", typed("stadtsportbund"))
    assert answer.status_code == 422
    assert TAKEN in answer.text
    assert Organisation.objects.filter(name="Handwerkskammer").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        typed(""),
        typed("   \t "),
        typed("x" * 201),
        typed("Verein\x00der Freunde"),
        typed("Verein", kind=""),
        typed("Verein", kind="no-such-kind"),
        {},
    ],
    ids=["empty", "blanks", "too long", "NUL", "no kind", "unknown kind", "nothing"],
)
def test_what_can_not_be_is_refused_and_nothing_is_written(desk, wrong):
    answer = desk.post(NEW, wrong)
    assert answer.status_code == (422 if wrong else 200)
    assert not Organisation.objects.exists()
    assert verbs() == []
    if wrong:
        assert "Noch ist nichts gespeichert. Was Sie getippt haben, steht noch da." in answer.text


def test_a_name_may_be_two_hundred_characters_long_and_not_one_more(desk):
    answer = desk.post(NEW, typed("ä" * 201))
    assert answer.status_code == 422
    assert "ä" * 201 in answer.text
    assert desk.post(NEW, typed("ä" * 200)).status_code == 302
    assert desk.get(LIST).status_code == 200


def test_a_name_is_text_and_never_markup(desk):
    desk.post(NEW, typed("<b>Fett & Co.</b>"))
    page = desk.get(LIST).text
    assert "&lt;b&gt;Fett &amp; Co.&lt;/b&gt;" in page
    assert "<b>Fett" not in page


def test_fields_that_the_form_does_not_have_change_nothing(desk):
    desk.post(NEW, typed("Stadtsportbund", slug="andere", is_invented="on", id="1"))
    organisation = Organisation.objects.get()
    assert (organisation.slug, organisation.is_invented) == ("stadtsportbund", False)
    assert organisation.pk != 1


def test_an_organisation_that_is_not_there_is_not_found(desk):
    assert desk.get(f"{LIST}nie-gehoert/").status_code == 404
    assert desk.post(f"{LIST}nie-gehoert/", typed("Verein")).status_code == 404


def test_the_list_is_searched_and_narrowed_to_a_kind(desk):
    cast.an_organisation("Handwerkskammer", kind=OrganisationKind.CHAMBER)
    cast.an_organisation("Zahnärztekammer", kind=OrganisationKind.CHAMBER)
    cast.an_organisation("Stadtsportbund")
    searched = desk.get(LIST, {"suche": "KAMMER"})
    assert [row.name for row in searched.context["rows"]] == ["Handwerkskammer", "Zahnärztekammer"]
    assert 'value="KAMMER"' in searched.text
    narrowed = desk.get(LIST, {"suche": "hand", "art": "chamber"})
    assert [row.name for row in narrowed.context["rows"]] == ["Handwerkskammer"]
    assert "1 Organisation<" in narrowed.text
    by_kind = desk.get(LIST, {"art": "association"})
    assert [row.name for row in by_kind.context["rows"]] == ["Stadtsportbund"]
    assert '<option value="association" selected>' in by_kind.text


@pytest.mark.parametrize("words", ["%", "_", "\x00", "'; DROP", "<script>", "x" * 5000, "   "])
def test_odd_words_find_what_holds_them_and_break_nothing(desk, words):
    cast.an_organisation("Stadtsportbund")
    page = desk.get(LIST, {"suche": words, "art": words.strip()[:3]})
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_a_long_list_is_paged_and_keeps_what_was_searched_for(desk):
    many(101)
    cast.an_organisation("Handwerkskammer", kind=OrganisationKind.CHAMBER)
    first = desk.get(LIST, {"suche": "Verein"})
    assert [row.name for row in first.context["rows"]] == [f"Verein {n:03}" for n in range(50)]
    assert "?seite=2&amp;suche=Verein" in first.text
    last = desk.get(LIST, {"suche": "Verein", "seite": "3"})
    assert [row.name for row in last.context["rows"]] == ["Verein 100"]


@pytest.mark.parametrize(
    ("asked", "given"), [("0", 2), ("99", 2), ("-1", 2), ("zwei", 1), ("", 1), ("1e9", 1)]
)
def test_a_page_that_is_not_there_gives_the_nearest(desk, asked, given):
    many(51)
    assert desk.get(LIST, {"seite": asked}).context["rows"].number == given


def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(
    desk, django_assert_max_num_queries
):
    many(60)
    desk.get(LIST)
    with django_assert_max_num_queries(9):
        desk.get(LIST)
