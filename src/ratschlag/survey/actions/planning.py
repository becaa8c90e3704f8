"""Planning a survey and freezing what it asks."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import part, record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import carry_translations, drop_translations, mark_stale
from ratschlag.languages.models import Authored
from ratschlag.people.models import Person
from ratschlag.survey.actions.writing import SurveyRefused, Writing
from ratschlag.survey.compute.questionnaire import canonical
from ratschlag.survey.models import (
    Detail,
    DetailOption,
    Page,
    Question,
    QuestionOption,
    Survey,
    Version,
)
from ratschlag.survey.queries import (
    definition_of,
    flaws_of,
    latest_version,
    state_of,
    texts_lacking,
)
from ratschlag.survey.rules import RESERVED_KEYS, is_open_in


@transaction.atomic
def plan_survey(
    survey: Survey,
    *,
    questions: Sequence[Question] = (),
    options: dict[str, Sequence[QuestionOption]] | None = None,
    pages: Sequence[Page] = (),
    details: Sequence[tuple[Detail, Sequence[DetailOption]]] = (),
    by: Person | None,
) -> Survey:
    """Enter a draft that was made but not saved yet, with all that it asks, in that order.

    `options` holds what can be chosen (and the rows of a matrix) by the key of the question.
    Raises SurveyRefused when two fields of the form would have one name.
    """
    keys = [question.key for question in questions] + [detail.key for detail, _o in details]
    if len({*keys, *RESERVED_KEYS}) < len(keys) + len(RESERVED_KEYS):
        raise SurveyRefused(f"Two fields of the form have one name: {', '.join(sorted(keys))}")
    survey.languages = survey.languages or [SOURCE_LANGUAGE]
    survey.save(force_insert=True)
    for position, page in enumerate(pages, start=1):
        page.survey, page.position = survey, position
        page.save(force_insert=True)
    for position, question in enumerate(questions, start=1):
        question.survey, question.position = survey, position
        question.save(force_insert=True)
        for at, choice in enumerate((options or {}).get(question.key, ()), start=1):
            choice.question, choice.position = question, at
            choice.save(force_insert=True)
    for position, (detail, choices) in enumerate(details, start=1):
        detail.survey, detail.position = survey, position
        detail.save(force_insert=True)
        for at, option in enumerate(choices, start=1):
            option.detail, option.position = detail, at
            option.save(force_insert=True)
    record(by, "survey.planned", survey)
    return survey


@part
@transaction.atomic
def freeze_version(survey: Survey, *, by: Person | None) -> Version:
    """Keep what the survey asks now as its next version; the same as before makes no new one."""
    definition = canonical(definition_of(survey))
    digest = hashlib.sha256(definition.encode()).hexdigest()
    latest = latest_version(survey)
    if latest and latest.digest == digest:
        return latest
    return Version.objects.create(
        survey=survey,
        number=latest.number + 1 if latest else 1,
        definition=definition,
        digest=digest,
        made_on=domain_day(),
        by=by,
    )


@transaction.atomic
def copy_survey(source: Survey, copy: Survey, *, by: Person | None) -> Survey:
    """A new draft, made but not saved yet, that asks what another survey asks: its pages,
    questions, answers and details, and what they say in every language."""
    copy.save(force_insert=True)
    pairs: list[tuple[Authored, Authored]] = [(source, copy)]

    def carry(row: Authored, **places: object) -> Any:
        """A second row that says and holds the same, in another place."""
        kept = ("id", *places)
        facts = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        again = type(row)(**{k: v for k, v in facts.items() if k.removesuffix("_id") not in kept})
        for name, value in places.items():
            setattr(again, name, value)
        again.save(force_insert=True)
        pairs.append((row, again))
        return again

    pages = {page.pk: carry(page, survey=copy) for page in source.pages.all()}
    for question in source.questions.prefetch_related("options"):
        asked = carry(question, survey=copy, page=pages.get(question.page_id or 0))
        for option in question.options.all():
            carry(option, question=asked)
    for detail in source.details.prefetch_related("options"):
        about = carry(detail, survey=copy)
        for choice in detail.options.all():
            carry(choice, detail=about)
    carry_translations(pairs)
    record(by, "survey.planned", copy, copied_from=str(source.pk))
    return copy


@transaction.atomic
def revise_survey(
    survey: Survey, changed: Iterable[str], *, only_as_draft: bool = True, by: Person | None
) -> None:
    """Keep what was changed on the row: while people answer, its texts and languages at most."""
    changed = sorted(changed)
    with Writing(survey, only_as_draft=only_as_draft):
        survey.save(update_fields=changed)
        mark_stale(survey, changed)
    record(by, "survey.revised", survey, fields=changed)


@transaction.atomic
def cancel_draft(survey: Survey, *, by: Person | None) -> None:
    """Take back a draft that was never scheduled: nothing of it has ever been public."""
    with Writing(survey, only_as_draft=True) as draft:
        if draft.versions.exists():
            raise SurveyRefused(_("It was scheduled before, so it stays on record."))
        questions = list(draft.questions.prefetch_related("options"))
        details = list(draft.details.prefetch_related("options"))
        options = [option for row in questions for option in row.options.all()]
        choices = [option for row in details for option in row.options.all()]
        rows: list[Authored] = [draft, *draft.pages.all(), *questions, *details, *options, *choices]
        drop_translations(rows)
        record(by, "survey.cancelled", draft, slug=draft.slug)
        draft.questions.all().delete()
        draft.delete()


@transaction.atomic
def revise_open_survey(survey: Survey, *, by: Person | None) -> Version:
    """From now on people are asked what is written now, as a version of its own; who has begun
    with the one before may still send it. Raises SurveyRefused."""
    at = domain_now()
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not is_open_in(state_of(survey, at)):
        raise SurveyRefused(_("The survey is not open."))
    lacking = [*flaws_of(survey), *texts_lacking(survey)]
    if lacking:
        raise SurveyRefused("; ".join(str(lack) for lack in lacking))
    before = latest_version(survey)
    version = freeze_version(survey, by=by)
    if before and version.pk == before.pk:
        raise SurveyRefused(_("Nothing has changed."))
    record(by, "survey.version_frozen", survey, version=version.number)
    return version
