"""What flaws, refused changes and conditions are called at the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.survey.compute.changes import Change
from ratschlag.survey.compute.conditions import Join, Operator
from ratschlag.survey.compute.reach import Flaw
from ratschlag.survey.rules import State

STATE_LABELS: dict[State, Promise] = {
    State.DRAFT: _("draft"),
    State.TESTED: _("tested"),
    State.SCHEDULED: _("scheduled"),
    State.OPEN: _("open"),
    State.EXTENDED: _("open, extended"),
    State.CLOSED: _("closed"),
    State.ENTRY_FINISHED: _("all papers typed in"),
    State.EVALUATED: _("evaluated"),
    State.PUBLISHED: _("results published"),
}

FLAW_LABELS: dict[Flaw, Promise] = {
    Flaw.NO_QUESTION: _("The survey has no question yet."),
    Flaw.TOO_FEW_ANSWERS: _("There must be at least two answers to choose from."),
    Flaw.NO_ROWS: _("There is no row yet."),
    Flaw.BOUNDS: _("Its bounds contradict each other: nobody can answer it."),
    Flaw.UNKNOWN_QUESTION: _("Its condition asks for a question that there isn’t."),
    Flaw.LATER_QUESTION: _("Its condition asks for a question that comes later."),
    Flaw.CIRCLE: _("Its condition goes in a circle: it waits for itself."),
    Flaw.WRONG_TEST: _("Its condition compares what can’t be compared so."),
    Flaw.UNKNOWN_ANSWER: _("Its condition asks for an answer that can’t be given."),
    Flaw.NEVER_SHOWN: _("Nobody can ever come here: its condition never holds."),
    Flaw.NEVER_TRUE: _("A part of its condition never holds."),
    Flaw.TOO_ENTANGLED: _("So many conditions hang together here that nobody can check them."),
}

CHANGE_LABELS: dict[Change, Promise] = {
    Change.QUESTION_GONE: _("a question can’t be taken away: people have answered it"),
    Change.OTHER_KIND: _("the kind of a question can’t change"),
    Change.ANSWER_GONE: _("an answer can’t be taken away: people may have chosen it"),
    Change.ANSWER_NOT_AT_THE_END: _("a further answer must stand at the end"),
    Change.ANSWER_TO_RANK: _("a ranking can’t get further answers"),
    Change.LIMIT_LOWERED: _("the longest answer can only become longer"),
    Change.BOUNDS_NARROWED: _("bounds can only become wider"),
    Change.STEPS_CHANGED: _("steps and places stay as they are"),
    Change.NOW_REQUIRED: _("no answer can become required"),
    Change.CONDITION_CHANGED: _("a condition stays as it is, or nobody knows who was asked"),
    Change.DETAIL_GONE: _("a voluntary detail can’t be taken away"),
    Change.LANGUAGE_GONE: _("a language can’t be taken away"),
}

OPERATOR_LABELS: dict[Operator, Promise] = {
    Operator.IS: _("is"),
    Operator.IS_NOT: _("is not"),
    Operator.AT_LEAST: _("is at least"),
    Operator.AT_MOST: _("is at most"),
    Operator.ANSWERED: _("was answered"),
}

JOIN_LABELS: dict[Join, Promise] = {
    Join.ALL: _("all of these hold"),
    Join.ANY: _("one of these holds"),
}
