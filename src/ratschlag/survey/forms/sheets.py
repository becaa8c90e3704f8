"""A sheet as it is filled in: what was typed, and what is wrong with it, question by question."""

import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ratschlag.survey.compute.answers import Answers, Fault, Wrong, answers_in
from ratschlag.survey.queries.sheets import AskedDetail, AskedQuestion, Sheet
from ratschlag.survey.rules import OTHER

_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")


def fresh_form_key() -> str:
    """Names one sheet of paper, so to say: nobody can guess another's."""
    return secrets.token_urlsafe(24)


def is_form_key(text: str) -> bool:
    return bool(_FORM_KEY.fullmatch(text))


_MESSAGES: dict[Wrong, Callable[[str], str]] = {
    Wrong.TOO_LONG: lambda over: (
        ngettext(
            "This is %(over)s character too long. Please shorten it a little.",
            "This is %(over)s characters too long. Please shorten it a little.",
            int(over),
        )
        % {"over": over}
    ),
    Wrong.NOT_STORABLE: lambda _b: _("This holds characters that can't be stored."),
    Wrong.NOT_AN_OPTION: lambda _b: _("Please choose one of the answers."),
    Wrong.TOO_MANY: lambda most: _("Please choose at most %(most)s.") % {"most": most},
    Wrong.TOO_FEW: lambda least: _("Please choose at least %(least)s.") % {"least": least},
    Wrong.NOT_A_NUMBER: lambda _b: _("Please write a number, such as 12."),
    Wrong.TOO_SMALL: lambda least: _("Please write at least %(least)s.") % {"least": least},
    Wrong.TOO_LARGE: lambda most: _("Please write at most %(most)s.") % {"most": most},
    Wrong.NOT_A_DAY: lambda _b: _("Please write a day, such as 5.9.2016."),
    Wrong.RANKED_TWICE: lambda place: _("Two answers have place %(place)s.") % {"place": place},
    Wrong.MISSING: lambda _b: _("Please answer this question."),
}


def message_of(fault: Fault) -> str:
    """What is wrong and what to do, in the reader's language."""
    return _MESSAGES[fault.wrong](fault.bound)


@dataclass(frozen=True)
class Choice:
    """An answer that can be ticked, as it stands on the page."""

    id: str
    value: str
    option: Any
    is_chosen: bool


@dataclass(frozen=True)
class Ask:
    """A question on a page: what was typed there, and what is wrong with it."""

    question: AskedQuestion
    filled: "Filled"

    @property
    def id(self) -> str:
        return f"id_{self.question.key}"

    @property
    def template(self) -> str:
        return f"survey/kinds/{self.question.kind}.html"

    @property
    def error(self) -> str:
        fault = self.filled.answers.faults.get(self.question.key) if self.filled.is_bound else None
        return message_of(fault) if fault else ""

    @property
    def value(self) -> str:
        return self.filled.value(self.question.key)

    @property
    def other(self) -> str:
        return self.filled.value(self.other_name)

    @property
    def other_name(self) -> str:
        return f"{self.question.key}.{OTHER}"

    @property
    def choices(self) -> list[Choice]:
        """The answers of a question where they stand in a list."""
        return self._choices(self.question.key, self.filled.values(self.question.key))

    def _choices(self, name: str, chosen: Sequence[str]) -> list[Choice]:
        return [
            Choice(f"id_{name}_{option.key}", option.key, option, option.key in chosen)
            for option in self.question.options
        ]

    @property
    def is_other(self) -> bool:
        return OTHER in self.filled.values(self.question.key)

    @property
    def rows(self) -> list[tuple[Any, str, list[Choice]]]:
        """The rows of a matrix: the row, the name of its field, its answers."""
        found = []
        for row in self.question.rows:
            name = f"{self.question.key}.{row.key}"
            found.append((row, name, self._choices(name, self.filled.values(name))))
        return found

    @property
    def places(self) -> list[tuple[Any, str, str]]:
        """The options of a ranking: the option, the name of its field, the place it was given."""
        names = [(each, f"{self.question.key}.{each.key}") for each in self.question.options]
        return [(option, name, self.filled.value(name)) for option, name in names]

    @property
    def possible_places(self) -> list[str]:
        most = int(self.question.most or len(self.question.options))
        return [str(place) for place in range(1, most + 1)]

    @property
    def steps(self) -> list[tuple[str, str, bool]]:
        """The steps of a scale: id, number, whether it is the one that was chosen."""
        return [
            (f"{self.id}_{step}", str(step), str(step) == self.value)
            for step in self.question.steps
        ]

    @property
    def is_shown(self) -> bool:
        """Whether it applies, after what was answered before."""
        return self.question.key in self.filled.answers.shown

    @property
    def show_if(self) -> str:
        """When it applies, for the script that shows it at once; empty if it always does."""
        conditions = self.filled.sheet.questionnaire.conditions[self.question.key]
        return json.dumps([each.as_json for each in conditions]) if conditions else ""

    @property
    def typed(self) -> list[tuple[Any, str]]:
        """What was typed or chosen here, in words, to be copied where it can't be stored."""
        found: list[tuple[Any, str]] = []
        labels = {option.key: option for option in self.question.options}
        for name in self.question.names:
            for sent in self.filled.values(name):
                if sent.strip() and sent != OTHER:
                    found.append((labels.get(sent), sent))
        return found


