"""Answering a survey with a question of every kind: by keyboard, with and without script, in
German, Arabic and easy German. The clerk's and the coder's part is in test_walk."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.house import ROOT
from tests.journeys.conftest import demo_at
from tests.journeys.hands import Site, check_axe, check_width, choose, press, tick, write

ADDRESS = "/verfahren/integrationskonzept/befragung/"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def open_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demo_at("2016-10-04T08:00", tmp_path_factory.mktemp("answering")) as site:
        environment = dict(site.environment) | {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "ratschlag.settings",
            "RATSCHLAG_MODE": "demo",
            **_kept(site),
        }
        command = [sys.executable, "-m", "tests.journeys.every_kind"]
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=ROOT)
        yield site


def _kept(site: Site) -> dict[str, str]:
    """The settings that the demo keeps in its folder."""
    from pathlib import Path  # noqa: PLC0415

    lines = Path(site.environment["RATSCHLAG_HOME"], "environment").read_text("utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _equals, value in pairs}


NEXT, SEND = 'button[name="go"][value="next"]', "#bogen .btns button"


@pytest.mark.parametrize(
    ("language", "has_script"),
    [("de", True), ("de", False), ("ar", True), ("ar", False), ("de-easy", False)],
)
def test_every_kind_is_answered_by_keyboard(
    open_site: Site, chromium: Browser, language: str, has_script: bool
):
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=has_script, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(open_site / f"/{language}{ADDRESS}")
    _look(page, chromium, open_site, language)
    choose(page, "way", "bus")
    press(page, NEXT)
    write(page, "often", "٣" if language == "ar" else "3")
    write(page, "day", "1.10.2016")
    choose(page, "glad", "no")
    if not has_script:  # the question that depends on it comes with the page again
        press(page, NEXT)
    write(page, "why", "Zu spät")
    _look(page, chromium, open_site, language)
    press(page, NEXT)
    tick(page, 'input[name="need"]')
    write(page, "need.other", "Fahrräder")
    choose(page, "scale", "4")
    choose(page, "parts.stop", "bad")
    write(page, "order.bike", "1")
    write(page, "wish", "Mehr Busse am Abend.")
    _look(page, chromium, open_site, language)
    press(page, SEND)
    assert page.locator("#receipt").is_visible()
    code = "".join(page.locator("#receipt").inner_text().split())
    assert len(code) == 20
    # Back at the first page, by the browser's history: the next person sees nothing.
    with page.expect_navigation(), suppress(Error):  # the page that is asked goes away
        page.evaluate(f"history.go(-{3 if has_script else 4})")
    assert page.url.endswith(ADDRESS)
    assert page.locator('[name="way"]:checked').count() == 0
    page.goto(open_site / f"/{language}/beitrag/")
    write(page, "receipt", code)
    press(page, "main form button")
    assert "Mehr Busse am Abend." in page.inner_text("main")
    assert "Zu spät" in page.inner_text("main")
    context.close()


def _look(page: Page, chromium: Browser, site: Site, language: str) -> None:
    """Nothing wider than a small phone, nothing that axe finds. axe needs script, so what stands
    on a page without it is put into a copy."""
    check_width(page, 320)
    copy = chromium.new_context(viewport=PHONE).new_page()
    copy.goto(site / f"/{language}{ADDRESS}")
    shown = page.evaluate("document.documentElement.innerHTML")
    copy.evaluate("html => { document.documentElement.innerHTML = html }", shown)
    check_axe(copy)
    copy.context.close()
    page.set_viewport_size(PHONE)


def test_questions_come_and_go_at_once_and_a_draft_stays_if_ticked(
    open_site: Site, chromium: Browser
):
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(open_site / f"/de{ADDRESS}")
    assert page.evaluate("Object.keys(localStorage)") == []
    choose(page, "way", "bus")
    press(page, NEXT)
    assert page.locator('[name="why"]').is_hidden()
    choose(page, "glad", "no")
    assert page.locator('[name="why"]').is_visible()
    write(page, "why", "Zu voll")
    tick(page, "#id_keep_draft")
    page.goto(open_site / f"/de{ADDRESS}")
    assert page.locator('[name="way"][value="bus"]').is_checked()
    assert page.locator("#id_keep_draft").is_checked()
    press(page, NEXT)
    assert page.locator('[name="why"]').input_value() == "Zu voll"
    press(page, NEXT)
    press(page, SEND)
    assert page.locator("#receipt").is_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert context.cookies() == []
    context.close()
