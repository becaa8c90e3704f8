"""Every address × method × role is classified, and answers as its room's table says."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ratschlag.lib.dates import PartialDate, Precision, parse_partial_date
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.people.tests.access import LOGGED_IN, OPEN
from ratschlag.privacy.rules import is_declared
from ratschlag.process.actions import (
    give_short_address,
    name_predecessor,
    prepare_process,
    set_milestone,
)
from ratschlag.process.models import Milestone, Process
from ratschlag.process.rules import Level, State
from tests import cast
from tests.access import ANONYMOUS, ROLES, SUPERUSER, Access
from tests.house import rooms

METHODS = ("GET", "POST")
# What no page knows is refused whoever asks: asked by those who may least and most.
UNKNOWN_METHODS, LEAST_AND_MOST = ("PUT", "DELETE"), (ANONYMOUS, SUPERUSER)
EVERYBODY = (ANONYMOUS, *ROLES, SUPERUSER)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def tables() -> list[Access]:
    rows: list[Access] = []
    for room in rooms():
        if (room / "tests" / "access.py").exists():
            rows += import_module(f"ratschlag.{room.name}.tests.access").ACCESS
    return rows


ROWS = tables()
# The process, what stands in addresses, and a browser for each role.
Everything = tuple[Process, dict[str, object], dict[str, Client]]


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)


def parts_of(process: Process) -> dict[str, object]:
    """What can stand in an address, by the name that the tables use."""
    council = cast.an_organisation("Stadtrat")
    milestone = Milestone(process=process, title="Beschluss")
    adopted = parse_partial_date("2008-06")
    document = name_predecessor(
        process, slug="rahmenplan", title="Rahmenplan", adopted=adopted, adopted_by=council, by=None
    )
    field, event = cast.a_field(process), cast.an_event(process)
    return {
        **parts_of_rooms(process),
        "process": process.slug,
        "field": field.slug,
        "field_number": field.pk,
        "event": event.slug,
        "event_number": event.pk,
        "document": document.slug,
        "organisation": council.slug,
        "phase": cast.a_phase(process).pk,
        "short": give_short_address(process, "klima-kurz", by=None).path,
        "milestone": set_milestone(
            milestone, due=PartialDate(date(2030, 1, 1), Precision.DAY), by=None
        ).pk,
    }


def parts_of_rooms(process: Process) -> dict[str, object]:
    """What each room makes for its own addresses: `parts(process)` beside its table."""
    found: dict[str, object] = {}
    for room in rooms():
        if (room / "tests" / "access.py").exists():
            module = import_module(f"ratschlag.{room.name}.tests.access")
            found |= module.parts(process) if hasattr(module, "parts") else {}
    return found


@pytest.fixture
def somebody(city) -> dict[str, Person]:
    return everybody()


def everybody() -> dict[str, Person]:
    """A person of each role."""
    found = {role.value: cast.a_person(f"Person {role.value}", role) for role in Role}
    found[SUPERUSER] = Person.objects.create_superuser("su@example.org", cast.PASSWORD, name="Su")
    return found


def knock(client: Client, who: str, method: str, address: str, somebody: dict[str, Person]):
    client.logout()
    if who != ANONYMOUS:
        client.force_login(somebody[who], backend=_BACKEND)
    return client.generic(method, address)


def test_every_address_is_classified_once():
    ours = {name for name in names(get_resolver()) if not name.startswith("admin:")}
    classified = [row.address for row in ROWS] + sorted(OPEN | LOGGED_IN)
    assert sorted(classified) == sorted(ours)


@pytest.fixture(scope="class")
def everything(django_db_setup, django_db_blocker) -> Iterator[Everything]:
    with django_db_blocker.unblock(), transaction.atomic():
        cast.a_city()
        process = cast.a_process()
        browsers = {who: Client() for who in EVERYBODY}
        for who, person in everybody().items():
            browsers[who].force_login(person, backend=_BACKEND)
        yield process, parts_of(process), browsers
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestEachAddress:
    """Together, because what stands in the addresses is made once for all of them."""

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row.address)
    def test_each_role_gets_what_the_table_says(self, row: Access, everything, settings):
        settings.AUTHENTICATION_BACKENDS = [_BACKEND]
        _process, parts, browsers = everything
        address = reverse(row.address, kwargs={k: parts[v] for k, v in row.parts.items()})
        wrong = {}
        for who in EVERYBODY:
            unknown = UNKNOWN_METHODS if who in LEAST_AND_MOST else ()
            for method in (*METHODS, *unknown):
                response = browsers[who].generic(method, address)
                if fault := _fault(row, who, method, response, address):
                    wrong[who, method] = fault
        assert wrong == {}

    @pytest.mark.parametrize(
        "row", [row for row in ROWS if row.only_announced], ids=lambda row: row.address
    )
    def test_what_is_not_announced_is_not_there_for_anyone(self, row: Access, everything, settings):
        settings.AUTHENTICATION_BACKENDS = [_BACKEND]
        process, parts, browsers = everything
        type(process).objects.update(state=State.PREPARING)
        address = reverse(row.address, kwargs={k: parts[v] for k, v in row.parts.items()})
        method = "GET" if "GET" in row.methods else "POST"
        for who in EVERYBODY:
            assert browsers[who].generic(method, address).status_code == 404, who


def _fault(row: Access, who: str, method: str, response, address: str) -> str:
    status = response.status_code
    if undeclared := [name for name in response.cookies if not is_declared(name)]:
        return f"sets {undeclared}, which the registry of cookies does not name"
    is_desk = address.startswith("/desk/")
    if is_desk and who == ANONYMOUS:
        leads_in = status == 302 and response["Location"].startswith(reverse("account_login"))
        return "" if leads_in else f"{status} instead of the log-in"
    if method not in row.methods:
        return "" if status == 405 else f"{status} instead of 405"
    if who not in row.who:
        return "" if status == 403 else f"{status} instead of 403"
    return "" if status in (200, 204, 301, 302, 422) else f"{status} instead of a page"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LOGGED_IN))
def test_pages_of_the_account_ask_for_the_log_in(name: str, client, city):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("who", [ANONYMOUS, *ROLES])
def test_the_administration_is_for_the_superuser_only(who: str, client, somebody, settings):
    settings.AUTHENTICATION_BACKENDS = [_BACKEND]
    for name in names(get_resolver()):
        if name in ("admin:index", "admin:app_list", "admin:auth_group_changelist"):
            arguments = {"app_label": "auth"} if name == "admin:app_list" else {}
            response = knock(client, who, "GET", reverse(name, kwargs=arguments), somebody)
            assert response.status_code in (302, 403), name


@pytest.mark.django_db
def test_a_coordinator_of_one_process_does_not_plan_another(client, city, settings):
    settings.AUTHENTICATION_BACKENDS = [_BACKEND]
    cast.a_process("klima")
    other = prepare_process(
        slug="verkehr", title="V", introduction="", mandate="", scope_open="", scope_fixed="",
        level=Level.INFORMATION, by=None,
    )  # fmt: skip
    kora = cast.a_person("Kora", Role.COORDINATOR, scope="process/klima")
    mine = reverse("process_desk:new_phase", args=["klima"])
    theirs = reverse("process_desk:new_phase", args=[other.slug])
    assert knock(client, "kora", "GET", mine, {"kora": kora}).status_code == 200
    assert knock(client, "kora", "GET", theirs, {"kora": kora}).status_code == 403
