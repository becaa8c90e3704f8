"""The walk: from a voice to a resolution, and the answer back. By keyboard, axe clean on the way.

One resident speaks in Arabic and without script, another writes a letter; clerk, coder,
facilitator, editor, council service and coordinator do their part while the demo's clock moves.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.hands import (
    Site,
    check_axe,
    check_width,
    choose,
    log_in,
    press,
    tab_into,
    tab_to,
    tick,
    write,
)

PROCESS = "/verfahren/integrationskonzept/"
VOICE = "نحتاج إلى ظلّ في ملاعب الأطفال، فالصيف حارّ جدًّا."
GERMAN = "Wir brauchen Schatten auf Spielplätzen, der Sommer ist sehr heiß."
LETTER = "Auf dem Spielplatz am Park fehlt jeder Schatten."
THEME = "Schatten auf Spielplätzen"
GOAL = "Spielplätze sind auch im Sommer kühl."
MEASURE = "Hundert Bäume für Spielplätze"
REASON = "Die Bäume werden gepflanzt, sobald das Geld bewilligt ist."
ANSWER = "Ihr Vorschlag steht im Konzept: Auf Spielplätzen werden Bäume gepflanzt."
POINT = "Der Stadtrat beschließt das Konzept."
EXCEPTION = "Die übrigen Beiträge werden bis Ende März beantwortet."
NOTE = "Vierzig Bäume stehen."
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FIELD = "Wohnen und Nachbarschaft"


class Walk:
    """Where the walk takes place, and the ways of its people."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self.site = site
        self.chromium = chromium
        # A phone with script switched off; axe needs script, so it reads a copy of the page.
        phone = {"width": 360, "height": 740}
        self.phone = chromium.new_context(
            viewport=phone, java_script_enabled=False, reduced_motion="reduce"
        )
        self.copy = chromium.new_context(viewport=phone).new_page()
        self.page = self.phone.new_page()

    @contextmanager
    def at_the_desk(self, role: str) -> Iterator[Page]:
        """A new browser in which somebody of the cast is logged in."""
        context = self.chromium.new_context(
            viewport={"width": 1280, "height": 900}, locale="de-DE", reduced_motion="reduce"
        )
        page = context.new_page()
        log_in(page, self.site, role)
        yield page
        context.close()

    def check(self) -> None:
        """axe finds nothing on the resident's page, in its language, and it sets no cookie."""
        self.copy.goto(self.site / "/healthz")
        self.copy.set_content(self.page.content(), wait_until="networkidle")
        check_axe(self.copy)
        check_width(self.copy, 320)
        self.copy.set_viewport_size({"width": 360, "height": 740})
        assert self.phone.cookies() == []

    def close(self) -> None:
        self.phone.close()
        self.copy.context.close()


@pytest.fixture
def walk(site_of_the_walk: Site, chromium: Browser) -> Iterator[Walk]:
    found = Walk(site_of_the_walk, chromium)
    yield found
    found.close()


def test_from_a_voice_to_a_resolution_and_the_answer_back(walk: Walk):
    code = answer_the_survey(walk)
    assert len(way_of(walk, code)) == 2  # received, and what comes next
    letter = type_in_a_letter(walk)
    order_the_voices(walk)
    assert len(way_of(walk, code)) == 4
    walk.site.move_clock("2016-09-30T10:00")
    hand_over(walk)
    propose(walk)
    walk.site.move_clock("2016-12-12T09:00")
    write_and_freeze(walk)
    walk.site.move_clock("2017-01-20T10:00")
    decide_and_answer(walk)
    walk.site.move_clock("2017-01-30T09:00")
    submit(walk)
    walk.site.move_clock("2017-03-22T18:00")
    resolve(walk)
    walk.site.move_clock("2018-06-30T18:00")
    report(walk)
    see_what_became_of_it(walk, code)
    take_back(walk, letter)


def answer_the_survey(walk: Walk) -> str:
    """1: a resident says something in Arabic, without account, cookie or script."""
    page = walk.page
    page.goto(walk.site / f"/ar{PROCESS}")
    press(page, f'main a[href="/ar{PROCESS}befragung/"]')
    assert page.locator("html").get_attribute("dir") == "rtl"
    walk.check()
    press(page, "main form button")  # an empty form says what to do
    assert page.locator("main .errors").count() == 1
    walk.check()
    write(page, "q3", VOICE)
    press(page, "main form button")
    code = "".join(page.locator("#receipt").inner_text().split())
    assert len(code) == 20
    walk.check()
    return code


def way_of(walk: Walk, code: str) -> list[str]:
    """What the receipt shows, typed in Arabic digits: the stations of its way."""
    page = walk.page
    page.goto(walk.site / "/ar/beitrag/")
    walk.check()
    write(page, "receipt", code.translate(ARABIC_DIGITS))
    press(page, "main form button")
    walk.check()
    return page.locator("main ol.path > li h3").all_inner_texts()