class Filled:
    """A sheet with what was typed into it: nothing yet, or a form as it was sent."""

    beside = frozenset(
        {"survey", "form_key", "version", "stamp", "page", "go", "csrfmiddlewaretoken", "twin"}
        | {"website", "altcha"}
    )

    def __init__(self, sheet: Sheet, data: Any = None, *, beside: frozenset[str] = frozenset()):
        """`data` is a QueryDict or None; `beside` names what else the form may hold."""
        self.sheet = sheet
        self.data = data
        self.is_bound = data is not None
        self._beside = self.beside | beside

    def values(self, name: str) -> Sequence[str]:
        if self.data is None:
            return ()
        if hasattr(self.data, "getlist"):
            found: Sequence[str] = self.data.getlist(name)
            return found
        return (self.data[name],) if name in self.data else ()

    def value(self, name: str) -> str:
        found = self.values(name)
        return found[-1] if found else ""

    @cached_property
    def answers(self) -> Answers:
        return answers_in(self.sheet.questionnaire, self.values)

    @property
    def form_key(self) -> str:
        """The key with which the page is sent; a fresh one where it came without a good one."""
        sent = self.value("form_key")
        return sent if is_form_key(sent) else fresh_form_key()

    @cached_property
    def errors(self) -> list[str]:
        """What is wrong with the form as a whole."""
        if not self.is_bound:
            return []
        known = self.sheet.questionnaire.names | self._beside
        key = self.value("form_key")
        if not set(self.data) <= known or (key and not is_form_key(key)):
            return [_("This page was out of date. Please look at it and send it again.")]
        return []

    @property
    def has_words(self) -> bool:
        """Whether anything was answered, be it right or wrong."""
        asked = (question.key for question in self.sheet.questions)
        return not self.answers.is_empty or any(key in self.answers.faults for key in asked)

    @property
    def is_valid(self) -> bool:
        return self.is_bound and not self.errors and not self.answers.faults

    @property
    def asks(self) -> Iterator[Ask]:
        return (Ask(question, self) for question in self.sheet.questions)

    @property
    def pages(self) -> list[tuple[Any, list[Ask]]]:
        return [
            (page, [Ask(question, self) for question in page.questions])
            for page in self.sheet.pages
        ]

    @property
    def details(self) -> list[tuple[AskedDetail, str, str]]:
        """What people may say about themselves: the detail, what was chosen, what is wrong."""
        faults = self.answers.faults if self.is_bound else {}
        return [
            (
                detail,
                self.value(detail.key),
                message_of(faults[detail.key]) if detail.key in faults else "",
            )
            for detail in self.sheet.details
        ]

    @property
    def typed(self) -> list[tuple[AskedQuestion, list[tuple[Any, str]]]]:
        """All that was typed and chosen, whatever is wrong with it."""
        return [(ask.question, ask.typed) for ask in self.asks if ask.typed]

    @property
    def faulty(self) -> list[tuple[Any, str]]:
        """The questions and details that something is wrong with, and what."""
        wrong = [(ask.id, ask.error) for ask in self.asks if ask.error]
        return wrong + [(f"id_{each.key}", error) for each, _value, error in self.details if error]
