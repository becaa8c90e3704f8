"""The script on a tablet judges a form as the server does: all ten kinds, with conditions.

Forms filled in at random are read by both; what was said, what is shown and what is wrong agree.
"""

import base64
import json
import random
from typing import Any

import pytest
from playwright.sync_api import Page

from ratschlag.survey.compute.answers import answers_in
from ratschlag.survey.compute.questionnaire import Questionnaire, canonical, questionnaire_from
from ratschlag.survey.queries.tablets import as_asked
from ratschlag.survey.rules import Kind
from tests.house import PACKAGE

FORMS = 400
SCRIPT = (PACKAGE / "static" / "unterwegs" / "sheet.js").read_bytes()
READ = """async ([script, questions, forms]) => {
  const { read } = await import(`data:text/javascript;base64,${script}`);
  return forms.map((values) => {
    const { said, shown, faults } = read(questions, values);
    return { said, shown: [...shown], faults };
  });
}"""
BARE = {
    "text": {"de": "?"}, "hint": {}, "low": {}, "high": {}, "limit": 50, "is_required": False,
    "has_other": False, "least": None, "most": None, "options": [], "rows": [], "show_if": {},
}  # fmt: skip
THREE = [{"key": key, "label": {"de": key}} for key in ("a", "b", "c")]
WORDS = ("", "  ", "Mehr Bäume", "نعم", "x" * 50)
NUMBERS = ("", "7", "٧", "۱۲", "-3", "2,5", "100", "0", "viele", "1.2.3", "+4", ".5", "５")
DAYS = ("", "5.9.2016", "2016-09-05", "31.2.2016", "٥.٩.٢٠١٦", "2016-9-5", "morgen")


def when(*tests: tuple[str, str, str], join: str = "all") -> dict[str, Any]:
    return {"join": join, "tests": [list(test) for test in tests]}


QUESTIONS = (
    ("single", {"kind": Kind.SINGLE, "options": THREE, "has_other": True}),
    ("yes", {"kind": Kind.YES_NO, "show_if": when(("single", "is_not", "a"))}),
    ("many", {"kind": Kind.MULTIPLE, "options": THREE, "has_other": True, "least": "2", "most": "3",
              "show_if": when(("yes", "is", "yes"), ("single", "is", "other"), join="any")}),
    ("scale", {"kind": Kind.SCALE, "is_required": True, "show_if": when(("many", "is", "b"))}),
    ("long", {"kind": Kind.LONG, "show_if": when(("scale", "at_least", "3"))}),
    ("short", {"kind": Kind.SHORT, "show_if": when(("long", "answered", ""))}),
    ("number", {"kind": Kind.NUMBER, "least": "-1", "most": "12.5",
                "show_if": when(("short", "is", "نعم"), ("yes", "answered", ""), join="any")}),
    ("day", {"kind": Kind.DATE, "show_if": when(("number", "at_most", "7"))}),
    ("matrix", {"kind": Kind.MATRIX, "options": THREE, "rows": THREE[:2],
                "show_if": when(("day", "at_least", "2016-01-01"), join="any")}),
    ("rank", {"kind": Kind.RANKING, "options": THREE, "is_required": True,
              "show_if": when(("single", "is", "b"), ("matrix", "answered", ""), join="any")}),
    ("last", {"kind": Kind.SHORT, "is_required": True, "show_if": when(("rank", "is", "a"))}),
)  # fmt: skip


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    questions = [{**BARE, "key": key, "row": 1, **more} for key, more in QUESTIONS]
    page = {"key": "", "title": {}, "help": {}, "show_if": {}, "questions": questions}
    frame = {"title": {}, "purpose": {}, "rule": {}, "languages": ["de"], "machine": []}
    return questionnaire_from(
        canonical({**frame, "is_paged": False, "pages": [page], "details": []})
    )


def filled_in(asked: Questionnaire, chance: random.Random) -> dict[str, list[str]]:
    """A form as the tablet's page can send it: what is blank is left out."""
    found: dict[str, list[str]] = {}
    for question in asked.questions:
        for name in question.names:
            if question.kind is Kind.MULTIPLE and name == question.key:
                sent = [key for key in question.choices if chance.random() < 0.5]
            else:
                sent = [chance.choice(_possible(question.kind, name.endswith(".other"), question))]
            if sent := [value for value in sent if value.strip()]:
                found[name] = sent
    return found


def _possible(kind: Kind, is_other: bool, question: Any) -> tuple[str, ...]:
    if is_other:
        return ("", "", "Etwas")
    if kind is Kind.NUMBER:
        return NUMBERS
    if kind is Kind.DATE:
        return DAYS
    if kind is Kind.RANKING:
        return ("", "1", "2", "3")
    if kind is Kind.SCALE:
        return ("", *map(str, question.steps))
    return WORDS if question.is_in_words else ("", *question.choices)


def plain(said: Any) -> Any:
    """Steps as text, what was ticked in no order: how it is stored does not matter here."""
    if isinstance(said, list):
        return sorted(said)
    return said if isinstance(said, dict) else str(said)


def test_the_tablet_and_the_server_agree(page: Page, asked: Questionnaire):
    chance = random.Random(2016)  # noqa: S311  the same forms each time
    forms = [filled_in(asked, chance) for _form in range(FORMS)]
    questions = [as_asked(question, asked) for question in asked.questions]
    page.goto("about:blank")
    script = base64.b64encode(SCRIPT).decode()
    judged = page.evaluate(READ, [script, questions, forms])
    seen: set[str] = set()
    for form, found in zip(forms, judged, strict=True):
        answers = answers_in(asked, lambda name, form=form: form.get(name, ()))
        said = {key: plain(value) for key, value in answers.said.items() if "." not in key}
        faults = {key: str(fault.wrong) for key, fault in answers.faults.items()}
        here = json.dumps(form, ensure_ascii=False)
        assert {key: plain(value) for key, value in found["said"].items()} == said, here
        assert set(found["shown"]) == answers.shown, here
        assert {key: wrong for key, (wrong, *_bound) in found["faults"].items()} == faults, here
        seen |= answers.shown | set(faults.values())
    # The forms were varied enough to mean something.
    kinds = {question.key for question in asked.questions}
    wrong = {"missing", "too_few", "not_a_number", "too_small", "too_large", "not_a_day"}
    assert seen >= kinds | wrong | {"ranked_twice"}
