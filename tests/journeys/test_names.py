"""What a screen reader is told: names, landmarks and live regions, read from the browser's own tree;
and what a keyboard meets: every stop seen, hidden by nothing, in the order of the page."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.eyes import ZOOMED, faults_of
from tests.journeys.hands import Site, log_in

pytestmark = pytest.mark.looks
PROCESS = "/verfahren/integrationskonzept/"

LANDMARKS = ("banner", "navigation", "main", "contentinfo", "complementary", "region", "search")
CONTROLS = (
    *("button", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "link"),
    *("DisclosureTriangle", "listbox", "switch", "slider", "dialog", "alertdialog"),
)
LIVE = ("status", "alert", "log")
# What is around every page, in the order in which it is read out; what else is around it comes
# between.
FRAME = {
    "de": (
        ("complementary", "Hinweis"),
        ("banner", ""),
        ("navigation", "Hauptmenü"),
        ("DisclosureTriangle", "Sprache: Deutsch"),
        ("button", "Kontrast"),
        ("main", ""),
        ("contentinfo", ""),
        ("navigation", "Menü am Ende der Seite"),
    ),
    "ar": (
        ("complementary", "تنبيه"),
        ("banner", ""),
        ("navigation", "القائمة الرئيسية"),
        ("DisclosureTriangle", "اللغة: العربية"),
        ("button", "التباين"),
        ("main", ""),
        ("contentinfo", ""),
        ("navigation", "القائمة في نهاية الصفحة"),
    ),
}
# What one can do in the middle of a page, with what is said beside the name. The log-in comes in
# the browser's language: this one's is English.
FORMS = {
    "/de/beitrag/": [
        ("textbox", "Ihre Nummer", "20 Ziffern. Leerzeichen und Striche stören nicht."),
        ("button", "Finden", ""),
    ],
    "/desk/konto/anmelden/": [
        ("textbox", "Email", ""),
        ("textbox", "Password", "Forgot your password?"),
        ("button", "Log in", ""),
    ],
}


def _tree(page: Page) -> list[dict[str, Any]]:
    """The nodes of the accessibility tree in the order of reading."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {node["nodeId"]: node for node in nodes}

    def below(node: dict[str, Any]) -> list[dict[str, Any]]:
        own = [] if node.get("ignored") else [node]
        children = [known[number] for number in node.get("childIds", ()) if number in known]
        return own + [found for child in children for found in below(child)]

    return below(nodes[0])


def _row(node: dict[str, Any]) -> tuple[str, str]:
    return node["role"]["value"], " ".join(node.get("name", {}).get("value", "").split())


def _said_beside(node: dict[str, Any]) -> str:
    return str(node.get("description", {}).get("value", ""))


def _in_order(wanted: tuple[tuple[str, str], ...], rows: list[tuple[str, str]]) -> list[str]:
    """What is missing, or stands elsewhere."""
    rest = iter(rows)
    return [f"{role} {name!r}" for role, name in wanted if (role, name) not in rest]


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("path", ["/", PROCESS, "/beitrag/", "/barrierefreiheit/melden/"])
def test_what_is_around_a_page_is_read_out(
    site_at_the_end: Site, page: Page, language: str, path: str
):
    page.goto(site_at_the_end / f"/{language}{path}")
    nodes = _tree(page)
    rows = [_row(node) for node in nodes]
    assert _in_order(FRAME[language], rows) == []
    landmarks = [row for row in rows if row[0] in LANDMARKS]
    assert len(set(landmarks)) == len(landmarks), "two landmarks with the same name"
    nameless = [role for role, name in rows if role in CONTROLS and not name]
    assert nameless == []
    # What is there from the start is read like everything else; only what comes later is called.
    assert [row for row in rows if row[0] == "alert"] == []
    levels = [
        prop["value"]["value"]
        for node in nodes
        if node["role"]["value"] == "heading"
        for prop in node.get("properties", ())
        if prop["name"] == "level"
    ]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("path", FORMS)
