"""What a person does with a page: keys only; and what a checker asks of it."""

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
    """Where the site is."""

    address: str

    def __truediv__(self, path: str) -> str:
        return f"{self.address}{path}"


def tab_to(page: Page, name: str, *, at_most: int = 120) -> None:
    """Press Tab until what is focused has that name; every stop on the way must be seen."""
    seen = []
    for _step in range(at_most):
        page.keyboard.press("Tab")
        found = page.evaluate(_NAME_OF_FOCUS)
        seen.append(found)
        if found == name:
            assert page.evaluate(_FOCUS_IS_SEEN), f"the focus on {name!r} can't be seen"
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
