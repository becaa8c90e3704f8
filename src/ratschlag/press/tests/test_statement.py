"""The statement on accessibility: said once, in every language, looked at again after a year."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State
from ratschlag.people.rules import Role
from ratschlag.press.models import Statement
from ratschlag.press.rules import due_again
from ratschlag.press.tests.hands import STATEMENT, a_statement
from tests import cast

PAGE = "/de/barrierefreiheit/"
TYPED = STATEMENT | {"checked_on": "2020-02-29"}


def test_the_page_says_what_the_law_wants(client, city):
    a_statement()
    html = client.get(PAGE).text
    for words in (
        "EN 301 549", "Ältere PDF", "15. Januar 2026", "Mit Tastatur", "Pressestelle",
        "mailto:zugang@example.org", "Durchsetzungsstelle", "https://stelle.example.org/",
        "/de/barrierefreiheit/melden/",
    ):  # fmt: skip
        assert words in html, words


def test_without_a_statement_the_page_still_leads_to_the_form(client, city):
    assert "/de/barrierefreiheit/melden/" in client.get(PAGE).text


def test_it_is_read_in_the_reader_s_language(client, city):
    row = a_statement()
    put_translation(row, "exceptions", language="ar", text="ملفات قديمة", state=State.CHECKED)
    html = client.get("/ar/barrierefreiheit/").text
    assert "ملفات قديمة" in html
    assert '<span lang="de" dir="ltr">Mit Tastatur' in html


def test_the_desk_writes_and_changes_it(desk, city):
    address = reverse("press_desk:statement")
    assert desk.post(address, TYPED).status_code == 302
    row = Statement.objects.get()
    put_translation(row, "law", language="ar", text="قانون", state=State.CHECKED)
    assert desk.post(address, TYPED | {"law": "Anderes Gesetz"}).status_code == 302
    assert Statement.objects.get().law == "Anderes Gesetz"
    assert Translation.objects.get().state == State.STALE
    assert Entry.objects.filter(verb="accessibility.stated").count() == 2
    assert desk.get(reverse("press_desk:access")).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("law", ""),
        ("conformance", "perfect"),
        ("exceptions", ""),
        ("checked_on", "31.2.2020"),
        ("checked_on", "2999-01-01"),
        ("contact_email", "niemand"),
        ("body_link", "javascript:alert(1)"),
        ("body", "x" * 201),
        ("method", "a\x00"),
    ],
)
def test_wrong_input_is_answered_and_stays(desk, city, field: str, typed: str):
    answer = desk.post(reverse("press_desk:statement"), TYPED | {field: typed})
    assert answer.status_code == 422
    assert "Mit Tastatur" in answer.text or field == "method"
    assert not Statement.objects.exists()


def test_the_desk_says_that_it_is_overdue(browser_of, city):
    a_statement(checked_on=date(2000, 1, 1))
    press = browser_of(cast.a_person("Petra", Role.PRESS, language="en"))
    assert "<b>overdue</b>" in press.get(reverse("press_desk:access")).text


def test_a_year_is_a_year():
    assert due_again(date(2026, 1, 15)) == date(2027, 1, 15)


@pytest.mark.parametrize(
    "change",
    [{"exceptions": ""}, {"law": ""}, {"conformance": "x"}, {"checked_by": "x"}, {"body": ""}],
)
def test_the_database_refuses_nonsense(city, change: dict[str, object]):
    a_statement()
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.update(**change)


def test_there_is_only_one(city):
    a_statement()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_statement()
