"""Answering: each answer becomes a contribution, and the form gets one receipt."""

from datetime import date, datetime, timedelta

import pytest

from ratschlag.contributions.actions import take_back
from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.contributions.queries import receipt_of
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.journal.models import Entry
from ratschlag.process.rules import Tense
from ratschlag.survey.actions import NothingSaid, SentBefore, SurveyNotOpen
from ratschlag.survey.models import Response, WaitingDetails
from ratschlag.survey.queries import code_of
from ratschlag.survey.tests.hands import KEY, answer, it_is, nothing_stored
from tests import cast

pytestmark = pytest.mark.django_db


def test_every_answer_becomes_a_contribution_of_one_receipt(survey):
    said = answer(survey, texts={"q1": " Der Hof. ", "q2": " ", "q3": "Bäume\nund Bänke"})
    assert said.is_new
    assert is_receipt(said.code)
    found = {row.question.key: row.contribution for row in said.response.texts.all()}
    assert {key: row.text for key, row in found.items()} == {
        "q1": "Der Hof.",
        "q3": "Bäume\nund Bänke",
    }
    for row in found.values():
        assert (row.channel, row.language, row.received_on) == (
            Channel.ONLINE,
            "de",
            date(2016, 9, 12),
        )
        assert (row.publication, row.supporters) == (Publication.RECEIVED, 1)
    assert set(receipt_of(said.code).contributions.all()) == set(found.values())


def test_what_a_resident_does_is_not_in_the_journal(survey):
    before = Entry.objects.count()
    answer(survey, details={"d_age": "unter-30"})
    assert Entry.objects.count() == before


def test_the_code_is_nowhere_in_the_database(survey):
    said = answer(survey)
    assert said.code not in str(list(Receipt.objects.values()))
    assert KEY not in str(list(Receipt.objects.values()))


def test_details_wait_apart_with_the_monday_of_the_week(survey):
    answer(survey, details={"d_age": "unter-30", "d_place": ""})
    row = WaitingDetails.objects.get()
    assert (row.week, row.choices) == (date(2016, 9, 12), {"d_age": "unter-30"})
    answer(survey, "another-form-key-of-tests", details={})
    assert WaitingDetails.objects.count() == 1


def test_the_same_form_sent_again_gives_the_same_receipt(survey):
    first = answer(survey, details={"d_age": "unter-30"})
    with nothing_stored():
        again = answer(survey, details={"d_age": "ab-30"}, language="en")
    assert (again.code, again.is_new, again.response) == (first.code, False, first.response)


def test_also_when_the_survey_has_closed_meanwhile(survey):
    first = answer(survey)
    it_is(1, month=10)
    assert answer(survey).code == first.code


def test_the_same_form_with_other_words_overwrites_nothing(survey):
    answer(survey)
    with nothing_stored(), pytest.raises(SentBefore):
        answer(survey, texts={"q3": "Etwas anderes."})
    with nothing_stored(), pytest.raises(SentBefore):
        answer(survey, texts={"q2": "Mehr Bäume."})


def test_a_form_whose_words_were_taken_back_is_not_taken_for_the_same(survey):
    take_back(answer(survey).response.receipt, is_counted=False)
    with pytest.raises(SentBefore):
        answer(survey)


def test_the_same_words_in_another_form_are_another_answer(survey):
    assert answer(survey).code != answer(survey, "another-form-key-of-tests").code
    assert Contribution.objects.count() == 2


def test_a_form_key_belongs_to_its_survey(survey):
    other = cast.a_survey(cast.a_process("verkehr"))
    assert answer(survey).code != answer(other).code
    assert Response.objects.count() == 2


def test_the_code_rests_on_names_that_stay(survey):
    code = code_of(survey, KEY)
    type(survey.process).objects.filter(pk=survey.process.pk).update(title="Ganz anders")
    assert answer(survey).code == code


@pytest.mark.parametrize("key", ["opens_at", "closes_at"])
def test_the_first_and_the_last_second_belong_to_the_survey(survey, key):
    assert answer(survey, at=getattr(survey, key) + timedelta(milliseconds=1)).is_new


@pytest.mark.parametrize(
    ("at", "tense"),
    [(cast.OPENS - timedelta(seconds=1), Tense.NEXT), (cast.CLOSES + timedelta(seconds=1), Tense.PAST)],
)  # fmt: skip
def test_before_and_after_nothing_is_taken(survey, at, tense):
    with nothing_stored(), pytest.raises(SurveyNotOpen) as refusal:
        answer(survey, at=at)
    assert refusal.value.tense is tense


def test_the_day_is_the_citys(survey):
    midnight = datetime(2016, 9, 13, 0, 30, tzinfo=cast.BERLIN)  # 22:30 on the 12th in Greenwich
    answer(survey, at=midnight)
    assert Contribution.objects.get().received_on == date(2016, 9, 13)


@pytest.mark.parametrize("texts", [{}, {"q1": ""}, {"q1": " \n\t", "q2": "\u00a0"}])
def test_a_form_without_words_is_refused(survey, texts):
    with nothing_stored(), pytest.raises(NothingSaid):
        answer(survey, texts=texts, details={"d_age": "unter-30"})


def test_a_question_that_there_is_not_is_refused(survey):
    with nothing_stored(), pytest.raises(KeyError):
        answer(survey, texts={"q9": "Ja."})
