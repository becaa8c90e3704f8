"""Staff log in: password, second factor, one-time link; what is refused, and what a page holds."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import PASSWORD

from ratschlag.people.models import Person
from ratschlag.people.queries import one_time_path
from ratschlag.privacy.rules import FORM, SESSION, SESSION_LIFETIME, declared_names

DESK = "/desk/"
LOG_IN = "/desk/konto/anmelden/"
NEW_PASSWORD = "ein-anderes-langes-passwort"


@pytest.fixture(autouse=True)
def _attempts_forgotten() -> Iterator[None]:
    """Attempts and used codes are counted in the cache, which tests would share."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser() -> Client:
    """A browser that has not logged in and asks for English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def secret(coordinator: Person) -> str:
    """The coordinator has a second factor; this is what the phone knows."""
    secret = generate_totp_secret()
    TOTP.activate(coordinator, secret)
    RecoveryCodes.activate(coordinator)
    return secret


def log_in(
    browser: Client,
    email: str = "kora.koordination@example.org",
    password: str = PASSWORD,
    **more: object,
) -> HttpResponse:
    return browser.post(LOG_IN, {"login": email, "password": password}, **more)


def is_in(browser: Client) -> bool:
    return browser.get(DESK).status_code == 200


def code_of(secret: str) -> str:
    """What the phone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def recovery_codes_of(person: Person) -> list[str]:
    kept = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return kept.wrap().get_unused_codes()


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# The password


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
    assert SESSION.name == "ratschlag_session"
    assert cookie["path"] == DESK
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert timedelta(hours=12) == SESSION_LIFETIME
    assert SESSION.seconds - 10 <= cookie["max-age"] <= SESSION.seconds


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
    before = browser.cookies[SESSION.name].value
    response = browser.post(reverse("account_logout"), follow=True)
    assert response.redirect_chain == [(LOG_IN, 302)]
    assert '<p class="success">' in text_of(response)
    assert not is_in(browser)
    browser.cookies[SESSION.name] = before
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


# The one-time link


def choose(browser: Client, path: str, password: str = NEW_PASSWORD) -> HttpResponse:
    """Open the link and send the form that it leads to."""
    page = browser.get(path, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else path
    return browser.post(form, {"password1": password, "password2": password}, follow=True)


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


# The second factor


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
    age = response.cookies[SESSION.name]["max-age"]
    assert SESSION.seconds - 10 <= age <= SESSION.seconds


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


def confirmed(browser: Client) -> Client:
    """The browser, after the password was asked for again."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


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


# What every page holds

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
    assert set(response.cookies) <= declared_names()
    assert set(response.cookies) <= {SESSION.name, FORM.name}
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
