"""A visitor's first minutes: what is going on, where we are, who takes part."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from ratschlag.city.rules import LANGUAGES
from ratschlag.privacy.rules import declared_names
from tests.journeys.hands import Site, check_width, follow, tab_to

PROCESS = "/verfahren/integrationskonzept/"
PAGES = (
    "/",
    PROCESS,
    f"{PROCESS}handlungsfelder/",
    f"{PROCESS}handlungsfelder/sprache/",
    f"{PROCESS}termine/",
    f"{PROCESS}termine/auftakt/",
    f"{PROCESS}termine/tagung/",
    f"{PROCESS}beteiligte/",
    f"{PROCESS}vorgaenger/rahmenplan/",
    "/ueber/",
    "/cookies/",
    "/gibt-es-nicht/",
)
# Heaviest allowed first visit, with fonts, as it comes over the line (interface.md).
LIMIT, LIMIT_AGAIN = 150_000, 30_000


@pytest.mark.looks
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_scrolls_sideways(site: Site, page: Page, language: str):
    for path in PAGES[:8]:
        page.goto(site / f"/{language}{path}")
        check_width(page, 320)


def _words(language: str) -> dict[str, str]:
    return {
        "de": {"fields": "Handlungsfelder", "events": "Termine", "contrast": "Kontrast"},
        "ar": {"fields": "مجالات العمل", "events": "المواعيد", "contrast": "التباين"},
    }[language]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_walk_by_keyboard(site: Site, page: Page, language: str):
    words = _words(language)
    page.goto(site / f"/{language}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"

    page.goto(site / f"/{language}{PROCESS}")
    follow(page, words["fields"])
    assert page.url == site / f"/{language}{PROCESS}handlungsfelder/"
    follow(page, page.locator("main .rows--no a").nth(1).inner_text())
    assert page.url.endswith("/handlungsfelder/sprache/")
    follow(page, words["events"])
    follow(page, page.locator("main .rows a").first.inner_text())
    assert page.url.endswith("/termine/tagung/")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_contrast_switch_works_by_keyboard(
    site: Site, page: Page, context: BrowserContext, language: str
):
    words = _words(language)
    page.goto(site / f"/{language}{PROCESS}")
    assert context.cookies() == []
    follow(page, words["contrast"])
    assert page.url == site / f"/{language}{PROCESS}"
    assert page.locator("html").get_attribute("data-contrast") == "high"
    (cookie,) = context.cookies()
    assert (cookie["name"], cookie["expires"]) == ("cc_accessibility", -1)
    follow(page, words["contrast"])
    assert page.locator("html").get_attribute("data-contrast") is None
    assert context.cookies() == []


def test_the_language_is_switched_in_its_own_name(site: Site, page: Page):
    page.goto(site / f"/de{PROCESS}")
    tab_to(page, "Sprache: Deutsch")
    page.keyboard.press("Enter")
    follow(page, "العربية")
    assert page.url == site / f"/ar{PROCESS}"
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_everything_works_without_script(site: Site, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site / f"/ar{PROCESS}")
    page.get_by_role("button", name="التباين").click()
    assert page.locator("html").get_attribute("data-contrast") == "high"
    context.close()


@pytest.mark.looks
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_is_light_and_leaves_no_trace(site: Site, chromium: Browser, language: str):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    sizes = []
    for path in (f"/{language}{PROCESS}", f"/{language}{PROCESS}handlungsfelder/"):
        requests.clear()
        page.goto(site / path)
        page.wait_for_load_state("networkidle")
        sizes.append(sum(_size(request) for request in requests))
        assert {request.url.split("/")[2] for request in requests} == {site.address[7:]}
    assert sizes[0] <= LIMIT, f"first visit in {language}: {sizes[0]}"
    assert sizes[1] <= LIMIT_AGAIN, f"second page in {language}: {sizes[1]}"
    assert context.cookies() == []
    context.close()


def _size(request: Request) -> int:
    """Bytes that came over the line; nothing for what the browser had."""
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


@pytest.mark.looks
@pytest.mark.parametrize("path", PAGES)
def test_no_page_stores_what_is_not_declared(
    site: Site, page: Page, context: BrowserContext, path: str
):
    page.goto(site / f"/de{path}")
    stored = page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))")
    assert set(stored) | {cookie["name"] for cookie in context.cookies()} <= set()
    page.goto(site / "/desk/konto/anmelden/")
    names = {cookie["name"] for cookie in context.cookies()}
    assert names <= declared_names()


def test_the_press_release_s_short_address_leads_to_the_process(site: Site, chromium: Browser):
    context = chromium.new_context(locale="ar")
    page = context.new_page()
    page.goto(site / "/fluechtlinge")
    assert page.url == site / f"/ar{PROCESS}"
    context.close()
