"""Trying a survey out: answers of staff that are marked as such, never counted, thrown away."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.journal.actions import record
from ratschlag.people.models import Person
from ratschlag.survey.actions.writing import SurveyRefused
from ratschlag.survey.models import Survey, TestRun
from ratschlag.survey.rules import Stage

# A draft is tried out often, but nobody reads so many.
MOST_RUNS = 200


@transaction.atomic
def keep_test_run(
    survey: Survey, *, language: str, answers: Mapping[str, Any], by: Person | None
) -> TestRun:
    """Keep what somebody of the staff answered, apart from all that residents say."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.stage not in (Stage.DRAFT, Stage.TESTED):
        raise SurveyRefused(_("The survey is no longer being tried out."))
    if survey.test_runs.count() >= MOST_RUNS:
        raise SurveyRefused(_("There are many test runs already. Please throw them away first."))
    run = TestRun.objects.create(survey=survey, language=language, answers=dict(answers))
    record(by, "survey.tried", survey, language=language)
    return run


@transaction.atomic
def throw_test_runs_away(survey: Survey, *, by: Person | None) -> None:
    survey.test_runs.all().delete()
    record(by, "survey.test_runs_thrown_away", survey)
