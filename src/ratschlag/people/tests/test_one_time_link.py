"""The link that works once: the first password, and a forgotten one."""

import re
from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ratschlag.people.models import Person
from ratschlag.people.queries import one_time_path
from ratschlag.people.tests.hands import (
    NEW_PASSWORD,
    choose,
    is_in,
    log_in,
    text_of,
)
from tests.cast import PASSWORD


def test_a_one_time_link_sets_the_password(browser: Client, coordinator: Person):
    response = choose(browser, one_time_path(coordinator))
    assert response.redirect_chain[-1][0] == reverse("account_reset_password_from_key_done")
    assert log_in(browser).status_code == 200
    log_in(browser, password=NEW_PASSWORD)
    assert is_in(browser)


def test_it_sets_the_first_password(browser: Client, coordinator: Person):
    coordinator.set_unusable_password()
    coordinator.save()
    choose(browser, one_time_path(coordinator))
    log_in(browser, password=NEW_PASSWORD)
    assert is_in(browser)


def test_a_weak_password_is_refused_and_the_link_stays_good(browser: Client, coordinator: Person):
    path = one_time_path(coordinator)
    assert 'role="alert"' in text_of(choose(browser, path, password="kurz"))
    choose(browser, path)
    log_in(browser, password=NEW_PASSWORD)
    assert is_in(browser)


def test_a_used_link_says_what_to_do(browser: Client, coordinator: Person):
    path = one_time_path(coordinator)
    choose(browser, path)
    response = choose(Client(headers={"accept-language": "en"}), path, password="noch-ein-passwort")
    _refused_with_advice(response)
    coordinator.refresh_from_db()
    assert coordinator.check_password(NEW_PASSWORD)


def test_a_link_dies_when_its_person_logs_in(browser: Client, coordinator: Person):
    path = one_time_path(coordinator)
    log_in(Client())
    _refused_with_advice(browser.get(path))


@pytest.mark.parametrize(
    ("age", "is_good"),
    [(timedelta(days=3) - timedelta(minutes=1), True), (timedelta(days=3, minutes=1), False)],
)
def test_a_link_lives_for_three_days_of_real_time(
    browser: Client,
    coordinator: Person,
    monkeypatch: pytest.MonkeyPatch,
    age: timedelta,
    is_good: bool,
):
    path = one_time_path(coordinator)
    later = default_token_generator._now() + age
    monkeypatch.setattr(type(default_token_generator), "_now", lambda _self: later)
    response = choose(browser, path)
    coordinator.refresh_from_db()
    assert coordinator.check_password(NEW_PASSWORD) is is_good
    if not is_good:
        _refused_with_advice(response)


def test_a_link_for_one_person_is_none_for_another(browser: Client, coordinator: Person):
    other = Person.objects.create_user("andere@example.org", PASSWORD, name="Andere")
    mine, theirs = one_time_path(coordinator), one_time_path(other)
    who, key = theirs.rsplit("/", 2)[1].split("-", 1)[0], mine.rsplit("/", 2)[1].split("-", 1)[1]
    _refused_with_advice(browser.get(f"/desk/konto/passwort/neu/{who}-{key}/"))


@pytest.mark.parametrize(
    "key", ["1-x", "zz-set-password", "0-0-0", "1-set-password", "zzzzzzzzzzzzzzzzzzzz-x-y"]
)
def test_an_odd_link_is_no_fault_of_ours(browser: Client, coordinator: Person, key: str):
    _refused_with_advice(browser.get(f"/desk/konto/passwort/neu/{key}/"))


def _refused_with_advice(response: HttpResponse) -> None:
    assert response.status_code == 200
    assert "ask for a new link" in text_of(response)
    assert f'href="{reverse("account_reset_password")}"' in text_of(response)
    assert 'type="password"' not in text_of(response)


def test_who_forgot_the_password_gets_a_link_by_mail(browser: Client, coordinator: Person):
    response = browser.post(
        reverse("account_reset_password"), {"email": "Kora.Koordination@example.org"}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("account_reset_password_done")
    (sent,) = mail.outbox
    assert sent.to == [coordinator.email]
    (link,) = re.findall(r"http://\S+/desk/konto/passwort/neu/\S+", sent.body)
    choose(browser, link)
    log_in(browser, password=NEW_PASSWORD)
    assert is_in(browser)


def test_an_unknown_address_learns_nothing_on_the_page(browser: Client, coordinator: Person):
    response = browser.post(
        reverse("account_reset_password"), {"email": "niemand@example.org"}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("account_reset_password_done")
    assert not any(reverse("account_signup") in sent.body for sent in mail.outbox)
