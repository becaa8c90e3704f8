"""Taking over a questionnaire that was made elsewhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ratschlag.city.queries import the_city
from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import part
from ratschlag.journal.queries import domain_now
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.rules import State
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.survey.actions.planning import plan_survey
from ratschlag.survey.compute.xlsform.words import Found
from ratschlag.survey.models import (
    Detail,
    DetailOption,
    Page,
    Question,
    QuestionOption,
    Survey,
)

# A draft needs days; staff set the real ones.
_OPENS_IN, _IS_OPEN = timedelta(days=14), timedelta(days=21)
_AS_THEY_ARE = (*("key", "kind", "limit", "show_if", "is_required", "has_other", "least", "most"),)


@part  # plan_survey records
@transaction.atomic
def plan_from_form(
    process: Process, found: Found, *, slug: str, title: str, by: Person | None
) -> Survey:
    """A new draft that asks what an XLSForm asked. `title` stands where the form has none."""
    rows = _Rows(found.definition)
    survey = Survey(
        process=process,
        slug=slug,
        languages=found.definition["languages"],
        is_paged=found.definition["is_paged"],
        **_days(),
    )
    rows.say(survey, found.definition, "title", "purpose", "rule")
    survey.title = (survey.title or title)[:160]
    pages, questions, options = rows.pages()
    details = rows.details()
    plan_survey(survey, pages=pages, questions=questions, options=options, details=details, by=by)
    rows.translate()
    return survey


def _days() -> dict[str, datetime]:
    city = the_city()
    zone = city.zone if city else domain_now().tzinfo
    opens = datetime.combine(domain_day() + _OPENS_IN, datetime.min.time(), zone)
    return {"opens_at": opens, "closes_at": opens + _IS_OPEN - timedelta(seconds=1)}


class _Rows:
    """The rows of a definition, and what they say in other languages."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition
        self.said: list[tuple[Authored, str, dict[str, str]]] = []

    def say(self, row: Authored, read: dict[str, Any], *fields: str) -> None:
        for name in fields:
            setattr(row, name, read[name].get(SOURCE_LANGUAGE, ""))
            self.said.append((row, name, read[name]))

    def pages(self) -> tuple[list[Page], list[Question], dict[str, Sequence[QuestionOption]]]:
        pages: list[Page] = []
        questions: list[Question] = []
        options: dict[str, Sequence[QuestionOption]] = {}
        for read in self.definition["pages"]:
            page = Page(key=read["key"], show_if=read["show_if"]) if read["key"] else None
            if page:
                self.say(page, read, "title", "help")
                pages.append(page)
            for asked in read["questions"]:
                question = Question(page=page, **{name: asked[name] for name in _AS_THEY_ARE})
                self.say(question, asked, "text", "hint", "low", "high")
                questions.append(question)
                options[question.key] = self._options(asked)
        return pages, questions, options

    def _options(self, asked: dict[str, Any]) -> list[QuestionOption]:
        found = []
        for is_row in (False, True):
            for read in asked["rows" if is_row else "options"]:
                option = QuestionOption(key=read["key"], is_row=is_row)
                self.say(option, read, "label")
                found.append(option)
        return found

    def details(self) -> list[tuple[Detail, list[DetailOption]]]:
        found = []
        for read in self.definition["details"]:
            detail = Detail(key=read["key"])
            self.say(detail, read, "label")
            choices = []
            for each in read["options"]:
                option = DetailOption(key=each["key"])
                self.say(option, each, "label")
                choices.append(option)
            found.append((detail, choices))
        return found

    def translate(self) -> None:
        """What a machine wrote stays marked as such."""
        machine = self.definition["machine"]
        Translation.objects.bulk_create(
            Translation(
                kind=row.kind, number=row.pk, field=name, language=language, text=text,
                state=State.MACHINE if language in machine else State.CHECKED,
                source_hash=source_hash(getattr(row, name)),
            )
            for row, name, words in self.said
            for language, text in words.items()
            if language != SOURCE_LANGUAGE and getattr(row, name)
        )  # fmt: skip
