"""Files: every answer comes back as it was, and nothing in them is a formula."""

import csv
import io
import json
from datetime import date

import openpyxl
import pyreadstat
import pytest

from ratschlag.contributions.models import Redaction
from ratschlag.journal.models import Entry
from ratschlag.lib.tables import safe
from ratschlag.survey.exports import file_of
from ratschlag.survey.exports.sheets import csv_of
from ratschlag.survey.models import Response, Survey
from ratschlag.survey.queries import counted_responses
from ratschlag.survey.tests.hands import it_is
from ratschlag.survey.tests.many import answered, asked

FILE = "/desk/befragungen/klima/wege/ergebnisse/datei/{}/"
COLUMNS = [
    *("way", "way.other_text", "ways.bus", "ways.bike", "ways.car", "bike", "far", "look.a"),
    *("look.b", "rank.bus", "rank.bike", "rank.car", "km", "since", "name", "why"),
]


@pytest.fixture
def survey(process) -> Survey:
    it_is(12)
    survey = asked(process)
    answered(survey)
    it_is(28)
    return survey


def made(survey: Survey, form: str) -> bytes:
    return b"".join(file_of(survey, form).pieces)


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def expected(survey: Survey) -> list[dict[str, str]]:
    """What the rows must say, made another way than the export makes it."""
    rows = []
    for response in counted_responses(survey):
        said = response.answers
        words = {text.question.key: text.contribution.text for text in response.texts.all()}
        ranks = {key: str(at) for at, key in enumerate(said["rank"], start=1)}
        rows.append(
            {
                **{"way": said["way"], "way.other_text": said.get("way.other", "")},
                **{f"ways.{key}": str(int(key in said["ways"])) for key in ("bus", "bike", "car")},
                **{"bike": said["bike"], "far": str(said["far"])},
                **{f"look.{row}": said["look"].get(row, "") for row in "ab"},
                **{f"rank.{key}": ranks.get(key, "") for key in ("bus", "bike", "car")},
                **{"km": said["km"], "since": said["since"]},
                **{"name": words.get("name", ""), "why": words.get("why", "")},
            }
        )
    return rows


def test_csv_holds_every_answer_in_the_order_of_the_questionnaire(survey):
    rows = read_csv(made(survey, "csv"))
    assert list(rows[0]) == COLUMNS
    assert rows == expected(survey)
    assert len(rows) == 54


def test_xlsx_holds_the_same_with_codebook_and_tables(survey):
    book = openpyxl.load_workbook(io.BytesIO(made(survey, "xlsx")))
    assert book.sheetnames == ["answers", "codebook", "tables"]
    head, *rows = book["answers"].iter_rows(values_only=True)
    assert list(head) == COLUMNS
    plain = [
        dict(zip(head, ("" if c is None else str(c) for c in row), strict=True)) for row in rows
    ]
    assert plain == expected(survey)
    assert book["tables"].max_row > 20


def test_the_codebook_says_every_code_in_every_language(survey):
    rows = read_csv(made(survey, "codebook"))
    assert [row["column"] for row in rows if not row["code"]] == COLUMNS
    bus = next(row for row in rows if row["column"] == "way" and row["code"] == "bus")
    assert bus["de"] == "Bus"
    assert set(survey.languages) <= set(rows[0])
    assert next(row for row in rows if row["column"] == "look.a")["de"] == "Wie finden Sie …?: A"


def test_json_holds_answers_and_codebook(survey):
    read = json.loads(made(survey, "json"))
    assert [row["column"] for row in read["codebook"] if not row["code"]] == COLUMNS
    plain = [{key: str(value) for key, value in row.items()} for row in read["answers"]]
    assert plain == [{k: v for k, v in row.items() if v} for row in expected(survey)]


def read_sav(survey: Survey, tmp_path):
    path = tmp_path / "wege.sav"
    path.write_bytes(made(survey, "sav"))
    return pyreadstat.read_sav(str(path), output_format="dict")


