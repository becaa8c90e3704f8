"""Putting voluntary details aside, so that nothing leads from them to the answers."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from ratschlag.journal.actions import part
from ratschlag.lib.rows import Statement, inserting, random_number, random_numbers, run
from ratschlag.survey.models import Survey, WaitingDetails
from ratschlag.survey.rules import BATCH


@part
@transaction.atomic(savepoint=False)
def put_aside(survey: Survey, said: Sequence[Mapping[str, str]], received_on: date) -> None:
    """Put voluntary details among those that wait, so that their order tells nothing."""
    run(putting_aside(survey, said, received_on))


@part
@transaction.atomic(savepoint=False)
def putting_aside(
    survey: Survey, said: Sequence[Mapping[str, str]], received_on: date
) -> list[Statement]:
    """What puts them aside, to be run in the transaction that is open.

    The new one gets a row, and then what it says is shuffled with what nineteen others say that
    were drawn at random: otherwise the last row of the table would belong to the last response
    (SQLite's rowid, PostgreSQL's ctid and xmin). All twenty rows are written, so that each is as
    likely to be the one.
    """
    new = [{key: value for key, value in sorted(one.items()) if value} for one in said]
    new = [choices for choices in new if choices]
    if not new:
        return []
    monday = received_on - timedelta(days=received_on.weekday())
    drawn = _drawn(survey)
    said_now = [(str(week), choices) for _number, week, choices in drawn]
    said_now += [(monday.isoformat(), json.dumps(choices)) for choices in new]
    numbers = random_numbers(len(new) + len(said_now))
    # Sorted by numbers that nobody can guess, which is a shuffle.
    said_now = [one for _number, one in sorted(zip(numbers[len(new) :], said_now, strict=True))]
    old, rest = said_now[: len(drawn)], said_now[len(drawn) :]
    rows = [(number, survey.pk, *one) for number, one in zip(numbers, rest, strict=False)]
    changes = [(row[0], *one) for one, row in zip(old, drawn, strict=True)]
    return [
        *inserting(WaitingDetails, ("id", "survey_id", "week", "choices"), rows),
        *_saying(changes),
    ]


def _saying(changes: Sequence[tuple[int, str, str]]) -> list[Statement]:
    """What lets the rows of these numbers say something else."""
    if connection.vendor == "sqlite":
        return [(_SAY, (week, choices, number)) for number, week, choices in changes]
    names = ("id", "week", "choices")
    return [(_SAY_ALL, [json.dumps([dict(zip(names, each, strict=True)) for each in changes])])]


_SAY = "UPDATE survey_waitingdetails SET week = %s, choices = %s WHERE id = %s"
_SAY_ALL = """
    UPDATE survey_waitingdetails AS waiting
    SET week = said.week::date, choices = said.choices::jsonb
    FROM json_to_recordset(%s::json) AS said (id bigint, week text, choices text)
    WHERE waiting.id = said.id
"""
# Rows that lie together cost one page of SQLite. On PostgreSQL numbers are random, so those that
# follow a random number are drawn at random; only one draws at a time, and the key of the survey
# stays readable for others. The sum keeps both from sorting all that wait.
_DRAW = {
    "sqlite": """
        SELECT id, week, choices FROM survey_waitingdetails
        WHERE survey_id + 0 = %(survey)s AND rowid >= (
            SELECT abs(random()) %% max(1, max(rowid) - %(count)s) FROM survey_waitingdetails
        ) ORDER BY rowid LIMIT %(count)s
    """,
    "postgresql": """
        SELECT 1 FROM survey_survey WHERE id = %(survey)s FOR NO KEY UPDATE;
        (SELECT id, week, choices FROM survey_waitingdetails
         WHERE id >= %(start)s AND survey_id + 0 = %(survey)s ORDER BY id LIMIT %(count)s)
        UNION ALL
        (SELECT id, week, choices FROM survey_waitingdetails
         WHERE id < %(start)s AND survey_id + 0 = %(survey)s ORDER BY id LIMIT %(count)s)
    """,
}


def _drawn(survey: Survey) -> list[tuple[int, Any, str]]:
    """Nineteen of those that wait, or all where there are fewer."""
    wanted = {"survey": survey.pk, "count": BATCH - 1, "start": random_number()}
    with connection.cursor() as cursor:
        cursor.execute(_DRAW[connection.vendor], wanted)
        if connection.vendor == "postgresql":
            cursor.nextset()
        return list(cursor.fetchall()[: BATCH - 1])
