"""A resident subscribes to news, confirms and ends it: in German and in Arabic, keys only."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from ratschlag.city.rules import direction
from tests.journeys.hands import Site, check_axe, check_width, press, tick, write

PROCESS = "/verfahren/integrationskonzept/"
_LETTER = ".letter a[href*='/abo/bestaetigen/']"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_resident_subscribes_confirms_and_ends_it(
    site: Site, page: Page, context: BrowserContext, language: str
):
    page.goto(site / f"/{language}{PROCESS}")
    press(page, f"main a[href$='/{language}/abo/?verfahren=integrationskonzept']")
    assert page.locator("html").get_attribute("dir") == direction(language)
    check_axe(page)
    for width in (360, 320):
        check_width(page, width)
    page.set_viewport_size({"width": 1280, "height": 900})

    # Without an address it says what to do, and keeps what was chosen.
    tick(page, "input[name=kinds][value=releases]")
    press(page, "main form .kern-btn")
    assert page.locator(".errors").is_visible()
    assert not page.locator("input[name=kinds][value=releases]").is_checked()
    check_axe(page)

    write(page, "email", f"resident-{language}@example.org")
    press(page, "main form .kern-btn")
    check_axe(page)
    # The demo has no mail server and shows the letter instead.
    confirm = page.locator(_LETTER).get_attribute("href")
    assert f"/{language}/abo/bestaetigen/" in confirm

    page.goto(site / confirm[confirm.index(f"/{language}/") :])
    check_axe(page)
    press(page, "main form .kern-btn--primary")
    assert page.locator("input[name=keep]:checked").count() == 3
    check_axe(page)

    press(page, "main button[name=end]")
    check_axe(page)
    assert page.locator("h1").count() == 1
    assert context.cookies() == []
    page.goto(site / confirm[confirm.index(f"/{language}/") :])
    check_axe(page)
    assert page.locator("main form").count() == 0


def test_it_works_without_script(site: Site, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site / "/de/abo/")
    page.locator("[name=email]").fill("ohne-skript@example.org")
    page.locator("main form .kern-btn").click()
    confirm = page.locator(_LETTER).get_attribute("href")
    page.goto(site / confirm[confirm.index("/de/") :])
    page.locator("button[name=refuse]").click()
    assert page.locator("main form").count() == 0
    context.close()
