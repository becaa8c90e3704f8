"""What a person does with a page: keys only; and what a checker asks of it."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from ratschlag.demo.cast import PASSWORD
from tests.house import ROOT

SWITCHES = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_NAME_OF_FOCUS = """() => {
  const el = document.activeElement;
  const label = el.labels && el.labels[0] ? el.labels[0].innerText : "";
  const name = el.getAttribute("aria-label") || label || el.innerText || el.name || "";
  return el === document.body ? "" : name.replace(/\\s+/g, " ").trim();
}"""
_FOCUS_IS_SEEN = """() => {
  const el = document.activeElement, box = el.getBoundingClientRect();
  const style = getComputedStyle(el);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return outlined && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


@dataclass(frozen=True)
class Site:
    """Where the site is, and the environment in which its command runs."""

    address: str
    environment: Mapping[str, str]

    def __truediv__(self, path: str) -> str:
        return f"{self.address}{path}"

    def move_clock(self, to: str) -> None:
        """`ratschlag clock`: move the demo's clock forward."""
        command = [sys.executable, "-m", "ratschlag.cli", "clock", to]
        subprocess.run(command, env=dict(self.environment), check=True, capture_output=True)


def _is_focus_seen(page: Page) -> bool:
    """Whether what has the focus is outlined and in view; a browser scrolls to it in its own time."""
    for _moment in range(20):
        if page.evaluate(_FOCUS_IS_SEEN):
            return True
        page.wait_for_timeout(50)
    return False


def tab_to(page: Page, name: str, *, at_most: int = 120) -> None:
    """Press Tab until what is focused has that name; it must be seen then."""
    page.wait_for_load_state()  # what was clicked before may have brought another page
    seen = []
    for _step in range(at_most):
        page.keyboard.press("Tab")
        found = page.evaluate(_NAME_OF_FOCUS)
        seen.append(found)
        if found == name:
            assert _is_focus_seen(page), f"the focus on {name!r} can't be seen"
            return
    raise AssertionError(f"no {name!r} among {seen}")


def follow(page: Page, name: str) -> None:
    """Go to a link or button by Tab and press Enter."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page: Page, label: str, text: str) -> None:
    """Go to a field by Tab, replace what stands there."""
    tab_to(page, label)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


_FOCUS_IS = "wanted => document.activeElement.matches(wanted)"


def tab_into(page: Page, selector: str, *, at_most: int = 250) -> None:
    """Press Tab until what is focused matches the selector; it must be seen then."""
    page.wait_for_load_state()
    page.locator(selector).first.wait_for(state="attached")
    for _step in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUS_IS, selector):
            assert _is_focus_seen(page), f"the focus on {selector!r} can't be seen"
            return
    raise AssertionError(f"Tab never comes to {selector!r} on {page.url}")


def press(page: Page, selector: str, *, key: str = "Enter") -> None:
    """Go by Tab to a link or button and press it; another page comes."""
    tab_into(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page: Page, name: str, text: str) -> None:
    """Go by Tab to the field with that name and type; a list is gone through by arrow keys."""
    field = f'[name="{name}"]'
    tab_into(page, field)
    if page.evaluate("document.activeElement.type") == "date":
        _type_day(page, field, text)
    elif page.evaluate("document.activeElement.tagName") == "SELECT":
        _choose_from_list(page, text)
    else:
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def _choose_from_list(page: Page, text: str) -> None:
    """Press the arrow key until what is chosen begins with the text."""
    chosen = "document.activeElement.selectedOptions[0].innerText.trim()"
    page.keyboard.press("Home")
    for _option in range(100):
        if page.evaluate(chosen).startswith(text):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{text!r} is not in the list")


def _type_day(page: Page, field: str, day: str) -> None:
    """Type a day (2016-09-15) in the order that this browser's field for days wants."""
    year, month, number = day.split("-")
    for typed in (f"{month}{number}{year}", f"{number}{month}{year}"):
        page.keyboard.type(typed)
        if page.locator(field).input_value() == day:
            return
        for _part in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{day} can't be typed into {field}")


def tick(page: Page, selector: str) -> None:
    """Go by Tab to a box or to a group of choices and choose it with the space bar."""
    tab_into(page, selector)
    page.keyboard.press("Space")


def choose(page: Page, name: str, value: str) -> None:
    """Go by Tab to a group of choices and choose one with the arrow keys."""
    tab_into(page, f'input[type=radio][name="{name}"]')
    page.keyboard.press("Space")
    for _choice in range(50):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} has no choice {value!r}")


def log_in(page: Page, site: Site, role: str) -> None:
    """Log in as someone of the cast, by keyboard."""
    page.goto(site / "/desk/")
    page.locator("[name=login]").focus()
    page.keyboard.type(f"{role}@ratschlag.example")
    page.locator("[name=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(site / "/desk/")


def check_axe(page: Page) -> None:
    """axe finds nothing: WCAG 2.2 A and AA, and its best practices."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(found => found.violations)", TAGS
    )
    faults = [
        f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"][:3]
    ]
    assert faults == [], f"{page.url}: {faults}"


def check_width(page: Page, width: int) -> None:
    """Nothing scrolls sideways at that width."""
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{page.url} is {wide} wide at {width}"
