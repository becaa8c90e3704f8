"""Someone searches by keyboard, without script: in German from the head, in Arabic on the page."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.hands import Site, check_axe, check_width


@pytest.mark.looks
def test_a_question_from_the_head_leads_to_the_page(site_at_the_end: Site, chromium: Browser):
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(site_at_the_end / "/de/")
    page.locator(".seek summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Abendkurs Kinderbetreuung")
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/suche/?q=*")
    first = page.locator(".found-rows h3 a").first
    assert first.locator("mark").all_inner_texts() == ["Abendkurse", "Kinderbetreuung"]
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/themen/abendkurse-mit-kinderbetreuung/")
    assert context.cookies() == []
    context.close()


@pytest.mark.looks
def test_in_arabic_on_a_phone_it_looks_right(site_at_the_end: Site, chromium: Browser):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site_at_the_end / "/ar/")
    check_axe(page)
    page.locator(".to-search").click()
    page.locator("#q").fill("مدرسه روضه")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/suche/?q=*")
    assert (
        page.locator(".found-rows h3 a")
        .first.get_attribute("href")
        .endswith("/themen/kita-und-schulplaetze/")
    )
    check_axe(page)
    check_width(page, 320)
    page.goto(site_at_the_end / "/ar/suche/?q=qwertz")
    check_axe(page)
    context.close()
