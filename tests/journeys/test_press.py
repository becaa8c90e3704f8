"""The press officer's day by keyboard: write, check by a second person, embargo, publish, correct."""

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
    write,
)

HEADLINE = "Bibliothek fragt mit"
PLACE = "/presse/2016/489/"


@contextmanager
def desk_of(chromium: Browser, site: Site, role: str) -> Iterator[Page]:
    """A profile of their own for each person, so that nobody checks what they wrote."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    log_in(page, site, role)
    yield page
    context.close()


def _go(page: Page, address: str) -> None:
    """A link of the page, by keyboard."""
    press(page, f'a[href="{address}"]')


def _push(page: Page, step: str) -> None:
    """The button of a step."""
    press(page, f'form[action$="/{step}/"] button')


def _type_time(page: Page, hour: int) -> None:
    """In the order that this browser's field for times wants."""
    field = '[name="time"]'
    tab_into(page, field)
    for typed in (f"{hour - 12:02}00PM", f"{hour:02}00"):
        page.keyboard.type(typed)
        if page.locator(field).input_value() == f"{hour:02}:00":
            return
        for _part in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError("the time can't be typed")


def _write_it(page: Page, site: Site) -> str:
    """The press officer writes, mistakes a fact, mends it; returns the address at the desk."""
    page.goto(site / "/desk/presse/")
    check_axe(page)
    _go(page, "/desk/presse/neu/")
    check_axe(page)
    write(page, "process", "Integrationskonzept")
    write(page, "headline", HEADLINE)
    write(page, "teaser", "Bis zum {{ survey:ideen:deadline }} liegen Bögen in der Bibliothek.")
    write(page, "facts", "Befragung: {{ survey:ideen:window }}")
    write(page, "body", "Wer mag, **schreibt** dort. {{ event:nie }}")
    write(page, "publisher", "Pressestelle")
    press(page, "main form[novalidate] button[type=submit]")
    assert page.get_by_role("alert").is_visible()
    assert "{{ event:nie }}" in page.get_by_role("alert").inner_text()
    check_axe(page)
    write(page, "body", "Wer mag, **schreibt** dort.")
    press(page, "main form[novalidate] button[type=submit]")
    assert "25. September 2016" in page.locator("#vorschau").inner_text()
    assert page.locator('form[action$="/geprueft/"]').count() == 0
    check_axe(page)
    check_width(page, 360)
    page.set_viewport_size({"width": 1280, "height": 900})
    return page.url


def _put_under_embargo(page: Page, address: str) -> None:
    page.goto(address)
    press(page, 'a[href$="/termin/"]')
    choose(page, "kind", "embargoed")
    write(page, "day", "2016-09-13")
    _type_time(page, 18)
    press(page, "main form[novalidate] button[type=submit]")
    assert page.locator(".wrong [name=day]").count() == 1
    check_axe(page)
    write(page, "day", "2016-09-14")
    press(page, "main form[novalidate] button[type=submit]")
    assert "18:00" in page.locator("main").inner_text()


def _read_it(page: Page, site: Site) -> None:
    """Everyone finds it in the list, in German and from right to left."""
    page.goto(site / "/de/presse/")
    write(page, "q", "bibliothek")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=bibliothek**")
    check_axe(page)
    _go(page, f"/de{PLACE}")
    assert page.locator("h1").inner_text() == HEADLINE
    assert "5. bis 25. September 2016" in page.locator(".facts").inner_text()
    for language in ("de", "ar"):
        page.goto(site / f"/{language}{PLACE}")
        check_axe(page)
        check_width(page, 360)
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.browser
def test_the_press_officers_day(chromium: Browser, site_of_the_walk: Site, page: Page):
    site = site_of_the_walk
    with desk_of(chromium, site, "press") as officer:
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        address = _write_it(officer, site)
        with desk_of(chromium, site, "coordinator") as second:
            second.goto(address)
            _push(second, "geprueft")
        _put_under_embargo(officer, address)
        assert page.goto(site / f"/de{PLACE}").status == 404
        faults.clear()
        site.move_clock("2016-09-14T18:01")
        for _second in range(60):
            if page.goto(site / f"/de{PLACE}").status == 200:
                break
            page.wait_for_timeout(1000)
        faults.clear()
        _read_it(page, site)
        officer.goto(address)
        press(officer, 'a[href$="/berichtigen/"]')
        write(officer, "text", "Die Bögen liegen auch im Bürgerhaus.")
        press(officer, "main form[novalidate] button[type=submit]")
        check_axe(officer)
    page.goto(site / f"/de{PLACE}")
    assert "Bürgerhaus" in page.locator("main").inner_text()
    check_axe(page)
    assert faults == []
