"""A pile of papers: two people type in the same one by keyboard, and what differs is settled."""

import subprocess
import sys

from playwright.sync_api import Browser, Page

from tests.journeys.hands import Site, check_axe, check_width, log_in, press, tab_into, write

_KEY_ALL_TWICE = """
import django; django.setup()
from ratschlag.survey.models import Survey
Survey.objects.update(keyed_twice=100)
"""
INTAKE = "/desk/erfassung/"


def key_all_twice(site: Site) -> None:
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "ratschlag.settings"}
    command = [sys.executable, "-m", "ratschlag.cli", "shell", "-c", _KEY_ALL_TWICE]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def test_two_people_type_in_a_paper_and_settle_it(
    site_of_the_walk: Site, chromium: Browser, page: Page
):
    site = site_of_the_walk
    key_all_twice(site)
    first_types_in_a_batch(page, site)

    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    other = context.new_page()
    other_types_it_in_again(other, site)
    settle(other)
    context.close()


def first_types_in_a_batch(page: Page, site: Site) -> None:
    log_in(page, site, "clerk")
    page.goto(site / INTAKE)
    press(page, 'a[href$="/stapel/neu/"]')
    check_axe(page)
    write(page, "name", "Post vom Mittwoch")
    write(page, "channel", "Brief")
    write(page, "received_on", "2016-09-14")
    write(page, "expected", "2")
    press(page, "form .btns button")
    check_axe(page)
    check_width(page, 360)
    page.set_viewport_size({"width": 1280, "height": 900})

    # The cursor stands in the first answer; Alt+U marks, Ctrl+Enter saves, Enter goes on.
    assert page.evaluate("document.activeElement.name") == "q1"
    page.keyboard.type("Der Spielplatz ")
    page.keyboard.press("Alt+u")
    assert page.locator("[name=q1]").input_value() == "Der Spielplatz [unleserlich]"
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    check_axe(page)
    assert page.locator("#receipt").inner_text().replace(" ", "").isdecimal()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "q1"
    page.goto(site / f"{INTAKE}integrationskonzept/zweite/")
    assert page.locator("main a[href*='/zweite/']").count() == 0


def other_types_it_in_again(page: Page, site: Site) -> None:
    log_in(page, site, "coordinator")
    page.goto(site / f"{INTAKE}integrationskonzept/zweite/")
    check_axe(page)
    assert "Spielplatz" not in page.content()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Spielplatz" not in page.content()
    check_axe(page)
    page.locator("[name=q1]").focus()
    page.keyboard.type("Der Spielplatz im Park")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def settle(page: Page) -> None:
    """Both entries stand side by side; the second is what stands on the paper."""
    assert page.url.endswith("/vergleich/")
    check_axe(page)
    check_width(page, 360)
    page.set_viewport_size({"width": 1280, "height": 900})
    tab_into(page, '[name="q1"]')
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "2"
    press(page, "form .btns button")
    assert page.url.endswith("/zweite/")
    assert page.locator("main a[href*='/zweite/']").count() == 0
