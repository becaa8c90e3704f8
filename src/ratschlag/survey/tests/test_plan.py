"""Planning a survey with all that it asks; the database refuses what can't be."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.models import Entry
from ratschlag.process.rules import Tense
from ratschlag.survey.actions import SurveyRefused, plan_survey
from ratschlag.survey.models import Detail, DetailOption, Question, Survey
from ratschlag.survey.queries import open_survey, survey_of, survey_to_type_in, window_of
from ratschlag.survey.rules import RESERVED_KEYS
from tests import cast

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_survey_is_planned_with_its_questions_and_details_in_order(process, coordinator):
    survey = cast.a_survey(process)
    assert [(row.position, row.key) for row in survey.questions.all()] == [
        (1, "q1"), (2, "q2"), (3, "q3"),
    ]  # fmt: skip
    assert [row.key for row in survey.details.all()] == ["d_age", "d_place"]
    assert [row.key for row in survey.details.last().options.all()] == ["nord", "sued", "west"]
    assert Entry.objects.get(verb="survey.planned").subject_number == str(survey.pk)


@pytest.mark.parametrize("key", ["q1", *RESERVED_KEYS])
def test_two_fields_of_the_form_never_share_a_name(process, key):
    survey = Survey(
        process=process, slug="x", title="X", opens_at=cast.OPENS, closes_at=cast.CLOSES
    )
    detail = Detail(key=key, label="Alter")
    with pytest.raises(SurveyRefused):
        plan_survey(
            survey, questions=[Question(key="q1", text="?")], details=[(detail, [])], by=None
        )
    assert Survey.objects.count() == 0


def test_a_process_shows_the_open_survey_else_the_next_else_the_last(process):
    first = cast.a_survey(process, "eins")
    second = cast.a_survey(
        process, "zwei", opens_at=cast.CLOSES + 9 * SECOND, closes_at=cast.CLOSES + 99 * SECOND
    )
    shown = {
        cast.OPENS - SECOND: first,
        cast.OPENS: first,
        cast.CLOSES: first,
        cast.CLOSES + SECOND: second,
        cast.CLOSES + 9 * SECOND: second,
        cast.CLOSES + 999 * SECOND: second,
    }
    assert {at: survey_of(process, at) for at in shown} == shown
    assert open_survey(process, cast.OPENS - SECOND) is None
    assert open_survey(process, cast.CLOSES + SECOND) is None
    assert open_survey(process, cast.CLOSES) == first
    assert survey_of(process, cast.OPENS, "zwei") == second
    assert survey_of(process, cast.OPENS, "drei\x00") is None
    assert survey_to_type_in(process, cast.OPENS - SECOND) is None
    assert survey_to_type_in(process, cast.CLOSES + SECOND) == first


@pytest.mark.parametrize(
    ("day", "hour", "tense", "days"),
    [(3, 23, Tense.NEXT, 2), (4, 23, Tense.NEXT, 1), (5, 0, Tense.NOW, 20), (25, 23, Tense.NOW, 0),
     (26, 0, Tense.PAST, 1), (30, 12, Tense.PAST, 5)],
)  # fmt: skip
def test_the_window_counts_days_of_the_city(process, city, day, hour, tense, days):
    at = datetime(2016, 9, day, hour, tzinfo=cast.BERLIN)
    window = window_of(cast.a_survey(process), city, at)
    assert (window.tense, window.days) == (tense, days)
    assert (window.opens_on.day, window.closes_on.day) == (5, 25)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("survey_closes_after_it_opens", {"closes_at": cast.OPENS}),
        ("survey_has_a_title", {"title": ""}),
        ("survey_slug_is_one|unique", {"slug": "ideen"}),
    ],
)
def test_a_survey_that_can_not_be_is_refused(process, name, wrong):
    cast.a_survey(process)
    wrong = {"slug": "andere"} | wrong
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"), transaction.atomic():
        cast.a_survey(process, **wrong)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("question_key_is_one", Question(key="q1", position=9, text="?")),
        ("question_position_is_one", Question(key="q9", position=1, text="?")),
        ("question_has_text", Question(key="q9", position=9, text="")),
        ("question_limit", Question(key="q9", position=9, text="?", limit=0)),
        ("question_limit", Question(key="q9", position=9, text="?", limit=2001)),
        ("detail_key_is_one", Detail(key="d_age", position=9, label="?")),
        ("detail_position_is_one", Detail(key="d_x", position=1, label="?")),
        ("detail_has_a_label", Detail(key="d_x", position=9, label="")),
    ],
)
def test_a_question_or_detail_that_can_not_be_is_refused(process, name, row):
    row.survey = cast.a_survey(process)
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(("key", "label"), [("nord", "Nord"), ("ost", "")])
def test_an_option_that_can_not_be_is_refused(process, key, label):
    detail = cast.a_survey(process).details.get(key="d_place")
    with pytest.raises(IntegrityError), transaction.atomic():
        DetailOption.objects.create(detail=detail, key=key, position=9, label=label)
