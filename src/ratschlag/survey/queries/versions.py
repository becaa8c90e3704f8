"""What a survey asks: as staff write it now, and as it was frozen."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.rules import State
from ratschlag.survey.compute.questionnaire import (
    Questionnaire,
    canonical,
    questionnaire_from,
)
from ratschlag.survey.models import Detail, Page, Question, QuestionOption, Survey, Version

# Texts by language of one field of one row.
_Texts = dict[tuple[str, int, str], dict[str, str]]


def latest_version(survey: Survey) -> Version | None:
    return survey.versions.last()


def version_of(survey: Survey, number: str) -> Version:
    """The version that a form names; the latest where it names none that there is.

    Raises Version.DoesNotExist for a survey that was never scheduled.
    """
    is_number = number.isascii() and number.isdecimal() and len(number) < 5
    named = survey.versions.filter(number=int(number)).first() if is_number else None
    return named or survey.versions.latest("number")


def questionnaire_of(version: Version) -> Questionnaire:
    """What a version asks; read once by each process, because it never changes."""
    return _read(version.digest, version.definition)


@lru_cache(maxsize=32)
def _read(_digest: str, definition: str) -> Questionnaire:
    return questionnaire_from(definition)


def definition_of(survey: Survey) -> dict[str, Any]:
    """All that a survey asks as it is written now, in all its languages, as plain values."""
    draft = _Draft(survey)
    return {
        **draft.words(survey, "title", "purpose", "rule"),
        "languages": list(survey.languages),
        "machine": sorted(draft.machine),
        "is_paged": survey.is_paged,
        "pages": draft.pages(),
        "details": [
            {
                "key": detail.key,
                **draft.words(detail, "label"),
                "options": [
                    {"key": option.key, **draft.words(option, "label")}
                    for option in detail.options.all()
                ],
            }
            for detail in draft.details
        ],
    }


def draft_of(survey: Survey) -> Questionnaire:
    """The questionnaire as it is written now: to preview and to check."""
    return questionnaire_from(canonical(definition_of(survey)))


def missing_texts(survey: Survey) -> dict[str, list[tuple[Authored, str]]]:
    """By language of the survey: the texts (row and field) that nobody has translated yet."""
    draft, missing = _Draft(survey), defaultdict(list)
    for row in draft.rows:
        for field in row.translated:
            if not getattr(row, field):
                continue
            for language in survey.languages:
                if language not in draft.words(row, field)[field]:
                    missing[language].append((row, field))
    return dict(missing)


class _Draft:
    """The rows of a questionnaire with all their texts: a handful of queries."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.sections: list[Page] = list(survey.pages.all())
        self.questions: list[Question] = list(survey.questions.prefetch_related("options"))
        self.details: list[Detail] = list(survey.details.prefetch_related("options"))
        self.machine: set[str] = set()
        self._texts = self._translated(survey.languages)

    @property
    def rows(self) -> list[Authored]:
        options = [option for row in self.questions for option in row.options.all()]
        choices = [option for row in self.details for option in row.options.all()]
        return [
            self.survey,
            *self.sections,
            *self.questions,
            *options,
            *self.details,
            *choices,
        ]

    def _translated(self, languages: Iterable[str]) -> _Texts:
        found: _Texts = defaultdict(dict)
        rows = Translation.objects.current().filter(
            number__in=[row.pk for row in self.rows], language__in=list(languages)
        )
        for row in rows:
            found[(row.kind, row.number, row.field)][row.language] = row.text
            if row.state == State.MACHINE:
                self.machine.add(row.language)
        return found

    def words(self, row: Authored, *fields: str) -> dict[str, dict[str, str]]:
        """Each field by language; the source stands under its own."""
        return {
            field: {SOURCE_LANGUAGE: source, **self._texts.get((row.kind, row.pk, field), {})}
            if (source := getattr(row, field))
            else {}
            for field in fields
        }

    def pages(self) -> list[dict[str, Any]]:
        """Questions that stand on no page come first, on one without a title."""
        loose = [row for row in self.questions if row.page_id is None]
        pages = [self._page(None, loose)] if loose or not self.sections else []
        for section in self.sections:
            own = [row for row in self.questions if row.page_id == section.pk]
            pages.append(self._page(section, own))
        return pages

    def _page(self, section: Page | None, questions: list[Question]) -> dict[str, Any]:
        words = self.words(section, "title", "help") if section else {"title": {}, "help": {}}
        return {
            "key": section.key if section else "",
            **words,
            "show_if": section.show_if if section else {},
            "questions": [self._question(row) for row in questions],
        }

    def _question(self, row: Question) -> dict[str, Any]:
        options = list(row.options.all())
        return {
            **{name: getattr(row, name) for name in ("key", "kind", "limit", "show_if")},
            "row": row.pk,
            "is_required": row.is_required,
            "has_other": row.has_other,
            **{name: _plain(getattr(row, name)) for name in ("least", "most")},
            **self.words(row, "text", "hint", "low", "high"),
            "options": [self._option(option) for option in options if not option.is_row],
            "rows": [self._option(option) for option in options if option.is_row],
        }

    def _option(self, option: QuestionOption) -> dict[str, Any]:
        return {"key": option.key, **self.words(option, "label")}


def _plain(number: object) -> str | None:
    return None if number is None else f"{number:f}".rstrip("0").rstrip(".") or "0"
