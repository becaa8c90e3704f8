"""What the city wrote itself is found: its pages once they are public, the words it explains."""

import pytest
from django.test import Client

from ratschlag.languages.actions import write_term
from ratschlag.languages.models import Term
from ratschlag.portal import tasks
from ratschlag.portal.queries.searchable import searchable
from ratschlag.press.actions.pages import begin_page, save_page, translate_page, withdraw_page
from ratschlag.press.models import Page
from ratschlag.press.rules import PageKind, PageText
from ratschlag.press.tests.access import a_page
from ratschlag.search.models import Document
from ratschlag.search.queries import found_for, shown

SECRET = "Geheimwort"


@pytest.fixture(autouse=True)
def unseen(monkeypatch, city) -> None:
    """There is a city, and the worker has just been started."""
    monkeypatch.setattr(tasks, "_seen", {})


def found(question: str, language: str = "de") -> list[str]:
    """Where the results lead, behind the language, after the worker has run."""
    tasks.bring_search_in_line.func()
    results = found_for(question, language)
    rows = shown(results.hits, results.asked, language)
    return [row.address.removeprefix(f"/{language}/") for row in rows]


@pytest.mark.parametrize("kind", [kind for kind in PageKind if kind != PageKind.ACCESSIBILITY])
def test_a_public_page_is_found_where_it_stands(kind):
    a_page(kind, text="Wir sitzen im **Rathaus**.")
    (address,) = found("Rathaus")
    assert "**Rathaus**" not in Document.objects.get(address=address, language="de").text
    assert "<strong>Rathaus</strong>" in Client().get(f"/de/{address}").text


def test_a_page_is_found_in_the_languages_in_which_it_is_said():
    page = a_page(PageKind.EASY, text="Hier steht es.")
    translate_page(page, "ar", PageText("لغة سهلة", "أهلا بكم"), by=None)
    assert found("لغة سهلة", "ar")[0] == "leichte-sprache/"
    assert set(Document.objects.filter(key=str(page.pk)).values_list("language", flat=True)) == {
        "de",
        "ar",
    }


def test_a_draft_of_a_page_is_never_in_it():
    begin_page(Page(purpose=PageKind.FAQ, slug="faq"), PageText(SECRET, SECRET), by=None)
    public = a_page(PageKind.IMPRINT)
    save_page(public, PageText("Impressum", SECRET), seen=1, by=None)
    gone = a_page(PageKind.FREE, slug="weg", text=SECRET)
    translate_page(gone, "en", PageText(SECRET, SECRET), by=None)
    withdraw_page(gone, by=None)
    assert [text for text in searchable() if SECRET in f"{text.title} {text.text}"] == []
    assert found(SECRET) == []


def test_a_page_that_is_withdrawn_is_gone_with_the_next_run():
    page = a_page(PageKind.IMPRINT, text="Wir sitzen im Rathaus.")
    assert found("Rathaus") == ["impressum/"]
    withdraw_page(page, by=None)
    assert tasks.is_search_behind()
    assert found("Rathaus") == []


def test_the_mark_of_a_table_is_not_what_the_page_says():
    a_page(PageKind.PRIVACY, text="Vorher.\n\n[[cookies]]\n\nNachher.")
    tasks.bring_search_in_line.func()
    assert Document.objects.get(address="datenschutz/").text == "Vorher.\nNachher."


def test_the_page_about_the_site_is_found_once():
    assert found("site", "en") == ["ueber/"]
    a_page(PageKind.ABOUT, text="Das Büro für Beteiligung.")
    assert found("Beteiligung") == ["ueber/"]
    assert Document.objects.filter(address="ueber/", language="de").count() == 1


def test_a_word_of_the_glossary_is_found_with_what_it_means():
    said = {"ar": {"word": "مجلس", "explanation": "يقدم المشورة"}}
    term = write_term(Term(word="Beirat", explanation="Berät den Rat."), said, by=None)
    place = f"glossar/#w{term.pk}"
    assert found("Beirat") == [place]
    assert found("Berät") == [place]
    assert found("مجلس", "ar") == [place]
    assert f'id="w{term.pk}"' in Client().get("/de/glossar/").text


def test_what_every_site_has_is_found_by_its_title():
    assert found("Accessibility", "en") == ["barrierefreiheit/"]
    assert found("e-mail", "en") == ["abo/"]
