"""The translator's hour, by keyboard: a text by hand, one accepted, one in easy German."""

from playwright.sync_api import Page

from tests.journeys.hands import Site, check_axe, check_width, follow, log_in, tab_into

AGENCY = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file original="ratschlag" datatype="plaintext" source-language="de" target-language="ar"><body>
<trans-unit id="process.process-1-title"><source>Fremd</source><target>غريب</target></trans-unit>
</body></file></xliff>"""


def test_the_translator_s_hour(site: Site, page: Page):
    log_in(page, site, "translator")
    follow(page, "Übersetzungen")
    assert page.locator("tbody tr").count() == 8
    check_axe(page)

    follow(page, "العربية")
    check_axe(page)
    check_width(page, 360)
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(page, "Mit dem ersten beginnen")
    first = page.url
    field = page.locator("#id_said")
    assert (field.get_attribute("lang"), field.get_attribute("dir")) == ("ar", "rtl")
    check_axe(page)
    check_width(page, 320)
    page.set_viewport_size({"width": 1280, "height": 900})

    # The field has the focus already: write, and save without leaving it.
    assert page.evaluate("document.activeElement.id") == "id_said"
    page.keyboard.press("Control+a")
    page.keyboard.type("خطة المدينة")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    second = page.url
    assert second != first
    follow(page, "Gelesen: sagt dasselbe")
    assert page.url not in (first, second)

    # What was written stands there as checked, with what a machine had said before.
    page.goto(first)
    assert page.locator("label[for=id_said]").inner_text().startswith("Übersetzung (geprüft")
    assert field.input_value() == "خطة المدينة"
    tab_into(page, "details summary")
    page.keyboard.press("Enter")
    check_axe(page)

    # The resident reads it.
    page.goto(site / "/ar/")
    assert "خطة المدينة" in page.locator("main").inner_text()


def test_two_at_one_text_lose_nothing(site: Site, page: Page):
    log_in(page, site, "translator")
    page.goto(site / "/desk/uebersetzungen/tr/?art=process.phase&zustand=alle")
    page.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_said")
    other = page.context.new_page()
    other.goto(page.url)
    for tab, words in ((other, "Başlangıç A"), (page, "Başlangıç B")):
        tab.locator("#id_said").focus()
        tab.keyboard.press("Control+a")
        tab.keyboard.type(words)
        with tab.expect_navigation():
            tab.keyboard.press("Control+Enter")
    assert page.locator("#id_said").input_value() == "Başlangıç B"
    assert "Başlangıç A" in page.locator(".note--warn").inner_text()
    check_axe(page)
    follow(page, "Sichern und weiter")
    assert page.locator(".errors").count() == 0


def test_easy_german_is_looked_at_and_a_file_is_judged(site: Site, page: Page):
    log_in(page, site, "translator")
    page.goto(site / "/desk/uebersetzungen/de-easy/?art=process.process&zustand=alle")
    page.locator("tbody a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_said")
    page.locator("#id_said").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Der Plan wird geprüft.")
    follow(page, "Auf Leichte Sprache prüfen")
    assert page.locator("mark").all_inner_texts() == ["wird geprüft"]
    assert page.locator("#id_said").input_value() == "Der Plan wird geprüft."
    check_axe(page)
    check_width(page, 320)

    page.goto(site / "/desk/uebersetzungen/ar/xliff/einlesen/")
    check_axe(page)
    file = {"name": "a.xlf", "mimeType": "application/xliff+xml", "buffer": AGENCY.encode()}
    page.locator("#id_file").set_input_files(file)
    page.locator("#id_agency").focus()
    page.keyboard.type("Büro Wort")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status] b")
    assert "غريب" in page.locator("table").inner_text()
    check_axe(page)
