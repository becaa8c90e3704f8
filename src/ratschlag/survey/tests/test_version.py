"""What a survey asks is frozen when it is scheduled; answers keep the version they were given to."""

import json

import pytest
from django.db import IntegrityError, transaction

from ratschlag.survey.actions import freeze_version, plan_survey
from ratschlag.survey.models import Question, QuestionOption, Survey, Version
from ratschlag.survey.queries import missing_texts, questionnaire_of
from ratschlag.survey.rules import Stage
from ratschlag.survey.tests.hands import answer
from tests import cast

pytestmark = pytest.mark.django_db


def test_scheduling_freezes_what_is_asked(survey):
    version = survey.versions.get()
    assert survey.stage == Stage.SCHEDULED
    assert version.number == 1
    assert [row["key"] for row in json.loads(version.definition)["pages"][0]["questions"]] == [
        *("q1", "q2", "q3"),
    ]
    assert answer(survey).response.version == version


def test_the_same_again_is_no_new_version_and_a_change_is_one(survey):
    assert freeze_version(survey, by=None).number == 1
    Question.objects.filter(survey=survey, key="q1").update(text="Was läuft gut bei Ihnen?")
    assert freeze_version(survey, by=None).number == 2
    texts = [questionnaire_of(row).questions[0].text["de"] for row in survey.versions.all()]
    assert texts == ["Was läuft gut?", "Was läuft gut bei Ihnen?"]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_a_version_as_it_was_frozen(survey, change):
    rows = Version.objects.filter(survey=survey)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(definition="{}") if change == "update" else rows._raw_delete(rows.db)


def test_what_nobody_has_translated_is_named_by_language(process):
    survey = cast.a_survey(process, languages=["de", "ar"])
    missing = missing_texts(survey)
    assert set(missing) == {"ar"}
    assert (survey, "title") in missing["ar"]


def test_an_option_stands_in_the_version_with_its_rows(process):
    survey = Survey(
        process=process, slug="wahl", title="Wahl", purpose="x", rule="x",
        opens_at=cast.OPENS, closes_at=cast.CLOSES,
    )  # fmt: skip
    choices = [
        QuestionOption(key="a", label="Gut"),
        QuestionOption(key="r", label="Bus", is_row=True),
    ]
    question = Question(key="m", kind="matrix", text="Wie ist …?")
    plan_survey(survey, questions=[question], options={"m": choices}, by=None)
    asked = questionnaire_of(freeze_version(survey, by=None)).questions[0]
    assert asked.names == ("m.r",)
    assert asked.choices == ("a",)
