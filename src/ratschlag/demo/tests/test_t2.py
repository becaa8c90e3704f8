"""At T2, the day of the public draft: themes, goals and measures are there, nothing is decided."""

import re
from collections import Counter

import pytest

from ratschlag.demo.case import data
from ratschlag.demo.tests.hands import (
    PROCESS,
    bars,
    fate,
    large,
    loaded,
    numbers_in_picture,
    themes_in,
    walk,
)

# Computed once from the demo data; the e-mail that speaks of two themes counts for both.
DRAWN = {"Online": 25, "Telefon 115": 2, "Brief": 5, "Fax": 1, "E-Mail": 4, "Persönlich": 4}
CHANNELS = {"Online": 29, "Brief": 8, "E-Mail": 5, "Persönlich": 5, "Telefon 115": 2, "Fax": 1}
MEASURES, THEMES, GOALS = 80, 20, 30

# Without a test that asks for it there would be no database to load into.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    with loaded("T2", django_db_blocker) as browser:
        found = dict(walk(browser, "/de/"))
        found["fate"] = fate(browser, "C01")
    return found


def of(pages, part):
    return {at: page for at, page in pages.items() if re.fullmatch(f"{PROCESS}{part}", at)}


def test_every_theme_measure_and_field_has_its_page(pages):
    assert len(of(pages, r"massnahmen/[^/]+/")) == MEASURES
    merged = {at for at, page in of(pages, r"themen/[^/]+/").items() if "Früher ein" in page.text}
    assert len(of(pages, r"themen/[^/]+/")) - len(merged) == THEMES
    assert len(of(pages, r"handlungsfelder/[^/]+/")) == 10


def test_the_picture_and_its_tables_say_the_numbers_of_the_data(pages):
    page = pages[f"{PROCESS}stimmen/"]
    expected = {
        theme["title"]: (_voices(theme["key"]), len(theme["measures"]))
        for theme in data("themes")["theme"]
    }
    assert themes_in(page.html) == expected
    assert bars(page.html, "Auf welchem Weg") == DRAWN
    drawn = [*DRAWN.values(), *(number for pair in expected.values() for number in pair)]
    fields = Counter(code[1:3] for theme in data("themes")["theme"] for code in theme["measures"])
    assert Counter(numbers_in_picture(page.html)) == Counter([*drawn, *fields.values()])
    assert "40 Stimmen, nach Weg" in page.text
    assert "20 Themen" in page.text
    assert "41 Maßnahmen, nach Handlungsfeld" in page.text


def _voices(key):
    said = data("contributions")["contribution"]
    return sum(key in row.get("clusters", ()) for row in said)


def test_what_is_not_in_the_picture_is_said(pages):
    text = pages[f"{PROCESS}stimmen/"].text
    assert "10 Beiträge gehören zu keinem dieser Themen." in text
    assert "39 von 80 Maßnahmen haben keinen Beitrag als Herkunft." in text


def test_the_process_shows_the_same_picture_and_all_fifty(pages):
    process, voices = pages[PROCESS], pages[f"{PROCESS}stimmen/"]
    assert numbers_in_picture(process.html) == numbers_in_picture(voices.html)
    assert bars(process.html, "Auf welchem Weg") == CHANNELS
    assert "50 Beiträge in 8 Sprachen" in process.text
    assert "50 Beiträge · 20 Themen · 80 Maßnahmen" in pages["/de/"].text


def test_every_field_has_its_goals_measures_and_themes(pages):
    fields = of(pages, r"handlungsfelder/[^/]+/").values()
    codes = [code for page in fields for code in set(re.findall(r"\bM\d\d-\d\b", page.text))]
    goals = [code for page in fields for code in set(re.findall(r"\bG\d\d\.\d\b", page.text))]
    themes = [at for page in fields for at in set(page.links) if "/themen/" in at]
    assert (len(codes), len(goals), len(themes)) == (MEASURES, GOALS, THEMES)


def test_a_measure_is_planned_and_stands_in_the_draft(pages):
    text = pages[f"{PROCESS}massnahmen/M02-1/"].text
    assert "geplant" in text
    assert "Fassung 0.9 des Konzepts, Abschnitt 6.2" in text
    assert "Über die Umsetzung gibt es noch keinen Bericht." in text
    assert "Stadtrat" not in text


def test_only_the_public_draft_can_be_read(pages):
    assert set(of(pages, r"konzept/[^/]+/")) == {f"{PROCESS}konzept/0.9/"}


def test_no_outcome_answer_paper_or_report_is_there(pages):
    for theme in data("themes")["theme"]:
        for address, page in pages.items():
            assert theme["reason"] not in page.text, address
            assert theme["answer"] not in page.text, address
    for address, page in pages.items():
        assert "B-000/2017" not in page.text, address
        assert "ÄA-01" not in page.text, address
        assert f"{PROCESS}umsetzung/" not in page.links, address


def test_seven_have_an_outcome_and_the_others_are_open(pages):
    assert large(pages[f"{PROCESS}verbleib/"].html) == 43


def test_whoever_comes_back_sees_the_theme_and_the_measure(pages):
    text = pages["fate"].text
    assert "Abendkurse mit Kinderbetreuung" in text
    assert "M02-1" in text
