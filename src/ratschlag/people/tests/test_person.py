"""Persons: their e-mail address, their language, and what they may change about themselves."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.models import Entry
from ratschlag.people.actions import grant
from ratschlag.people.models import Grant, Person
from ratschlag.people.rules import Role
from tests import cast

SETTINGS = "/desk/einstellungen/"


def test_an_address_is_kept_in_lower_case_and_found_in_any(city):
    person = Person.objects.create_user("Ayse.Yilmaz@Example.ORG", name="Ayşe Yılmaz")
    assert person.email == "ayse.yilmaz@example.org"
    assert Person.objects.get_by_natural_key("AYSE.Yilmaz@example.org") == person


@pytest.mark.parametrize("email", ["ayse@example.org", "AYSE@example.org", "Ayse@Example.ORG"])
def test_an_address_is_taken_whatever_its_case(city, email):
    Person.objects.create_user("ayse@example.org", name="Ayşe")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user(email, name="Andere")
    with pytest.raises(IntegrityError), transaction.atomic():
        # Past the manager that writes addresses small.
        Person.objects.create(email=email, name="Andere")


@pytest.mark.parametrize("language", ["ar", "tr", "xx", ""])
def test_the_desk_speaks_german_or_english_and_nothing_else(city, language):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user("ayse@example.org", name="Ayşe", language=language)


def test_a_role_is_given_once_and_must_be_one_that_there_is(city):
    person = cast.a_person("Ayşe")
    grant(person, Role.CODER)
    grant(person, Role.CODER)
    grant(person, Role.CODER, scope="process/klima")
    assert person.grants.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(person=person, role="king")


def test_a_person_chooses_a_language_and_the_desk_speaks_it_at_once(desk, coordinator):
    assert '<html lang="de"' in desk.get("/desk/").text
    answer = desk.post(SETTINGS, {"name": "Kora K.", "language": "en"}, follow=True)
    assert '<html lang="en"' in answer.text
    page = desk.get("/desk/")
    assert page.headers["Content-Language"] == "en"
    assert "What needs me?" in page.text
    coordinator.refresh_from_db()
    assert (coordinator.name, coordinator.language) == ("Kora K.", "en")


def test_the_journal_says_that_and_not_what_a_person_changed(desk, coordinator):
    desk.post(SETTINGS, {"name": "Geheim Geheim", "language": "en"})
    entry = Entry.objects.get()
    assert entry.verb == "person.revised"
    assert entry.actor_number == entry.subject_number == str(coordinator.pk)
    assert entry.detail == {}


def test_everyone_with_a_role_has_settings_and_nobody_else(client, browser_of, city):
    answer = client.get(SETTINGS)
    assert answer.url == f"/desk/konto/anmelden/?next={SETTINGS}"
    assert browser_of(cast.a_person("Ayşe", Role.CODER)).get(SETTINGS).status_code == 200
    assert browser_of(cast.a_person("Ohne Rolle")).get(SETTINGS).status_code == 403


def test_fields_that_the_form_does_not_have_change_nothing(desk, coordinator):
    before = Person.objects.values().get(pk=coordinator.pk)
    desk.post(
        SETTINGS,
        {
            "name": coordinator.name,
            "language": "de",
            "is_superuser": "on",
            "is_staff": "on",
            "is_active": "",
            "email": "andere@example.org",
            "password": "neu",
            "grants": "admin",
            "user_permissions": "1",
            "id": "1",
        },
    )
    assert Person.objects.values().get(pk=coordinator.pk) == before
    assert Person.objects.count() == 1
    assert coordinator.grants.get().role == Role.COORDINATOR


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "", "language": "de"},
        {"name": "   ", "language": "de"},
        {"name": "K" * 121, "language": "de"},
        {"name": "Ko\x00ra", "language": "de"},
        {"name": "Kora", "language": "ar"},
        {"name": "Kora"},
    ],
    ids=["no name", "blanks", "too long", "NUL", "other language", "no language"],
)
def test_settings_that_can_not_be_are_refused(desk, coordinator, wrong):
    answer = desk.post(SETTINGS, wrong)
    assert answer.status_code == 422
    coordinator.refresh_from_db()
    assert (coordinator.name, coordinator.language) == ("Kora Koordination", "de")
    assert not Entry.objects.exists()


def test_a_person_who_may_no_longer_log_in_has_no_desk(desk, coordinator):
    coordinator.is_active = False
    coordinator.save()
    assert desk.get("/desk/").status_code == 302


def test_a_role_that_was_taken_back_is_gone_with_the_next_request(desk, coordinator):
    assert desk.get("/desk/").status_code == 200
    coordinator.grants.all().delete()
    assert desk.get("/desk/").status_code == 403
