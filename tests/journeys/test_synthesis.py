"""Reading with the machine beside one: thirty contributions of the model case coded by keyboard
alone, themes merged and split, then ten more come, and what was decided stays."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ratschlag.synthesis.queries.machine import is_there
from tests.journeys.conftest import demo_at
from tests.journeys.hands import Site, check_axe, check_width, log_in, press, tab_into, write

BOARD = "/desk/themen/integrationskonzept/"
RUNS = f"{BOARD}auswertung/"
FIRST, MORE = 30, 10
LANGUAGES = ("de", "en", "ar", "uk", "ru")
NEW_THEME = "Was nur wenige sagen"
_PATIENCE = 120_000
_READY = 'main form[action$="/uebernehmen/"] button'

# In the demo's own process: what its people said comes in again, and how it is coded now.
_COME_IN = """
import json, sys
from ratschlag.cli.environment import load_environment, start_django
load_environment()
start_django()
from ratschlag.contributions.models import Contribution
from ratschlag.demo.case import data
from ratschlag.journal.queries import domain_now
from ratschlag.process.models import Process
rows = [row for row in data("contributions")["contribution"] if row["text"]]
rows.sort(key=lambda row: (row["language"] not in sys.argv[3].split(), row["key"]))
for row in rows[int(sys.argv[1]):int(sys.argv[2])]:
    Contribution.objects.create(
        process=Process.objects.get(), text=row["text"], language=row["language"],
        channel=row["channel"], received_on=domain_now().date(),
    )
"""
_DECIDED = """
import json
from ratschlag.cli.environment import load_environment, start_django
load_environment()
start_django()
from ratschlag.synthesis.models import Coding
found = Coding.objects.filter(state="accepted").values_list("contribution", "theme")
print(json.dumps(sorted(map(list, found))))
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A demo of its own in which nobody has said anything yet."""
    if not is_there():
        pytest.skip("without ratschlag[synthesis] there is no machine to read beside one")
    with demo_at("T0", tmp_path) as site:
        yield site


def in_the_demo(site: Site, script: str, *words: object) -> str:
    command = [sys.executable, "-c", script, *map(str, words)]
    environment = {"DJANGO_SETTINGS_MODULE": "ratschlag.settings", **site.environment}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def come_in(site: Site, first: int, last: int) -> None:
    in_the_demo(site, _COME_IN, first, last, " ".join(LANGUAGES))


def decided(site: Site) -> dict[int, int]:
    """In which theme each contribution stands, by a person's decision."""
    return dict(json.loads(in_the_demo(site, _DECIDED)))


def run_in_full(page: Page, site: Site) -> None:
    """Ask for a full run; the page shows how far it is, and the result by itself."""
    page.goto(site / RUNS)
    press(page, f'main form[action="{RUNS}starten/"] button')
    assert page.locator("[data-run]").count() == 1
    page.locator(_READY).wait_for(timeout=_PATIENCE)
    check_axe(page)


def take_over(page: Page) -> None:
    press(page, _READY)
    assert page.locator(_READY).count() == 0


def wait_for_proposals(page: Page, site: Site) -> None:
    """What was taken over comes to the desk within seconds."""
    for _look in range(60):
        page.goto(site / BOARD)
        people = page.locator(".board .n").evaluate_all(
            "all => all.map(one => parseInt(one.lastChild.data, 10))"
        )
        if sum(people) >= FIRST / 2:
            return
        page.wait_for_timeout(1000)
    raise AssertionError("nothing was proposed")


def code(page: Page, site: Site, count: int) -> None:
    """One contribution after the other, a key for each: accept what is proposed first and go on;
    where nothing is proposed, tick the first theme and assign."""
    page.goto(site / "/desk/beitraege/")
    press(page, "main a.go")
    check_axe(page)
    check_width(page, 360)
    page.set_viewport_size({"width": 1280, "height": 900})
    for _one in range(count):
        if page.locator('main [accesskey="a"]').count():
            with page.expect_navigation():
                page.keyboard.press("a")
            continue
        tab_into(page, ".side .themes input")
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("z")
        if page.locator('main [accesskey="w"]').count():
            with page.expect_navigation():
                page.keyboard.press("w")


def merge_two(page: Page, site: Site) -> str:
    """Tick two themes on the board and merge them; returns the title of the one that stays."""
    page.goto(site / BOARD)
    check_axe(page)
    check_width(page, 360)
    page.set_viewport_size({"width": 1280, "height": 900})
    for _theme in range(2):
        tab_into(page, ".board input[type=checkbox]:not(:checked)")
        page.keyboard.press("Space")
    assert page.locator("[data-ticked]").inner_text() == "2"
    page.locator("#auswahl button").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check_axe(page)
    press(page, "main form button")
    assert page.locator(".messages").count() == 1
    return page.locator("h1").inner_text()


def split_one(page: Page) -> None:
    """On the sheet of a theme: tick one contribution, name the new theme."""
    check_axe(page)
    tab_into(page, '#verschieben input[type="checkbox"]')
    page.keyboard.press("Space")
    write(page, "title", NEW_THEME)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".messages").count() == 1


def test_decisions_stay_when_more_people_speak(site: Site, page: Page):
    come_in(site, 0, FIRST)
    page.emulate_media(reduced_motion="reduce")
    log_in(page, site, "coordinator")
    run_in_full(page, site)
    take_over(page)
    wait_for_proposals(page, site)
    code(page, site, FIRST)
    before = decided(site)
    assert len(before) == FIRST
    stays = merge_two(page, site)
    split_one(page)
    before = decided(site)

    come_in(site, FIRST, FIRST + MORE)
    run_in_full(page, site)
    check_width(page, 360)
    page.set_viewport_size({"width": 1280, "height": 900})
    newest = page.locator('[aria-labelledby="earlier"] tbody tr').first
    assert newest.locator("td").nth(1).inner_text() == str(FIRST + MORE)
    take_over(page)
    after = decided(site)
    assert {text: after.get(text) for text in before} == before
    page.goto(site / BOARD)
    titles = page.locator(".board h3").all_inner_texts()
    assert {stays, NEW_THEME} <= set(titles)

    for path in ("bild/", "abdeckung/"):
        page.goto(site / f"{BOARD}{path}")
        check_axe(page)
        check_width(page, 360)
