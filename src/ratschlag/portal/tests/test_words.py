"""Somebody's own words on the page of their fate: whole, in their language, or gone."""

from datetime import date

import pytest

from ratschlag.contributions.actions import take_back
from ratschlag.contributions.models import Redaction
from ratschlag.contributions.rules import Publication
from ratschlag.portal.queries.fate import fate_of
from ratschlag.portal.tests.numbers import TODAY, a_receipt, it_is, seen
from tests import cast


@pytest.fixture
def receipt(process):
    it_is(date(2016, 9, 5))
    return a_receipt(process)


def test_what_names_people_is_seen_by_its_owner_only(client, process, receipt):
    row = cast.a_contribution(
        process,
        "Herr Beispiel braucht Schatten.",
        receipt=receipt,
        publication=Publication.REDACTED,
        read_on=date(2016, 9, 6),
    )
    Redaction.objects.create(contribution=row, text="[Name entfernt] braucht Schatten.")
    page = seen(client).text
    assert "Herr Beispiel braucht Schatten." in page
    assert "[Name entfernt] braucht Schatten." in page


@pytest.mark.parametrize(
    ("publication", "words"),
    [
        (Publication.INTERNAL, "to protect people"),
        (Publication.REJECTED, "break the rules"),
        (Publication.UNREADABLE, "nobody could read it"),
    ],
)
def test_what_was_not_published_says_why(client, process, receipt, publication, words):
    text = "" if publication is Publication.UNREADABLE else "Meine Worte."
    cast.a_contribution(
        process, text, receipt=receipt, publication=publication, read_on=date(2016, 9, 6)
    )
    page = seen(client).text
    assert words in page
    assert ("Meine Worte." in page) is bool(text)


def test_words_in_an_unknown_language_stand_as_they_are(client, process, receipt):
    cast.a_contribution(process, "More كتب bitte", receipt=receipt, language="und")
    assert '<blockquote class="mywords" dir="auto">More كتب bitte' in seen(client).text


def test_several_contributions_of_one_receipt_stand_one_below_the_other(client, process, receipt):
    for text in ("Erstens.", "Zweitens.", "Drittens."):
        cast.a_contribution(process, text, receipt=receipt)
    page = seen(client).text
    assert page.count("<h1") == 1
    assert page.count('<ol class="line path">') == 3
    assert "Contribution 2 of 3" in page


def test_what_was_withdrawn_counts_nowhere(client, process, receipt):
    cast.a_contribution(process, "Mehr Bäume.", receipt=receipt)
    take_back(receipt, is_counted=False)
    page = seen(client).text
    assert "Mehr Bäume." not in page
    assert "it counts nowhere" in page
    (path,) = fate_of(receipt, TODAY).contributions[0].paths
    assert [stop.kind for stop in path.stops] == ["received", "taken_back"]
    assert "zuruecknehmen" not in page


def test_a_receipt_without_contributions_is_no_fault(client, receipt):
    assert seen(client).status_code == 200
