"""Taking in many answers in one transaction: what a city's server does when everybody comes.

It stores the same rows as `submit_response` by the same rules, and decides only what is plain.
Whatever is not plain it leaves to `submit_response`, one by one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from ratschlag.city.models import City
from ratschlag.city.queries import day_in
from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.contributions.queries import hash_of_code
from ratschlag.contributions.rules import Channel
from ratschlag.journal.actions import by_the_day
from ratschlag.lib.rows import Statement, inserting, random_numbers, run
from ratschlag.lib.writers import one_at_a_time
from ratschlag.survey.actions.details import putting_aside
from ratschlag.survey.models import Response, ResponseText, Survey, Version
from ratschlag.survey.queries import (
    Now,
    code_of,
    fingerprint_of,
    hash_of_form,
    now_of,
    questionnaire_of,
)
from ratschlag.survey.rules import Stage, is_in_time

_SENT = "SELECT form_key_hash, content_hash FROM contributions_receipt WHERE form_key_hash IN"
_RECEIPT = ("id", "process_id", "code_hash", "form_key_hash", "content_hash")
_RESPONSE = (
    *("id", "survey_id", "version_id", "receipt_id"),
    *("language", "channel", "received_on", "answers"),
)
_CONTRIBUTION = (*("id", "process_id", "receipt_id", "text", "language", "channel", "received_on"),)
_TEXT = ("id", "response_id", "question_id", "contribution_id")


@dataclass(frozen=True, slots=True)
class Sending:
    """One form, read and found right."""

    form_key: str
    texts: Mapping[str, str]
    chosen: Mapping[str, Any]
    details: Mapping[str, str]
    language: str
    fetched_at: datetime | None


@by_the_day
@one_at_a_time
@transaction.atomic
def take_in_burst(
    survey: Survey, version: Version, sendings: Sequence[Sending], *, city: City
) -> list[str | None]:
    """Store what was sent; the receipts, in the order of the sendings.

    None where it is not plain: the survey is not open or asks something else by now, or the form
    was sent before with other answers.
    """
    window = now_of(survey)
    if window.stage != Stage.SCHEDULED or window.version != version.number:
        return [None] * len(sendings)
    prints = [fingerprint_of({**sending.texts, **sending.chosen}) for sending in sendings]
    forms = [hash_of_form(survey, sending.form_key) for sending in sendings]
    known = _sent_before(forms)
    new: dict[str, tuple[Sending, str]] = {}
    codes: list[str | None] = []
    for sending, form, content in zip(sendings, forms, prints, strict=True):
        code = code_of(survey, sending.form_key)
        if form not in known and _is_in_time(window, sending):
            known[form] = content
            new[form] = (sending, code)
        codes.append(code if known.get(form) == content else None)
    received_on = day_in(city, window.at)
    details = [sending.details for sending, _code in new.values()]
    statements = _storing(survey, version, received_on, new, known)
    run(statements + putting_aside(survey, details, received_on))
    return codes


def _sent_before(forms: Sequence[str]) -> dict[str, str]:
    """What was sent before by these forms: the fingerprint of the content by the form's hash."""
    marks = ", ".join(["%s"] * len(forms))
    with connection.cursor() as cursor:
        cursor.execute(f"{_SENT} ({marks})", forms)
        return dict(cursor.fetchall())


def _is_in_time(window: Now, sending: Sending) -> bool:
    return bool(sending.texts or sending.chosen) and is_in_time(
        window.opens_at,
        window.closes_at,
        window.at,
        fetched_at=sending.fetched_at,
        grace=window.grace,
    )


def _storing(
    survey: Survey,
    version: Version,
    received_on: date,
    new: Mapping[str, tuple[Sending, str]],
    prints: Mapping[str, str],
) -> list[Statement]:
    """What stores the rows of all forms, table by table."""
    questions = questionnaire_of(version).by_key
    numbers = iter(random_numbers(sum(2 + len(each.texts) * 2 for each, _code in new.values())))
    process, day, online = survey.process_id, received_on.isoformat(), str(Channel.ONLINE)
    receipts, responses, contributions, texts = [], [], [], []
    for form, (sent, code) in new.items():
        receipt, response = next(numbers), next(numbers)
        receipts.append((receipt, process, hash_of_code(code), form, prints[form]))
        chosen = json.dumps(sent.chosen)
        responses.append(
            (response, survey.pk, version.pk, receipt, sent.language, online, day, chosen)
        )
        for key, text in sent.texts.items():
            number = next(numbers)
            contributions.append((number, process, receipt, text, sent.language, online, day))
            texts.append((next(numbers), response, questions[key].row, number))
    return [
        *inserting(Receipt, _RECEIPT, receipts),
        *inserting(Response, _RESPONSE, responses),
        *inserting(Contribution, _CONTRIBUTION, contributions),
        *inserting(ResponseText, _TEXT, texts),
    ]
