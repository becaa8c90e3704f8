"""A questionnaire is checked as a whole: circles, dead ends, and what nobody can be asked."""

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ratschlag.survey.compute.answers import answers_in
from ratschlag.survey.compute.reach import Finding, Flaw, findings_in
from ratschlag.survey.tests.test_answers import a_question, a_questionnaire, options


def when(*tests: tuple[str, str, str], join: str = "all") -> dict[str, object]:
    return {"join": join, "tests": [list(test) for test in tests]}


def yes_no(key: str, *tests: tuple[str, str, str], join: str = "all", **changes: object):
    return a_question(key, "yes_no", show_if=when(*tests, join=join) if tests else {}, **changes)


CHILDREN = a_question("kids", "number", least="0", most="10")


def test_a_sound_questionnaire_has_no_flaw():
    assert not findings_in(
        a_questionnaire(
            yes_no("bus"),
            CHILDREN,
            yes_no("seats", ("bus", "is", "yes"), ("kids", "at_least", "10")),
            a_question("why", "long", show_if=when(("seats", "is", "no"))),
        )
    )


@pytest.mark.parametrize(
    ("flaw", "key", "about", "questions"),
    [
        (Flaw.NO_QUESTION, "", "", []),
        (Flaw.UNKNOWN_QUESTION, "a", "gone", [yes_no("a", ("gone", "is", "yes"))]),
        (Flaw.LATER_QUESTION, "a", "b", [yes_no("a", ("b", "is", "yes")), yes_no("b")]),
        (Flaw.CIRCLE, "a", "a", [yes_no("a", ("a", "is", "yes"))]),
        (
            Flaw.CIRCLE, "a", "b",
            [yes_no("a", ("b", "is", "yes")), yes_no("b", ("a", "is", "yes"))],
        ),
        (Flaw.UNKNOWN_ANSWER, "b", "a", [yes_no("a"), yes_no("b", ("a", "is", "maybe"))]),
        (Flaw.UNKNOWN_ANSWER, "b", "kids", [CHILDREN, yes_no("b", ("kids", "is", "5.0"))]),
        (Flaw.UNKNOWN_ANSWER, "b", "kids", [CHILDREN, yes_no("b", ("kids", "at_least", "many"))]),
        (
            Flaw.UNKNOWN_ANSWER, "b", "day",
            [a_question("day", "date"), yes_no("b", ("day", "at_most", "5.9.2016"))],
        ),
        (Flaw.WRONG_TEST, "b", "a", [yes_no("a"), yes_no("b", ("a", "at_least", "yes"))]),
        (
            Flaw.WRONG_TEST, "b", "why",
            [a_question("why", "long"), yes_no("b", ("why", "is", "Mehr Bäume"))],
        ),
        (Flaw.NEVER_SHOWN, "b", "", [CHILDREN, yes_no("b", ("kids", "at_least", "11"))]),
        (
            Flaw.NEVER_SHOWN, "b", "",
            [CHILDREN, yes_no("b", ("kids", "at_least", "5"), ("kids", "at_most", "4"))],
        ),
        (
            Flaw.NEVER_SHOWN, "c", "",
            [
                yes_no("a"), yes_no("b", ("a", "is", "yes")),
                yes_no("c", ("a", "is", "no"), ("b", "answered", "")),
            ],
        ),
        (
            Flaw.NEVER_SHOWN, "b", "",
            [yes_no("a", is_required=True), yes_no("b", ("a", "is_not", "yes"), ("a", "is_not", "no"))],
        ),
        (
            Flaw.NEVER_TRUE, "b", "kids",
            [yes_no("a"), CHILDREN,
             yes_no("b", ("a", "is", "yes"), ("kids", "at_most", "-1"), join="any")],
        ),
        (Flaw.TOO_FEW_ANSWERS, "s", "", [a_question("s", "single", options=options("a"))]),
        (Flaw.NO_ROWS, "m", "", [a_question("m", "matrix", options=options("a", "b"))]),
        (
            Flaw.BOUNDS, "m", "",
            [a_question("m", "multiple", options=options("a", "b"), least="3")],
        ),
        (
            Flaw.BOUNDS, "m", "",
            [a_question("m", "multiple", options=options("a", "b", "c"), least="2", most="1")],
        ),
        (Flaw.BOUNDS, "r", "", [a_question("r", "ranking", options=options("a", "b"), most="0")]),
        (Flaw.BOUNDS, "n", "", [a_question("n", "number", least="2", most="1")]),
        (Flaw.BOUNDS, "s", "", [a_question("s", "scale", least="1", most="12")]),
        (Flaw.BOUNDS, "s", "", [a_question("s", "scale", least="1", most="1")]),
        (Flaw.BOUNDS, "s", "", [a_question("s", "scale", least="1.5", most="4")]),
    ],
)  # fmt: skip
def test_a_flaw_is_found_where_it_is(flaw, key, about, questions):
    assert Finding(flaw, key, False, about) in findings_in(a_questionnaire(*questions))