def type_in_a_letter(walk: Walk) -> str:
    """2: a clerk types in a letter and reads out its receipt."""
    with walk.at_the_desk("clerk") as page:
        page.goto(walk.site / "/desk/erfassung/integrationskonzept/")
        check_axe(page)
        write(page, "channel", "Brief")
        write(page, "received_on", "2016-09-13")
        write(page, "q2", LETTER)
        press(page, "main form button")
        check_axe(page)
        return "".join(page.locator("#receipt").inner_text().split())


def order_the_voices(walk: Walk) -> None:
    """3: a coder reads both, translates, publishes, and finds the theme in them."""
    with walk.at_the_desk("coder") as page:
        open_contribution(walk, page, VOICE)
        check_axe(page)
        open_fold(page, "neues-thema")
        write(page, "title", THEME)
        write(page, "field", FIELD)
        send(page, "neues-thema")
        open_fold(page, "uebersetzung")
        write(page, "language", "Deutsch")
        tab_into(page, 'form[action$="/uebersetzung/"] textarea')
        page.keyboard.type(GERMAN)
        send(page, "uebersetzung")
        send(page, "veroeffentlichen")
        open_contribution(walk, page, LETTER)
        tab_to(page, THEME, at_most=250)
        page.keyboard.press("Space")
        send(page, "zuordnen")
        send(page, "veroeffentlichen")
        check_axe(page)


def open_contribution(walk: Walk, page: Page, words: str) -> None:
    page.goto(walk.site / "/desk/beitraege/")
    write(page, "suche", words[:20])
    press(page, "form.filter button")
    assert page.locator("main table tbody tr").count() == 1
    press(page, "main table a")


def open_fold(page: Page, part: str) -> None:
    """Open what is folded away around a form."""
    tab_into(page, f'details:has(form[action$="/{part}/"]) > summary')
    page.keyboard.press("Enter")


def send(page: Page, part: str) -> None:
    """Press the button of the form that goes to that address."""
    press(page, f'form[action$="/{part}/"] button')


def hand_over(walk: Walk) -> None:
    """3: the coordinator hands the themes over to the field groups."""
    with walk.at_the_desk("coordinator") as page:
        page.goto(walk.site / "/desk/themen/integrationskonzept/")
        check_axe(page)
        press(page, 'main a[href$="/uebergeben/"]')
        check_axe(page)
        press(page, "main form button")


def propose(walk: Walk) -> None:
    """4: a facilitator writes a goal and a measure, and says where it comes from."""
    with walk.at_the_desk("facilitator") as page:
        page.goto(walk.site / "/desk/ziele/integrationskonzept/neu/")
        write(page, "title", GOAL)
        write(page, "field", FIELD)
        press(page, "main form button")
        page.goto(walk.site / "/desk/massnahmen/integrationskonzept/neu/")
        check_axe(page)
        write(page, "title", MEASURE)
        write(page, "field", FIELD)
        write(page, "ends", "Q4 2018")
        press(page, "main form:has([name=title]) button")
        press(page, 'main a[href$="/herkunft/"]')
        check_axe(page)
        write(page, "suche", THEME)
        press(page, "form.filter button")
        tick(page, "main form[method=post] input[type=radio]")
        press(page, "main form[method=post] button")
        assert THEME in page.locator("main").inner_text()
        check_axe(page)
        page.goto(walk.site / "/desk/luecken/integrationskonzept/")
        check_axe(page)


def write_and_freeze(walk: Walk) -> None:
    """4 and 5: goal and measure go into the draft, an editor writes, the coordinator freezes."""
    with walk.at_the_desk("coordinator") as page:
        page.goto(walk.site / "/desk/massnahmen/integrationskonzept/alle/?stand=planned")
        check_axe(page)
        press(page, "main form[method=post] button")
    with walk.at_the_desk("editor") as page:
        page.goto(walk.site / "/desk/konzept/integrationskonzept/neu/")
        write(page, "number", "1")
        write(page, "title", FIELD)
        write(page, "text", "Hier wohnen viele Menschen.\n\nSie sagen, was fehlt.")
        write(page, "renders", "Ziele und Maßnahmen")
        write(page, "field", FIELD)
        press(page, "main form button")
    with walk.at_the_desk("coordinator") as page:
        page.goto(walk.site / "/desk/konzept/integrationskonzept/")
        check_axe(page)
        press(page, 'main a[href$="/einfrieren/"]')
        check_axe(page)
        write(page, "number", "0.9")
        write(page, "state", "öffentlicher Entwurf")
        press(page, "main form button")
    page = walk.page
    page.goto(walk.site / f"/ar{PROCESS}konzept/")
    assert MEASURE in page.locator("main").inner_text()
    walk.check()


def decide_and_answer(walk: Walk) -> None:
    """3: the coordinator decides what becomes of the theme, says why, and answers."""
    with walk.at_the_desk("coordinator") as page:
        page.goto(walk.site / "/desk/themen/integrationskonzept/")
        tab_to(page, THEME, at_most=250)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        theme = page.url
        page.goto(f"{theme}ergebnis/")
        check_axe(page)
        write(page, "value", "aufgenommen")
        write(page, "reason", REASON)
        press(page, "main form button")
        page.goto(f"{theme}antwort/")
        write(page, "text", ANSWER)
        press(page, "main form button")
        page.goto(walk.site / "/desk/themen/integrationskonzept/veroeffentlichen/")
        check_axe(page)
        press(page, "main form button")


