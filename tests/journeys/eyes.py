"""What a checker sees on a page that is loaded already: one look each, faults as sentences."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.hands import AXE, TAGS

# Colours alone change with light and contrast, so only these rules are asked again then.
COLOURS = ("color-contrast", "link-in-text-block")
ZOOMED = {"width": 320, "height": 256}  # 1280 × 1024 at 400 % (WCAG 1.4.10)

_RUN = "options => axe.run(document, options).then(found => found.violations)"
# WCAG 1.4.12, word for word; `!important` as a reader's own style sheet would say it.
_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
_CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(el => {
  const style = getComputedStyle(el);
  const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  if (!hides || el.clientWidth <= 1 || !el.innerText?.trim() || el.closest("svg")) return false;
  return el.scrollHeight > el.clientHeight + 1 || el.scrollWidth > el.clientWidth + 1;
}).map(el => el.outerHTML.slice(0, 120))"""
# Without colours a control is known by its border, its underline or the browser's own look.
_BARE = """() => [...document.querySelectorAll("button, input, select, textarea, summary, main a, .kern-btn")]
  .filter(el => {
    const style = getComputedStyle(el), box = el.getBoundingClientRect();
    if (box.width < 2 || style.visibility === "hidden" || el.type === "hidden") return false;
    if (["checkbox", "radio", "file", "range", "color"].includes(el.type)) return false;
    const bordered = ["Top", "Right", "Bottom", "Left"].some(side =>
      parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none");
    const lined = [el, ...el.querySelectorAll("*")].some(part =>
      getComputedStyle(part).textDecorationLine.includes("underline"));
    return !bordered && !lined && el.tagName !== "SUMMARY" && !inHeading(el) && !coloured(style);
    function inHeading(el) { return el.closest("svg, nav, .brand, .top, .foot, ol, ul, table, dl") !== null; }
    function coloured(style) { return style.color !== getComputedStyle(document.body).color; }
  }).map(el => el.outerHTML.slice(0, 120))"""
_MOVES = """() => [...document.querySelectorAll("*")].filter(el => {
  const style = getComputedStyle(el), times = `${style.transitionDuration}, ${style.animationDuration}`;
  return times.split(", ").some(time => parseFloat(time) > 0.01) || style.scrollBehavior === "smooth";
}).map(el => el.outerHTML.slice(0, 80))"""
# Letters of another script stand in an element that says which language they are.
_UNMARKED = """() => {
  const scripts = [[/\\p{Script=Arabic}{3}/u, ["ar", "fa"]], [/\\p{Script=Cyrillic}{3}/u, ["ru", "uk"]]];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const lang = text.parentElement.closest("[lang]").getAttribute("lang").slice(0, 2);
    for (const [letters, languages] of scripts)
      if (letters.test(text.data) && !languages.includes(lang)) found.push(`${lang}: ${text.data.trim().slice(0, 60)}`);
  }
  return found;
}"""


def faults_of(page: Page, *rules: str) -> list[str]:
    """What axe finds: by WCAG 2.2 AA and its best practices, or by these rules only."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate(_RUN, options)
    return [
        f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"][:3]
    ]


def wide(page: Page) -> list[str]:
    """Whether the page scrolls sideways."""
    wanted = page.viewport_size["width"] if page.viewport_size else 0
    found = page.evaluate("document.documentElement.scrollWidth")
    return [f"{found} wide at {wanted}"] if found > wanted else []


def tight(page: Page) -> list[str]:
    """What can't be read any more when lines, letters and words stand further apart."""
    style = page.add_style_tag(content=_SPACING)
    found = [f"cut off: {what}" for what in page.evaluate(_CUT_OFF)] + wide(page)
    style.evaluate("style => style.remove()")
    return found


def bare(page: Page) -> list[str]:
    """Which controls can't be told from text when the reader's own colours are forced."""
    return [f"bare in forced colours: {what}" for what in page.evaluate(_BARE)]


def moving(page: Page) -> list[str]:
    """What moves although the reader asked for less."""
    return [f"moves: {what}" for what in page.evaluate(_MOVES)]


def unmarked(page: Page) -> list[str]:
    """Which words in another script don't say in which language they are."""
    return [f"no language: {what}" for what in page.evaluate(_UNMARKED)]
