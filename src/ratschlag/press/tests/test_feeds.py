"""Feeds: Atom and JSON Feed 1.1, of all releases and of a process, in the reader's language."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.press.models import Correction
from ratschlag.press.tests.letters import a_release
from tests import cast

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def atom_of(client, path: str):
    answer = client.get(path)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314  our own


def titles(tree) -> list[str]:
    return [entry.find(f"{ATOM}title").text for entry in tree.iter(f"{ATOM}entry")]


@pytest.fixture
def three(process):
    other = cast.a_process("verkehr", title="Verkehrsplan")
    return [
        a_release(process, 9001, headline="Erste & <b>beste</b>"),
        a_release(other, 9002, headline="Zweite"),
        a_release(None, 9003, headline="Dritte"),
    ]


def test_all_releases_and_those_of_a_process(client, three):
    tree = atom_of(client, "/de/presse/feed.atom")
    assert titles(tree) == ["Dritte", "Zweite", "Erste & <b>beste</b>"]
    assert titles(atom_of(client, "/de/verfahren/klima/feed.atom")) == ["Erste & <b>beste</b>"]
    entry = tree.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == "tag:localhost,2016:/de/presse/2016/9003/"
    assert entry.find(f"{ATOM}link").get("href") == "http://localhost/de/presse/2016/9003/"
    own = [link.get("href") for link in tree.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == ["http://localhost/de/presse/feed.atom"]


def test_json_feed_has_what_the_standard_asks_for(client, three):
    answer = client.get("/de/presse/feed.json")
    assert answer["Content-Type"] == "application/feed+json"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/de/presse/feed.json"
    newest, _second, oldest = feed["items"]
    assert newest["url"] == "http://localhost/de/presse/2016/9003/"
    assert "<strong>los</strong>" in newest["content_html"]
    assert (oldest["tags"], "tags" in newest) == (["Klimakonzept"], False)
    assert oldest["authors"] == [{"name": "Pressestelle"}]


def test_hostile_text_stays_text(client, process):
    a_release(process, body="<script>alert(1)</script> [x](javascript:alert(1))")
    text = client.get("/de/presse/feed.json").json()["items"][0]["content_html"]
    assert "<script" not in text
    assert 'href="javascript' not in text


def test_what_no_feed_can_carry_is_left_out(client, process):
    a_release(process, headline="Bä\x08ume", teaser="Alle\x1f da.")
    tree = atom_of(client, "/de/presse/feed.atom")
    assert titles(tree) == ["Bäume"]


def test_it_speaks_the_readers_language_and_keeps_its_mark(client, three):
    said = {"language": "ar", "text": "ثالث", "state": Translated.CHECKED}
    put_translation(three[2], "headline", **said)
    tree = atom_of(client, "/ar/presse/feed.atom")
    assert titles(tree)[:2] == ["ثالث", "Zweite"]
    entry = tree.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == "tag:localhost,2016:/de/presse/2016/9003/"
    assert entry.find(f"{ATOM}link").get("href") == "http://localhost/ar/presse/2016/9003/"
    item = client.get("/ar/presse/feed.json").json()["items"]
    assert (item[0]["language"], item[1]["language"]) == ("ar", "de")


def test_a_correction_is_an_update(client, three):
    later = three[2].released_at + timedelta(days=1)
    Correction.objects.create(release=three[2], text="Um 17 Uhr.", corrected_at=later)
    entry = atom_of(client, "/de/presse/feed.atom").find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}updated").text > entry.find(f"{ATOM}published").text


def test_what_is_not_public_is_in_no_feed(client, process):
    unborn = dict.fromkeys(("year", "number", "released_at", "checked_at", "as_of"))
    a_release(process, state="draft", **unborn)
    withdrawn = {"withdrawn_reason": "X", "withdrawn_on": "2016-09-01"}
    a_release(process, 9002, state="withdrawn", **withdrawn)
    assert titles(atom_of(client, "/de/presse/feed.atom")) == []
    assert client.get("/de/presse/feed.json").json()["items"] == []
    assert client.get("/de/verfahren/gibt-es-nicht/feed.atom").status_code == 404


def test_pages_name_the_feeds(client, process, settings):
    settings.EMAIL_HOST = "mail.test"
    assert 'type="application/atom+xml"' in client.get("/vi/presse/").text
    page = client.get("/de/verfahren/klima/").text
    assert 'href="/de/verfahren/klima/feed.atom"' in page
    assert 'href="/de/abo/?verfahren=klima"' in page
    chosen = client.get("/de/abo/?verfahren=klima").text
    assert '<option value="klima" selected>' in chosen