def submit(walk: Walk) -> None:
    """6 and 10: the paper can't be submitted while contributions are open; the lead signs."""
    with walk.at_the_desk("council-service") as page:
        page.goto(walk.site / "/desk/rat/integrationskonzept/neu/")
        write(page, "reference", "B-001/2017")
        write(page, "title", "Integrationskonzept")
        write(page, "edition", "0.9")
        press(page, "main form button")
        paper = page.url
        press(page, 'main a[href$="/punkt/neu/"]')
        write(page, "text", POINT)
        press(page, "main form button")
        press(page, 'main a[href$="/beratung/neu/"]')
        write(page, "body", "Stadtrat")
        write(page, "meets_on", "2017-03-22")
        write(page, "role", "Beschluss")
        press(page, "main form button")
        check_axe(page)
        press(page, 'main a[href$="/einbringen/"]')
        check_axe(page)
        press(page, "main form button")
        assert page.locator("main .errors").count() == 1
    with walk.at_the_desk("coordinator") as page:
        page.goto(f"{paper}ausnahme/")
        write(page, "reason", EXCEPTION)
        press(page, "main form button")
        page.goto(f"{paper}einbringen/")
        press(page, "main form button")
    page = walk.page
    page.goto(walk.site / f"/ar{PROCESS}rat/")
    assert EXCEPTION in page.locator("main").inner_text()
    walk.check()


def resolve(walk: Walk) -> None:
    """6: an amendment fails, the council decides the point."""
    with walk.at_the_desk("council-service") as page:
        page.goto(walk.site / "/desk/rat/")
        check_axe(page)
        press(page, 'main table a[href^="/desk/rat/"]')
        paper = page.url
        page.goto(f"{paper}antrag/neu/")
        write(page, "reference", "ÄA-01")
        write(page, "moved_by", "Fraktion A")
        write(page, "text", "Nur fünfzig Bäume")
        tick(page, "input[name=measures]")
        press(page, "main form button")
        press(page, 'main a[href*="/antrag/"][href$="/ergebnis/"]')
        write(page, "result", "abgelehnt")
        write(page, "in_favour", "14")
        write(page, "against", "37")
        write(page, "abstained", "4")
        press(page, "main form button")
        press(page, 'main a[href*="/beratung/"][href$="/ergebnis/"]')
        write(page, "result", "beschlossen")
        write(page, "in_favour", "-1")  # a vote of minus one
        write(page, "against", "11")
        write(page, "abstained", "6")
        press(page, "main form button")
        assert page.locator("main .errors").count() == 1
        write(page, "in_favour", "38")
        press(page, "main form button")
        page.goto(f"{paper}beschluss/")
        write(page, "result_1", "beschlossen")
        check_axe(page)
        press(page, "main form button")


def report(walk: Walk) -> None:
    """7: the coordinator reports how far the measure is."""
    with walk.at_the_desk("coordinator") as page:
        page.goto(walk.site / "/desk/umsetzung/integrationskonzept/neu/")
        write(page, "title", "Erster Bericht")
        write(page, "as_of", "2018-06-30")
        press(page, "main form button")
        check_axe(page)
        press(page, "main table a")
        choose(page, "status", "running")
        write(page, "note", NOTE)
        press(page, "main form button")
        press(page, 'form[action$="/veroeffentlichen/"] button')
        check_axe(page)


def see_what_became_of_it(walk: Walk, code: str) -> None:
    """8, 9 and 10: with the receipt the resident sees the whole way; everyone sees the numbers."""
    stations = way_of(walk, code)
    page = walk.page
    said = page.locator("main").inner_text()
    assert len(stations) >= 7
    for words in (VOICE, THEME, MEASURE, REASON, ANSWER, NOTE):
        assert words in said, f"{words} is missing"
    for path in ("stimmen/", "verbleib/", "umsetzung/", "handlungsfelder/wohnen/", ""):
        for language in ("ar", "de"):
            page.goto(walk.site / f"/{language}{PROCESS}{path}")
            walk.check()
    page.goto(walk.site / f"/de{PROCESS}stimmen/")
    press(page, 'main table a[href*="/themen/schatten"]')
    assert LETTER in page.locator("main").inner_text()
    walk.check()
    press(page, 'main a[href*="/massnahmen/"]')
    assert GERMAN in page.locator("main").inner_text()
    walk.check()


def take_back(walk: Walk, letter: str) -> None:
    """8: who wrote the letter takes it back: the words go, the voice stays counted."""
    page = walk.page
    way_of(walk, letter)
    press(page, 'form[action$="/zuruecknehmen/"] button')
    walk.check()
    tick(page, "[name=is_sure]")
    press(page, "main form:has([name=is_sure]) button")
    walk.check()
    page.goto(walk.site / f"/de{PROCESS}themen/schatten-auf-spielplaetzen/")
    said = page.locator("main").inner_text()
    assert LETTER not in said
    assert page.locator("main .days b").inner_text() == "2"
