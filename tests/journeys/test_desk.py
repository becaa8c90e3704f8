"""A coordinator's morning: log in, see what needs doing, change the plan, find it in the journal."""

import pytest
from playwright.sync_api import Page

from tests.journeys.hands import Site, check_axe, check_width, fill, follow, log_in, tab_to


def test_the_log_in_is_clean_and_led_to(site: Site, page: Page):
    page.goto(site / "/desk/plan/")
    assert page.url.startswith(site / "/desk/konto/anmelden/")
    check_axe(page)
    check_width(page, 320)


def test_a_phase_gets_its_dates_and_the_process_page_shows_them(site: Site, page: Page):
    log_in(page, site, "coordinator")
    follow(page, "Plan")
    check_axe(page)
    follow(page, "Ändern: Gespräche und Workshops")

    # First wrong: what was typed stays, and the summary says what to do.
    fill(page, "Beginn (kann leer bleiben)", "30.11.2016")
    fill(page, "Ende (kann leer bleiben)", "26.9.2016")
    follow(page, "Speichern")
    check_axe(page)
    assert page.locator(".errors li").count() == 1
    assert page.locator("#id_starts").input_value() == "30.11.2016"

    fill(page, "Beginn (kann leer bleiben)", "26.9.2016")
    fill(page, "Ende (kann leer bleiben)", "30.11.2016")
    follow(page, "Speichern")
    assert page.url == site / "/desk/plan/"
    assert page.locator(".messages").inner_text() == "Gespeichert."

    page.goto(site / "/de/verfahren/integrationskonzept/")
    assert "26. September bis 30. November 2016" in page.locator(".line").first.inner_text()
    page.goto(site / "/desk/journal/")
    assert "Kora Koordination" in page.locator("tbody tr").first.inner_text()


def test_an_organisation_is_entered_and_found(site: Site, page: Page):
    log_in(page, site, "coordinator")
    follow(page, "Organisationen")
    follow(page, "Neue Organisation")
    fill(page, "Name", "Stadtbibliothek")
    tab_to(page, "Art")
    page.keyboard.type("Amt der Stadt")
    follow(page, "Speichern")
    fill(page, "Name", "bibliothek")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("tbody tr").count() == 1


def test_who_works_in_english_reads_english(site: Site, page: Page):
    log_in(page, site, "facilitator")  # as nobody else here, who would read English from then on
    page.goto(site / "/desk/einstellungen/")
    page.locator("#id_language").select_option("en")
    page.get_by_role("button", name="Speichern").click()
    assert page.locator("h1").inner_text() == "My settings"
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("role", ["clerk", "auditor", "council-member"])
def test_a_menu_shows_only_what_one_may_see(site: Site, page: Page, role: str):
    log_in(page, site, role)
    links = page.locator("header nav a").evaluate_all("links => links.map(link => link.href)")
    for href in links:
        assert page.goto(href).status == 200
    assert (site / "/desk/journal/" in links) == (role == "auditor")
