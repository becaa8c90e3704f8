"""The plan as one finds it: processes with their steps, meetings, fields, surveys, who takes part."""

from collections.abc import Iterator

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.events.models import Event
from ratschlag.events.queries import participating_organisations
from ratschlag.languages.queries import Wording
from ratschlag.portal.queries.searchable.scope import (
    Scope,
    Thing,
    address_of,
    in_languages,
    parts_of,
)
from ratschlag.process.models import Document, Field, Phase
from ratschlag.search.models import Text
from ratschlag.search.rules import Kind
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import questionnaire_of, sheet_of, survey_of, version_of
from ratschlag.survey.queries.sheets import Sheet


def processes(scope: Scope) -> Iterator[Text]:
    texts = ("introduction", "mandate", "scope_open", "scope_fixed")
    yield from in_languages(
        scope,
        (
            Thing(
                Kind.PROCESS,
                str(row.pk),
                address_of("portal:process", row.slug),
                (row, "title"),
                parts_of(row, *texts),
            )
            for row in scope.processes
        ),
    )


def phases(scope: Scope) -> Iterator[Text]:
    rows = Phase.objects.filter(process__in=scope.processes).select_related("process")
    yield from in_languages(
        scope,
        (
            Thing(
                Kind.PHASE,
                str(row.pk),
                address_of("portal:process", row.process.slug),
                (row, "title"),
                parts_of(row, "invitation"),
            )
            for row in rows
        ),
    )


def events(scope: Scope) -> Iterator[Text]:
    rows = Event.objects.filter(process__in=scope.processes)
    rows = rows.select_related("process", "series").prefetch_related("results")
    yield from in_languages(scope, map(_event, rows))


def _event(row: Event) -> Thing:
    parts = parts_of(row, "purpose", "audience")
    if row.series:
        parts += parts_of(row.series, "title")
    for result in row.results.all():
        parts += parts_of(result, "text")
    return Thing(
        Kind.EVENT,
        str(row.pk),
        address_of("events:event", row.process.slug, row.slug),
        (row, "title"),
        parts,
        plain=row.venue,
    )


def fields(scope: Scope) -> Iterator[Text]:
    rows = Field.objects.filter(process__in=scope.processes).select_related("process")
    yield from in_languages(
        scope,
        (
            Thing(
                Kind.FIELD,
                str(row.pk),
                address_of("portal:field", row.process.slug, row.slug),
                (row, "title"),
                parts_of(row, "description"),
            )
            for row in rows
        ),
    )


def documents(scope: Scope) -> Iterator[Text]:
    rows = Document.objects.filter(process__in=scope.processes)
    yield from in_languages(
        scope,
        (
            Thing(
                Kind.DOCUMENT,
                str(row.pk),
                address_of("process:document", row.process.slug, row.slug),
                (row, "title"),
                plain=row.adopted_by.name,
            )
            for row in rows.select_related("process", "adopted_by")
        ),
    )


def organisations(scope: Scope) -> Iterator[Text]:
    """Those that took part in a meeting; their names are not translated."""
    for process in scope.processes:
        address = address_of("portal:organisations", process.slug)
        for row in participating_organisations(process):
            key = f"{process.pk}-{row.pk}"
            yield Text(Kind.ORGANISATION, key, SOURCE_LANGUAGE, row.name, "", address)


def surveys(scope: Scope) -> Iterator[Text]:
    """The survey that its page shows, in the languages in which it is asked."""
    for process in scope.processes:
        if survey := survey_of(process, scope.at):
            yield from _survey(scope, survey, address_of("survey:survey", process.slug))


def _survey(scope: Scope, survey: Survey, address: str) -> Iterator[Text]:
    questionnaire = questionnaire_of(version_of(survey, ""))
    for language in scope.languages:
        if language in (SOURCE_LANGUAGE, *questionnaire.languages):
            sheet = sheet_of(questionnaire, language)
            title, *words = _words(sheet)
            said = [word.text for word in words if word.language == language and word.text]
            text = "\n".join(said)
            yield Text(Kind.SURVEY, str(survey.pk), language, title.text, text, address)


def _words(sheet: Sheet) -> Iterator[Wording]:
    asked = sheet.survey.wordings
    yield from (asked["title"], asked["purpose"], asked["rule"])
    for question in sheet.questions:
        yield question.wordings["text"]
        yield from (option.wordings["label"] for option in question.options)
