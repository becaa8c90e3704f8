"""What a filled-in form must satisfy: sent by a resident, or typed in by a clerk."""

from ratschlag.survey.forms.answering import AnswerSheet, Step
from ratschlag.survey.forms.holds import HoldForm
from ratschlag.survey.forms.making import ActForm, OpenSurveyForm, SurveyForm, TextsForm
from ratschlag.survey.forms.paper import BatchForm, PaperForm
from ratschlag.survey.forms.questions import ConditionForm, DetailForm, PageForm, QuestionForm
from ratschlag.survey.forms.results import ResultForm
from ratschlag.survey.forms.sheets import Ask, Filled, fresh_form_key, is_form_key, message_of
from ratschlag.survey.forms.tablets import TabletForm, WhereForm

__all__ = [
    "ActForm",
    "AnswerSheet",
    "BatchForm",
    "Ask",
    "ConditionForm",
    "DetailForm",
    "Filled",
    "HoldForm",
    "OpenSurveyForm",
    "PageForm",
    "PaperForm",
    "QuestionForm",
    "ResultForm",
    "Step",
    "SurveyForm",
    "TabletForm",
    "TextsForm",
    "WhereForm",
    "fresh_form_key",
    "is_form_key",
    "message_of",
]
