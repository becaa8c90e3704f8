"""Rows that come in, as responses and contributions: many at once, in the caller's transaction."""

import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from ratschlag.contributions.compute import keyed_hash, receipt_code
from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.contributions.queries import secret_for
from ratschlag.contributions.rules import Publication
from ratschlag.lib.rows import random_number
from ratschlag.survey.compute.imported import Imported
from ratschlag.survey.models import Import, Response, ResponseText, Survey, WaitingDetails
from ratschlag.survey.queries.receipts import scope_of_receipts

_AT_ONCE = 1000


class Keys:
    """Receipts of imported rows: nobody holds their code, but no row can come in twice."""

    def __init__(self, row: Import) -> None:
        self._file = row.sha256
        self._scope = scope_of_receipts(row.survey)
        self._secret = secret_for("receipts")

    def receipt(self, number: int, said: Imported) -> tuple[str, str, str]:
        """The hashes of the code, of the form, and of what it says."""
        key = keyed_hash(self._secret, f"import {self._scope}", f"{self._file} {number}")
        code = receipt_code(self._secret, scope=self._scope, form_key=key)
        answers = json.dumps(said.answers.said, sort_keys=True)
        return (
            keyed_hash(self._secret, "code", code),
            keyed_hash(self._secret, f"form {self._scope}", key),
            keyed_hash(self._secret, "content", answers),
        )


class _Table:
    """Rows of a table, written as plain values: making a model of each takes six times as long.

    All its constraints hold as ever; `same` is what every row has, `own` what each row brings.
    """

    def __init__(self, model: type[Model], *own: str, **same: Any) -> None:
        rest = [each for each in model._meta.concrete_fields if each.attname not in ("id", *own)]
        blank = model(**same)
        self._rest = tuple(
            each.get_db_prep_save(getattr(blank, each.attname), connection) for each in rest
        )
        columns = ["id", *(str(model._meta.get_field(name).column) for name in own)]  # type: ignore[union-attr]
        columns += [str(each.column) for each in rest]
        names = ", ".join(connection.ops.quote_name(column) for column in columns)
        signs = ", ".join(["%s"] * len(columns))
        table = connection.ops.quote_name(model._meta.db_table)
        # Only names from our own models stand in it.
        self._sql = f"INSERT INTO {table} ({names}) VALUES ({signs})"  # noqa: S608
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *own: Any) -> int:
        number = random_number()
        self._rows.append((number, *own, *self._rest))
        return number

    def write(self) -> None:
        if self._rows:
            with connection.cursor() as cursor:
                cursor.executemany(self._sql, self._rows)


def store_rows(row: Import, rows: Sequence[tuple[int, Imported]], keys: Keys) -> None:
    """Store rows by their number in the file. Raises IntegrityError for one that is there."""
    survey = row.survey
    questions = {question.key: question.pk for question in survey.questions.all()}
    receipts = _Table(
        Receipt, "code_hash", "form_key_hash", "content_hash", process_id=survey.process_id
    )
    shared = ("language", "channel", "received_on")
    responses = _Table(
        Response, "receipt_id", "answers", *shared, survey_id=survey.pk, version_id=row.version_id
    )
    contributions = _Table(
        Contribution, "receipt_id", "text", "postmarked_on", *shared,
        process_id=survey.process_id, publication=Publication.RECEIVED,
    )  # fmt: skip
    texts = _Table(ResponseText, "response_id", "question_id", "contribution_id")
    for number, said in rows:
        facts = (said.language, said.channel, said.received_on.isoformat())
        postmark = said.postmarked_on.isoformat() if said.postmarked_on else None
        receipt = receipts.add(*keys.receipt(number, said))
        response = responses.add(receipt, json.dumps(said.answers.chosen), *facts)
        for key, words in said.answers.texts.items():
            contribution = contributions.add(receipt, words, postmark, *facts)
            texts.add(response, questions[key], contribution)
    for table in (receipts, responses, contributions, texts):
        table.write()
    _put_aside(survey, [said for _number, said in rows])


def _put_aside(survey: Survey, rows: Iterable[Imported]) -> None:
    """Voluntary details wait in an order of their own; `shuffle_waiting` mixes them at the end."""
    waiting = [
        WaitingDetails(
            survey=survey,
            week=said.received_on - timedelta(days=said.received_on.weekday()),
            choices=dict(sorted(said.answers.details.items())),
        )
        for said in rows
        if said.answers.details
    ]
    secrets.SystemRandom().shuffle(waiting)
    WaitingDetails.objects.bulk_create(waiting, batch_size=_AT_ONCE)


def shuffle_waiting(survey: Survey) -> None:
    """Write all waiting details anew in random order: batches would stay apart otherwise."""
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    waiting = list(survey.waiting_details.values_list("week", "choices"))
    secrets.SystemRandom().shuffle(waiting)
    survey.waiting_details.all().delete()
    WaitingDetails.objects.bulk_create(
        (WaitingDetails(survey=survey, week=week, choices=said) for week, said in waiting),
        batch_size=_AT_ONCE,
    )
