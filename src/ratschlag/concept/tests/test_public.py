"""Reading an edition: its words, its numbers, in translation, compared, and as it can be checked."""

import hashlib
import re

import pytest

from ratschlag.concept.models import Section
from ratschlag.concept.rules import EditionState
from ratschlag.concept.tests.hands import HOSTILE, a_document, a_section, an_edition, main_of
from ratschlag.goals.models import Measure
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import parse_partial_date
from ratschlag.process.actions import set_milestone
from ratschlag.process.models import Milestone
from ratschlag.process.rules import State
from tests import cast

PAGE = "/de/verfahren/klima/konzept/"
ARABIC = PAGE.replace("/de/", "/ar/")


def translate(row, field: str, text: str, state: Translated = Translated.MACHINE) -> None:
    put_translation(row, field, language="ar", text=text, state=state)


def test_the_newest_edition_is_read_paragraph_by_paragraph(client, process):
    a_document(process)
    an_edition(process)
    page = main_of(client.get(PAGE).text)
    for anchor in ("1-1", "1-2", "6.1-1", "6.1-2", "A1-1"):
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page
    assert "<p>Zweiter Absatz.</p>" in page
    assert 'href="#6.1"' in page
    assert 'id="6.1"' in page
    assert page.count("<h1") == 1


def test_a_page_names_the_languages_that_stand_in_for_its_own(client, process):
    put_translation(process, "title", language="en", text="Plan", state=Translated.CHECKED)
    a_document(process)
    an_edition(process)
    note = client.get(ARABIC).text.partition('"language-note">')[2].partition("</p>")[0]
    assert "الإنجليزية" in note and "الألمانية" in note


def test_every_id_is_there_once(client, process):
    a_document(process)
    an_edition(process)
    ids = re.findall(r' id="([^"]+)"', client.get(PAGE).text)
    assert sorted(ids) == sorted(set(ids))


def test_a_measure_shows_its_facts(client, process):
    a_document(process)
    an_edition(process)
    page = main_of(client.get(PAGE).text)
    for said in ("Grünflächenamt", "Baumverein", "84.000", "Bäume je Jahr", "September 2017"):
        assert said in page


def test_the_page_says_how_to_check_the_edition(client, process):
    a_document(process)
    edition = an_edition(process)
    assert edition.sha256 in client.get(PAGE).text
    answer = client.get(f"{PAGE}0.9/text/")
    assert hashlib.sha256(answer.content).hexdigest() == edition.sha256
    assert answer["Content-Disposition"] == 'attachment; filename="klima-0.9.json"'
    assert answer["Content-Type"] == "application/json"


def test_an_older_edition_leads_to_the_newer_one(client, process):
    a_section(process)
    an_edition(process, "0.9")
    assert f'href="{PAGE}"' not in main_of(client.get(f"{PAGE}0.9/").text)
    an_edition(process, "1.0", state=EditionState.ADOPTED)
    assert f'href="{PAGE}"' in main_of(client.get(f"{PAGE}0.9/").text)
    assert f'href="{PAGE}0.9/"' in main_of(client.get(PAGE).text)


def test_before_the_first_edition_the_page_says_when(client, process):
    milestone = Milestone(process=process, title="Der Entwurf ist öffentlich")
    set_milestone(milestone, due=parse_partial_date("12.12.2016"), by=None)
    page = main_of(client.get(PAGE).text)
    assert "Der Entwurf ist öffentlich" in page
    assert "12. Dezember 2016" in page


def test_without_any_date_the_empty_page_is_there_too(client, process):
    assert client.get(PAGE).status_code == 200
    assert client.get(ARABIC).status_code == 200


def test_words_are_read_in_translation_while_it_says_what_was_frozen(client, process):
    a_document(process)
    section = Section.objects.get(number="1")
    translate(section, "title", "مقدمة")
    translate(section, "text", "الفقرة الأولى.\n\nالفقرة الثانية.")
    translate(Measure.objects.get(code="M1-2"), "title", "زراعة الأشجار")
    an_edition(process)
    page = main_of(client.get(ARABIC).text)
    assert "مقدمة" in page
    assert "<p>الفقرة الثانية.</p>" in page
    assert "زراعة الأشجار" in page
    assert "Erster Absatz." not in page


def test_a_translation_of_other_words_is_not_shown(client, process):
    a_document(process)
    an_edition(process)
    section = Section.objects.get(number="1")
    section.text = "Ganz anders.\n\nUnd noch einmal."
    section.save()
    translate(section, "text", "مختلف.\n\nومرة أخرى.")
    page = main_of(client.get(ARABIC).text)
    assert '<span lang="de" dir="ltr">Erster Absatz.</span>' in page
    assert "مختلف" not in page


def test_a_translation_of_the_frozen_words_is_shown_after_the_section_changed(client, process):
    a_document(process)
    section = Section.objects.get(number="1")
    translate(section, "text", "الأولى.\n\nالثانية.")
    an_edition(process)
    section.text = "Neu."
    section.save()
    assert "الثانية." in main_of(client.get(ARABIC).text)


def test_a_translation_with_another_number_of_paragraphs_is_not_shown(client, process):
    a_document(process)
    translate(Section.objects.get(number="1"), "text", "كل شيء دفعة واحدة.")
    an_edition(process)
    page = main_of(client.get(ARABIC).text)
    assert "دفعة" not in page
    assert "Erster Absatz." in page


