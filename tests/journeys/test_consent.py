"""The consent paths: without and with script, in German and Arabic, up to a counter that is asked
only after a yes and forgotten with a no."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from ratschlag.privacy.compute import calls_before
from ratschlag.privacy.rules import is_declared
from tests.journeys.conftest import demo_at
from tests.journeys.hands import Site, check_axe, check_width, log_in, tab_into

PROCESS = "/verfahren/integrationskonzept/"
LAYER = "details.consent"
YEAR = 31_536_000


def button(value: str) -> str:
    return f"{LAYER} button[value={value}]"


def cookies_of(context: BrowserContext) -> dict[str, dict]:
    return {cookie["name"]: dict(cookie) for cookie in context.cookies()}


def test_choosing_works_without_script(site: Site, chromium: Browser):
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page, hosts = context.new_page(), set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(site / f"/de{PROCESS}")
    assert cookies_of(context) == {}
    page.locator(f"{LAYER} summary").click()
    assert not page.locator(button("all")).is_visible()
    page.goto(site / f"/de{PROCESS}")  # closed is not answered
    assert cookies_of(context) == {}
    page.locator(button("necessary")).click()
    assert page.url == site / f"/de{PROCESS}"
    assert page.locator(LAYER).count() == 0
    kept = cookies_of(context)
    assert set(kept) == {"privacylayer"}
    assert abs(kept["privacylayer"]["expires"] - time.time() - YEAR) < 120
    assert (kept["privacylayer"]["httpOnly"], kept["privacylayer"]["sameSite"]) == (True, "Lax")

    page.locator("footer a[href$='/cookies/']").click()
    assert not page.locator("[name=allow]").is_checked()
    page.locator("[name=allow]").check()
    page.locator("main button[value=own]").click()
    assert page.locator("[name=allow]").is_checked()
    page.locator("footer button[value=necessary]").click()  # one press, as to say yes
    assert not page.locator("[name=allow]").is_checked()
    assert hosts == {site.address[7:]}
    context.close()


@pytest.mark.looks
@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_layer_stands_in_the_page_and_over_nothing(
    site: Site, chromium: Browser, language: str
):
    # 640 pixels are a window of 1280 at 200 % zoom.
    for width in (1280, 640, 320):
        context = chromium.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(site / f"/{language}{PROCESS}")
        assert page.evaluate("document.activeElement === document.body"), "the focus was taken"
        boxes = [page.locator(f"{LAYER} .kern-btn").nth(at).bounding_box() for at in range(3)]
        assert len({(box["width"], box["height"]) for box in boxes if box}) == 1
        layer, main = (page.locator(name).bounding_box() for name in (LAYER, "main"))
        assert layer
        assert main
        assert layer["y"] + layer["height"] <= main["y"] + 1
        heading = page.locator("main h1")
        heading.scroll_into_view_if_needed()
        assert heading.evaluate(
            "el => { const b = el.getBoundingClientRect();"
            " return el.contains(document.elementFromPoint(b.x + b.width / 2, b.y + 9)) }"
        ), "something lies over what the page is about"
        check_width(page, width)
        check_axe(page)
        page.goto(site / f"/{language}/cookies/")
        check_width(page, width)
        check_axe(page)
        context.close()


def test_the_three_answers_are_alike_and_come_in_order(site: Site, page: Page):
    page.goto(site / f"/de{PROCESS}")
    looks = page.locator(f"{LAYER} .kern-btn").evaluate_all(
        "all => all.map(el => { const s = getComputedStyle(el), l = getComputedStyle(el.firstElementChild);"
        " return [s.backgroundColor, s.borderColor, s.borderWidth, l.color, l.fontSize, l.fontWeight].join() })"
    )
    assert len(looks) == 3
    assert len(set(looks)) == 1
    page.locator(f"{LAYER} summary").focus()
    order = []
    for _press in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.value || document.activeElement.href"))
    assert order == ["all", "necessary", site / "/de/cookies/"]


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_who_asks_to_be_left_alone_is(site: Site, chromium: Browser, header: str):
    context = chromium.new_context(extra_http_headers={header: "1"})
    page = context.new_page()
    page.goto(site / f"/de{PROCESS}")
    assert page.locator(LAYER).count() == 0
    page.goto(site / "/de/cookies/")
    assert page.locator("[name=allow]").count() == 0
    assert cookies_of(context) == {}
    context.close()


def test_a_cookie_that_was_tampered_with_is_no_choice(
    site: Site, page: Page, context: BrowserContext
):
    page.goto(site / f"/de{PROCESS}")
    page.locator(button("necessary")).click()
    value = cookies_of(context)["privacylayer"]["value"]
    forged = value.replace("_-_", "_statistics_")
    assert forged != value
    context.add_cookies([{"name": "privacylayer", "value": forged, "url": site.address}])
    page.goto(site / f"/de{PROCESS}")
    assert page.locator(LAYER).is_visible()


def test_no_page_stores_what_the_registry_does_not_name(
    site: Site, page: Page, context: BrowserContext
):
    paths = ("/de/", f"/ar{PROCESS}", f"/de{PROCESS}befragung/", "/de/cookies/", "/de/beitrag/")
    for path in paths:
        page.goto(site / path)
        stored = page.evaluate(
            "async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage),"
            " ...(await indexedDB.databases()).map(d => d.name), ...(await caches.keys())]"
        )
        assert [name for name in stored if not is_declared(name)] == []
    assert cookies_of(context) == {}
    page.goto(site / "/de/")
    page.locator(button("all")).click()
    log_in(page, site, "coordinator")
    assert [name for name in cookies_of(context) if not is_declared(name)] == []
    for path in ("cookies/", "cookies/texte/", "seitenaufrufe/", "aufbewahrung/", "auskunft/"):
        page.goto(site / f"/desk/{path}")
        assert page.locator(LAYER).count() == 0
        check_axe(page)


# A counter that is not Matomo, but is asked as Matomo is, and does what it would do.
_SCRIPT = """
window.told = window._paq.slice();
document.cookie = "_pk_id.1.1fff=x; path=/; max-age=1000";
document.cookie = "_pk_ses.1.1fff=*; path=/; max-age=1000";
window._paq = {push: (...calls) => window.told.push(...calls)};
new Image().src = document.currentScript.src.replace("matomo.js", "matomo.php?rec=1");
fetch(document.currentScript.src.replace("matomo.js", "matomo.php?send=1"), {mode: "no-cors"});
"""


@dataclass
class Counter:
    """Where it listens, and what it was asked for."""

    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="module")
def counter() -> Iterator[Counter]:
    found = Counter()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(_SCRIPT.encode() if self.path == "/matomo.js" else b"")

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("localhost", 0), Answer)
    found.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def counted_site(counter: Counter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo in the middle of the survey, with a counter's address set."""
    home = tmp_path_factory.mktemp("counted")
    with demo_at("2016-09-14T08:00", home, RATSCHLAG_MATOMO_URL=counter.address) as site:
        yield site


