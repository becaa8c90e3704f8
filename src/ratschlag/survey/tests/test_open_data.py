"""Open data: tables for everyone, out of which no small cell can be worked out."""

import csv
import io
import random
from collections import Counter

import openpyxl
import pytest

from ratschlag.contributions.compute import cells
from ratschlag.contributions.compute.cells import NO_ANSWER, Table
from ratschlag.contributions.tests.attacker import cracked, knows_of
from ratschlag.survey.actions import publish_result
from ratschlag.survey.compute.results import TRAITS
from ratschlag.survey.exports import file_of
from ratschlag.survey.models import Response, Survey
from ratschlag.survey.rules import Stage
from ratschlag.survey.tests.hands import it_is
from ratschlag.survey.tests.many import WAYS, answered, asked

DATA = "/de/verfahren/klima/befragung/ergebnisse/wege"
CHANNELS = {"online": 30, "letter": 9, "fax": 2, "in_person": 7, "email": 5}
WITH_TABLES = ("way", "bike", "far")


@pytest.fixture
def survey(process) -> Survey:
    """Fifty-three answers, at random but for ever the same: many cells are small."""
    it_is(12)
    survey = asked(process)
    answered(survey, online=53, letter=0, fax=0)
    chance = random.Random(5)  # noqa: S311  no secret: a failure shall come again
    channels = [channel for channel, count in CHANNELS.items() for _ in range(count)]
    for response, channel in zip(Response.objects.all(), channels, strict=True):
        response.channel = channel
        response.language = chance.choices(("de", "ar", "fa"), (8, 3, 1))[0]
        response.answers |= {
            "way": chance.choices([*WAYS], (10, 4, 1))[0],
            "bike": chance.choices(("yes", "no"), (9, 1))[0],
        }
        response.save()
    Survey.objects.filter(pk=survey.pk).update(stage=Stage.EVALUATED)
    it_is(28)
    survey.refresh_from_db()
    return survey


def publish_all(survey: Survey) -> None:
    for question in survey.questions.all():
        publish_result(question, note="Das sind die Zahlen.", by=None)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def table_in(rows: list[dict[str, str]], question: str, trait: str) -> Table | None:
    """A table as somebody puts it together again from the open data."""
    mine = [row for row in rows if row["question"] == question and row[trait]]
    if not mine:
        return None
    columns = tuple(dict.fromkeys(row[trait] for row in mine))
    answers = tuple(dict.fromkeys(row["answer"] for row in mine))
    at = {(row["answer"], row[trait]): row for row in mine}
    return Table(
        rows=tuple(tuple(answer.split("|")) for answer in answers),
        columns=tuple(tuple(column.split("|")) for column in columns),
        cells=tuple(
            tuple(int(at[a, c]["count"]) if at[a, c]["count"] else None for c in columns)
            for a in answers
        ),
        column_totals=tuple(int(at[answers[0], c]["of"]) for c in columns),
    )


def found_by_attack(survey: Survey, rows: list[dict[str, str]]) -> list[object]:
    """Every small cell that comes out of the open data, over all questions and traits."""
    found: list[object] = []
    for question in WITH_TABLES:
        for trait in TRAITS:
            table = table_in(rows, question, trait)
            said = Counter(
                (str(response.answers.get(question, NO_ANSWER)), getattr(response, trait))
                for response in Response.objects.filter(survey=survey)
            )
            if table is None:
                continue
            totals = {
                row["answer"]: int(row["count"])
                for row in rows
                if row["question"] == question and not any(row[each] for each in TRAITS)
            }
            sizes = dict(zip(table.columns, table.column_totals, strict=True))
            known = knows_of(table, totals, sizes)
            found += cracked(
                known, lambda cell, s=said: sum(s[cell[0], v] for v in cell[1]), 5, totals, sizes
            )
    return found


def test_what_everyone_gets_gives_no_small_cell_away(survey, client):
    publish_all(survey)
    rows = rows_of(client.get(f"{DATA}.csv").getvalue())
    assert any(table_in(rows, question, "channel") for question in WITH_TABLES)
    assert any(row["count"] == "" for row in rows)
    assert found_by_attack(survey, rows) == []


def test_without_the_module_everyone_could_work_them_out(survey, client, monkeypatch):
    monkeypatch.setattr(cells, "_way", lambda *_: set())
    publish_all(survey)
    assert found_by_attack(survey, rows_of(client.get(f"{DATA}.csv").getvalue()))


def test_page_data_and_spreadsheet_show_the_same_cells(survey, client, desk):
    publish_all(survey)
    rows = rows_of(client.get(f"{DATA}.csv").getvalue())
    as_json = client.get(f"{DATA}.json").json()
    assert [
        {k: "" if v is None else str(v) for k, v in row.items()} for row in as_json["rows"]
    ] == rows
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(file_of(survey, "xlsx").pieces)))["tables"]
    head, *lines = sheet.iter_rows(values_only=True)
    assert [
        {k: "" if v is None else str(v) for k, v in zip(head, line, strict=True)} for line in lines
    ] == rows
    [found] = client.get(f"{DATA.removesuffix('wege')}").context["surveys"]
    for result in found.results:
        if result.question.key in WITH_TABLES:
            for shown in result.parts[0].tables:
                table = table_in(rows, result.question.key, shown.trait)
                cells_shown = tuple(tuple(count for count, _of in line) for _l, line in shown.rows)
                assert cells_shown == table.cells


@pytest.mark.parametrize(
    "query", ["?kanal=fax", "?channel=fax", "?language=fa&channel=fax", "?q=1"]
)
def test_no_address_asks_for_anything_else(survey, client, query):
    publish_all(survey)
    for address in (f"{DATA}.csv", f"{DATA}.json"):
        assert client.get(f"{address}{query}").getvalue() == client.get(address).getvalue()


def test_data_come_with_licence_schema_and_all_languages(survey, client):
    publish_all(survey)
    data = client.get(f"{DATA}.json").json()
    assert data["licences"][0]["name"] == "CC-BY-4.0"
    assert data["schema"] == client.get(f"{DATA}.schema.json").json()
    assert [field["name"] for field in data["schema"]["fields"]] == list(data["rows"][0])
    way = next(row for row in data["questions"] if row["key"] == "way")
    assert way["options"]["bus"]["de"] == "Bus"
    assert (way["counted"], way["note"]) == (53, "Das sind die Zahlen.")


def test_words_that_were_not_released_are_in_no_data(survey, client):
    said = Response.objects.first()
    said.answers |= {"way": "other", "way.other": "Geheimes Wort"}
    said.save()
    publish_result(survey.questions.get(key="way"), note="x", released=["nie gesagt"], by=None)
    for address in (f"{DATA}.csv", f"{DATA}.json", DATA.removesuffix("wege")):
        answer = client.get(address)
        assert b"Geheimes Wort" not in answer.getvalue()
        assert b"nie gesagt" not in answer.getvalue()
        assert b"Weil." not in answer.getvalue()


def test_of_a_survey_that_is_still_written_there_are_no_data(survey, client):
    Survey.objects.filter(pk=survey.pk).update(stage=Stage.DRAFT)
    for ending in (".csv", ".json", ".schema.json"):
        assert client.get(f"{DATA}{ending}").status_code == 404
