"""What may change while a survey is open, and what may not: answers are counted together."""

import pytest

from ratschlag.survey.compute.changes import Breach, Change, breaches
from ratschlag.survey.tests.test_answers import a_question, a_questionnaire, options

IF_YES = {"join": "all", "tests": [["yes", "is", "yes"]]}
AGE = [{"key": "d_age", "label": {"de": "Alter"}, "options": options("young", "old")}]
BEFORE = {
    "words": {"kind": "long", "limit": 200},
    "one": {"kind": "single", "options": options("a", "b"), "has_other": True},
    "some": {"kind": "multiple", "options": options("a", "b", "c"), "most": "2"},
    "yes": {"kind": "yes_no"},
    "scale": {"kind": "scale", "least": "1", "most": "5"},
    "matrix": {"kind": "matrix", "options": options("a", "b"), "rows": options("r")},
    "order": {"kind": "ranking", "options": options("a", "b")},
    "number": {"kind": "number", "least": "0", "most": "10"},
    "why": {"kind": "short", "show_if": IF_YES},
}


def asked(details=AGE, languages=("de", "ar"), **changes):
    """The questionnaire with these questions changed, added, or taken away (None)."""
    wanted = {key: BEFORE.get(key, {}) | (changes.get(key) or {}) for key in {**BEFORE, **changes}}
    for key in [key for key, change in changes.items() if change is None]:
        del wanted[key]
    questions = [a_question(key, **facts) for key, facts in wanted.items()]
    return a_questionnaire(*questions, details=details, languages=list(languages))


@pytest.mark.parametrize(
    "changes",
    [
        {"words": {"limit": 500, "text": {"de": "Anders gefragt?"}, "hint": {"de": "Neu"}}},
        {"one": {"options": options("b", "a", "c")}},
        {"some": {"most": None}},
        {"some": {"most": "3", "least": "1"}},
        {"matrix": {"rows": options("r", "s"), "options": options("a", "b", "c")}},
        {"number": {"least": None, "most": "11"}},
        {"new": {"kind": "single", "options": options("x", "y")}},
        {"details": [*AGE, {"key": "d_more", "label": {}, "options": []}]},
        {"languages": ("de", "ar", "en")},
        {"yes": {"is_required": False}},
    ],
)
def test_what_leaves_every_answer_as_it_is_may_change(changes):
    assert breaches(asked(), asked(**changes)) == []


@pytest.mark.parametrize(
    ("change", "key", "changes"),
    [
        (Change.QUESTION_GONE, "yes", {"yes": None, "why": {"show_if": {}}}),
        (Change.OTHER_KIND, "words", {"words": {"kind": "short"}}),
        (Change.ANSWER_GONE, "one", {"one": {"options": options("a", "c")}}),
        (Change.ANSWER_GONE, "one", {"one": {"has_other": False}}),
        (Change.ANSWER_GONE, "matrix", {"matrix": {"rows": options("s")}}),
        (Change.ANSWER_NOT_AT_THE_END, "one", {"one": {"options": options("c", "a", "b")}}),
        (Change.ANSWER_TO_RANK, "order", {"order": {"options": options("a", "b", "c")}}),
        (Change.LIMIT_LOWERED, "words", {"words": {"limit": 199}}),
        (Change.BOUNDS_NARROWED, "some", {"some": {"most": "1"}}),
        (Change.BOUNDS_NARROWED, "some", {"some": {"least": "2"}}),
        (Change.BOUNDS_NARROWED, "number", {"number": {"least": "1"}}),
        (Change.BOUNDS_NARROWED, "number", {"number": {"most": "9.5"}}),
        (Change.STEPS_CHANGED, "scale", {"scale": {"most": "7"}}),
        (Change.STEPS_CHANGED, "order", {"order": {"most": "1"}}),
        (Change.NOW_REQUIRED, "yes", {"yes": {"is_required": True}}),
        (Change.NOW_REQUIRED, "new", {"new": {"kind": "long", "is_required": True}}),
        (Change.CONDITION_CHANGED, "why", {"why": {"show_if": {}}}),
        (Change.CONDITION_CHANGED, "number", {"number": {"show_if": IF_YES}}),
        (Change.DETAIL_GONE, "d_age", {"details": []}),
        (Change.ANSWER_GONE, "d_age", {"details": [AGE[0] | {"options": options("young")}]}),
        (Change.LANGUAGE_GONE, "ar", {"languages": ("de",)}),
    ],
)
def test_what_would_part_earlier_from_later_answers_may_not_change(change, key, changes):
    assert Breach(change, key) in breaches(asked(), asked(**changes))