def _until_told(page: Page) -> None:
    """Until the counter's script has run; `wait_for_function` would break the security policy."""
    for _try in range(200):
        if page.evaluate("(window.told || []).length"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the counter's script was not told anything")


def test_the_counter_is_asked_after_a_yes_and_forgotten_with_a_no(
    counted_site: Site, counter: Counter, page: Page, context: BrowserContext
):
    refused: list[str] = []
    page.on(
        "console",
        lambda said: refused.append(said.text) if "Content Security" in said.text else None,
    )
    page.goto(counted_site / f"/de{PROCESS}?suche=geheim")
    page.wait_for_load_state("networkidle")
    assert counter.asked == []  # before consent: not a single request
    assert counter.address not in page.content()

    page.locator(button("all")).click()
    _until_told(page)
    page.wait_for_load_state("networkidle")
    assert sorted(counter.asked) == ["/matomo.js", "/matomo.php?rec=1", "/matomo.php?send=1"]
    told = page.evaluate("window.told")
    before = calls_before(f"{counter.address}/", "1", is_secure=False)
    assert told[: len(before)] == json.loads(json.dumps(before))
    assert told[len(before) :] == [
        ["setCustomUrl", counted_site / f"/de{PROCESS}"],
        ["setReferrerUrl", ""],
        ["setDocumentTitle", f"/de{PROCESS}"],
        ["setConsentGiven"],
        ["trackPageView"],
    ]
    assert refused == []  # the policy is open for the counter
    assert {"_pk_id.1.1fff", "_pk_ses.1.1fff", "privacylayer"} == set(cookies_of(context))

    # Where people answer, or look for what became of it, nothing is loaded whatever was allowed.
    counter.asked.clear()
    for path in (f"/de{PROCESS}befragung/", "/de/beitrag/", "/desk/konto/anmelden/"):
        answer = page.goto(counted_site / path)
        assert answer
        assert counter.address not in answer.headers["content-security-policy"]
        assert page.evaluate("typeof window._paq") == "undefined"
    assert counter.asked == []

    page.goto(counted_site / f"/de{PROCESS}")
    _until_told(page)
    # Without the server's answer, so that what the script does is seen.
    page.evaluate(
        "document.addEventListener('submit', e => { e.preventDefault();"
        " window.left = document.cookie; })"
    )
    page.locator("footer button[value=necessary]").click()
    told = page.evaluate("window.told")
    assert told[-2:] == [["forgetConsentGiven"], ["deleteCookies"]]
    assert "_pk_" not in page.evaluate("window.left")


def test_the_server_takes_planted_counters_away_at_once(
    counted_site: Site, counter: Counter, chromium: Browser
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(counted_site / f"/ar{PROCESS}")
    page.locator(button("all")).click()
    planted = [
        {"name": name, "value": "x", "domain": "localhost", "path": "/"}
        for name in ("_pk_id.1.1fff", "_pk_ref.1.1fff", "_pk_cvar.1.1fff", "_pk_hsr.1.1fff")
    ]
    context.add_cookies(planted)
    page.goto(counted_site / f"/ar{PROCESS}")
    assert len(cookies_of(context)) == 5
    page.locator("footer button[value=necessary]").click()
    assert page.url == counted_site / f"/ar{PROCESS}"
    assert set(cookies_of(context)) == {"privacylayer"}
    assert page.locator("footer button[value=necessary]").count() == 0
    counter.asked.clear()
    page.goto(counted_site / f"/ar{PROCESS}")
    assert counter.asked == []
    context.close()


def test_in_the_survey_a_no_takes_no_word_of_the_answer(
    counted_site: Site, page: Page, context: BrowserContext
):
    page.goto(counted_site / f"/ar{PROCESS}")
    page.locator(button("all")).click()
    page.goto(counted_site / f"/ar{PROCESS}befragung/")
    answer = page.locator("main textarea").first
    answer.fill("المزيد من الأشجار")
    with context.expect_page() as opened:
        tab_into(page, "footer button[value=necessary]")
        page.keyboard.press("Enter")
    opened.value.wait_for_load_state()
    assert opened.value.url == counted_site / "/ar/cookies/"
    assert "_-_" in cookies_of(context)["privacylayer"]["value"]
    assert answer.input_value() == "المزيد من الأشجار"
