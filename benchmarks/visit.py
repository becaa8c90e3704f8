"""What a first visit and the page after it weigh over the line, in every language, by Chromium."""

import os
import shutil

from playwright.sync_api import Browser, Request, sync_playwright

from place import a_place, shown
from ratschlag.city.rules import LANGUAGES

_SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PROCESS = "verfahren/integrationskonzept/"


def measure() -> None:
    chromium = os.environ.get("RATSCHLAG_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("not measured: no Chromium found")
        return
    with a_place() as place, shown(place) as (port, _seconds), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_SWITCHES))
        print(f"Chromium {browser.version}; bytes with headers; requests in brackets")
        for language in LANGUAGES:
            address = f"http://localhost:{port}/{language}/{_PROCESS}"
            first, second = _weigh(browser, [address, f"{address}handlungsfelder/"])
            print(
                f"{language:<8} first {first[0]:>7} ({first[1]}), then {second[0]:>6} ({second[1]})"
            )
        browser.close()


def _weigh(browser: Browser, addresses: list[str]) -> list[tuple[int, int]]:
    """Bytes and number of requests of each page, one after the other in a new profile."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    found = []
    for address in addresses:
        requests.clear()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        sizes = [request.sizes() for request in requests]
        weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        found.append((weight, sum(1 for size in sizes if size["responseBodySize"])))
    context.close()
    return found
