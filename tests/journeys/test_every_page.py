"""Every page there is, looked at once: axe in every light and direction, zoom, spacing, HTML."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ratschlag.city.rules import direction, html_language
from tests import cast
from tests.house import ROOT
from tests.journeys.eyes import COLOURS, ZOOMED, bare, faults_of, moving, tight, unmarked, wide
from tests.journeys.hands import Site, log_in
from tests.journeys.pages import FULL, ON_THE_WAY, Sheet, crawled, listed, wanted_names
from tests.journeys.small_city import OWNER

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
COMPARED = "/de/verfahren/integrationskonzept/konzept/1.0/?vergleich=0.9"
WIDE = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Everything:
    """Every page, the names of addresses that were met, and who looks at which page."""

    sheets: list[Sheet]
    met: set[str]
    visitor: Page
    staff: dict[str, Page]

    def seen_by(self, sheet: Sheet) -> Page:
        return self.staff[sheet.site.address] if sheet.is_desk else self.visitor

    @property
    def public(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not sheet.is_desk]


@pytest.fixture(scope="module")
def everything(
    chromium: Browser, site_at_the_end: Site, small_city: tuple[Site, dict[str, str]]
) -> Iterator[Everything]:
    """Found anew each time, from link to link and by the tables."""
    small, paths = small_city
    # The policy is by-passed only for the test's own style of wider text; nothing moves, so that
    # colours are read when they have come to rest.
    profiles = [
        chromium.new_context(viewport=WIDE, bypass_csp=True, reduced_motion="reduce")
        for _who in range(3)
    ]
    visitor, end, owner = [profile.new_page() for profile in profiles]
    log_in(end, site_at_the_end, "superuser")
    _enter(owner, small)
    public, met = crawled(site_at_the_end, visitor.request.get, "/de/")
    desk, at_desk = crawled(site_at_the_end, end.request.get, "/desk/")
    met |= at_desk
    log_in_page = Sheet("account_login", small, paths["account_login"])
    # Another look of a page that is there already.
    public.append(Sheet("concept:edition", site_at_the_end, COMPARED))
    rest = listed(small, owner.request.get, paths, met)
    yield Everything(
        [*public, *desk, *rest, log_in_page],
        met | set(paths),
        visitor,
        {site_at_the_end.address: end, small.address: owner},
    )
    for profile in profiles:
        profile.close()


def _enter(page: Page, site: Site) -> None:
    page.goto(site / "/desk/")
    page.locator("[name=login]").fill(OWNER)
    page.locator("[name=password]").fill(cast.PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(site / "/desk/")


def test_no_page_is_forgotten(everything: Everything):
    assert wanted_names() - everything.met - set(ON_THE_WAY) == set()
    # What is excused is there, and is excused for a reason that still holds.
    assert set(ON_THE_WAY) <= wanted_names()
    assert {"portal:process", "survey:survey", "desk:today"} <= {s.name for s in everything.sheets}


def test_every_public_page_is_clean_in_german(everything: Everything):
    page, faults = everything.visitor, {}
    for sheet in everything.public:
        page.set_viewport_size(WIDE)
        _open(page, sheet.address, "de")
        found = faults_of(page) + unmarked(page) + moving(page)
        found += _in_other_lights(page)
        page.emulate_media(forced_colors="active")
        found += bare(page)
        page.emulate_media(forced_colors="none")
        page.set_viewport_size(ZOOMED)
        found += wide(page) + tight(page) + faults_of(page, "target-size")
        if found:
            faults[sheet.path] = found
    assert faults == {}


@pytest.mark.parametrize("language", ["ar", "de-easy"])
def test_every_public_page_is_clean(everything: Everything, language: str):
    page, faults = everything.visitor, {}
    page.set_viewport_size(ZOOMED)
    for sheet in everything.public:
        if "/de/" not in sheet.path:
            continue
        _open(page, sheet.in_language(language), language)
        if found := faults_of(page) + wide(page) + tight(page) + unmarked(page):
            faults[sheet.path] = found
    assert faults == {}


def test_every_page_of_the_desk_is_clean(everything: Everything):
    faults = {}
    for sheet in everything.sheets:
        if sheet.is_desk:
            page = everything.seen_by(sheet)
            page.set_viewport_size(WIDE)
            _open(page, sheet.address, "de")
            found = faults_of(page) + _in_other_lights(page)
            page.set_viewport_size(ZOOMED)
            found += wide(page) + faults_of(page, "target-size")
            if found:
                faults[sheet.path] = found
    assert faults == {}


def _open(page: Page, address: str, language: str) -> None:
    answer = page.goto(address)
    assert answer and answer.status in FULL, address
    frame = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    assert frame == [html_language(language), direction(language)], address
    assert page.locator("h1").count() == 1, address


def _in_other_lights(page: Page) -> list[str]:
    """Dark, and high contrast: the server sets for it just this attribute (test_visitor.py)."""
    page.emulate_media(color_scheme="dark")
    found = [f"dark: {what}" for what in faults_of(page, *COLOURS)]
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dataset.contrast = 'high'")
    return found + [f"contrast: {what}" for what in faults_of(page, *COLOURS)]


def _nu(folder: Path) -> list[str]:
    """What the Nu HTML checker calls an error in the pages of a folder, in one start of Java."""
    command = ["java", "-jar", str(CHECKER), "--errors-only", "--format", "json"]
    done = subprocess.run(
        [*command, "--exit-zero-always", str(folder)], capture_output=True, text=True, check=True
    )
    return [
        f"{Path(found['url']).name}, line {found.get('lastLine')}: {found['message']}"
        for found in json.loads(done.stderr)["messages"]
    ]


@pytest.mark.skipif(not shutil.which("java"), reason="no Java found")
def test_the_html_of_every_public_page_is_valid(everything: Everything, tmp_path: Path):
    for sheet in everything.public:
        for language in ("de", "ar", "de-easy"):
            if language == "de" or "/de/" in sheet.path:
                address = sheet.address if language == "de" else sheet.in_language(language)
                html = everything.visitor.request.get(address).text()
                name = f"{language} {len(list(tmp_path.iterdir()))} {sheet.name.replace(':', ' ')}.html"
                Path(tmp_path, name).write_text(html, "utf-8")
    Path(tmp_path, "planted.html").write_text("<!doctype html><title>x</title><p><div></p>")
    found = _nu(tmp_path)
    planted = [fault for fault in found if fault.startswith("planted")]
    assert planted and found == planted