def test_what_one_can_do_is_read_out(site_at_the_end: Site, page: Page, path: str):
    page.goto(site_at_the_end / path)
    rows = [_row(node) for node in _tree(page)]
    middle = rows[rows.index(("main", "")) : rows.index(("contentinfo", ""))]
    fields = [row for row in middle if row[0] in ("textbox", "button", "checkbox", "radio")]
    assert fields == [(role, name) for role, name, _beside in FORMS[path]]
    beside = {_row(node): _said_beside(node) for node in _tree(page)}
    for role, name, said in FORMS[path]:
        assert said in beside[role, name]


def test_a_fault_is_called_out_and_led_to(site_at_the_end: Site, page: Page):
    """After wrong input: an alert with a link to the field, and the field says what is wrong."""
    page.goto(site_at_the_end / "/de/beitrag/")
    page.locator("[name=receipt]").fill("12")
    page.locator("[name=receipt]").press("Enter")
    page.wait_for_selector(".errors")
    nodes = _tree(page)
    assert "alert" in {_row(node)[0] for node in nodes}
    field = next(node for node in nodes if _row(node) == ("textbox", "Ihre Nummer"))
    said = {prop["name"]: prop["value"].get("value") for prop in field["properties"]}
    assert said["invalid"] == "true"
    assert "20 Ziffern" in _said_beside(field)
    page.locator(".errors a").first.press("Enter")
    assert page.evaluate("document.activeElement.name") == "receipt"
    assert faults_of(page) == []


# Two frames later the browser has scrolled to where the focus is.
_STOP = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const el = document.activeElement, box = el.getBoundingClientRect(), style = getComputedStyle(el);
  if (el === document.body || el === document.documentElement) return null;
  const at = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].map(([x, y]) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  const label = el.labels && el.labels[0];
  const order = window.stops ??= [];
  const last = order.at(-1);
  const isNew = !order.includes(el);
  const goesOn = !last || !!(last.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING);
  order.push(el);
  return {
    what: el.outerHTML.slice(0, 100), isNew, goesOn,
    seen: at.some(top => top && (el.contains(top) || top.contains(el) || (label && label.contains(top)))),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def _walked(page: Page, at_most: int = 400) -> tuple[int, list[str]]:
    """Tab from the top of the page to its end; how many stops, and which are bad."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("window.stops = []")
    faults = []
    for count in range(at_most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or not stop["isNew"]:
            return count, faults
        for what in ("seen", "outlined", "inView", "goesOn"):
            if not stop[what]:
                faults.append(f"not {what}: {stop['what']}")
    return at_most, [*faults, "the keyboard never comes out"]


@pytest.mark.parametrize(
    ("path", "zoomed"),
    [
        ("/de/", False),
        (f"/ar{PROCESS}", False),
        (f"/de{PROCESS}umsetzung/", True),
        ("/de/barrierefreiheit/melden/", True),
    ],
)
def test_every_stop_of_the_keyboard_is_seen(
    site_at_the_end: Site, page: Page, path: str, zoomed: bool
):
    if zoomed:
        page.set_viewport_size(ZOOMED)
    page.goto(site_at_the_end / path)
    count, faults = _walked(page)
    assert faults == []
    assert count > 20


def test_every_stop_at_the_desk_is_seen(site_at_the_end: Site, chromium: Browser):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    log_in(page, site_at_the_end, "coordinator")
    for path in ("/desk/barrierefreiheit/erklaerung/", "/desk/plan/"):
        page.goto(site_at_the_end / path)
        count, faults = _walked(page)
        assert faults == [] and count > 20, path
    context.close()


def test_the_first_stop_skips_to_the_content(site_at_the_end: Site, page: Page):
    page.goto(site_at_the_end / f"/de{PROCESS}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_list_of_languages_opens_and_closes_by_keyboard(site_at_the_end: Site, page: Page):
    page.goto(site_at_the_end / f"/de{PROCESS}")
    summary = page.locator(".langs > summary")
    summary.focus()
    assert not page.locator(".langs a").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator(".langs a").first.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.langs') !== null")
    assert page.evaluate("document.activeElement.lang") == "de"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert not page.locator(".langs a").first.is_visible()
