"""At T3, the evening of the decision: the council has decided, answers and reports are to come."""

import re

import pytest

from ratschlag.demo.case import data
from ratschlag.demo.tests.hands import PROCESS, fate, large, loaded, walk

EDITIONS = ("0.9", "1.0", "1.0-rc1", "1.0-rc2")
VOTES = "38 dafür, 11 dagegen, 6 enthalten"

# Without a test that asks for it there would be no database to load into.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    with loaded("T3", django_db_blocker) as browser:
        found = dict(walk(browser, "/de/"))
        found["fate"] = fate(browser, "C01")
    return found


def test_the_council_has_decided_with_changes(pages):
    assert VOTES in pages[f"{PROCESS}rat/"].text
    assert VOTES in pages[PROCESS].text
    assert "Stadtrat, 22. März 2017: geändert beschlossen." in pages[PROCESS].text


def test_of_eighty_measures_forty_two_go_back_to_contributions(pages):
    assert "Das Konzept hat 80 Maßnahmen in 10 Feldern." in pages[PROCESS].text
    assert "42 davon gehen auf Beiträge" in pages[PROCESS].text
    # One of them came in January, from a letter that belongs to no theme.
    text = pages[f"{PROCESS}stimmen/"].text
    assert "41 Maßnahmen, nach Handlungsfeld" in text
    assert "1 weitere Maßnahme geht auf einen Beitrag zurück" in text
    assert "38 von 80 Maßnahmen haben keinen Beitrag als Herkunft." in text


def test_every_public_edition_can_be_read_and_no_other(pages):
    found = {at for at in pages if re.fullmatch(rf"{PROCESS}konzept/[^/]+/", at)}
    assert found == {f"{PROCESS}konzept/{number}/" for number in EDITIONS}


def test_a_measure_tells_its_way_through_the_council(pages):
    text = pages[f"{PROCESS}massnahmen/M02-1/"].text
    assert "Kein Änderungsantrag betraf diese Maßnahme." in text
    assert VOTES in text
    assert "Fassung 1.0 des Konzepts, Abschnitt 6.2" in text
    touched = pages[f"{PROCESS}massnahmen/M09-6/"].text
    assert "ÄA-01" in touched
    assert "Freiwilliger anonymer Vielfaltsbericht des Personals" in touched


def test_a_letter_of_twelve_people_is_named_where_it_led(pages):
    text = pages[f"{PROCESS}massnahmen/M08-4/"].text
    assert "Unser Verein schlägt vor, Vereinsräume am Wochenende zu teilen." in text
    assert "12 Menschen" in text


def test_outcomes_are_there_and_answers_are_not(pages):
    text = "\n".join(page.text for page in pages.values())
    for theme in data("themes")["theme"]:
        assert theme["reason"] in text
        assert theme["answer"] not in text


def test_nothing_is_open_any_more(pages):
    assert large(pages[f"{PROCESS}verbleib/"].html) == 0


def test_no_report_is_there(pages):
    for address, page in pages.items():
        assert f"{PROCESS}umsetzung/" not in page.links, address
        assert "Umsetzungsbericht" not in page.text, address


def test_whoever_comes_back_sees_what_the_council_decided(pages):
    text = pages["fate"].text
    assert "M02-1" in text
    assert "22. März 2017" in text
