"""The real site, started as people start it, and a real browser with a new profile each time."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import prepared
from tests.house import ROOT
from tests.journeys.hands import SWITCHES, Site
from tests.test_command import free_port, wait_for


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the walks can't be run; `./run test` says so at the end."""
    if os.environ.get("RATSCHLAG_CHROMIUM"):
        return
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))


def _own_database(name: str) -> str:
    """A fresh database on the server that the tests use; nothing for SQLite."""
    server = os.environ.get("RATSCHLAG_DATABASE_URL", "")
    if not server.startswith("postgresql"):
        return ""
    import psycopg  # noqa: PLC0415  only where there is a server

    with psycopg.connect(server, autocommit=True) as connection:
        template = prepared.postgresql_template(server) or "template1"
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server.rpartition('/')[0]}/{name}"


def _drop_database(name: str) -> None:
    server = os.environ.get("RATSCHLAG_DATABASE_URL", "")
    if server.startswith("postgresql"):
        import psycopg  # noqa: PLC0415

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo at T0 on the engine under test: `ratschlag demo`, server and worker."""
    with demo_at("T0", tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site_of_the_walk(tmp_path: Path) -> Iterator[Site]:
    """A demo of its own, in the middle of the survey; the walk moves its clock."""
    with demo_at("2016-09-14T08:00", tmp_path) as site:
        yield site


@pytest.fixture(scope="session")
def site_at_the_end(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo at T4: all that the model case has."""
    with demo_at("T4", tmp_path_factory.mktemp("end")) as site:
        yield site


@contextmanager
def demo_at(moment: str, home: Path, **more: str) -> Iterator[Site]:
    """The demo at a point in time, in a folder of its own; `more` is set in its environment."""
    with (
        place_in(home, **more) as environment,
        served(environment, "demo", "--at", moment, ready="Ctrl-C ends it") as site,
    ):
        yield site


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, str]]]:
    """A city with one of everything, and the path of every address in it."""
    with place_in(tmp_path_factory.mktemp("small")) as environment:
        environment |= {
            "DJANGO_SETTINGS_MODULE": "ratschlag.settings",
            "RATSCHLAG_MODE": "demo",
            "RATSCHLAG_SECRET_KEY": secrets.token_urlsafe(48),
            "RATSCHLAG_ADDRESS": "http://localhost",
        }
        for command in (["ratschlag.cli", "migrate"], ["tests.journeys.small_city"]):
            done = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        with served(environment, "serve", ready="Ctrl-C ends it") as site:
            yield site, json.loads(done.stdout)


@contextmanager
def place_in(home: Path, **more: str) -> Iterator[dict[str, str]]:
    """The environment of an installation in that folder, with a database of its own."""
    name = f"ratschlag_walk_{secrets.token_hex(4)}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RATSCHLAG", "DJANGO"))}
    own = {"RATSCHLAG_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment = kept | more | own
    database = _own_database(name)
    prepared.fill(home, with_database=not database)
    if database:
        environment["RATSCHLAG_DATABASE_URL"] = database
    yield environment
    _drop_database(name)


@contextmanager
def served(environment: dict[str, str], *words: str, ready: str) -> Iterator[Site]:
    """Server and worker, started by a verb of the command, until they are no longer needed."""
    port = free_port()
    command = [sys.executable, "-m", "ratschlag.cli", *words, "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            wait_for(process, ready)
            yield Site(f"http://localhost:{port}", environment)
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["RATSCHLAG_CHROMIUM"], args=SWITCHES
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A new profile, as wide as a desk's screen."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
