"""At T1, the evening after the survey: what came in is counted, nothing of it is ordered yet."""

import re

import pytest

from ratschlag.demo.case import data
from ratschlag.demo.tests.hands import PROCESS, bars, fate, large, loaded, walk

# Computed once from the demo data: what had come in, or was typed in, by 26 September 2016.
CHANNELS = {"Online": 29, "Brief": 4, "E-Mail": 4, "Persönlich": 4, "Telefon 115": 2}
LANGUAGES = {
    **{"Deutsch": 9, "Ukrainisch": 6, "Englisch": 5, "Persisch": 5, "Russisch": 5},
    **{"Arabisch": 4, "Türkisch": 4, "Vietnamesisch": 3},
}
NOT_YET = ("themen/abendkurse-mit-kinderbetreuung/", "massnahmen/M02-1/", "konzept/0.9/")

# Without a test that asks for it there would be no database to load into.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    with loaded("T1", django_db_blocker) as browser:
        pages = dict(walk(browser, "/de/"))
        pages["fate"] = fate(browser, "C01")
        status = {address: browser.get(PROCESS + address).status_code for address in NOT_YET}
        voices = {name: browser.get(f"{PROCESS}{name}/") for name in ("stimmen", "verbleib")}
    return pages, status, {name: answer.text for name, answer in voices.items()}


@pytest.fixture(scope="module")
def pages(seen):
    return seen[0]


def test_the_process_says_how_many_came_by_which_channel_and_in_which_language(pages):
    html = pages[PROCESS].html
    assert bars(html, "Auf welchem Weg") == CHANNELS
    languages = bars(html, "In welcher Sprache")
    assert languages.items() >= LANGUAGES.items()
    assert sum(languages.values()) == 43  # two are in several languages, or nobody can tell
    assert "43 Beiträge in 8 Sprachen" in pages[PROCESS].text


def test_the_home_page_says_the_same_number_and_no_other(pages):
    assert "43 Beiträge" in pages["/de/"].text
    assert "Themen" not in pages["/de/"].text.partition("Ein Verfahren läuft")[2][:200]


def test_the_contributions_are_being_read(seen):
    pages, _status, voices = seen
    assert "Die Beiträge werden gelesen." in voices["stimmen"]
    assert "43 Beiträge sind eingegangen." in voices["stimmen"]
    assert "Die Beiträge werden gelesen." in pages[f"{PROCESS}handlungsfelder/sprache/"].text


def test_three_have_an_outcome_and_forty_are_open(seen):
    assert large(seen[2]["verbleib"]) == 40


def test_no_theme_is_public(pages):
    """Whoever comes back with a number learns it before everyone else."""
    for theme in data("themes")["theme"]:
        for address in pages.keys() - {"fate"}:
            assert theme["title"] not in pages[address].text, address
    assert not [link for link in pages["fate"].links if "/themen/" in link]


def test_no_measure_goal_or_edition_is_public(seen):
    pages, status, _voices = seen
    assert set(status.values()) == {404}
    for address, page in pages.items():
        assert not re.search(r"\b[MG]\d\d[-.]\d\b", page.text), address
        assert f"{PROCESS}konzept/" not in page.links
        assert f"{PROCESS}umsetzung/" not in page.links


def test_what_was_withheld_is_nowhere(pages):
    for page in pages.values():
        assert "Platzhalter" not in page.text


def test_whoever_comes_back_finds_their_own_words_and_no_outcome(pages):
    assert "Ein Sprachcafé oder Kurs am Abend" in pages["fate"].text
    assert "aufgenommen" not in pages["fate"].text
