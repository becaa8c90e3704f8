"""What search engines are told: every public page in every language, and nothing else."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.timezone import localdate

from ratschlag.city.rules import LANGUAGES
from ratschlag.languages.models import Term
from ratschlag.portal.tests.access import parts
from ratschlag.press.actions.pages import begin_page, withdraw_page
from ratschlag.press.models import Page
from ratschlag.press.rules import PAGE_PATHS, PageKind, PageText
from ratschlag.press.tests.access import a_page
from ratschlag.press.tests.letters import a_release
from ratschlag.process.models import Process
from ratschlag.process.rules import State
from tests import cast

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture
def tree(client, process):
    parts(process)
    cast.an_event(process, held=date(2016, 9, 20))
    cast.a_survey(process)
    a_release(process)
    a_release(None, 9002, state="withdrawn", withdrawn_on=date(2016, 9, 1), withdrawn_reason="X")
    cast.a_process("geheim", state=State.PREPARING)
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)  # noqa: S314  our own


def addresses(tree) -> list[str]:
    return [row.text for row in tree.iter(f"{SITEMAP}loc")]


def test_every_page_that_it_names_is_there(client, tree):
    german = [found for found in addresses(tree) if found.startswith("http://localhost/de/")]
    assert len(german) > 15
    for address in german:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200, address


def test_it_names_each_page_once_in_every_language(tree):
    found = addresses(tree)
    assert len(found) == len(set(found))
    for language in LANGUAGES:
        assert f"http://localhost/{language}/verfahren/klima/" in found
        assert f"http://localhost/{language}/presse/2016/9001/" in found
    (row,) = [
        row for row in tree if row.find(f"{SITEMAP}loc").text == "http://localhost/ar/presse/"
    ]
    others = {link.get("hreflang"): link.get("href") for link in row.iter(XHTML)}
    assert set(others) == set(LANGUAGES) - {"de-easy"}
    assert others["vi"] == "http://localhost/vi/presse/"


def test_the_pages_that_the_city_wrote_are_named_once_they_are_public(client, city):
    draft = Page(purpose=PageKind.FAQ, slug="faq")
    begin_page(draft, PageText("Fragen", "Noch nicht."), by=None)
    text = client.get("/sitemap.xml").text
    assert "/de/barrierefreiheit/" in text and "/de/ueber/" in text
    for path in ("faq", "glossar", "impressum", "seiten"):
        assert f"/de/{path}/" not in text
    pages = {kind: a_page(kind) for kind in PageKind if kind is not PageKind.FAQ}
    Term.objects.create(word="Beirat", explanation="Berät.")
    withdraw_page(pages.pop(PageKind.SIGN), by=None)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own
    found = addresses(tree)
    assert len(found) == len(set(found))
    for path in ("glossar/", *(PAGE_PATHS[kind].format(slug="free") for kind in pages)):
        assert client.get(f"/de/{path}").status_code == 200, path
        for language in LANGUAGES:
            assert f"http://localhost/{language}/{path}" in found
    assert not [path for path in found if "gebaerdensprache" in path or "faq" in path]
    (imprint,) = [row for row in tree if row[0].text == "http://localhost/de/impressum/"]
    day = localdate(pages[PageKind.IMPRINT].published_at)
    assert imprint.find(f"{SITEMAP}lastmod").text.startswith(day.isoformat())


def test_what_is_not_public_is_not_named(tree):
    text = "\n".join(addresses(tree))
    for word in ("geheim", "9002", "/desk/", "/beitrag/", "quittung", "/abo/b", "?"):
        assert word not in text


def test_a_process_that_has_only_been_announced_names_no_empty_pages(client, city):
    cast.a_process("neu")
    assert Process.objects.count() == 1
    text = client.get("/sitemap.xml").text
    assert "/verfahren/neu/termine/" in text
    assert "/verfahren/neu/verlauf/" in text
    for word in ("konzept", "rat/", "umsetzung", "stimmen", "befragung"):
        assert f"/verfahren/neu/{word}" not in text


def test_robots_are_kept_from_what_is_not_for_them(client, city):
    text = client.get("/robots.txt").text
    for path in ("/desk/", "/*/beitrag/", "/*/verfahren/*/befragung/quittung/", "/abo/"):
        assert f"Disallow: {path}\n" in text
    assert text.endswith("\nSitemap: http://localhost/sitemap.xml\n")
