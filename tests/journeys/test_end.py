"""What the model case has at its end, beside its pages (test_every_page.py): weight, rest, the PDF."""

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.journeys.hands import Site

PROCESS = "/verfahren/integrationskonzept/"
# The heaviest pages, as a first visit and as a page after it (interface.md).
HEAVY = (PROCESS, f"{PROCESS}konzept/", f"{PROCESS}stimmen/", "/barrierefreiheit/")
FIRST, AFTER = 150_000, 30_000
_SHIFT = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
  )).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 200))"""


def test_the_pdf_of_the_concept_is_one(site_at_the_end: Site, page: Page):
    answer = page.request.get(site_at_the_end / f"/de{PROCESS}konzept/1.0/pdf/")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-1.7")


@pytest.mark.looks
def test_the_heavy_pages_are_light_and_stay_where_they_are(
    site_at_the_end: Site, chromium: Browser
):
    for path in HEAVY:
        context = chromium.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        weight, hosts, _html = _visited(page, site_at_the_end / f"/de{path}")
        assert weight <= FIRST, f"first visit of {path}: {weight}"
        assert hosts == {site_at_the_end.address[7:]}
        # A line may move when its letters come; nothing that anyone notices (from 0.1 on).
        assert page.evaluate(_SHIFT) < 0.02, path
        _weight, _hosts, html = _visited(page, site_at_the_end / f"/de{path}")
        assert html <= AFTER, f"{path}: {html}"
        assert context.cookies() == []
        context.close()


def _visited(page: Page, address: str) -> tuple[int, set[str], int]:
    """Bytes over the line, the hosts they came from, and the bytes of the page alone."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.goto(address, wait_until="networkidle")
    weight = sum(_bytes(request) for request in requests)
    html = next(_bytes(request) for request in requests if request.is_navigation_request())
    return weight, {request.url.split("/")[2] for request in requests}, html


def _bytes(request: Request) -> int:
    """What came over the line; nothing for what the browser had."""
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
