"""Every public page, in every language: there, plain, without cookies and without strangers."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from ratschlag.city.rules import LANGUAGES, direction, html_language
from ratschlag.events.actions import begin_series, cancel_event, hold_event, note_result, plan_event
from ratschlag.events.models import Event
from ratschlag.events.rules import EventKind, ResultKind
from ratschlag.journal.actions import set_clock
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import PartialDate, Precision, parse_partial_date
from ratschlag.people.actions import register_network
from ratschlag.people.models import Organisation
from ratschlag.process.actions import (
    cite_source,
    move_process,
    name_predecessor,
    open_field,
    set_milestone,
)
from ratschlag.process.models import Milestone, Phase, Process
from ratschlag.process.rules import State
from tests import cast

OF_THE_CITY = ("", "ueber/", "cookies/")
OF_A_PROCESS = (
    "",
    "handlungsfelder/",
    "handlungsfelder/wasser/",
    "termine/",
    "termine/auftakt/",
    "termine/werkstatt/",
    "beteiligte/",
    "vorgaenger/rahmenplan/",
)
PAGES = (*OF_THE_CITY, *(f"verfahren/klima/{page}" for page in OF_A_PROCESS))
# Where search engines find the page in other languages; they want it whole.
OWN = "http://localhost/"
MATOMO = "https://matomo.org/privacy/"


class Reader(HTMLParser):
    """All start tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, name: str) -> list[str]:
        return [attrs[name] for _tag, attrs in self.tags if name in attrs]


def with_everything(process: Process, *, field_count: int = 1) -> Process:
    """All that a process can show so far."""
    who = [cast.an_organisation(f"{name} {process.slug}") for name in ("Zoo", "Amt")]
    fields = [
        open_field(process, slug=slug, title=slug.title(), description="…", leads=who, by=None)
        for slug in ("wasser", *(f"feld-{number}" for number in range(2, field_count + 1)))
    ]
    cast.a_phase(process, "Auftakt", "16.8.2016", "23.8.2016")
    survey = cast.a_phase(process, "Befragung", "1.1.2190", "31.1.2190")
    survey.invitation = "Sagen Sie es uns."
    survey.save()
    cast.a_phase(process, "Beschluss", "Q1 2191", "Q1 2191")
    cast.a_phase(process, "Umsetzung")
    due = parse_partial_date("Q1 2191")
    set_milestone(Milestone(process=process, title="Der Rat beschließt"), due=due, by=None)
    series = begin_series(slug=f"werkstatt-{process.slug}", title="Werkstätten", by=None)
    for slug, kind, day in (
        ("auftakt", EventKind.KICK_OFF, date(2016, 8, 16)),
        ("werkstatt", EventKind.WORKSHOP, date(2190, 1, 2)),
    ):
        event = Event(process=process, slug=slug, title=slug.title(), kind=kind, field=fields[0])
        if kind is EventKind.WORKSHOP:
            event.series, event.edition = series, 3
        held = PartialDate(day, Precision.DAY)
        plan_event(event, held=held, participants=who, by=None)
        if day.year == 2016:
            hold_event(event, by=None)
            note_result(event, kind=ResultKind.AGREED, text="Die Grundzüge.", by=None)
    name_predecessor(
        process,
        slug="rahmenplan" if process.slug == "klima" else f"rahmenplan-{process.slug}",
        title="Rahmenplan",
        adopted=parse_partial_date("06/2008"),
        adopted_by=who[0],
        by=None,
    )
    cite_source(
        process, title="Mitteilung", published_on=date(2016, 8, 23), publisher=who[1], by=None
    )
    return process


def everything_announced() -> Process:
    """An announced process with all there is, and a network beside it."""
    since = parse_partial_date("2002")
    register_network(slug="netz", name="Netzwerk", since=since, by=None)
    return with_everything(cast.a_process(slug="klima"))


