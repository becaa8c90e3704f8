"""All that the model case has at its end: every page clean in every light, public and at the desk."""

import pytest
from playwright.sync_api import Browser, Page

from ratschlag.city.rules import direction, html_language
from tests.journeys.hands import Site, check_axe, check_width, log_in

PROCESS = "/verfahren/integrationskonzept/"
PAGES = (
    PROCESS,
    f"{PROCESS}befragung/",
    f"{PROCESS}stimmen/",
    f"{PROCESS}themen/abendkurse-mit-kinderbetreuung/",
    f"{PROCESS}handlungsfelder/gesundheit/",
    f"{PROCESS}massnahmen/M02-1/",
    f"{PROCESS}massnahmen/M09-6/",
    f"{PROCESS}konzept/",
    f"{PROCESS}konzept/1.0/?vergleich=0.9",
    f"{PROCESS}rat/",
    f"{PROCESS}umsetzung/",
    f"{PROCESS}verbleib/",
    "/beitrag/",
)
DESK = (
    "/desk/",
    "/desk/erfassung/",
    "/desk/erfassung/integrationskonzept/",
    "/desk/beitraege/",
    "/desk/themen/integrationskonzept/",
    "/desk/massnahmen/",
    "/desk/massnahmen/integrationskonzept/neu/",
    "/desk/ziele/",
    "/desk/luecken/integrationskonzept/",
    "/desk/konzept/integrationskonzept/",
    "/desk/konzept/integrationskonzept/einfrieren/",
    "/desk/rat/",
    "/desk/umsetzung/integrationskonzept/",
    "/desk/journal/",
)
# The first link of a table or list that leads to one contribution, theme, measure, paper.
SHEETS = {
    "/desk/beitraege/": "main table a",
    "/desk/themen/integrationskonzept/": 'main a[href^="/desk/themen/"]:not([href*="integration"])',
    "/desk/massnahmen/": "main table a",
    "/desk/rat/": "main table a",
}


@pytest.mark.looks
@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_every_public_page_is_clean_in_every_light(
    site_at_the_end: Site, chromium: Browser, language: str, path: str
):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    assert page.goto(site_at_the_end / f"/{language}{path}").status == 200
    assert page.locator("html").get_attribute("lang") == html_language(language)
    assert page.locator("html").get_attribute("dir") == direction(language)
    assert page.locator("h1").count() == 1
    check_axe(page)
    page.emulate_media(color_scheme="dark")
    check_axe(page)
    check_width(page, 320)
    check_axe(page)
    assert context.cookies() == []
    page.emulate_media(color_scheme="light")
    context.add_cookies(
        [{"name": "cc_accessibility", "value": "high", "url": site_at_the_end.address}]
    )
    page.reload()
    check_axe(page)
    context.close()


def test_every_page_of_the_desk_is_clean(site_at_the_end: Site, page: Page):
    log_in(page, site_at_the_end, "superuser")
    for path in DESK:
        check_desk(page, site_at_the_end / path)
    for path, link in SHEETS.items():
        page.goto(site_at_the_end / path)
        check_desk(page, page.locator(link).first.evaluate("link => link.href"))


def check_desk(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.goto(address).status == 200, address
    assert page.locator("h1").count() == 1, address
    check_axe(page)
    check_width(page, 320)


def test_the_pdf_of_the_concept_is_one(site_at_the_end: Site, page: Page):
    answer = page.request.get(site_at_the_end / f"/de{PROCESS}konzept/1.0/pdf/")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-1.7")
