"""Whoever has the receipt can take their words back; the journal counts it by the day."""

from datetime import date, datetime

import pytest

from ratschlag.contributions.actions import (
    issue_receipt,
    redact_contribution,
    split_contribution,
    take_back,
    translate_contribution,
)
from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.models import Contribution, ContributionTranslation, Part, Redaction
from ratschlag.contributions.queries import receipt_of
from ratschlag.contributions.rules import Publication
from ratschlag.contributions.tasks import journal_taken_back
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import Entry
from tests import cast

pytestmark = pytest.mark.django_db
CODE = "12345678901234567891"


def it_is(day: int, hour: int = 9, minute: int = 0) -> None:
    set_clock(datetime(2016, 9, day, hour, minute, tzinfo=cast.BERLIN))


def a_receipt(process, code: str = CODE, count: int = 1):
    receipt = issue_receipt(process, code=code, form_key_hash=code, content_hash="c")
    for _number in range(count):
        cast.a_contribution(process, "Mehr Bäume. Und Bänke.", receipt=receipt)
    return receipt


@pytest.fixture
def receipt(process):
    it_is(12)
    return a_receipt(process, count=2)


def test_before_the_analysis_nothing_stays(receipt, process):
    assert take_back(receipt, is_counted=False) == 2
    for row in Contribution.objects.all():
        assert (row.text, row.publication) == ("", Publication.WITHDRAWN)
        assert row.taken_back_on == date(2016, 9, 12)
    assert process.contributions.counted().count() == 0


def test_once_it_counts_the_words_go_and_the_voice_stays(receipt, process):
    take_back(receipt, is_counted=True)
    assert {row.publication for row in Contribution.objects.all()} == {Publication.ERASED}
    assert process.contributions.counted().count() == 2
    assert process.contributions.shown().count() == 0


def test_all_that_was_made_of_the_words_goes_with_them(receipt, process):
    first = receipt.contributions.first()
    first.organisation = cast.an_organisation()
    first.save()
    redact_contribution(first, text="Mehr […]. Und Bänke.", by=None)
    split_contribution(first, texts=["Mehr […].", "Und Bänke."], by=None)
    translate_contribution(first, language="en", text="More", is_machine=True, by=None)
    take_back(receipt, is_counted=True)
    assert Redaction.objects.count() == ContributionTranslation.objects.count() == 0
    assert list(Part.objects.values_list("text", flat=True)) == ["", ""]
    receipt.refresh_from_db()
    assert receipt.content_hash == ""
    assert Contribution.objects.get(pk=first.pk).organisation is None


def test_taking_back_twice_changes_nothing(receipt):
    take_back(receipt, is_counted=False)
    it_is(20)
    assert take_back(receipt, is_counted=True) == 0
    assert {row.taken_back_on for row in Contribution.objects.all()} == {date(2016, 9, 12)}
    assert {row.publication for row in Contribution.objects.all()} == {Publication.WITHDRAWN}


def test_others_are_left_alone(receipt, process):
    other = cast.a_contribution(process)
    take_back(receipt, is_counted=True)
    other.refresh_from_db()
    assert other.text == "Mehr Bäume."


def test_the_journal_is_silent_on_the_day_and_counts_it_the_day_after(receipt, process):
    take_back(receipt, is_counted=False)
    take_back(a_receipt(process, "1" * 20), is_counted=True)
    assert journal_taken_back.func() == 0
    it_is(13, 0, 5)  # what began before midnight may still be under way
    assert journal_taken_back.func() == 0
    it_is(13, 0, 15)
    assert journal_taken_back.func() == 2
    found = Entry.objects.filter(verb__startswith="contributions.").order_by("verb")
    assert [(entry.verb, entry.detail) for entry in found] == [
        ("contributions.erased", {"day": "2016-09-12", "count": 1}),
        ("contributions.withdrawn", {"day": "2016-09-12", "count": 2}),
    ]
    assert {entry.subject_number for entry in found} == {str(process.pk)}


def test_a_day_gets_one_line_however_often_the_task_runs(receipt, process):
    take_back(receipt, is_counted=False)
    it_is(14)
    assert [journal_taken_back.func() for _run in range(3)] == [1, 0, 0]
    take_back(a_receipt(process, "2" * 20), is_counted=False)
    it_is(15)
    assert journal_taken_back.func() == 1


def test_a_receipt_is_found_by_its_code_and_only_by_that(
    receipt, process, django_assert_num_queries
):
    assert is_receipt(CODE)
    assert receipt_of(CODE) == receipt
    with django_assert_num_queries(0):
        assert receipt_of(CODE[:-1] + str((int(CODE[-1]) + 1) % 10)) is None
    assert CODE not in receipt.code_hash
