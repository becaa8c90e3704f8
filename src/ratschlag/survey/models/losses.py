"""How it is said what a questionnaire lost on its way into another tool, or out of one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.survey.compute.xlsform.words import Lost

LOST_LABELS: dict[Lost, Promise] = {
    Lost.CONDITION: _("The condition can’t be said there. It is asked always."),
    Lost.RENAMED: _("The name was not possible there. It has another one."),
    Lost.ROWS_REQUIRED: _("XLSForm knows no answer to the whole table. Each row must be answered."),
    Lost.PLACES: _("XLSForm knows no limit of places. All have to be put in order."),
    Lost.TYPE: _("Questions of this type are not asked here. It was left out."),
    Lost.METADATA: _("Times, devices and names are not kept here. It was left out."),
    Lost.REPEAT: _("Nothing can be asked several times over. It was left out."),
    Lost.MEDIA: _("Pictures, sound and films are not shown beside questions. They were left out."),
    Lost.CALCULATION: _("Nothing is calculated. It was left out."),
    Lost.CONSTRAINT: _("Answers can’t be checked against this rule. It was left out."),
    Lost.CHOICE_FILTER: _("Answers can’t depend on others. All of the list are offered."),
    Lost.DEFAULT: _("No answer is filled in beforehand. It was left out."),
    Lost.READ_ONLY: _("Every question can be answered."),
    Lost.REQUIRED: _("It depended on something whether an answer is needed. None is needed now."),
    Lost.REFERENCE: _("The text shows an earlier answer. This stands there as it was written."),
    Lost.NOTE: _("Texts between questions are not shown. It was left out."),
    Lost.NESTED: _("Groups inside a page are not shown. Its questions stand on the page."),
    Lost.MOVED: _("Questions outside of pages stand at the beginning."),
    Lost.WHOLE_NUMBER: _("Numbers may have decimals."),
    Lost.SCALE: _("A scale has at most eleven whole steps. It became a number with limits."),
    Lost.LANGUAGE: _("This language is not offered here. Its texts were left out."),
    Lost.SOURCE: _("There are no German texts. Those of this language stand in for them."),
    Lost.NO_LABEL: _("There is no text."),
    Lost.NO_LIST: _("There is no list of answers to it. It was left out."),
    Lost.SHORTENED: _("The text is too long here. It was shortened."),
    Lost.NO_PURPOSE: _("It does not say why the city asks. Please write it."),
    Lost.EMPTY_GROUP: _("The group holds no question. It was left out."),
    Lost.NO_SURVEY: _("This file is no XLSForm: it has no sheet “survey” with a column “type”."),
    Lost.UNBALANCED: _("A group begins or ends without the other. Please check the file."),
    Lost.TOO_LARGE: _("The questionnaire is too large: more than 2,000 rows."),
    Lost.NO_QUESTION: _("There is no question in it that can be asked here."),
}
