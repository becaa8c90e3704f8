"""A questionnaire as it is shown in one language."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.queries import Reading, Wording
from ratschlag.survey.compute.questionnaire import (
    Detail,
    Option,
    Page,
    Question,
    Questionnaire,
    Words,
)


class Asked:
    """A part of a questionnaire with its words in the reader's language: `{% say %}` shows them."""

    def __init__(self, part: Any, language: str, *fields: str) -> None:
        self.part = part
        self.wordings = {field: wording_in(getattr(part, field), language) for field in fields}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.part, name)


class AskedOption(Asked):
    def __init__(self, option: Option, language: str) -> None:
        super().__init__(option, language, "label")


class AskedQuestion(Asked):
    """A question with its options and rows."""

    def __init__(self, question: Question, language: str) -> None:
        super().__init__(question, language, "text", "hint", "low", "high")
        self.options = [AskedOption(option, language) for option in question.options]
        self.rows = [AskedOption(row, language) for row in question.rows]


class AskedPage(Asked):
    def __init__(self, page: Page, language: str) -> None:
        super().__init__(page, language, "title", "help")
        self.questions = [AskedQuestion(question, language) for question in page.questions]


class AskedDetail(Asked):
    def __init__(self, detail: Detail, language: str) -> None:
        super().__init__(detail, language, "label")
        self.options = [AskedOption(option, language) for option in detail.options]


@dataclass(frozen=True)
class Sheet:
    """A survey as it is printed in one language."""

    questionnaire: Questionnaire
    language: str
    survey: Asked
    pages: tuple[AskedPage, ...]
    details: tuple[AskedDetail, ...]
    reading: Reading

    @property
    def questions(self) -> list[AskedQuestion]:
        return [question for page in self.pages for question in page.questions]


@lru_cache(maxsize=64)
def sheet_of(questionnaire: Questionnaire, language: str) -> Sheet:
    """The questionnaire in a language; where it has none, in German that is marked as such."""
    return Sheet(
        questionnaire=questionnaire,
        language=language,
        survey=Asked(questionnaire, language, "title", "purpose", "rule"),
        pages=tuple(AskedPage(page, language) for page in questionnaire.pages),
        details=tuple(AskedDetail(detail, language) for detail in questionnaire.details),
        reading=Reading(
            has_fallback=language not in (SOURCE_LANGUAGE, *questionnaire.languages),
            has_machine=language in questionnaire.machine,
        ),
    )


def wording_in(words: Words, language: str) -> Wording:
    if language in words:
        return Wording(words[language], language)
    return Wording(words.get(SOURCE_LANGUAGE, ""), SOURCE_LANGUAGE)
