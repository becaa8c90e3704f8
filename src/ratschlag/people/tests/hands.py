"""What a person does to log in, for the tests of it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ratschlag.people.models import Person
from tests.cast import PASSWORD

DESK = "/desk/"
LOG_IN = "/desk/konto/anmelden/"
NEW_PASSWORD = "ein-anderes-langes-passwort"
# As the registry of cookies has it; it lies above this room.
SESSION, SECONDS = "ratschlag_session", 12 * 60 * 60


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


def choose(browser: Client, path: str, password: str = NEW_PASSWORD) -> HttpResponse:
    """Open the link and send the form that it leads to."""
    page = browser.get(path, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else path
    return browser.post(form, {"password1": password, "password2": password}, follow=True)


def confirmed(browser: Client) -> Client:
    """The browser, after the password was asked for again."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser
