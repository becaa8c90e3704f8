"""Writing what a survey asks: questions, their answers, and when they are shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ratschlag.journal.actions import record
from ratschlag.languages.actions import drop_translations, mark_stale
from ratschlag.languages.models import Authored
from ratschlag.people.models import Person
from ratschlag.survey.actions.writing import SurveyRefused, Writing
from ratschlag.survey.compute.conditions import Condition
from ratschlag.survey.models import (
    Detail,
    DetailOption,
    Page,
    Question,
    QuestionOption,
    Survey,
)
from ratschlag.survey.rules import MOST_QUESTIONS, RESERVED_KEYS

# The answers of a question, in order: key and label.
Lines = Sequence[tuple[str, str]]


@transaction.atomic
def write_question(
    question: Question, *, options: Lines = (), rows: Lines = (), by: Person | None
) -> Question:
    """A further question, behind those there are; it was made but not saved yet, without a key."""
    with Writing(question.survey) as survey:
        if survey.questions.count() >= MOST_QUESTIONS:
            raise SurveyRefused(_("There are too many questions. Nobody would answer them all."))
        question.key = question.key or _free_key(survey, "q")
        question.position = _last(survey.questions) + 1
        question.save(force_insert=True)
        _put_options(question, options, rows)
    record(by, "survey.revised", question.survey, question=question.key)
    return question


@transaction.atomic
def revise_question(
    question: Question,
    changed: Iterable[str],
    *,
    options: Lines | None = None,
    rows: Lines | None = None,
    by: Person | None,
) -> None:
    """Keep what was changed on the row, and its answers; None leaves these as they are."""
    with Writing(question.survey):
        question.save()
        mark_stale(question, changed)
        before = [(row.key, row.label, row.is_row) for row in question.options.all()]
        kept = {is_row: [(k, label) for k, label, row in before if row is is_row]
                for is_row in (False, True)}  # fmt: skip
        _put_options(
            question,
            kept[False] if options is None else options,
            kept[True] if rows is None else rows,
        )
    record(by, "survey.revised", question.survey, question=question.key)


@transaction.atomic
def move_question(question: Question, *, up: bool, by: Person | None) -> None:
    """One place up or down on its page; at the end it stays where it is."""
    with Writing(question.survey) as survey:
        _swap(survey.questions.filter(page=question.page_id), question, up=up)
    record(by, "survey.revised", question.survey, question=question.key)


@transaction.atomic
def drop_question(question: Question, *, by: Person | None) -> None:
    """Take a question away that nobody has answered."""
    with Writing(question.survey):
        drop_translations([question, *question.options.all()])
        question.delete()
    record(by, "survey.revised", question.survey, dropped=question.key)


@transaction.atomic
def set_condition(row: Question | Page, condition: Condition, *, by: Person | None) -> None:
    """Say when a question or page is shown; whether that can be is checked with all others."""
    with Writing(row.survey):
        row.show_if = condition.as_json
        row.save(update_fields=["show_if"])
    record(by, "survey.revised", row.survey, condition=row.key)


@transaction.atomic
def write_page(page: Page, *, by: Person | None) -> Page:
    """A further page, behind those there are."""
    with Writing(page.survey) as survey:
        keys = set(survey.pages.values_list("key", flat=True))
        page.key = next(f"s{at}" for at in range(1, len(keys) + 2) if f"s{at}" not in keys)
        page.position = _last(survey.pages) + 1
        page.save(force_insert=True)
    record(by, "survey.revised", page.survey, page=page.key)
    return page


@transaction.atomic
def revise_page(page: Page, changed: Iterable[str], *, by: Person | None) -> None:
    with Writing(page.survey):
        page.save()
        mark_stale(page, changed)
    record(by, "survey.revised", page.survey, page=page.key)


@transaction.atomic
def move_page(page: Page, *, up: bool, by: Person | None) -> None:
    with Writing(page.survey) as survey:
        _swap(survey.pages.all(), page, up=up)
    record(by, "survey.revised", page.survey, page=page.key)


@transaction.atomic
def drop_page(page: Page, *, by: Person | None) -> None:
    """Its questions stay: they go to the page before it, or behind it, or stand alone."""
    with Writing(page.survey) as survey:
        others = survey.pages.exclude(pk=page.pk)
        heir = others.filter(position__lt=page.position).last() or others.first()
        page.questions.update(page=heir)
        drop_translations([page])
        page.delete()
    record(by, "survey.revised", page.survey, dropped=page.key)


@transaction.atomic
def write_detail(detail: Detail, *, options: Lines, by: Person | None) -> Detail:
    """Something more that people may say about themselves, or not."""
    with Writing(detail.survey) as survey:
        detail.key = _free_key(survey, "d")
        detail.position = _last(survey.details) + 1
        detail.save(force_insert=True)
        _put_detail_options(detail, options)
    record(by, "survey.revised", detail.survey, detail=detail.key)
    return detail


@transaction.atomic
def revise_detail(
    detail: Detail, changed: Iterable[str], *, options: Lines, by: Person | None
) -> None:
    with Writing(detail.survey):
        detail.save()
        mark_stale(detail, changed)
        _put_detail_options(detail, options)
    record(by, "survey.revised", detail.survey, detail=detail.key)


@transaction.atomic
def move_detail(detail: Detail, *, up: bool, by: Person | None) -> None:
    with Writing(detail.survey) as survey:
        _swap(survey.details.all(), detail, up=up)
    record(by, "survey.revised", detail.survey, detail=detail.key)


@transaction.atomic
def drop_detail(detail: Detail, *, by: Person | None) -> None:
    with Writing(detail.survey):
        drop_translations([detail, *detail.options.all()])
        detail.delete()
    record(by, "survey.revised", detail.survey, dropped=detail.key)


def _free_key(survey: Survey, letter: str) -> str:
    taken = {
        *RESERVED_KEYS,
        *survey.questions.values_list("key", flat=True),
        *survey.details.values_list("key", flat=True),
    }
    return next(f"{letter}{at}" for at in range(1, len(taken) + 2) if f"{letter}{at}" not in taken)


def _last(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0)


def _swap(rows: Any, row: Any, *, up: bool) -> None:
    """Let a row change places with its neighbour; no place may be taken twice on the way."""
    row.refresh_from_db(fields=["position"])
    here: int = row.position
    if up:
        other = rows.filter(position__lt=here).order_by("-position").first()
    else:
        other = rows.filter(position__gt=here).order_by("position").first()
    if other is None:
        return
    there = other.position
    for one, place in ((row, 0), (other, here), (row, there)):
        type(one)._base_manager.filter(pk=one.pk).update(position=place)
        one.position = place


def _put_options(question: Question, options: Lines, rows: Lines) -> None:
    for lines, is_row in ((options, False), (rows, True)):
        there = {row.key: row for row in question.options.filter(is_row=is_row)}
        _drop_missing(there, lines)
        for position, (key, label) in enumerate(lines, start=1):
            row = there.get(key) or QuestionOption(question=question, key=key, is_row=is_row)
            _put_label(row, label, position)


def _put_detail_options(detail: Detail, options: Lines) -> None:
    there = {row.key: row for row in detail.options.all()}
    _drop_missing(there, options)
    for position, (key, label) in enumerate(options, start=1):
        _put_label(there.get(key) or DetailOption(detail=detail, key=key), label, position)


def _drop_missing(there: Mapping[str, Authored], lines: Lines) -> None:
    gone = [row for key, row in there.items() if key not in {key for key, _label in lines}]
    drop_translations(gone)
    for row in gone:
        row.delete()


def _put_label(row: QuestionOption | DetailOption, label: str, position: int) -> None:
    row.label, row.position = label, position
    row.save()
    mark_stale(row, ["label"])
