"""Saying a questionnaire in other languages."""

from collections.abc import Sequence

from django.db import transaction

from ratschlag.journal.actions import record
from ratschlag.languages.actions import drop_translations, put_translation
from ratschlag.languages.models import Authored
from ratschlag.languages.rules import State
from ratschlag.people.models import Person
from ratschlag.survey.actions.writing import Writing
from ratschlag.survey.models import Survey


@transaction.atomic
def translate_survey(
    survey: Survey, *, language: str, texts: Sequence[tuple[Authored, str, str]], by: Person | None
) -> None:
    """Keep texts in a language as written or read by a person: row, field, what it says.

    An empty one is forgotten. Raises SurveyRefused.
    """
    with Writing(survey):
        for row, field, text in texts:
            if text:
                put_translation(
                    row, field, language=language, text=text, state=State.CHECKED,
                    checked_by=str(by.pk) if by else "",
                )  # fmt: skip
            else:
                drop_translations([row], field=field, language=language)
    record(by, "survey.translated", survey, language=language, count=len(texts))
