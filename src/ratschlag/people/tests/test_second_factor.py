"""The second factor: a code from an app, or a recovery code."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from ratschlag.people.models import Person
from ratschlag.people.queries import one_time_path
from ratschlag.people.tests.hands import (
    DESK,
    LOG_IN,
    NEW_PASSWORD,
    SECONDS,
    SESSION,
    choose,
    code_of,
    confirmed,
    is_in,
    log_in,
    recovery_codes_of,
    text_of,
)
from tests.cast import PASSWORD


def test_the_log_in_asks_for_the_code(browser: Client, coordinator: Person, secret: str):
    assert log_in(browser).url == reverse("mfa_authenticate")
    assert not is_in(browser)
    response = browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert response.url == DESK
    assert is_in(browser)


@pytest.mark.parametrize(
    "path",
    [DESK, "/desk/organisationen/", "/desk/einstellungen/", "/desk/admin/"]
    + [reverse(f"mfa_{name}") for name in ("index", "activate_totp", "view_recovery_codes")],
)
def test_no_address_leads_past_the_code(
    browser: Client, coordinator: Person, secret: str, path: str
):
    Person.objects.filter(pk=coordinator.pk).update(is_superuser=True)
    log_in(browser)
    response = browser.get(path)
    assert response.status_code == 302
    assert not is_in(browser)


def test_the_administration_has_no_log_in_of_its_own(
    browser: Client, coordinator: Person, secret: str
):
    Person.objects.filter(pk=coordinator.pk).update(is_superuser=True)
    fields = {"username": coordinator.email, "password": PASSWORD, "next": DESK}
    browser.post("/desk/admin/login/", fields)
    assert not is_in(browser)


@pytest.mark.parametrize("code", ["", "000000", "abc", "١٢٣٤٥٦", "0" * 500])
def test_a_wrong_code_is_refused(browser: Client, coordinator: Person, secret: str, code: str):
    log_in(browser)
    response = browser.post(reverse("mfa_authenticate"), {"code": code})
    assert response.status_code == 200
    assert 'role="alert"' in text_of(response)
    assert not is_in(browser)


def test_a_form_without_a_code_is_refused(browser: Client, coordinator: Person, secret: str):
    log_in(browser)
    response = browser.post(reverse("mfa_authenticate"))
    assert response.status_code == 200
    assert not is_in(browser)


def test_a_code_works_once(browser: Client, coordinator: Person, secret: str):
    code = code_of(secret)
    for attempt in (browser, Client()):
        log_in(attempt)
        attempt.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(browser)
    assert not is_in(attempt)


def test_a_recovery_code_works_once(browser: Client, coordinator: Person, secret: str):
    code, *others = recovery_codes_of(coordinator)
    for attempt in (browser, Client()):
        log_in(attempt)
        attempt.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(browser)
    assert not is_in(attempt)
    assert recovery_codes_of(coordinator) == others


def test_the_session_with_a_code_ends_after_twelve_hours_too(
    browser: Client, coordinator: Person, secret: str
):
    log_in(browser)
    response = browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    age = response.cookies[SESSION]["max-age"]
    assert SECONDS - 10 <= age <= SECONDS


def test_a_log_in_that_waits_for_its_code_can_be_cancelled(
    browser: Client, coordinator: Person, secret: str
):
    log_in(browser)
    browser.post(reverse("account_logout"))
    assert browser.get(reverse("mfa_authenticate")).url == LOG_IN


def test_a_new_password_does_not_pass_by_the_second_factor(
    browser: Client, coordinator: Person, secret: str
):
    choose(browser, one_time_path(coordinator))
    assert not is_in(browser)
    assert log_in(browser, password=NEW_PASSWORD).url == reverse("mfa_authenticate")


def test_the_app_is_set_up_with_its_code(browser: Client, coordinator: Person):
    log_in(browser)
    asked = browser.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    response = browser.post(asked.url, {"password": PASSWORD})
    assert response.url == reverse("mfa_activate_totp")
    page = browser.get(response.url)
    assert 'src="data:image/svg+xml;base64,' in text_of(page)
    key = page.context["form"].secret
    assert key in text_of(page)
    wrong = browser.post(response.url, {"code": "000000"})
    assert 'role="alert"' in text_of(wrong)
    assert key in text_of(wrong)
    done = browser.post(response.url, {"code": code_of(key)}, follow=True)
    assert done.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert all(code in text_of(done) for code in recovery_codes_of(coordinator))


def test_a_wrong_password_does_not_confirm(browser: Client, coordinator: Person):
    log_in(browser)
    asked = browser.get(reverse("mfa_activate_totp")).url
    response = browser.post(asked, {"password": "falsch"})
    assert response.status_code == 200
    assert 'role="alert"' in text_of(response)
    assert browser.get(reverse("mfa_activate_totp")).status_code == 302


def test_the_app_can_be_switched_off(desk: Client, coordinator: Person, secret: str):
    page = reverse("mfa_deactivate_totp")
    assert desk.post(page).status_code == 302
    assert Authenticator.objects.exists()
    assert confirmed(desk).post(page).url == reverse("mfa_index")
    assert not Authenticator.objects.exists()


def test_recovery_codes_are_downloaded_as_text(desk: Client, coordinator: Person, secret: str):
    response = confirmed(desk).get(reverse("mfa_download_recovery_codes"))
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert text_of(response).split() == recovery_codes_of(coordinator)


def test_new_recovery_codes_end_the_old_ones(desk: Client, coordinator: Person, secret: str):
    old = recovery_codes_of(coordinator)
    response = confirmed(desk).post(reverse("mfa_generate_recovery_codes"))
    assert response.url == reverse("mfa_view_recovery_codes")
    assert not set(old) & set(recovery_codes_of(coordinator))
