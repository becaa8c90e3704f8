"""Counting pages without the reader: which, when it is written, and who may see it."""

from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from ratschlag.people.rules import Role
from ratschlag.privacy import middleware
from ratschlag.privacy.compute import Seen, Tally, page_of
from ratschlag.privacy.middleware import tally, write_down
from ratschlag.privacy.models import PageCount
from ratschlag.privacy.queries.consent import real_day
from ratschlag.privacy.rules import may_be_watched
from ratschlag.privacy.tasks import write_counts
from tests import cast


@pytest.fixture(autouse=True)
def nothing_waits():
    tally.take()
    yield
    tally.take()


def counted():
    write_down()
    return {(row.page, row.language): row.count for row in PageCount.objects.all()}


@pytest.mark.django_db
def test_pages_are_counted_by_route_and_language(client, process):
    for path in ("/de/", "/de/", "/ar/", "/de/verfahren/klima/", "/de/cookies/?x=geheim"):
        assert client.get(path).status_code == 200
    assert counted() == {
        ("/", "de"): 2,
        ("/", "ar"): 1,
        ("/verfahren/klima/", "de"): 1,
        ("/cookies/", "de"): 1,
    }
    assert set(PageCount.objects.values_list("day", flat=True)) == {real_day()}


@pytest.mark.django_db
def test_a_view_of_a_page_writes_nothing(client, process):
    client.get("/de/")
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get("/de/")
    writing = [q for q in found if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert writing == []
    assert not PageCount.objects.exists()


@pytest.mark.django_db
def test_what_is_not_read_is_not_counted(client, process, desk):
    client.head("/de/")
    client.get("/de/gibt-es-nicht/")
    client.get("/de/", headers={"Sec-Purpose": "prefetch;prerender"})
    client.get("/stadt.css")
    client.post("/de/kontrast/")
    desk.get("/desk/")
    desk.get("/desk/konto/anmelden/")
    assert counted() == {}


@pytest.mark.django_db
def test_who_answers_is_never_counted(client, process):
    cast.a_survey(process)
    for path in ("verfahren/klima/befragung/", "verfahren/klima/befragung/quittung/", "beitrag/"):
        client.get(f"/de/{path}")
    assert counted() == {}


@pytest.mark.django_db
def test_counts_add_up_over_processes_and_minutes(db):
    seen = Seen(date(2030, 1, 1), "/", "de")
    for count in (3, 4):
        write_counts({seen: count, seen._replace(language="ar"): 1})
    assert dict(PageCount.objects.values_list("language", "count")) == {"de": 7, "ar": 2}


@pytest.mark.django_db
def test_what_can_not_be_written_now_waits_on(client, process, monkeypatch):
    def refuse(_waiting):
        raise DatabaseError("locked")

    client.get("/de/")
    with monkeypatch.context() as patched:
        patched.setattr(middleware, "write_counts", refuse)
        write_down()
    client.get("/de/")
    assert counted() == {("/", "de"): 2}


def test_a_tally_that_is_full_counts_only_what_it_knows():
    small = Tally()
    small.most = 1
    first, second = (Seen(date(2030, 1, 1), page, "de") for page in ("/a", "/b"))
    assert small.add(first) is True
    assert small.add(second) is False
    assert small.add(first) is False
    assert small.take() == {first: 2}
    assert small.take() == {}


@pytest.mark.parametrize(
    ("route", "words", "page"),
    [
        ("verfahren/<slug:slug>/", {"slug": "klima"}, "/verfahren/klima/"),
        ("presse/<int:year>/<int:number>/", {"year": 2016, "number": 454}, "/presse/2016/454/"),
        ("abo/<str:word>/", {"word": "geheim"}, "/abo/…/"),
        ("abo/<word>/", {"word": "geheim"}, "/abo/…/"),
        ("<path:path>", {"path": "fluechtlinge"}, "/…"),
        ("", {}, "/"),
        ("x" * 300, {}, "/" + "x" * 199),
    ],
)
def test_a_page_is_named_by_its_route_and_no_secret_word(route, words, page):
    assert page_of(route, words) == page


def patterns(resolver: URLResolver, namespace: str = ""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            words = pattern.pattern.regex.groupindex or pattern.pattern.converters
            yield f"{namespace}{pattern.name}", set(words)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)


def test_of_all_addresses_only_public_pages_to_read_are_ever_counted():
    watched = {name for name, words in patterns(get_resolver()) if may_be_watched(name, words)}
    rooms = {name.partition(":")[0] for name in watched}
    assert rooms <= {
        *("portal", "process", "events", "survey", "concept", "council", "monitoring", "press"),
        *("privacy", "search"),
    }
    assert {name for name in watched if name.startswith("survey:")} == {"survey:results"}
    assert not watched & {"portal:fate", "portal:take_back", "account_login"}
    assert {"portal:home", "portal:process", "privacy:cookies"} <= watched


@pytest.mark.parametrize("word", ["token", "key", "code"])
def test_a_page_with_a_secret_in_its_address_is_left_alone(word):
    assert may_be_watched("press:release", ["year", "number"])
    assert not may_be_watched("press:subscription", [word])


@pytest.mark.django_db
def test_the_desk_shows_a_picture_a_table_and_a_file(desk):
    write_counts({Seen(real_day(), "/", "de"): 12, Seen(real_day(), "/cookies/", "ar"): 3})
    page = desk.get("/desk/seitenaufrufe/?tage=7").content.decode()
    assert page.count("<rect x=") == 7
    assert page.count('y="0" width="0.8" height="15"') == 1  # today, as high as the picture
    assert page.index("/cookies/</th>") > page.index(">/</th>")  # the most read first
    file = desk.get("/desk/seitenaufrufe/seitenaufrufe.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "tag;seite;sprache;anzahl"
    assert lines[1:] == [f"{real_day()};/;de;12", f"{real_day()};/cookies/;ar;3"]


@pytest.mark.django_db
@pytest.mark.parametrize("span", ["", "0", "-1", "9999999999999999999", "x", "\x00"])
def test_a_span_that_is_none_shows_a_month(desk, span):
    page = desk.get("/desk/seitenaufrufe/", {"tage": span})
    assert page.status_code == 200
    assert page.context["found"].days == 30


@pytest.mark.django_db
def test_a_coder_sees_no_counts(browser_of, city):
    coder = cast.a_person("Cora Coder", Role.CODER)
    assert browser_of(coder).get("/desk/seitenaufrufe/").status_code == 403
