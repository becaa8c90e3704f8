"""What the worker does: details are shuffled in batches, answers journalled by the day."""

from datetime import date

import pytest

from ratschlag.contributions.actions import take_back
from ratschlag.contributions.rules import Channel
from ratschlag.journal.models import Entry
from ratschlag.survey.actions import type_in_response
from ratschlag.survey.models import DetailRecord, WaitingDetails
from ratschlag.survey.tasks import journal_answers, shuffle_details
from ratschlag.survey.tests.hands import answer, it_is
from tests import cast

pytestmark = pytest.mark.django_db


def answers(survey, count: int, *, beginning: int = 0, age: str = "unter-30") -> None:
    for number in range(beginning, beginning + count):
        answer(survey, f"form-key-of-person-no-{number}", details={"d_age": age})


def lines(verb: str) -> list[dict]:
    return [entry.detail for entry in Entry.objects.filter(verb=verb).order_by("at")]


def test_details_wait_until_there_are_twenty(survey):
    answers(survey, 19)
    assert shuffle_details.func() == 0
    answers(survey, 1, beginning=19)
    assert shuffle_details.func() == 20
    assert (WaitingDetails.objects.count(), DetailRecord.objects.count()) == (0, 20)
    assert lines("survey.details_shuffled") == [{"count": 20}]
    assert shuffle_details.func() == 0


def test_the_rest_is_moved_when_the_survey_has_closed(survey):
    answers(survey, 3)
    it_is(25, 23, 59, 58)
    assert shuffle_details.func() == 0
    it_is(26, 0, 0, 1)
    assert shuffle_details.func() == 3
    assert DetailRecord.objects.count() == 3


def test_nothing_of_the_details_is_lost_and_nothing_added(survey):
    answers(survey, 25)
    shuffle_details.func()
    answers(survey, 25, beginning=25, age="ab-30")
    shuffle_details.func()
    found = [row.choices["d_age"] for row in DetailRecord.objects.all()]
    assert (found.count("unter-30"), found.count("ab-30")) == (25, 25)
    assert {row.week for row in DetailRecord.objects.all()} == {date(2016, 9, 12)}


def test_every_record_is_written_anew_at_every_move(survey):
    answers(survey, 20)
    shuffle_details.func()
    before = set(DetailRecord.objects.values_list("pk", flat=True))
    answers(survey, 20, beginning=20)
    shuffle_details.func()
    assert before.isdisjoint(DetailRecord.objects.values_list("pk", flat=True))


def test_surveys_are_shuffled_each_for_itself(survey):
    answers(survey, 19)
    answers(cast.a_survey(cast.a_process("verkehr")), 19)
    assert shuffle_details.func() == 0


def test_answers_are_journalled_the_day_after_once(survey):
    answers(survey, 3)
    answer(survey, "somebody-with-two-answers", texts={"q1": "Eins.", "q2": "Zwei."})
    assert journal_answers.func() == 0
    it_is(13, 0, 9)
    assert journal_answers.func() == 0
    it_is(13, 0, 10, 1)
    assert [journal_answers.func() for _run in range(3)] == [1, 0, 0]
    answers(survey, 1, beginning=7)
    it_is(15)
    assert journal_answers.func() == 1
    assert lines("survey.answered") == [
        {"day": "2016-09-12", "count": 4},
        {"day": "2016-09-13", "count": 1},
    ]


def test_papers_are_not_counted_there_and_what_was_withdrawn_is(survey):
    clerk = cast.a_person("Erik")
    type_in_response(
        survey, form_key="form-key-of-a-letter-no-1", texts={"q1": "Brief."},
        channel=Channel.LETTER, received_on=date(2016, 9, 12), language="de", by=clerk,
    )  # fmt: skip
    take_back(answer(survey).response.receipt, is_counted=False)
    it_is(14)
    journal_answers.func()
    assert lines("survey.answered") == [{"day": "2016-09-12", "count": 1}]
