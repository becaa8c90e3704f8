"""A tablet at a stall: paired, taken offline, answered by five people one after another, and back.

By keyboard, in German and in Arabic; what everyone else sees knows nothing of it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.hands import Site, check_axe, check_width, log_in, tab_into, tab_to

KIOSK = "/befragung-unterwegs/"
VOICES = (
    ("Deutsch", "Mehr Bänke am Fluss."),
    ("العربية", "نحتاج إلى ظلّ في ملاعب الأطفال."),
    ("Deutsch", "Die Straßenbahn soll nachts fahren."),
    ("Deutsch", "Ein Brunnen auf dem Markt."),
    ("العربية", "دروس لغة في المساء."),
)
# What the device keeps, as anyone reads it who finds the device.
KEPT = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("ratschlag_unterwegs");
    asked.onsuccess = () => done(asked.result);
  });
  const rows = await new Promise((done) => {
    const asked = db.transaction("waiting").objectStore("waiting").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return JSON.stringify(rows);
}"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).map((w) => w.scope)"


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": 820, "height": 1180}, locale="de-DE", reduced_motion="reduce"
    )
    yield context
    context.close()


def desk_of(chromium: Browser, site: Site) -> Page:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    log_in(page, site, "clerk")
    return page


def paired(desk: Page, page: Page, site: Site) -> str:
    """A clerk makes a code, and types it into the tablet; returns the page of the tablets."""
    desk.goto(site / "/desk/erfassung/")
    desk.locator('main a[href$="/tablets/"]').first.click()
    tablets = desk.url
    check_axe(desk)
    desk.goto(f"{tablets}neu/")
    check_axe(desk)
    for name, typed in {
        "name": "Tablet 1", "place": "Stadtfest", "ends_on": "2016-09-20", "ends_time": "20:00",
    }.items():  # fmt: skip
        desk.locator(f"[name={name}]").fill(typed)
    desk.locator("main form button").click()
    check_axe(desk)
    code = "".join(desk.locator("#code").inner_text().split())
    page.goto(site / KIOSK)
    expect(page.locator("#pairing")).to_be_visible()
    assert page.evaluate(WORKERS) == []  # not before it is paired
    check_axe(page)
    tab_into(page, "#code")
    page.keyboard.type("123456789012")
    page.keyboard.press("Enter")
    expect(page.locator("#refused")).not_to_be_empty()
    page.keyboard.press("Control+A")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("#start")).to_be_visible()
    assert page.evaluate(WORKERS) == [site / "/"]
    return tablets


def answer(page: Page, language: str, text: str) -> str:
    """One person: chooses a language, writes, sends, reads the number; then the next one."""
    tab_to(page, language)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet form")).to_be_visible()
    is_arabic = language != "Deutsch"
    assert page.locator("html").get_attribute("dir") == ("rtl" if is_arabic else "ltr")
    check_axe(page)
    tab_into(page, "#sheet [type=submit]")
    page.keyboard.press("Enter")  # an empty form says what to do
    expect(page.locator("[data-errors]")).to_be_focused()
    check_axe(page)
    tab_into(page, "[name=q3]")
    page.keyboard.type(text)
    tab_into(page, "#sheet [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-receipt]")).to_be_visible()
    check_axe(page)
    code = "".join(page.locator("[data-code]").inner_text().split())
    assert len(code) == 20
    for kept in (page.evaluate(KEPT), page.content().replace(" ", "")):
        assert text.replace(" ", "") not in kept.replace(" ", "")
    assert code not in page.evaluate(KEPT)
    tab_into(page, "[data-receipt] [data-afresh]")
    page.keyboard.press("Enter")
    expect(page.locator("#start")).to_be_visible()
    assert code[:4] not in page.locator("main").inner_text()
    return code


def test_a_tablet_goes_offline_takes_five_answers_and_five_rows_are_there(
    site_of_the_walk: Site, chromium: Browser, tablet: BrowserContext
):
    site, page = site_of_the_walk, tablet.new_page()
    said: list[str] = []
    tablet.on("console", lambda message: said.append(message.text))
    desk = desk_of(chromium, site)
    tablets = paired(desk, page, site)
    tablet.set_offline(True)
    page.goto(site / "/de/")  # from anywhere the way leads back
    expect(page.locator("#start")).to_be_visible()
    assert page.url == site / KIOSK
    for width in (820, 360, 320):
        check_width(page, width)
    page.set_viewport_size({"width": 820, "height": 1180})
    codes = [answer(page, *voice) for voice in VOICES]
    assert len(set(codes)) == 5
    page.reload()
    expect(page.locator("#state")).to_contain_text("5")
    page.locator("#staff summary").click()
    tails = page.locator("#waiting li").all_inner_texts()
    assert sorted(tails) == sorted(f"… {code[-4:]}" for code in codes)
    check_axe(page)
    silence_starts_afresh(page)
    desk.goto(tablets)
    assert desk.locator("tbody td.num").inner_text() == "0"
    tablet.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#state")).to_contain_text("0", timeout=20_000)
    assert page.evaluate(KEPT) == "[]"
    desk.reload()
    assert desk.locator("tbody td.num").inner_text() == "5"
    where_is(desk, codes[0])
    for code, (_language, text) in zip(codes, VOICES, strict=True):
        assert text in voice_of(chromium, site, code)
    revoked(desk, page)
    desk.context.close()
    assert not [text for text in said if "Content Security Policy" in text]


def silence_starts_afresh(page: Page) -> None:
    """Nobody touches it: first a warning, which a key takes away, then everything is gone."""
    page.clock.install()
    page.reload()
    expect(page.locator("#start")).to_be_visible()
    tab_to(page, "Deutsch")
    page.keyboard.press("Enter")
    tab_into(page, "[name=q1]")
    page.keyboard.type("Das bleibt nicht stehen.")
    page.clock.fast_forward(101_000)
    expect(page.locator("#sheet dialog")).to_be_visible()
    check_axe(page)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet dialog")).not_to_be_visible()
    assert page.locator("[name=q1]").input_value() == "Das bleibt nicht stehen."
    page.clock.fast_forward(121_000)
    expect(page.locator("#start")).to_be_visible()
    assert "Das bleibt" not in page.content()
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    assert "Das bleibt" not in page.content()
    page.clock.resume()


def where_is(desk: Page, code: str) -> None:
    desk.locator("[name=code]").fill(code)
    desk.locator("main form:has([name=code]) button").click()
    expect(desk.locator("main .note")).to_contain_text(code[-4:])
    check_axe(desk)


def voice_of(chromium: Browser, site: Site, code: str) -> str:
    """What the person with the slip sees; and that their browser has nothing of the tablet's."""
    context = chromium.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(site / "/de/beitrag/")
    page.locator("[name=receipt]").fill(code)
    page.locator("main form button").first.click()
    said = page.locator("main").inner_text()
    assert page.locator("link[rel=manifest]").count() == 0
    assert page.evaluate(WORKERS) == []
    assert context.cookies() == []
    context.close()
    return said


def revoked(desk: Page, page: Page) -> None:
    """Revoked and empty: it is closed, says so, and keeps nothing."""
    desk.locator("main form.act button").click()
    page.locator("#staff summary").click()
    page.locator("#send-now").click()
    expect(page.locator("#over")).to_be_visible()
    check_axe(page)
    assert page.evaluate(WORKERS) == []
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    names = page.evaluate("async () => (await indexedDB.databases()).map((db) => db.name)")
    assert names == []