def test_a_page_nobody_comes_to_is_named_once():
    pages = [
        {"key": "s1", "title": {}, "help": {}, "show_if": {}, "questions": [yes_no("a")]},
        {
            **{"key": "s2", "title": {}, "help": {}, "questions": [yes_no("b", ("a", "is", "no"))]},
            "show_if": when(("a", "is", "yes"), ("a", "is", "no")),
        },
    ]
    assert findings_in(a_questionnaire(pages=pages)) == [Finding(Flaw.NEVER_SHOWN, "s2", True)]


def test_a_question_is_out_of_reach_when_its_page_and_itself_can_not_hold_together():
    pages = [
        {"key": "s1", "title": {}, "help": {}, "show_if": {}, "questions": [yes_no("a")]},
        {
            **{"key": "s2", "title": {}, "help": {}, "questions": [yes_no("b", ("a", "is", "no"))]},
            "show_if": when(("a", "is", "yes")),
        },
    ]
    assert findings_in(a_questionnaire(pages=pages)) == [Finding(Flaw.NEVER_SHOWN, "b")]


def test_what_is_too_entangled_to_be_checked_is_said_and_takes_no_time():
    many = [a_question(f"q{at}", "scale", least="1", most="11") for at in range(12)]
    for at, question in enumerate(many[1:], start=1):
        tests = [(f"q{other}", "at_least", str(at % 9 + 2)) for other in range(at)]
        question["show_if"] = when(*tests, join="any")
    found = findings_in(a_questionnaire(*many))
    assert Finding(Flaw.TOO_ENTANGLED, "q11") in found


OPTIONS = ("a", "b", "c")
KINDS = {
    "yes_no": ["", "yes", "no"],
    "single": ["", *OPTIONS],
    "multiple": [[], ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"]],
    "scale": ["", "1", "2", "3"],
    "number": ["", "-1", "0", "0.5", "1", "1.5", "2", "2.5", "3"],
    "long": ["", "words"],
}
VALUES = {
    **{"yes_no": ["yes", "no"], "single": list(OPTIONS), "multiple": list(OPTIONS)},
    **{"scale": ["1", "2", "3"], "number": ["0", "1", "2"], "long": [""]},
}


@st.composite
def questionnaires(draw):
    """Two to four questions, each with a condition on those before it, or with none."""
    questions = []
    for at in range(draw(st.integers(2, 4))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        changes: dict[str, object] = {"is_required": draw(st.booleans())}
        if kind in ("single", "multiple"):
            changes["options"] = options(*OPTIONS)
        if kind == "multiple":
            changes["least"] = draw(st.sampled_from([None, "1", "2"]))
            changes["most"] = draw(st.sampled_from([None, "2", "3"]))
        if kind == "scale":
            changes |= {"least": "1", "most": "3"}
        if kind == "number":
            changes["least"] = draw(st.sampled_from([None, "0", "1"]))
            changes["most"] = draw(st.sampled_from([None, "1", "2"]))
        tests = []
        for _test in range(draw(st.integers(0, 3)) if at else 0):
            asked = draw(st.sampled_from(questions))
            can = ["answered"] if asked["kind"] == "long" else ["answered", "is", "is_not"]
            can += ["at_least", "at_most"] if asked["kind"] in ("scale", "number") else []
            how = draw(st.sampled_from(can))
            value = "" if how == "answered" else draw(st.sampled_from(VALUES[asked["kind"]]))
            tests.append((asked["key"], how, value))
        join = draw(st.sampled_from(["all", "any"]))
        changes["show_if"] = when(*tests, join=join) if tests else {}
        questions.append(a_question(f"q{at}", kind, **changes))
    return a_questionnaire(*questions)


def sheets(questionnaire):
    """Every form that can be filled in: read by the very reader that answers go through."""
    asked = questionnaire.questions
    for row in product(*(KINDS[question.kind] for question in asked)):
        sent = {question.key: each for question, each in zip(asked, row, strict=True)}
        values = {key: each if isinstance(each, list) else [each] for key, each in sent.items()}
        found = answers_in(questionnaire, lambda key, values=values: values.get(key, []))
        # Words in a question that isn't shown are kept; nothing is planned upon them.
        if not found.faults and set(found.texts) <= found.shown:
            yield found


@settings(max_examples=120)
@given(questionnaires())
def test_what_is_said_of_reach_is_what_all_sheets_show(questionnaire):
    found = findings_in(questionnaire)
    assert {finding.flaw for finding in found} <= {Flaw.NEVER_SHOWN, Flaw.NEVER_TRUE}
    filled = list(sheets(questionnaire))
    assume(filled)
    shown = set().union(*(sheet.shown for sheet in filled))
    unseen = {question.key for question in questionnaire.questions} - shown
    assert {each.key for each in found if each.flaw is Flaw.NEVER_SHOWN} == unseen
    dead = {
        (question.key, test.question)
        for question in questionnaire.questions
        if question.show_if.join == "any" and question.key not in unseen
        for test in question.show_if.tests
        if not any(test.holds(_before(questionnaire, question, sheet)) for sheet in filled)
    }
    assert {(e.key, e.about) for e in found if e.flaw is Flaw.NEVER_TRUE} == dead


def _before(questionnaire, question, sheet):
    earlier = {each.key for each in questionnaire.questions if each.number < question.number}
    return {key: said for key, said in sheet.said.items() if key in earlier}
