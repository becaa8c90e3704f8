"""What a filled-in form says, and what is wrong with it: as plain values, before any table."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from ratschlag.survey.compute.questionnaire import Question, Questionnaire
from ratschlag.survey.rules import LONGEST_OTHER, OTHER, Kind

# What a form holds under a name: every value that was sent.
GetList = Callable[[str], Sequence[str]]
_LONGEST_NUMBER = 30
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


class Wrong(StrEnum):
    """What can be wrong with an answer."""

    TOO_LONG = "too_long"
    NOT_STORABLE = "not_storable"
    NOT_AN_OPTION = "not_an_option"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_DAY = "not_a_day"
    RANKED_TWICE = "ranked_twice"
    MISSING = "missing"


@dataclass(frozen=True)
class Fault:
    """What is wrong; `bound` is the number that the message names."""

    wrong: Wrong
    bound: str = ""


@dataclass
class Answers:
    """What was said: texts in people's own words, chosen answers, voluntary details.

    `chosen` holds, as JSON knows it: a key (single, yes/no), keys (multiple, ranking in order),
    a whole number (scale), {row: key} (matrix), a number or a day as text; "q2.other" holds
    what was written beside the list.
    """

    texts: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, Any] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    faults: dict[str, Fault] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """All answers of the form in one, to compare and to test conditions with."""
        return {**self.texts, **self.chosen}

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.chosen


def answers_in(
    questionnaire: Questionnaire, values: GetList, *, only: Sequence[str] | None = None
) -> Answers:
    """Read a form. Questions that do not apply are left out, but words are never thrown away.

    With `only` just these questions must be answered where an answer is required: the pages
    that someone has come to.
    """
    found = Answers()
    for question in questionnaire.questions:
        is_shown = all(each.holds(found.said) for each in questionnaire.conditions[question.key])
        if not is_shown and not question.is_in_words:
            continue
        if is_shown:
            found.shown.add(question.key)
        if fault := _read(question, values, found):
            found.faults[question.key] = fault
        elif is_shown and _is_missing(question, found, only):
            found.faults[question.key] = Fault(Wrong.MISSING)
    for detail in questionnaire.details:
        value = _one(values, detail.key)
        if value and value not in {option.key for option in detail.options}:
            found.faults[detail.key] = Fault(Wrong.NOT_AN_OPTION)
        elif value:
            found.details[detail.key] = value
    return found


def _is_missing(question: Question, found: Answers, only: Sequence[str] | None) -> bool:
    is_due = question.is_required and (only is None or question.key in only)
    return is_due and question.key not in found.said


def _one(values: GetList, name: str) -> str:
    """The last value of a name, as browsers' own forms count."""
    sent = values(name)
    return sent[-1] if sent else ""


def _read(question: Question, values: GetList, found: Answers) -> Fault | None:
    return _READERS[question.kind](question, values, found)


def words_in(text: str) -> str:
    """A text as it is stored: one sign for the end of a line, no blanks around it."""
    # Browsers send two characters for the end of a line, and count one.
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fault_in_words(text: str, limit: int) -> Fault | None:
    if len(text) > limit:
        return Fault(Wrong.TOO_LONG, str(len(text) - limit))
    # PostgreSQL can't hold NUL, and nothing can hold half a pair of signs.
    if _NOT_STORABLE.search(text):
        return Fault(Wrong.NOT_STORABLE)
    return None


def _text(question: Question, values: GetList, found: Answers) -> Fault | None:
    text = words_in(_one(values, question.key))
    if text and not (fault := fault_in_words(text, question.limit)):
        found.texts[question.key] = text
        return None
    return fault if text else None


def _single(question: Question, values: GetList, found: Answers) -> Fault | None:
    key = _one(values, question.key)
    words, fault = _other(question, values)
    if fault:
        return fault
    if words and key in ("", OTHER):
        key = OTHER
    if not key:
        return None
    if key not in question.choices:
        return Fault(Wrong.NOT_AN_OPTION)
    found.chosen[question.key] = key
    if key == OTHER and words:
        found.chosen[f"{question.key}.{OTHER}"] = words
    return None


