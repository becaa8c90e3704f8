"""What every test may ask for."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from ratschlag.city.models import City
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from tests import cast

# Timings are never asserted, and what failed once fails again.
settings.register_profile("ratschlag", deadline=None, derandomize=True)
settings.load_profile("ratschlag")


@pytest.fixture
def city(db: None) -> City:
    return cast.a_city()


@pytest.fixture
def process(city: City) -> Process:
    return cast.a_process()


@pytest.fixture
def coordinator(city: City) -> Person:
    return cast.a_coordinator()


@pytest.fixture
def browser_of(client: Client) -> Callable[[Person], Client]:
    """The test client, logged in as that person."""

    def log_in(person: Person) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in


@pytest.fixture
def desk(browser_of: Callable[[Person], Client], coordinator: Person) -> Client:
    """The coordinator's desk."""
    return browser_of(coordinator)
