"""What a resident sends: whole, or page by page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from ratschlag.survey.forms.sheets import Ask, Filled


@dataclass(frozen=True)
class Step:
    """What is shown at once: a page of the survey, or all of them."""

    form: "AnswerSheet"
    at: int
    pages: list[tuple[int, Any, list[Ask]]]

    @property
    def number(self) -> int:
        return self.form.steps.index(self) + 1

    @property
    def is_last(self) -> bool:
        return self.form.steps[-1].at == self.at

    @cached_property
    def keys(self) -> set[str]:
        """Of its questions, and on the last page of the voluntary details."""
        own = {ask.question.key for _at, _page, asks in self.pages for ask in asks}
        return own | {each.key for each in self.form.sheet.details} if self.is_last else own

    @property
    def asked(self) -> str:
        """The keys of the questions that stand open on it, told to who gets the form back."""
        asks = (ask for _at, _page, asks in self.pages for ask in asks)
        return " ".join(ask.question.key for ask in asks if ask.is_shown)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was answered on other pages: name and value, to go along unseen."""
        others = [each for each in self.form.sheet.questions if each.key not in self.keys]
        names = [name for question in others for name in question.names]
        names += [] if self.is_last else [detail.key for detail in self.form.sheet.details]
        return [(name, value) for name in names for value in self.form.values(name) if value]


class AnswerSheet(Filled):
    """A sheet as a resident sends it."""

    beside = Filled.beside | {"asked"}

    @cached_property
    def errors(self) -> list[str]:
        found = super().errors
        if self.is_bound and not self.has_words and not self.turns:
            found = [*found, _("Please answer at least one question. One is enough.")]
        return found

    @property
    def turns(self) -> str:
        """ "next" or "back" where only a page is turned, else empty."""
        go = self.value("go") if self.sheet.questionnaire.is_paged else ""
        return go if go in ("next", "back") else ""

    @cached_property
    def steps(self) -> list[Step]:
        """The pages that apply after what was answered so far, the survey as one if it is one."""
        pages = [
            (at, page, [Ask(question, self) for question in page.questions])
            for at, page in enumerate(self.sheet.pages, start=1)
        ]
        if not self.sheet.questionnaire.is_paged:
            return [Step(self, 1, pages)]
        apply = [each for each in pages if any(ask.is_shown for ask in each[2])]
        return [Step(self, at, [(at, page, asks)]) for at, page, asks in apply or pages[:1]]

    @property
    def came_from(self) -> int:
        """The number of the page that was sent; 0 where the whole form was."""
        number = self.value("page")
        is_number = number.isascii() and number.isdecimal() and len(number) < 4
        return int(number) if is_number and self.sheet.questionnaire.is_paged else 0

    @cached_property
    def to_come(self) -> set[str]:
        """Questions that apply after these answers, on pages that were sent without them: a
        browser without script learns of them only now."""
        if "asked" not in (self.data or ()):
            return set()
        asked = set(self.value("asked").split())
        sent = (
            question.key
            for at, page in enumerate(self.sheet.pages, start=1)
            if not self.came_from or at == self.came_from
            for question in page.questions
        )
        return (set(sent) & self.answers.shown) - asked

    @property
    def next_step(self) -> Step | None:
        """The page to turn to; None where what was sent must be looked at again."""
        here = self.came_from
        if self.turns == "back":
            return next((each for each in reversed(self.steps) if each.at < here), self.steps[0])
        if self.errors or self.to_come or self._wrong_step(until=here):
            return None
        return next((each for each in self.steps if each.at > here), self.steps[-1])

    @property
    def step(self) -> Step:
        """The page to look at again: the first with something wrong, else the one that was sent."""
        if wrong := self._wrong_step(until=self.came_from if self.turns else 0):
            return wrong
        here = [each for each in self.steps if each.at == self.came_from]
        return here[0] if here else self.steps[-1 if self.is_bound and not self.turns else 0]

    def _wrong_step(self, *, until: int) -> Step | None:
        steps = [each for each in self.steps if not until or each.at <= until]
        return next((each for each in steps if each.keys & set(self.answers.faults)), None)
