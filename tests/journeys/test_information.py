"""The press office's hour: a page, a notice, an address for posters; and what a visitor sees of it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.hands import Site, check_axe, check_width, log_in, press, write

PROCESS = "/verfahren/integrationskonzept/"
PAGES = (
    *("/impressum/", "/datenschutz/", "/faq/", "/leichte-sprache/", "/gebaerdensprache/"),
    *("/seiten/so-lesen-wir/", "/glossar/", f"{PROCESS}verlauf/", PROCESS, "/"),
)
DESK = (
    *("/desk/seiten/", "/desk/seiten/neu/", "/desk/hinweise/neu/", "/desk/glossar/"),
    *("/desk/adressen/", "/desk/adressen/neu/", "/desk/unterlagen/"),
)


@pytest.mark.looks
@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_page_of_the_city_is_clean(site: Site, page: Page, language: str):
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(site / f"/{language}{path}")
        assert answer and answer.status == 200, path
        assert page.locator("h1").count() == 1, path
        check_axe(page)
        check_width(page, 320)


@pytest.mark.looks
def test_the_desk_of_information_is_clean(site: Site, page: Page):
    log_in(page, site, "press")
    for path in DESK:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site / path)
        check_axe(page)
        check_width(page, 360)


def test_a_page_is_written_looked_at_and_published(site: Site, page: Page):
    log_in(page, site, "press")
    page.goto(site / "/desk/seiten/")
    page.locator("main tbody a", has_text="Impressum").first.click()
    write(page, "body", "# Neu\n\n**Geschrieben** am Schreibtisch. [x](javascript:alert(1))")
    press(page, 'button[name="look"]')
    assert page.locator(".look strong").inner_text() == "Geschrieben"
    check_axe(page)
    press(page, "form:has(textarea) .btns button:not([name])")
    page.goto(site / "/de/impressum/")
    assert page.locator("main strong", has_text="Geschrieben").count() == 0
    page.go_back()
    press(page, 'form[action$="veroeffentlichen/"] button')
    page.goto(site / "/de/impressum/")
    assert page.locator("main h2").inner_text() == "Neu"
    assert page.locator('a[href^="javascript"]').count() == 0


def test_a_notice_is_shown_closed_and_ended(site: Site, page: Page, chromium: Browser):
    log_in(page, site, "press")
    page.goto(site / "/desk/hinweise/neu/")
    page.locator('[name="level"]').select_option("warning")
    page.locator('[name="text"]').fill("Die Brücke ist gesperrt.")
    page.locator('[name="text_ar"]').fill("الجسر مغلق.")
    page.locator('[name="starts_at"]').fill("2016-08-22T08:00")
    press(page, "main form button")  # without an end: refused, and what was typed is still there
    assert page.locator(".errors").count() == 1
    check_axe(page)
    assert page.locator('[name="text_ar"]').input_value() == "الجسر مغلق."
    page.locator('[name="ends_at"]').fill("2016-09-30T10:00")
    press(page, "main form button")

    for language, words in (("de", "Die Brücke ist gesperrt."), ("ar", "الجسر مغلق.")):
        visitor = chromium.new_context(java_script_enabled=language == "de")
        seen = visitor.new_page()
        seen.goto(site / f"/{language}{PROCESS}")
        notice = seen.locator('[role="status"].attention')
        assert words in notice.inner_text()
        assert visitor.cookies() == []
        if language == "de":
            assert seen.evaluate("document.activeElement === document.body")
            check_axe(seen)
            check_width(seen, 320)
        notice.locator("button").click()
        seen.wait_for_url(site / f"/{language}{PROCESS}")
        assert seen.locator(".attention").count() == 0
        (cookie,) = visitor.cookies()
        assert cookie["name"] == "cc_attention_notice" and cookie["httpOnly"]
        visitor.close()

    page.goto(site / "/desk/hinweise/")
    press(page, 'form[action$="beenden/"] button')
    page.goto(site / "/de/")
    assert page.locator(".attention").count() == 0


def test_an_address_for_posters_is_given_and_printed(site: Site, page: Page):
    log_in(page, site, "press")
    page.goto(site / "/desk/adressen/neu/")
    write(page, "path", "fragen")
    write(page, "target", site / "/de/faq/")
    press(page, "main form button")
    row = page.locator("tbody tr", has_text="/fragen")
    row.locator('a[href$="druck/"]').click()
    check_axe(page)
    code = page.locator("main img")
    assert code.evaluate("img => img.complete && img.naturalWidth > 0")
    page.goto(site / "/fragen")
    # In the language of whoever scans it.
    assert page.url.endswith("/faq/")
