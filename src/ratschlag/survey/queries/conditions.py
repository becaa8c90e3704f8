"""When a question is asked, in words: for paper, where nothing can be hidden, and for the desk."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.survey.compute.conditions import Condition, Join, Operator, Test
from ratschlag.survey.compute.questionnaire import Question, Questionnaire
from ratschlag.survey.queries.sheets import wording_in
from ratschlag.survey.rules import NO, OTHER, YES, Kind


def condition_in_words(condition: Condition, questionnaire: Questionnaire, language: str) -> str:
    """ "Only if you answered “Yes” to question 2."; empty where it always holds.

    In the active language; `language` is that of the answers it quotes.
    """
    said = [_clause(test, questionnaire, language) for test in condition.tests]
    if not said:
        return ""
    whole = said[0]
    for further in said[1:]:
        both = {"one": whole, "other": further}
        whole = (
            _("%(one)s, and %(other)s")
            if condition.join is Join.ALL
            else _("%(one)s, or %(other)s")
        )
        whole %= both
    return _("Only if %(conditions)s.") % {"conditions": whole}


def _clause(test: Test, questionnaire: Questionnaire, language: str) -> str:
    question = questionnaire.by_key.get(test.question)
    words = {
        "number": question.number if question else test.question,
        "answer": _answer(question, test.value, language) if question else test.value,
    }
    return {
        Operator.IS: _("you answered “%(answer)s” to question %(number)s"),
        Operator.IS_NOT: _("you did not answer “%(answer)s” to question %(number)s"),
        Operator.AT_LEAST: _("your answer to question %(number)s is %(answer)s or more"),
        Operator.AT_MOST: _("your answer to question %(number)s is %(answer)s or less"),
        Operator.ANSWERED: _("you answered question %(number)s"),
    }[test.operator] % words


def _answer(question: Question, value: str, language: str) -> str:
    """An answer as it stands on the sheet."""
    if question.kind is Kind.YES_NO:
        return {YES: _("Yes"), NO: _("No")}.get(value, value)
    if question.kind is Kind.DATE:
        return _day(value)
    if value == OTHER and question.has_other:
        return _("Something else:").rstrip(":")
    labels = {option.key: option.label for option in question.options}
    return wording_in(labels[value], language).text if value in labels else value


def _day(value: str) -> str:
    try:
        day = PartialDate(date.fromisoformat(value), Precision.DAY)
    except ValueError:
        return value
    return in_words(day, get_language() or SOURCE_LANGUAGE)