@pytest.fixture
def whole(city) -> Process:
    return everything_announced()


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker) -> dict[str, HttpResponse]:
    """Every page of such a city in every language, asked for once."""
    browser = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        cast.a_city()
        everything_announced()
        addresses = [f"/{language}/{page}" for language in LANGUAGES for page in PAGES]
        found = {address: browser.get(address) for address in addresses}
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language(answers, language):
    for page in PAGES:
        answer = answers[f"/{language}/{page}"]
        assert answer.status_code == 200, page
        assert answer.headers["Content-Language"] == html_language(language)
        tag, attrs = Reader(answer.text).tags[0]
        assert tag == "html"
        assert attrs["lang"] == html_language(language)
        assert attrs["dir"] == direction(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_one_heading_and_a_title_of_its_own(answers, language):
    titles = []
    for page in PAGES:
        text = answers[f"/{language}/{page}"].text
        assert [tag for tag, _attrs in Reader(text).tags].count("h1") == 1, page
        titles.append(re.findall(r"<title>(.+?)</title>", text, re.DOTALL)[0])
    assert len(set(titles)) == len(PAGES)


def test_no_page_sets_a_cookie(answers):
    for address, answer in answers.items():
        assert not answer.cookies, address
        assert "Set-Cookie" not in answer.headers


def test_no_page_has_style_or_script_of_its_own(answers):
    for address, answer in answers.items():
        reader = Reader(answer.text)
        assert not reader.values("style"), address
        for tag, attrs in reader.tags:
            assert tag != "style", address
            assert tag != "script" or attrs.get("src"), address
            assert not [name for name in attrs if name.startswith("on")], address


def test_no_page_names_another_host_except_for_the_privacy_statement_of_matomo(answers):
    strangers = set()
    for address, answer in answers.items():
        reader = Reader(answer.text)
        for name in ("href", "src", "action", "srcset", "poster", "data", "content", "xlink:href"):
            for value in reader.values(name):
                assert not value.lower().startswith(("javascript:", "data:", "//")), address
                if "://" in value and not value.startswith(OWN):
                    strangers.add(value)
        named = set(re.findall(r"https?://[^\s\"'<]+", answer.text))
        assert {one for one in named if not one.startswith(OWN)} <= {MATOMO}, address
        assert "Link" not in answer.headers
    assert strangers == {MATOMO}


def test_every_page_leads_to_itself_in_every_other_language(answers):
    for page in PAGES:
        links = set(Reader(answers[f"/ar/{page}"].text).values("href"))
        assert {f"/{language}/{page}" for language in LANGUAGES} <= links, page


def test_every_link_leads_to_a_page_that_is_there(client, whole):
    found = {
        link for page in PAGES for link in Reader(client.get(f"/de/{page}").text).values("href")
    }
    inside = {link.partition("#")[0] for link in found if link.startswith("/de/")}
    assert {f"/de/{page}" for page in PAGES} <= inside
    for link in inside:
        assert client.get(link).status_code == 200, link


def test_text_in_another_language_is_marked_and_a_translation_is_shown(client, whole):
    german = '<span lang="de" dir="ltr">Klimakonzept</span>'
    address = "/ar/verfahren/klima/"
    assert german in client.get(address).text
    put_translation(whole, "title", language="ar", text="خطة المناخ", state=Translated.CHECKED)
    page = client.get(address).text
    assert "خطة المناخ" in page
    assert german not in page


@pytest.mark.parametrize("page", OF_A_PROCESS)
def test_a_process_that_is_not_announced_is_nowhere(client, city, page):
    with_everything(cast.a_process(slug="klima", state=State.PREPARING))
    for language in ("de", "ar"):
        assert client.get(f"/{language}/verfahren/klima/{page}").status_code == 404


def test_nothing_names_a_process_that_is_not_announced(client, whole):
    hidden = with_everything(
        cast.a_process(slug="geheim", title="Geheimsache", state=State.PREPARING)
    )
    for page in PAGES:
        text = client.get(f"/de/{page}").text
        assert "Geheimsache" not in text, page
        assert "geheim" not in text, page
    move_process(hidden, State.ANNOUNCED, by=None)
    assert "Geheimsache" in client.get("/de/").text


def test_a_page_names_meetings_of_its_own_process_only(client, whole):
    """An organisation may sit at the tables of a process that nobody shall know of yet."""
    hidden = cast.a_process(slug="geheim", title="Geheimsache", state=State.PREPARING)
    event = Event(
        process=hidden, slug="stille-runde", title="Stille Runde", kind=EventKind.WORKSHOP
    )
    who = Organisation.objects.filter(name="Zoo klima")
    plan_event(event, held=PartialDate(), participants=who, by=None)
    for page in PAGES:
        text = client.get(f"/de/{page}").text
        assert "Stille Runde" not in text, page
        assert "stille-runde" not in text, page


@pytest.mark.parametrize("day", [date(2016, 8, 17), date(2190, 1, 3)], ids=["past", "coming"])
@pytest.mark.parametrize("page", ["", "verfahren/klima/"])
def test_a_meeting_that_was_cancelled_is_said_to_be(client, whole, page, day):
    cancel_event(cast.an_event(whole, "Sturmrunde", day), reason="Sturm.", by=None)
    text = client.get(f"/de/{page}").text
    assert "Sturmrunde" not in text or "Fällt aus:" in text


@pytest.mark.parametrize("page", OF_A_PROCESS)
def test_what_has_an_unknown_name_is_not_there(client, whole, page):
    assert client.get(f"/de/verfahren/nie-gehoert/{page}").status_code == 404
    if page:
        last = page.rstrip("/").rpartition("/")[2]
        wrong = page.replace(last, "nie-gehoert")
        assert client.get(f"/de/verfahren/klima/{wrong}").status_code == 404


def test_a_process_with_nothing_in_it_has_all_its_pages(client, process):
    for page in ("", "handlungsfelder/", "termine/", "beteiligte/"):
        assert client.get(f"/de/verfahren/klima/{page}").status_code == 200


def test_a_city_without_a_process_has_a_home_page_all_the_same(client, city):
    page = client.get("/de/")
    assert page.status_code == 200
    assert "Musterstadt" in page.text


def test_the_front_door_leads_home_in_the_language_of_the_browser(client, city):
    answer = client.get("/", headers={"accept-language": "fa, de;q=0.5"})
    assert (answer.status_code, answer.url) == (302, "/fa/")
    assert "Accept-Language" in answer.headers["Vary"]
    assert not answer.cookies


def test_whoever_watches_the_server_gets_a_word(client, city):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert client.get("/favicon.ico").status_code == 301


def test_typed_text_is_shown_as_text(client, city):
    evil = '<script>alert("1")</script>'
    process = cast.a_process(slug="klima", title=evil, introduction=evil, mandate=evil)
    cast.an_event(process, "Werkstatt")
    for page in ("", "verfahren/klima/", "verfahren/klima/termine/werkstatt/"):
        text = client.get(f"/de/{page}").text
        assert "&lt;script&gt;" in text
        assert "<script>" not in text


# Measured on 22 November 2026; a number may fall, and rises only with a reason in the commit.
# Of each, six are for the frame: clock, notices, pages in the foot, glossary, cookies.
QUERIES = {
    "": 20,
    "verfahren/klima/": 25,
    "verfahren/klima/handlungsfelder/": 14,
    "verfahren/klima/handlungsfelder/wasser/": 19,
    "verfahren/klima/termine/": 13,
    "verfahren/klima/termine/auftakt/": 15,
    "verfahren/klima/beteiligte/": 15,
    "verfahren/klima/vorgaenger/rahmenplan/": 12,
    "ueber/": 9,
}


@pytest.mark.parametrize("field_count", [3, 30])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_page_asks_the_database_a_fixed_number_of_times(
    city, language, field_count, django_assert_max_num_queries
):
    with_everything(cast.a_process(slug="klima"), field_count=field_count)
    browser = Client()
    browser.get("/de/")
    for page, count in QUERIES.items():
        with django_assert_max_num_queries(count, info=page):
            assert browser.get(f"/{language}/{page}").status_code == 200


@pytest.mark.parametrize("typed", ["https://mitreden.example", "https://mitreden.example/"])
def test_search_engines_find_the_other_languages(client, city, typed):
    city.address = typed
    city.save()
    wanted = '<link rel="alternate" hreflang="ar" href="https://mitreden.example/ar/cookies/">'
    assert wanted in client.get("/de/cookies/").text


def test_each_process_says_on_the_home_page_what_one_can_do_now(client, process):
    for one in (process, cast.a_process("verkehr", title="Verkehr")):
        phase = cast.a_phase(one, "Befragung", starts="5.9.2016", ends="25.9.2016")
        Phase.objects.filter(pk=phase.pk).update(invitation=f"Antworten zu {one.slug}.")
        cast.scheduled(cast.a_survey(one, slug=f"ideen-{one.slug}"))
    set_clock(datetime(2016, 9, 14, 8, tzinfo=UTC))
    shown = client.get("/de/").text
    for slug in ("klima", "verkehr"):
        call = shown.split('<div class="call">')[1 if slug == "klima" else 2].split("</div>")[0]
        assert f"Antworten zu {slug}." in call
        assert f'href="/de/verfahren/{slug}/befragung/"' in call


def test_the_menu_is_that_of_the_process_one_is_in(client, process):
    cast.a_process("wohnen", title="Wohnkonzept")
    for path, slug in (
        ("", "klima"),
        ("verfahren/klima/", "klima"),
        ("verfahren/wohnen/", "wohnen"),
    ):
        text = client.get(f"/de/{path}").text
        menu = text[text.index("<nav") : text.index("</nav>")]
        assert f'href="/de/verfahren/{slug}/handlungsfelder/"' in menu, path
