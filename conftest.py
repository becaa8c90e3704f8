"""What every test may ask for."""

import os
import shutil
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings

from ratschlag.city.models import City
from ratschlag.lib.triggers import refuse
from ratschlag.people.models import Person
from ratschlag.portal.views import fate
from ratschlag.press.views import feedback, subscriptions
from ratschlag.privacy import views as consent
from ratschlag.process.models import Process
from ratschlag.survey.views import abuse, tablet
from tests import cast, prepared

# Timings are never asserted, and what failed once fails again.
settings.register_profile("ratschlag", deadline=None, derandomize=True)
settings.load_profile("ratschlag")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tables are there already, where `./run test` has prepared them."""
    name = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor == "sqlite":
        if prepared_file := prepared.sqlite_file():
            shutil.copyfile(prepared_file, name)
    else:
        server = os.environ["RATSCHLAG_DATABASE_URL"]
        connection.settings_dict["TEST"]["TEMPLATE"] = prepared.postgresql_template(server) or None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    return django_db_keepdb or (
        connection.vendor == "sqlite" and prepared.sqlite_file() is not None
    )


# What the server counts in its own memory, so that nobody guesses or floods.
_COUNTED = (
    abuse.pace,
    abuse.floods,
    consent.pace,
    fate.wrong_numbers,
    feedback.sendings,
    subscriptions.pace,
    tablet.wrong_codes,
)


@pytest.fixture(autouse=True)
def nothing_was_counted_before() -> None:
    for count in _COUNTED:
        count.forget()


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


_ROWS_STAY = (
    refuse("journal_entry_stays", "DELETE", "journal_entry"),
    refuse("journal_seal_stays", "DELETE", "journal_seal"),
    refuse("contribution_stays", "DELETE", "contributions_contribution"),
    refuse("survey_version_stays", "DELETE", "survey_version"),
    refuse("published_result_stays", "DELETE", "survey_publishedresult"),
    refuse("short_address_stays", "DELETE", "process_shortaddress"),
    refuse("address_target_stays", "DELETE", "process_addresstarget"),
    refuse("page_version_stays", "DELETE", "press_pageversion"),
    refuse(
        "press_release_stays",
        "DELETE",
        "press_release",
        when="OLD.state IN ('published', 'corrected', 'withdrawn')",
    ),
)


@pytest.fixture
def rows_stay_again(django_db_setup, django_db_blocker):
    """After a test whose rows were really committed, its rows are deleted; on SQLite row by row,
    which triggers would refuse. So these go before that and come back after it."""
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for trigger in _ROWS_STAY if connection.vendor == "sqlite" else ():
            trigger.code(None, editor)


@pytest.fixture
def committed(rows_stay_again, transactional_db):
    """Rows are really committed, so that other threads see them."""
    yield
    with connection.schema_editor() as editor:
        for trigger in _ROWS_STAY if connection.vendor == "sqlite" else ():
            trigger.reverse_code(None, editor)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database, and how pages look, is the same on both engines: once is enough."""
    if connection.vendor == "sqlite":
        return
    # Below these the engine stands in the environment, and no fixture tells who asks.
    apart = [config.rootpath / "tests" / name for name in ("journeys", "durability")]
    alike = [
        item
        for item in items
        if item.get_closest_marker("looks")
        or not (_asks(item) or any(map(item.path.is_relative_to, apart)))
    ]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if item not in set(alike)]


def _asks(item: pytest.Item) -> bool:
    """Whether it may ask the database; pytest knows by the fixtures and marks."""
    named = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(named) or item.get_closest_marker("django_db") is not None