def test_what_a_machine_said_and_what_is_german_is_said(client, process):
    a_section(process, text="Eins.")
    an_edition(process)
    assert client.get(PAGE).context["reading"].has_fallback is False
    assert client.get(ARABIC).context["reading"].has_fallback is True
    translate(Section.objects.get(), "title", "مقدمة")
    assert client.get(ARABIC).context["reading"].has_machine is True


def test_two_editions_are_compared(client, process):
    a_document(process)
    an_edition(process, "0.9")
    section = Section.objects.get(number="1")
    section.text = "Erster Absatz.\n\nZweiter und neuer Absatz."
    section.save()
    Measure.objects.filter(code="M1-2").update(cost_per_year=90_000)
    a_section(process, "3", "Neu dabei", "Das ist neu.")
    an_edition(process, "1.0", state=EditionState.ADOPTED)
    page = main_of(client.get(f"{PAGE}1.0/?vergleich=0.9").text)
    assert "Erster Absatz." not in page
    assert re.search(r"Zweiter ?<ins>.*? ?und neuer ?</ins> ?Absatz\.", page)
    assert re.search(r"<del>.*?84.*?</del><ins>.*?90.*?</ins>", page)
    assert "Neu dabei" in page
    assert "Grünflächenamt" not in page
    assert f'href="{PAGE}1.0/#1-2"' in page


def test_two_editions_are_compared_in_arabic(client, process):
    a_document(process)
    an_edition(process, "0.9")
    section = Section.objects.get(number="1")
    section.text = "Erster Absatz.\n\nZweiter und neuer Absatz."
    section.save()
    translate(section, "text", "الفقرة الأولى.\n\nالفقرة الثانية والجديدة.")
    an_edition(process, "1.0", state=EditionState.ADOPTED)
    page = main_of(client.get(f"{ARABIC}1.0/?vergleich=0.9").text)
    # Before is there only in German, so both are read in German, and marked as such.
    assert '<p lang="de" dir="ltr">' in page
    assert re.search(r"Zweiter ?<ins>.*? ?und neuer ?</ins> ?Absatz\.", page)


def test_editions_that_say_the_same_have_nothing_to_compare(client, process):
    a_document(process)
    an_edition(process, "0.9")
    an_edition(process, "1.0", state=EditionState.ADOPTED)
    answer = client.get(f"{PAGE}?vergleich=0.9")
    assert answer.context["changes"] == []
    assert "<ins>" not in main_of(answer.text).partition('<div class="doc">')[2]


@pytest.mark.parametrize("wrong", ["", "7.7", "0.1", "%00", "../x", "%ED%A0%80", "x" * 3000])
def test_a_comparison_with_nothing_shows_the_edition(client, process, wrong):
    a_document(process)
    an_edition(process, "0.1", state=EditionState.WORKING, is_public=False)
    an_edition(process)
    answer = client.get(f"{PAGE}?vergleich={wrong}")
    assert answer.status_code == 200
    assert "Erster Absatz." in answer.text


@pytest.mark.parametrize("ending", ["", "pdf/", "text/"])
@pytest.mark.parametrize("number", ["7.7", "0.1", "%00", "%ED%A0%80", "a b", "x" * 300])
def test_an_edition_that_is_not_public_is_not_there(client, process, number, ending):
    a_section(process)
    an_edition(process, "0.1", state=EditionState.WORKING, is_public=False)
    assert client.get(f"{PAGE}{number}/{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["", "0.9/", "0.9/pdf/", "0.9/text/"])
def test_nothing_is_shown_before_the_process_is_announced(client, city, ending):
    process = cast.a_process(state=State.PREPARING)
    a_section(process)
    an_edition(process)
    assert client.get(PAGE + ending).status_code == 404


@pytest.mark.parametrize("ending", ["", "0.9/", "0.9/pdf/", "0.9/text/"])
def test_an_edition_is_only_read(client, desk, process, ending):
    a_section(process)
    an_edition(process)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(desk, method)(PAGE + ending).status_code == 405


def test_an_edition_belongs_to_its_process(client, process):
    other = cast.a_process("verkehr", title="Verkehr")
    a_section(other)
    an_edition(other)
    assert client.get(f"{PAGE}0.9/").status_code == 404


def test_hostile_words_stay_words(client, process):
    a_section(process, "1", HOSTILE[:100], HOSTILE)
    an_edition(process)
    page = main_of(client.get(PAGE).text)
    assert "<b>fett" not in page
    assert page.count("&lt;b&gt;fett&lt;/b&gt;") >= 2


def test_what_was_frozen_is_shown_when_its_records_are_gone(client, process):
    a_document(process)
    an_edition(process)
    Measure.objects.filter(code="M1-2").update(code="M9/9", title="Anders")
    page = main_of(client.get(PAGE).text)
    assert "Bäume pflanzen" in page
    assert client.get(ARABIC).status_code == 200


def test_who_has_the_text_already_is_told_so(client, process):
    a_section(process)
    edition = an_edition(process)
    answer = client.get(f"{PAGE}0.9/text/", headers={"If-None-Match": f'"{edition.sha256}"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == f'"{edition.sha256}"'


def test_the_page_asks_the_database_as_often_for_many_measures_as_for_few(
    client, process, django_assert_max_num_queries
):
    field = a_document(process)
    for number in range(30):
        cast.a_measure(process, field, f"M2-{number}")
    an_edition(process, "0.9")
    an_edition(process, "1.0", state=EditionState.ADOPTED)
    client.get(PAGE)
    with django_assert_max_num_queries(13):
        client.get(PAGE)
    with django_assert_max_num_queries(21):
        client.get(ARABIC)
    with django_assert_max_num_queries(22):
        client.get(f"{ARABIC}?vergleich=0.9")
