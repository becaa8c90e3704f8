"""What every page of the account holds."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ratschlag.people.models import Person
from ratschlag.people.queries import one_time_path
from ratschlag.people.tests.hands import (
    SESSION,
    confirmed,
    log_in,
    text_of,
)

OPEN_PAGES = (
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)
DESK_PAGES = (
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
)
FACTOR_PAGES = (
    "account_logout",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
)


def is_whole(response: HttpResponse) -> bool:
    """One h1, a title, nothing that the content policy would refuse, only declared cookies."""
    page = text_of(response)
    assert response.status_code in (200, 429)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>\s*\w", page)
    assert "style=" not in page
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.search(r"\son\w+=", page) is None
    assert "//" not in re.sub(r'xmlns="[^"]+"', "", " ".join(re.findall(r'src="([^"]*)"', page)))
    assert set(response.cookies) <= {SESSION, "ratschlag_form"}
    return True


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_an_open_page_is_whole(city: object, name: str, language: str):
    response = Client(headers={"accept-language": language}).get(reverse(name))
    assert is_whole(response)
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("name", DESK_PAGES)
def test_a_page_of_the_account_is_whole(desk: Client, name: str):
    assert is_whole(confirmed(desk).get(reverse(name)))


@pytest.mark.parametrize("name", FACTOR_PAGES)
def test_a_page_of_the_second_factor_is_whole(desk: Client, secret: str, name: str):
    assert is_whole(confirmed(desk).get(reverse(name)))


def test_the_page_for_the_first_password_is_whole(desk: Client, coordinator: Person):
    coordinator.set_unusable_password()
    coordinator.save()
    desk.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert is_whole(desk.get(reverse("account_set_password")))


def test_the_pages_between_are_whole(browser: Client, coordinator: Person, secret: str):
    path = one_time_path(coordinator)
    assert is_whole(browser.get(path, follow=True))
    assert is_whole(browser.get(path[:-2] + "/"))
    assert is_whole(log_in(browser, password="falsch"))
    log_in(browser)
    assert is_whole(browser.get(reverse("mfa_authenticate")))
    assert is_whole(browser.post(reverse("mfa_authenticate"), {"code": "0"}))


def test_the_page_about_too_many_attempts_is_whole(browser: Client, coordinator: Person):
    for _attempt in range(10):
        log_in(browser, password="falsch")
    assert is_whole(log_in(browser, password="falsch"))


def test_forms_need_their_key(coordinator: Person):
    strict: Callable[[str], HttpResponse] = Client(enforce_csrf_checks=True).post
    for name in ("account_login", "account_logout", "account_reset_password"):
        assert strict(reverse(name)).status_code == 403