def _multiple(question: Question, values: GetList, found: Answers) -> Fault | None:
    sent = {key for key in values(question.key) if key}
    words, fault = _other(question, values)
    if fault:
        return fault
    if words:
        sent.add(OTHER)
    if not sent:
        return None
    if not sent <= set(question.choices):
        return Fault(Wrong.NOT_AN_OPTION)
    if question.most is not None and len(sent) > question.most:
        return Fault(Wrong.TOO_MANY, str(question.most))
    if question.least is not None and len(sent) < question.least:
        return Fault(Wrong.TOO_FEW, str(question.least))
    found.chosen[question.key] = [key for key in question.choices if key in sent]
    if words:
        found.chosen[f"{question.key}.{OTHER}"] = words
    return None


def _other(question: Question, values: GetList) -> tuple[str, Fault | None]:
    if not question.has_other:
        return "", None
    words = words_in(_one(values, f"{question.key}.{OTHER}"))
    return words, fault_in_words(words, LONGEST_OTHER)


def _scale(question: Question, values: GetList, found: Answers) -> Fault | None:
    step = _one(values, question.key)
    if not step:
        return None
    if step not in {str(each) for each in question.steps}:
        return Fault(Wrong.NOT_AN_OPTION)
    found.chosen[question.key] = int(step)
    return None


def _matrix(question: Question, values: GetList, found: Answers) -> Fault | None:
    said = {}
    for row in question.rows:
        key = _one(values, f"{question.key}.{row.key}")
        if key and key not in question.choices:
            return Fault(Wrong.NOT_AN_OPTION)
        if key:
            said[row.key] = key
    if said:
        found.chosen[question.key] = said
    return None


def _ranking(question: Question, values: GetList, found: Answers) -> Fault | None:
    """A place for each option, or none; gaps close up: 1, 3 is first and second."""
    places: dict[int, str] = {}
    highest = int(question.most or len(question.options))
    for option in question.options:
        typed = digits_in(_one(values, f"{question.key}.{option.key}"))
        if not typed:
            continue
        if not typed.isdecimal() or len(typed) > 3 or not 1 <= int(typed) <= highest:
            return Fault(Wrong.NOT_AN_OPTION)
        if int(typed) in places:
            return Fault(Wrong.RANKED_TWICE, typed)
        places[int(typed)] = option.key
    if places:
        found.chosen[question.key] = [places[place] for place in sorted(places)]
    return None


def _number(question: Question, values: GetList, found: Answers) -> Fault | None:
    typed = digits_in(_one(values, question.key)).replace(",", ".")
    if not typed:
        return None
    try:
        number = Decimal(typed) if len(typed) <= _LONGEST_NUMBER else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return Fault(Wrong.NOT_A_NUMBER)
    if question.least is not None and number < question.least:
        return Fault(Wrong.TOO_SMALL, str(question.least))
    if question.most is not None and number > question.most:
        return Fault(Wrong.TOO_LARGE, str(question.most))
    found.chosen[question.key] = f"{number.normalize():f}" if number else "0"
    return None


def _day(question: Question, values: GetList, found: Answers) -> Fault | None:
    typed = digits_in(_one(values, question.key))
    if not typed:
        return None
    try:
        found.chosen[question.key] = day_in(typed).isoformat()
    except ValueError:
        return Fault(Wrong.NOT_A_DAY)
    return None


def day_in(typed: str) -> date:
    """A day as browsers send it (2016-09-05) or as people write it (5.9.2016). Raises ValueError."""
    if "." in typed:
        day, month, year = typed.split(".")
        if len(year) != 4:  # 1.1.16 is no year of ours
            raise ValueError(f"not a year: {year}")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(typed)


def digits_in(typed: str) -> str:
    """What was typed, with the digits of any script as ours and without blanks around it."""
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in typed.strip()[: 2 * _LONGEST_NUMBER]
    )


_READERS: dict[Kind, Callable[[Question, GetList, Answers], Fault | None]] = {
    Kind.LONG: _text,
    Kind.SHORT: _text,
    Kind.SINGLE: _single,
    Kind.YES_NO: _single,
    Kind.MULTIPLE: _multiple,
    Kind.SCALE: _scale,
    Kind.MATRIX: _matrix,
    Kind.RANKING: _ranking,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
}
