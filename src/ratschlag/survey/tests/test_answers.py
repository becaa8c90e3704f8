"""Every kind of question: what a form says to it, and what is wrong with it."""

import pytest

from ratschlag.survey.compute.answers import Fault, Wrong, answers_in
from ratschlag.survey.compute.questionnaire import canonical, questionnaire_from


def a_question(key: str, kind: str, **changes: object) -> dict[str, object]:
    bare = {"row": 1, "limit": 20, "is_required": False, "has_other": False, "show_if": {}}
    texts = {"text": {"de": key}, "hint": {}, "low": {}, "high": {}}
    rest = {"least": None, "most": None, "options": [], "rows": []}
    return {"key": key, "kind": kind} | bare | texts | rest | changes


def options(*keys: str) -> list[dict[str, object]]:
    return [{"key": key, "label": {"de": key}} for key in keys]


def a_questionnaire(*questions: dict[str, object], show_if: object = None, **changes: object):
    page = {"key": "s1", "title": {}, "help": {}, "show_if": show_if or {}}
    texts = {name: {"de": name} for name in ("title", "purpose", "rule")}
    rest = {"languages": ["de"], "machine": [], "is_paged": False, "details": []}
    pages = [{**page, "questions": list(questions)}]
    return questionnaire_from(canonical({**texts, **rest, "pages": pages, **changes}))


ONE_OF_EACH = a_questionnaire(
    a_question("words", "long"),
    a_question("line", "short"),
    a_question("one", "single", options=options("a", "b"), has_other=True),
    a_question("some", "multiple", options=options("a", "b", "c"), has_other=True, most="2"),
    a_question("yes", "yes_no"),
    a_question("scale", "scale", least="0", most="10"),
    a_question("matrix", "matrix", options=options("good", "bad"), rows=options("r1", "r2")),
    a_question("order", "ranking", options=options("a", "b", "c")),
    a_question("number", "number", least="0", most="99.5"),
    a_question("day", "date"),
)


def said(questionnaire=ONE_OF_EACH, **sent: object):
    """`sent` by name of the field; a list is a field that was sent several times."""
    values = {name.replace("__", "."): each for name, each in sent.items()}
    return answers_in(
        questionnaire,
        lambda name: (
            values[name] if isinstance(values.get(name), list) else [values[name]]
        ) if name in values else [],
    )  # fmt: skip


def test_a_form_says_what_was_typed_and_chosen():
    found = said(
        words=" Mehr\r\nBäume. ", one="b", some=["c", "a"], yes="no", scale="0",
        matrix__r2="bad", order__c="1", order__a="3", number="12,50", day="5.9.2016",
    )  # fmt: skip
    assert not found.faults
    assert found.texts == {"words": "Mehr\nBäume."}
    assert found.chosen == {
        "one": "b",
        "some": ["a", "c"],
        "yes": "no",
        "scale": 0,
        "matrix": {"r2": "bad"},
        "order": ["c", "a"],
        "number": "12.5",
        "day": "2016-09-05",
    }


def test_an_empty_form_says_nothing():
    assert said().is_empty
    assert said(words=" \n", one="", number=" ", order__a="").is_empty


def test_what_stands_beside_a_list_is_the_other_answer():
    assert said(one__other="Gar nichts").chosen == {"one": "other", "one.other": "Gar nichts"}
    assert said(some=["a", "other"]).chosen == {"some": ["a", "other"]}
    # Who chose something on the list and left a word beside it meant the list.
    assert said(one="a", one__other="Hm").chosen == {"one": "a"}


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"words": "x" * 21}, Fault(Wrong.TOO_LONG, "1")),
        ({"words": "a\x00b"}, Fault(Wrong.NOT_STORABLE)),
        ({"line": "\ud800"}, Fault(Wrong.NOT_STORABLE)),
        ({"one": "c"}, Fault(Wrong.NOT_AN_OPTION)),
        ({"one__other": "x" * 201}, Fault(Wrong.TOO_LONG, "1")),
        ({"some": ["a", "b", "c"]}, Fault(Wrong.TOO_MANY, "2")),
        ({"some": ["z"]}, Fault(Wrong.NOT_AN_OPTION)),
        ({"yes": "maybe"}, Fault(Wrong.NOT_AN_OPTION)),
        ({"scale": "11"}, Fault(Wrong.NOT_AN_OPTION)),
        ({"scale": "-1"}, Fault(Wrong.NOT_AN_OPTION)),
        ({"matrix__r1": "so so"}, Fault(Wrong.NOT_AN_OPTION)),
        ({"order__a": "1", "order__b": "1"}, Fault(Wrong.RANKED_TWICE, "1")),
        ({"order__a": "4"}, Fault(Wrong.NOT_AN_OPTION)),
        ({"order__a": "9" * 500}, Fault(Wrong.NOT_AN_OPTION)),
        ({"number": "viele"}, Fault(Wrong.NOT_A_NUMBER)),
        ({"number": "NaN"}, Fault(Wrong.NOT_A_NUMBER)),
        ({"number": "1e309"}, Fault(Wrong.NOT_A_NUMBER)),
        ({"number": "-0.1"}, Fault(Wrong.TOO_SMALL, "0")),
        ({"number": "99.6"}, Fault(Wrong.TOO_LARGE, "99.5")),
        ({"day": "31.2.2016"}, Fault(Wrong.NOT_A_DAY)),
        ({"day": "gestern"}, Fault(Wrong.NOT_A_DAY)),
        ({"day": "1.2"}, Fault(Wrong.NOT_A_DAY)),
        ({"day": "1.2.16"}, Fault(Wrong.NOT_A_DAY)),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_what_is_wrong_is_named_at_its_question(sent, fault):
    found = said(**sent)
    assert list(found.faults.values()) == [fault]
    assert found.is_empty


def test_digits_of_any_script_are_digits():
    assert said(number="١٢").chosen == {"number": "12"}
    assert said(order__a="۲").chosen == {"order": ["a"]}


IF_YES = {"join": "all", "tests": [["yes", "is", "yes"]]}
CONDITIONAL = a_questionnaire(
    a_question("yes", "yes_no"),
    a_question("how", "single", options=options("a"), show_if=IF_YES, is_required=True),
    a_question("why", "long", show_if=IF_YES),
)


def test_a_question_that_does_not_apply_is_left_out_but_no_words_are_lost():
    found = said(CONDITIONAL, yes="no", how="a", why="Darum.")
    assert (found.chosen, found.texts) == ({"yes": "no"}, {"why": "Darum."})
    assert not found.faults


def test_what_must_be_answered_must_be_only_where_it_applies():
    assert said(CONDITIONAL, yes="yes").faults == {"how": Fault(Wrong.MISSING)}
    assert said(CONDITIONAL, yes="yes", how="a").shown == {"yes", "how", "why"}
    assert not said(CONDITIONAL).faults
