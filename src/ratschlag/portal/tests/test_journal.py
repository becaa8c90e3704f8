"""The journal at the desk: who did what and when, with the names looked up."""

from datetime import UTC, datetime, timedelta

import pytest

from ratschlag.journal.actions import record
from ratschlag.journal.models import Entry
from ratschlag.journal.tasks import seal_journal
from ratschlag.people.actions import register_organisation, revise_organisation
from ratschlag.people.rules import OrganisationKind, Role
from ratschlag.portal.queries.desk import VERBS
from tests import cast

JOURNAL = "/desk/journal/"
ERASED = "eine Person, deren Name gelöscht wurde"
GONE = "etwas, das es nicht mehr gibt"
AT = datetime(2016, 10, 6, 21, 30, tzinfo=UTC)


def entries(count: int, **changes: object) -> None:
    """A row of entries, a minute apart."""
    Entry.objects.bulk_create(
        Entry(**({"verb": "field.opened", "at": AT + timedelta(minutes=number)} | changes))
        for number in range(count)
    )


def lines(page) -> list[tuple[str, str, str]]:
    return [(line.actor, str(line.verb), line.subject) for line in page.context["lines"]]


def test_a_line_says_who_did_what_to_what(desk, coordinator):
    organisation = register_organisation(
        slug="zoo", name="Zoo", kind=OrganisationKind.ASSOCIATION, by=coordinator
    )
    page = desk.get(JOURNAL)
    assert lines(page) == [("Kora Koordination", "Organisation eingetragen", "Zoo")]
    organisation.name = "Tierpark"
    revise_organisation(organisation, by=coordinator)
    # The journal keeps numbers; a name is what it is called now.
    assert {subject for _actor, _verb, subject in lines(desk.get(JOURNAL))} == {"Tierpark"}
    assert "1 Eintrag<" in page.text


def test_the_newest_comes_first_and_times_are_those_of_the_city(desk):
    entries(2)
    page = desk.get(JOURNAL).text
    assert page.index("06.10.2016 23:31") < page.index("06.10.2016 23:30")


def test_what_nobody_did_was_done_by_the_system(desk):
    entries(1)
    page = desk.get(JOURNAL)
    assert lines(page) == [("", "Handlungsfeld angelegt", "")]
    assert "<td>das System</td>" in page.text


def test_a_person_who_was_erased_has_no_name(desk, browser_of, coordinator):
    ayse = cast.a_person("Ayşe Yılmaz", Role.COORDINATOR)
    register_organisation(slug="zoo", name="Zoo", kind=OrganisationKind.ASSOCIATION, by=ayse)
    assert "Ayşe Yılmaz" in desk.get(JOURNAL).text
    ayse.delete()
    page = desk.get(JOURNAL)
    assert lines(page) == [(ERASED, "Organisation eingetragen", "Zoo")]
    assert "Ayşe" not in page.text


def test_what_is_no_longer_there_is_said_to_be_gone(desk, coordinator):
    organisation = register_organisation(
        slug="zoo", name="Zoo", kind=OrganisationKind.ASSOCIATION, by=coordinator
    )
    organisation.delete()
    assert lines(desk.get(JOURNAL))[0][2] == GONE


def test_a_kind_that_no_longer_exists_is_gone_too(desk):
    entries(1, subject_kind="soup.recipe", subject_number="1")
    assert lines(desk.get(JOURNAL))[0][2] == GONE


def test_an_unknown_verb_is_shown_as_it_is(desk):
    entries(1, verb="soup.cooked")
    assert lines(desk.get(JOURNAL)) == [("", "soup.cooked", "")]


def test_names_are_text_and_never_markup(desk, coordinator):
    kind = OrganisationKind.ASSOCIATION
    register_organisation(slug="b", name="<b>Fett</b>", kind=kind, by=coordinator)
    page = desk.get(JOURNAL).text
    assert "&lt;b&gt;Fett&lt;/b&gt;" in page
    assert "<b>Fett" not in page


def test_four_hundred_entries_are_paged(desk, django_assert_max_num_queries):
    entries(400)
    first = desk.get(JOURNAL)
    assert "400 Einträge" in first.text
    assert len(first.context["lines"]) == 50
    assert "?seite=8" in first.text
    last = desk.get(JOURNAL, {"seite": "8"})
    assert len(last.context["lines"]) == 50
    assert "06.10.2016 23:30" in last.text
    with django_assert_max_num_queries(8):
        desk.get(JOURNAL, {"seite": "4"})


def test_names_cost_one_query_for_each_kind(desk, coordinator, django_assert_max_num_queries):
    kind = OrganisationKind.ASSOCIATION
    for number in range(30):
        register_organisation(slug=f"v{number}", name=f"Verein {number}", kind=kind, by=coordinator)
    assert "Verein 29" in desk.get(JOURNAL).text
    with django_assert_max_num_queries(10):  # two of them for the foot of every page
        desk.get(JOURNAL)


def test_the_journal_is_narrowed_to_what_happened(desk):
    entries(60)
    entries(1, verb="city.founded")
    page = desk.get(JOURNAL, {"was": "city.founded"})
    assert lines(page) == [("", "Installation eingerichtet", "")]
    assert '<option value="city.founded" selected>' in page.text
    assert "?seite=2&amp;was=field.opened" in desk.get(JOURNAL, {"was": "field.opened"}).text


@pytest.mark.parametrize("words", ["soup.cooked", "\x00", "%", "'", "x" * 3000])
def test_odd_words_find_nothing_and_break_nothing(desk, words):
    entries(1)
    page = desk.get(JOURNAL, {"was": words})
    assert page.status_code == 200
    assert lines(page) == ([] if words.strip("\x00") else lines(desk.get(JOURNAL)))


def test_a_line_says_which_seal_closed_it(desk):
    entries(1)
    assert "<td>noch nicht</td>" in desk.get(JOURNAL).text
    seal_journal.func()
    assert "<td>1</td>" in desk.get(JOURNAL).text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.ADMIN])
def test_who_answers_for_the_whole_may_read_it(browser_of, city, role):
    browser = browser_of(cast.a_person("Ayşe", role))
    assert browser.get(JOURNAL).status_code == 200
    assert JOURNAL in browser.get("/desk/").text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COUNCIL_MEMBER])
def test_another_role_may_not_and_sees_no_way_to_it(browser_of, city, role):
    browser = browser_of(cast.a_person("Ayşe", role))
    assert browser.get(JOURNAL).status_code == 403
    assert JOURNAL not in browser.get("/desk/").text


def test_who_has_not_logged_in_is_led_to_the_log_in(client, city):
    assert client.get(JOURNAL).url == f"/desk/konto/anmelden/?next={JOURNAL}"


def test_the_journal_is_only_read(desk):
    assert desk.post(JOURNAL).status_code == 405


def test_every_verb_that_is_written_has_words(desk, coordinator):
    record(coordinator, "organisation.registered", None)
    for verb in VERBS:
        assert str(VERBS[verb]) != verb
