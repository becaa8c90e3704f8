"""A new visitor's first minutes, by keyboard only: what is going on, how one wants to read it, and
whom to tell when something does not work."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.journeys.eyes import ZOOMED, faults_of, tight, unmarked, wide
from tests.journeys.hands import Site, press, tab_into, write

DESK = {"width": 1280, "height": 900}
PROCESS = "/verfahren/integrationskonzept/"
WORDS = {
    "de": "Die Schrift in der Tabelle ist mir zu klein.",
    "ar": "الخط في الجدول صغير جدًا بالنسبة لي.",
}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_first_minutes(site: Site, chromium: Browser, language: str):
    context = chromium.new_context(viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site / f"/{language}/")
    _look(page)
    press(page, f'main a[href="/{language}{PROCESS}"]')
    _look(page)
    _read_it_otherwise(page, language)
    press(page, f'.foot a[href="/{language}/cookies/"]')
    _look(page)
    page.goto(site / f"/{language}{PROCESS}befragung/")
    _look(page)
    _report(page, site, language)
    assert [cookie["name"] for cookie in context.cookies()] == []
    context.close()


def _look(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert faults_of(page) == [], page.url


def _read_it_otherwise(page: Page, language: str) -> None:
    """High contrast on and off, another language and back."""
    here = page.url
    press(page, ".top button[aria-pressed=false]")
    assert page.locator("html").get_attribute("data-contrast") == "high"
    press(page, ".top button[aria-pressed=true]")
    assert page.locator("html").get_attribute("data-contrast") is None
    other = "ar" if language == "de" else "de"
    for wanted in (other, language):
        tab_into(page, ".langs > summary")
        page.keyboard.press("Enter")
        press(page, f'.langs a[href^="/{wanted}/"][hreflang="{wanted}"]')
        assert page.locator("html").get_attribute("lang") == wanted
    assert page.url == here


def _report(page: Page, site: Site, language: str) -> None:
    """From the page where something does not work to the form, wrong once, then sent."""
    page.goto(site / f"/{language}{PROCESS}")
    press(page, '.foot a[href$="/barrierefreiheit/"]')
    assert "EN 301 549" in page.locator("main").inner_text()
    _look(page)
    page.go_back()
    press(page, '.foot a[href*="/barrierefreiheit/melden/"]')
    assert page.locator("[name=page]").input_value() == f"/{language}{PROCESS}"
    write(page, "email", "keine Adresse")
    press(page, "main button[type=submit]")
    assert page.locator(".errors li").count() == 2
    assert page.locator("[name=email]").input_value() == "keine Adresse"
    _look(page)
    write(page, "text", WORDS[language])
    write(page, "email", "")
    page.keyboard.press("Delete")
    press(page, "main button[type=submit]")
    assert page.url == site / f"/{language}/barrierefreiheit/melden/danke/"
    _look(page)


@pytest.mark.looks
def test_the_home_page_leads_to_what_the_law_wants(site: Site, page: Page):
    """BITV § 4 and the laws of the Länder: each from the first page, in one step."""
    page.goto(site / "/de/")
    links = page.locator("a").evaluate_all("links => links.map(link => link.pathname)")
    assert "/de/barrierefreiheit/" in links and "/de/barrierefreiheit/melden/" in links
    assert "/de-easy/" in links
    for name in ("press:easy", "press:sign", "press:imprint", "press:privacy"):
        assert reverse(name) in links, name


@pytest.mark.looks
@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_first_minutes_on_a_zoomed_page(site: Site, chromium: Browser, language: str):
    """1280 pixels at 400 per cent, and with the text further apart."""
    context = chromium.new_context(viewport=ZOOMED, bypass_csp=True)
    page = context.new_page()
    for path in (
        "/",
        PROCESS,
        "/barrierefreiheit/",
        "/barrierefreiheit/melden/",
        "/gibt-es-nicht/",
    ):
        page.goto(site / f"/{language}{path}")
        assert faults_of(page) + wide(page) + tight(page) + unmarked(page) == [], page.url
    context.close()


@pytest.mark.looks
def test_nothing_sticky_hides_what_is_read(site: Site, page: Page):
    """A page zoomed to 400 per cent keeps most of the screen for what is read."""
    page.set_viewport_size(ZOOMED)
    page.goto(site / f"/de{PROCESS}")
    page.evaluate("scrollTo(0, 1500)")
    covered = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
        .filter(el => ["fixed", "sticky"].includes(getComputedStyle(el).position))
        .map(el => el.getBoundingClientRect())
        .filter(box => box.bottom > 0 && box.top < innerHeight)
        .reduce((sum, box) => sum + box.height, 0) / innerHeight"""
    )
    assert covered < 0.4
