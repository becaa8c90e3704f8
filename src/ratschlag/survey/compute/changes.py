"""What may not change any more while a survey is open: answers of both versions count together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ratschlag.survey.compute.questionnaire import Option, Question, Questionnaire
from ratschlag.survey.rules import IN_WORDS, Kind


class Change(StrEnum):
    """A change after which earlier and later answers could no longer be counted together."""

    QUESTION_GONE = "question_gone"
    OTHER_KIND = "other_kind"
    ANSWER_GONE = "answer_gone"
    ANSWER_NOT_AT_THE_END = "answer_not_at_the_end"
    ANSWER_TO_RANK = "answer_to_rank"
    LIMIT_LOWERED = "limit_lowered"
    BOUNDS_NARROWED = "bounds_narrowed"
    STEPS_CHANGED = "steps_changed"
    NOW_REQUIRED = "now_required"
    CONDITION_CHANGED = "condition_changed"
    DETAIL_GONE = "detail_gone"
    LANGUAGE_GONE = "language_gone"


@dataclass(frozen=True)
class Breach:
    """A change that is not possible any more, and the key of what was changed."""

    change: Change
    key: str


def breaches(before: Questionnaire, after: Questionnaire) -> list[Breach]:
    """What keeps answers to `before` and to `after` from being counted together."""
    found = list(_of_questions(before, after))
    details = {detail.key: detail for detail in after.details}
    for detail in before.details:
        if detail.key not in details:
            found.append(Breach(Change.DETAIL_GONE, detail.key))
        elif change := _of_options(detail.options, details[detail.key].options):
            found.append(Breach(change, detail.key))
    gone = set(before.languages) - set(after.languages)
    return found + [Breach(Change.LANGUAGE_GONE, language) for language in sorted(gone)]


def _of_questions(before: Questionnaire, after: Questionnaire) -> Iterator[Breach]:
    for question in after.questions:
        if question.key not in before.by_key and question.is_required:
            yield Breach(Change.NOW_REQUIRED, question.key)
    for question in before.questions:
        now = after.by_key.get(question.key)
        if now is None:
            yield Breach(Change.QUESTION_GONE, question.key)
            continue
        # Who was asked must stay the same, or nobody knows out of how many an answer is.
        asked = {repr(each.as_json) for each in before.conditions[question.key]}
        if asked != {repr(each.as_json) for each in after.conditions[question.key]}:
            yield Breach(Change.CONDITION_CHANGED, question.key)
        for change in _of_one(question, now):
            yield Breach(change, question.key)


def _of_one(before: Question, now: Question) -> Iterator[Change]:
    if now.kind is not before.kind:
        yield Change.OTHER_KIND
        return
    if now.is_required and not before.is_required:
        yield Change.NOW_REQUIRED
    if before.kind in IN_WORDS and now.limit < before.limit:
        yield Change.LIMIT_LOWERED
    if before.has_other and not now.has_other:
        yield Change.ANSWER_GONE
    if before.steps != now.steps:
        yield Change.STEPS_CHANGED
    if before.kind in (Kind.NUMBER, Kind.MULTIPLE) and _is_narrower(before, now):
        yield Change.BOUNDS_NARROWED
    if before.kind is Kind.RANKING and before.most != now.most:
        yield Change.STEPS_CHANGED
    change = _of_options(before.options, now.options) or _of_options(before.rows, now.rows)
    if change:
        yield change
    elif before.kind is Kind.RANKING and len(now.options) > len(before.options):
        yield Change.ANSWER_TO_RANK


def _of_options(before: Sequence[Option], now: Sequence[Option]) -> Change | None:
    """Further answers stand at the end; those there are may change places among themselves."""
    old, new = {option.key for option in before}, [option.key for option in now]
    if old - set(new):
        return Change.ANSWER_GONE
    return None if {*new[: len(old)]} == old else Change.ANSWER_NOT_AT_THE_END


def _is_narrower(before: Question, now: Question) -> bool:
    """Whether an answer that was possible is so no longer; None is without a bound."""
    is_raised = now.least is not None and (before.least is None or now.least > before.least)
    is_lowered = now.most is not None and (before.most is None or now.most < before.most)
    if before.kind is Kind.MULTIPLE and before.least is None:
        is_raised = now.least is not None and now.least > 1
    return is_raised or is_lowered
