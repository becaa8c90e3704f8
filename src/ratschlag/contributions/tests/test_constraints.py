"""The database refuses contributions that can't be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ratschlag.contributions.actions import issue_receipt
from ratschlag.contributions.models import ContributionTranslation, Part, Receipt, Redaction
from tests import cast

pytestmark = pytest.mark.django_db
DAY = date(2016, 9, 5)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("contribution_has_text", {"text": ""}),
        ("contribution_has_text", {"text": "", "publication": "internal"}),
        ("contribution_erased_has_no_text", {"publication": "erased", "taken_back_on": DAY}),
        ("contribution_taken_back_on_a_day", {"text": "", "publication": "withdrawn"}),
        ("contribution_taken_back_on_a_day", {"taken_back_on": DAY}),
        ("contribution_channel_is_known", {"channel": "pigeon"}),
        ("contribution_publication_is_known", {"publication": "lost"}),
        ("contribution_language_is_known", {"language": "xx"}),
        ("contribution_has_somebody_behind_it", {"supporters": 0}),
        ("contribution_posted_before_it_came", {"postmarked_on": date(2016, 9, 6)}),
        ("contribution_read_after_it_came", {"read_on": date(2016, 9, 4)}),
    ],
)
def test_a_contribution_that_can_not_be_is_refused(process, name, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        cast.a_contribution(process, **wrong)


def test_a_receipt_is_one_per_code_and_per_form(process):
    issue_receipt(process, code="1", form_key_hash="a", content_hash="")
    for code, form in (("1", "b"), ("2", "a")):
        with pytest.raises(IntegrityError), transaction.atomic():
            issue_receipt(process, code=code, form_key_hash=form, content_hash="")


@pytest.mark.parametrize("empty", ["code_hash", "form_key_hash"])
def test_a_receipt_can_be_known_by_something(process, empty):
    hashes = {"code_hash": "1", "form_key_hash": "2"} | {empty: ""}
    with pytest.raises(IntegrityError, match="receipt_has_a"), transaction.atomic():
        Receipt.objects.create(process=process, content_hash="", **hashes)


def test_what_stands_beside_a_contribution_has_words_and_a_place_of_its_own(process):
    voice = cast.a_contribution(process)
    with pytest.raises(IntegrityError, match="redaction_has_text"), transaction.atomic():
        Redaction.objects.create(contribution=voice, text="")
    for text in ("One", "Two"):
        translation = ContributionTranslation(contribution=voice, language="en", text=text)
        passage = Part(contribution=voice, position=1, text=text)
        if text == "One":
            translation.save()
            passage.save()
            continue
        for row in (translation, passage):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()
    with pytest.raises(IntegrityError, match="translation_has_text"), transaction.atomic():
        ContributionTranslation.objects.create(contribution=voice, language="tr", text="")
