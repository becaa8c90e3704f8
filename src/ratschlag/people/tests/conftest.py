"""What the tests of the log-in share."""

from collections.abc import Iterator

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
)
from django.core.cache import cache
from django.test import Client

from ratschlag.people.models import Person


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
