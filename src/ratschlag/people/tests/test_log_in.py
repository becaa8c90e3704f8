"""Staff log in with a password: what is refused, and how long a session lasts."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ratschlag.people.models import Person
from ratschlag.people.tests.hands import (
    DESK,
    LOG_IN,
    NEW_PASSWORD,
    SECONDS,
    SESSION,
    is_in,
    log_in,
    text_of,
)
from tests.cast import PASSWORD


def test_the_right_password_leads_to_the_desk(browser: Client, coordinator: Person):
    response = log_in(browser, follow=True)
    assert response.redirect_chain == [(DESK, 302)]
    assert response.status_code == 200
    assert coordinator.name in text_of(response)


def test_a_wrong_password_is_said_and_the_address_is_kept(browser: Client, coordinator: Person):
    response = log_in(browser, password="falsch")
    assert response.status_code == 200
    assert 'role="alert"' in text_of(response)
    assert "not correct" in text_of(response)
    assert 'value="kora.koordination@example.org"' in text_of(response)
    assert "falsch" not in text_of(response)
    assert not is_in(browser)


def test_an_unknown_address_gets_the_same_answer(browser: Client, coordinator: Person):
    response = log_in(browser, email="niemand@example.org")
    assert response.status_code == 200
    assert "not correct" in text_of(response)


@pytest.mark.parametrize("email", ["", "kein at", "a" * 400 + "@example.org", "\x00@example.org"])
def test_odd_input_is_answered_with_the_form(browser: Client, coordinator: Person, email: str):
    response = log_in(browser, email=email)
    assert response.status_code == 200
    assert 'role="alert"' in text_of(response)


def test_the_address_may_be_typed_in_capitals(browser: Client, coordinator: Person):
    log_in(browser, email="Kora.Koordination@Example.ORG ")
    assert is_in(browser)


def test_who_is_inactive_may_not_log_in(browser: Client, coordinator: Person):
    Person.objects.filter(pk=coordinator.pk).update(is_active=False)
    response = log_in(browser, follow=True)
    assert response.redirect_chain == [(reverse("account_inactive"), 302)]
    assert "ask the coordinator" in text_of(response)
    assert not is_in(browser)


def test_who_becomes_inactive_is_out_at_once(browser: Client, coordinator: Person):
    log_in(browser)
    Person.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert not is_in(browser)


def test_nobody_signs_up(browser: Client, city: object):
    page = reverse("account_signup")
    fields = {"email": "neu@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for response in (browser.get(page), browser.post(page, fields)):
        assert response.status_code == 200
        assert "ask the coordinator" in text_of(response)
    assert not Person.objects.exists()


def test_the_log_in_leads_to_the_password_but_not_to_a_sign_up(browser: Client, city: object):
    page = text_of(browser.get(LOG_IN))
    assert f'href="{reverse("account_reset_password")}"' in page
    assert reverse("account_signup") not in page


def test_it_leads_back_to_the_page_that_was_asked_for(browser: Client, coordinator: Person):
    asked = browser.get("/desk/organisationen/")
    response = browser.post(asked.url, {"login": coordinator.email, "password": PASSWORD})
    assert response.url == "/desk/organisationen/"


@pytest.mark.parametrize(
    "host", ["https://boese.example/", "//boese.example/", "/\\boese.example", "javascript:0"]
)
def test_it_does_not_lead_to_a_foreign_host(browser: Client, coordinator: Person, host: str):
    in_form = {"login": coordinator.email, "password": PASSWORD, "next": host}
    assert browser.post(LOG_IN, in_form).url == DESK
    browser.post(reverse("account_logout"))
    in_address = browser.post(LOG_IN, in_form | {"next": ""}, query_params={"next": host})
    assert in_address.url == DESK
    assert browser.post(reverse("account_logout"), {"next": host}).url == LOG_IN


def test_too_many_attempts_slow_down_their_address_and_lock_nobody_out(
    browser: Client, coordinator: Person
):
    for _attempt in range(10):
        assert log_in(browser, password="falsch").status_code == 200
    refused = log_in(browser, password="falsch")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert "wait a minute" in text_of(refused)
    assert log_in(browser).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    log_in(elsewhere)
    assert is_in(elsewhere)


# The session


def test_the_session_cookie_is_for_the_desk_only_and_for_twelve_hours(
    browser: Client, coordinator: Person
):
    cookie = log_in(browser).cookies["ratschlag_session"]
    assert cookie["path"] == DESK
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert SECONDS - 10 <= cookie["max-age"] <= SECONDS


def test_the_session_ends_after_twelve_hours_even_at_work(
    browser: Client, coordinator: Person, monkeypatch: pytest.MonkeyPatch
):
    log_in(browser)
    begun = timezone.now()
    at = _Clock(monkeypatch)
    at(begun + timedelta(hours=11))
    browser.post("/desk/einstellungen/", {"name": "Kora K.", "language": "en"})
    assert "Kora K." in text_of(browser.get(DESK))
    at(begun + timedelta(hours=12, seconds=1))
    assert not is_in(browser)


class _Clock:
    """Sets the time of day that sessions read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def __call__(self, moment: datetime) -> None:
        self.monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_looking_at_the_log_out_page_does_not_log_out(browser: Client, coordinator: Person):
    log_in(browser)
    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_in(browser)


def test_logging_out_ends_the_session_and_says_so(browser: Client, coordinator: Person):
    log_in(browser)
    before = browser.cookies[SESSION].value
    response = browser.post(reverse("account_logout"), follow=True)
    assert response.redirect_chain == [(LOG_IN, 302)]
    assert '<p class="success">' in text_of(response)
    assert not is_in(browser)
    browser.cookies[SESSION] = before
    assert not is_in(browser)


def test_a_changed_password_ends_the_other_sessions(browser: Client, coordinator: Person):
    log_in(browser)
    elsewhere = Client()
    log_in(elsewhere)
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = browser.post(reverse("account_change_password"), fields)
    assert response.status_code == 302
    assert is_in(browser)
    assert not is_in(elsewhere)


def test_the_old_password_must_be_right_to_change_it(browser: Client, coordinator: Person):
    log_in(browser)
    fields = {"oldpassword": "falsch", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = browser.post(reverse("account_change_password"), fields)
    assert 'role="alert"' in text_of(response)
    coordinator.refresh_from_db()
    assert coordinator.check_password(PASSWORD)