def test_spss_holds_the_same_with_labels(survey, tmp_path):
    data, about = read_sav(survey, tmp_path)
    assert about.column_names == COLUMNS
    assert about.file_label == "Wege"
    assert about.column_names_to_labels["ways.bike"] == "Was nutzen Sie?: Rad"
    labels = about.variable_value_labels
    assert labels["way"] == {1.0: "Bus", 2.0: "Rad", 3.0: "Auto", 4.0: "Etwas anderes"}
    assert labels["ways.bus"] == {0.0: "nicht gewählt", 1.0: "gewählt"}
    assert labels["far"] == {1.0: "nah", 5.0: "fern"}
    assert about.variable_measure["far"] == "ordinal"
    codes = {"bus": 1, "bike": 2, "car": 3, "other": 4}
    for at, row in enumerate(expected(survey)):
        assert data["way"][at] == codes[row["way"]]
        assert data["ways.car"][at] == int(row["ways.car"])
        assert data["km"][at] == float(row["km"])
        assert data["since"][at] == date.fromisoformat(row["since"])
        assert data["why"][at] == row["why"]
        assert data["way.other_text"][at] == row["way.other_text"]
        missing = data["rank.bus"][at] is None or data["rank.bus"][at] != data["rank.bus"][at]
        assert missing == (row["rank.bus"] == "")


@pytest.mark.parametrize("length", [1, 8, 9, 255, 256, 504, 505, 2000])
def test_spss_holds_words_of_every_length(process, tmp_path, length):
    it_is(12)
    survey = asked(process)
    answered(survey, online=3, letter=0, fax=0)
    words = ("äöüß€ ابجد " * length)[: length - 1] + "!"
    said = Response.objects.first()
    said.answers |= {"way": "other", "way.other": words}
    said.save()
    data, _about = read_sav(survey, tmp_path)
    assert sorted(data["way.other_text"])[-1] == words or words in data["way.other_text"]


def test_an_empty_survey_gives_files_without_rows(process, tmp_path):
    survey = asked(process)
    assert read_csv(made(survey, "csv")) == []
    assert json.loads(made(survey, "json"))["answers"] == []
    assert openpyxl.load_workbook(io.BytesIO(made(survey, "xlsx")))["answers"].max_row == 1
    assert len(read_sav(survey, tmp_path)[0]["way"]) == 0


FORMULAS = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "|cmd",
    "%0",
    "＝1",
    "－1",
    "＋1",
    "＠A1",
]


@pytest.mark.parametrize("typed", FORMULAS)
def test_words_that_begin_like_a_formula_stay_words(survey, typed):
    said = Response.objects.first()
    said.answers |= {"way": "other", "way.other": typed}
    said.save()
    found = [row["way.other_text"] for row in read_csv(made(survey, "csv"))]
    assert f"'{typed}" in found
    assert typed not in found
    sheet = openpyxl.load_workbook(io.BytesIO(made(survey, "xlsx")))["answers"]
    cells = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.value and typed.strip() in str(cell.value)
    ]
    assert [cell.data_type for cell in cells] == ["s"]


def test_what_only_holds_such_a_sign_is_left_alone():
    assert safe("1 = 1") == "1 = 1"
    assert safe(-5) == -5
    assert b"".join(csv_of([[-5, "a;b", 'c"d', "e\nf"]], for_offices=False)) == (
        b'-5,a;b,"c""d","e\nf"\r\n'
    )


def test_neither_channel_nor_day_nor_number_stands_in_a_row(survey):
    for form in ("csv", "json", "sav", "codebook"):
        content = made(survey, form)
        for response in Response.objects.filter(survey=survey):
            assert str(response.pk).encode() not in content
        assert b"2016-09-12" not in content
        assert b"letter" not in content
        assert b"channel" not in content


def test_redacted_words_go_out_redacted(survey):
    said = Response.objects.filter(texts__isnull=False).first().texts.get().contribution
    type(said).objects.filter(pk=said.pk).update(publication="redacted")
    Redaction.objects.create(contribution=said, text="[…] sagt es.")
    assert "[…] sagt es." in [row["why"] for row in read_csv(made(survey, "csv"))]


@pytest.mark.parametrize("form", ["csv", "codebook", "xlsx", "sav", "json"])
def test_taking_a_file_away_is_journalled_and_cached_nowhere(survey, desk, form):
    answer = desk.post(FILE.format(form))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "attachment" in answer["Content-Disposition"]
    assert len(answer.getvalue()) > 100
    line = Entry.objects.get(verb="survey.exported")
    assert (line.subject_number, line.detail) == (str(survey.pk), {"form": form})
    assert desk.get(FILE.format(form)).status_code == 405


def test_answers_are_read_a_few_at_a_time(survey, django_assert_num_queries):
    with django_assert_num_queries(4):
        made(survey, "csv")
