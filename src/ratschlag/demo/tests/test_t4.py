"""At T4, the day of the first report: everyone has an answer, every measure says how it stands."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratschlag.demo.case import data
from ratschlag.demo.tests.forty import FORTY
from ratschlag.demo.tests.hands import (
    PROCESS,
    Reader,
    fate,
    large,
    loaded,
    numbers_in_picture,
    walk,
)
from ratschlag.portal.tasks import bring_search_in_line
from ratschlag.search.queries import found_for, shown

STATES = {"fertig": 12, "läuft": 54, "geplant": 9, "verzögert": 4, "entfallen": 1}
_STATE = r'\s*<span class="state">.*?</svg>([^<]+)<'
_STAND = re.compile(rf'class="stand">{_STATE}', re.DOTALL)
_TALLIED = re.compile(rf'<b class="num">(\d+)</b>{_STATE}', re.DOTALL)
# Measured on 22 November 2026; a number may fall, and rises only with a reason in the commit.
QUERIES = {
    "/de/": 19,
    PROCESS: 37,
    f"{PROCESS}stimmen/": 15,
    f"{PROCESS}verbleib/": 14,
    f"{PROCESS}handlungsfelder/": 11,
    f"{PROCESS}handlungsfelder/sprache/": 26,
    f"{PROCESS}themen/gelebte-nachbarschaft/": 20,
    f"{PROCESS}massnahmen/M02-1/": 21,
    f"{PROCESS}konzept/": 15,
    f"{PROCESS}rat/": 16,
    f"{PROCESS}umsetzung/": 12,
}

# Without a test that asks for it there would be no database to load into.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    counts, arabic = {}, {}
    with loaded("T4", django_db_blocker) as browser:
        pages = dict(walk(browser, "/de/"))
        pages["fate"] = fate(browser, "C01")
        for address in QUERIES:
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts[address] = len(queries)
            address = address.replace("/de/", "/ar/", 1)
            arabic[address] = Reader(browser.get(address).text)
        bring_search_in_line.func()
        firsts = [_first(question, language) for language, question, _leads in FORTY]
    return pages, counts, arabic, firsts


def _first(question: str, language: str) -> str:
    """Where the first result leads."""
    results = found_for(question, language)
    return next((row.address for row in shown(results.hits[:1], results.asked, language)), "")


@pytest.fixture(scope="module")
def pages(seen):
    return seen[0]


def test_every_measure_says_how_it_stands(pages):
    said = Counter(
        re.search(_STAND, page.html).group(1)
        for address, page in pages.items()
        if "/massnahmen/" in address
    )
    assert said == STATES


@pytest.mark.parametrize("address", ["", "umsetzung/"])
def test_the_states_are_counted(pages, address):
    page = pages[PROCESS + address]
    tally = re.findall(_TALLIED, page.html)
    assert {word: int(count) for count, word in tally} == STATES


def test_the_process_asks_people_to_look_what_became_of_it(pages):
    assert "12 Maßnahmen fertig, 54 laufen" in pages[PROCESS].text
    assert "/de/beitrag/" in pages[PROCESS].links


def test_every_answer_can_be_read(pages):
    text = "\n".join(page.text for page in pages.values())
    for theme in data("themes")["theme"]:
        assert theme["answer"] in text
    assert large(pages[f"{PROCESS}verbleib/"].html) == 0


def test_reasons_are_said_where_something_went_otherwise(pages):
    for row in data("monitoring")["status"]:
        if row["status"] in ("delayed", "dropped"):
            assert row["note"] in pages[f"{PROCESS}massnahmen/{row['measure']}/"].text
            assert row["note"] in pages[f"{PROCESS}umsetzung/"].text


def test_every_measure_names_its_themes_and_no_other(pages):
    titles = {theme["title"]: theme["measures"] for theme in data("themes")["theme"]}
    for address, page in pages.items():
        if code := re.search(r"/massnahmen/([^/]+)/", address):
            named = re.findall(r'<a href="[^"]*/themen/[^"]*">([^<]+)</a>', page.html)
            expected = {title for title, codes in titles.items() if code.group(1) in codes}
            assert set(named) == expected, address


def test_whoever_comes_back_sees_the_way_to_the_state_of_today(pages):
    text = pages["fate"].text
    for words in ("Abendkurse mit Kinderbetreuung", "M02-1", "22. März 2017", "läuft"):
        assert words in text
    assert "Ihre Idee steht als Maßnahme M02-1 im Konzept." in text


def test_what_was_withheld_is_nowhere(pages):
    for page in pages.values():
        assert "Platzhalter" not in page.text


def test_a_page_asks_the_database_a_fixed_number_of_times(seen):
    too_many = {at: count for at, count in seen[1].items() if count > QUERIES[at]}
    assert too_many == {}


@pytest.mark.parametrize("part", ["", "stimmen/"])
def test_arabic_draws_the_same_numbers(seen, part):
    german, arabic = seen[0][PROCESS + part], seen[2][PROCESS.replace("/de/", "/ar/") + part]
    assert numbers_in_picture(arabic.html) == numbers_in_picture(german.html)


def test_arabic_says_the_same_days_and_codes(seen):
    pages, _counts, arabic, _firsts = seen
    for address, page in arabic.items():
        german = pages[address.replace("/ar/", "/de/", 1)]
        assert set(page.times) == set(german.times), address
        codes = r"\b[MG]\d\d[-.]\d\b"
        assert set(re.findall(codes, page.text)) == set(re.findall(codes, german.text)), address


def test_forty_questions_are_answered_by_the_first_result(seen):
    wrong = [
        f"{language} {question}: {first or 'nothing'} instead of …{leads}"
        for (language, question, leads), first in zip(FORTY, seen[3], strict=True)
        if not first.endswith(leads)
    ]
    assert wrong == []
    assert len(FORTY) == 40
    assert len({language for language, _question, _leads in FORTY}) >= 8
