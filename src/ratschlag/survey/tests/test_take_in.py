"""Answers that other tools collected come in: equal column by column, and without traces."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from ratschlag.contributions.models import Contribution
from ratschlag.journal.models import Entry
from ratschlag.survey import tasks
from ratschlag.survey.models import ColumnMapping, Import, ImportFile, Survey, WaitingDetails
from ratschlag.survey.models.elsewhere import ImportState
from ratschlag.survey.tests import elsewhere
from ratschlag.survey.tests.hands import it_is, trace
from ratschlag.survey.tests.workbooks import workbook

pytestmark = pytest.mark.django_db
BASE = "/desk/befragungen/klima/ideen/uebernahme/"


@pytest.fixture
def survey(process) -> Survey:
    it_is(26)
    return elsewhere.a_survey_of_all_kinds(process)


def upload(desk, content: bytes, name: str = "antworten.csv"):
    return desk.post(BASE, {"file": SimpleUploadedFile(name, content)})


def uploaded(desk, content: bytes, name: str = "antworten.csv") -> Import:
    response = upload(desk, content, name)
    assert response.status_code == 302, response.content.decode()
    return Import.objects.get(pk=response["Location"].rstrip("/").rsplit("/", 1)[1])


def plan(row: Import, **changes: str) -> dict[str, str]:
    """The form as it was proposed."""
    columns = {f"column_{at}": token for at, token in enumerate(row.plan["tokens"])}
    facts = {"channel": "online", "language": "de", "received_on": "2016-09-20", "keep_as": ""}
    return {"act": "check", **facts, **columns, **changes}


def checked(desk, row: Import, **changes: str) -> Import:
    response = desk.post(f"{BASE}{row.pk}/", plan(row, **changes))
    assert response.status_code == 302, response.content.decode()
    row.refresh_from_db()
    return row


def taken_in(desk, row: Import) -> Import:
    assert desk.post(f"{BASE}{row.pk}/", {"act": "take_in"}).status_code == 302
    row.refresh_from_db()
    return row


EXPORTS = {
    "LimeSurvey, codes": (elsewhere.as_csv(elsewhere.lime()), "limesurvey"),
    "LimeSurvey, full answers": (elsewhere.as_csv(elsewhere.lime(is_full=True), delimiter=";"), "limesurvey"),
    "LimeSurvey, XLSX": (workbook(responses=elsewhere.lime()), "limesurvey"),
    "KoBo, names": (elsewhere.as_csv(elsewhere.kobo(), delimiter=";", encoding="utf-8-sig"), "kobo"),
    "KoBo, labels": (elsewhere.as_csv(elsewhere.kobo(is_labelled=True), encoding="utf-16"), "kobo"),
    "KoBo, tabs": (elsewhere.as_csv(elsewhere.kobo(), delimiter="\t"), "kobo"),
    "KoBo, XLSX": (workbook(data=elsewhere.kobo()), "kobo"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_every_answer_column_comes_out_equal(desk, survey, name: str):
    content, source = EXPORTS[name]
    row = checked(desk, uploaded(desk, content))
    assert (row.source, row.state) == (source, ImportState.CHECKED)
    assert (row.stored_count, row.refused_count, row.report["refused"]) == (3, 0, [])
    assert not survey.responses.exists()
    row = taken_in(desk, row)
    assert row.state == ImportState.DONE
    assert elsewhere.stored(survey) == elsewhere.SAID
    days = survey.responses.order_by("received_on").values_list("received_on", flat=True)
    assert [day.isoformat() for day in days] == [*elsewhere.DAYS]
    assert {said.channel for said in Contribution.objects.all()} == {"online"}
    assert WaitingDetails.objects.count() == (source == "kobo")


@pytest.mark.parametrize("name", EXPORTS)
def test_what_tells_who_answered_never_reaches_the_database(desk, survey, name: str):
    row = uploaded(desk, EXPORTS[name][0])
    content = b"".join(map(str.encode, _packed_text(row)))
    for canary in (elsewhere.ADDRESS, "08:1", "tok1", "98765", "ee.kobo", "feldteam", "0d9f6c1e",
                   "stadt.example", "50.77", "T06:10"):  # fmt: skip
        assert canary.encode() not in content, canary
    dropped = {column for column, _why in row.dropped}
    wanted = {"ipaddr", "refurl", "token", "startdate", "datestamp", "submitdate", "seed"}
    if row.source == "kobo":
        wanted = {"start", "end", "deviceid", "_uuid", "_submission_time", "_submitted_by"}
    assert wanted <= dropped
    page = desk.get(f"{BASE}{row.pk}/").content.decode()
    assert all(f'<code dir="auto">{column}</code>' in page for column in wanted)


def _packed_text(row: Import) -> list[str]:
    from ratschlag.survey.imports.answers import rows_of  # noqa: PLC0415

    return ["|".join(cells) for cells in rows_of(bytes(row.file.content))]


def test_the_file_goes_and_one_line_stays(desk, survey):
    row = taken_in(desk, checked(desk, uploaded(desk, EXPORTS["LimeSurvey, codes"][0])))
    assert not ImportFile.objects.exists()
    line = Entry.objects.get(verb="survey.imported")
    assert line.detail == {
        "sha256": row.sha256, "source": "limesurvey", "stored": 3, "refused": 0,
    }  # fmt: skip
    assert line.actor_number == str(row.by_id)


def test_the_same_file_is_refused_with_a_sentence(desk, survey):
    content = EXPORTS["LimeSurvey, codes"][0]
    taken_in(desk, checked(desk, uploaded(desk, content)))
    before = trace()
    response = upload(desk, content, "anders.csv")
    assert response.status_code == 422
    assert "26.09.2016" in response.content.decode()
    assert trace() == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Import.objects.create(
            survey=survey, version=survey.versions.get(), name="x", source="table", columns=[],
            sha256=Import.objects.get().sha256, row_count=0, uploaded_on=date(2016, 9, 26),
        )  # fmt: skip


def test_rows_are_refused_one_by_one_and_named(desk, survey):
    lines = [
        ["q1", "q5", "q6", "q9", "tag", "weg"],
        ["a1", "3", "2", "gut", "2016-09-10", "letter"],
        ["Mond", "3", "2", "mein Geheimnis", "2016-09-10", ""],
        ["a1", "9", "2", "gut", "2016-09-10", ""],
        ["a1", "3", "viele", "gut", "2016-09-10", ""],
        ["a1", "3", "2", "x" * 2001, "2016-09-10", ""],
        ["a1", "3", "2", "gut", "2017-01-01", ""],
        ["a1", "3", "2", "gut", "gestern", ""],
        ["", "", "", "", "2016-09-10", ""],
        ["a1", "3", "2", "gut", "2016-09-10", "Taube"],
        ["Nord", "5", "", "auch gut", "", "Brief"],
    ]
    row = checked(desk, uploaded(desk, elsewhere.as_csv(lines)))
    assert (row.stored_count, row.refused_count) == (2, 8)
    found = [(each["row"], row.columns[each["column"]] if each["column"] is not None else "",
              each["why"], each["value"]) for each in row.report["refused"]]  # fmt: skip
    assert found == [
        (3, "q1", "not_an_option", "Mond"),
        (4, "q5", "not_an_option", "9"),
        (5, "q6", "not_a_number", "viele"),
        (6, "q9", "too_long", ""),
        (7, "tag", "future", "2017-01-01"),
        (8, "tag", "not_a_day", "gestern"),
        (9, "", "nothing_said", ""),
        (10, "weg", "channel", "Taube"),
    ]
    page = desk.get(f"{BASE}{row.pk}/").content.decode()
    assert "Mond" in page and "Geheimnis" not in page
    row = taken_in(desk, row)
    assert (row.stored_count, row.refused_count) == (2, 8)
    assert {each["value"] for each in row.report["refused"]} == {""}
    assert sorted(survey.responses.values_list("channel", flat=True)) == ["letter", "letter"]
    assert "Mond" not in str(Import.objects.values())


def test_an_answer_that_was_never_sent_stays_out(desk, survey):
    rows = [list(row) for row in elsewhere.lime()]
    rows[2][1] = ""
    row = checked(desk, uploaded(desk, elsewhere.as_csv(rows)))
    assert row.stored_count == 2
    assert [each["why"] for each in row.report["refused"]] == ["not_sent"]


def test_who_is_cut_off_goes_on_and_no_row_comes_twice(desk, survey, monkeypatch):
    monkeypatch.setattr(tasks.elsewhere, "BATCH", 2)
    row = checked(desk, uploaded(desk, EXPORTS["KoBo, names"][0]))
    Import.objects.filter(pk=row.pk).update(
        state=ImportState.RUNNING, done_count=0, stored_count=0, refused_count=0
    )
    store, calls = tasks.elsewhere.store_rows, []

    def cut_off(*arguments):
        calls.append(1)
        store(*arguments)
        if len(calls) == 2:
            raise OSError("the power is gone")

    monkeypatch.setattr(tasks.elsewhere, "store_rows", cut_off)
    with pytest.raises(OSError, match="power"):
        tasks.take_in_answers.func(row.pk)
    row.refresh_from_db()
    assert (row.done_count, row.state, survey.responses.count()) == (2, ImportState.RUNNING, 2)
    assert desk.post(f"{BASE}{row.pk}/", {"act": "go_on"}).status_code == 302
    row.refresh_from_db()
    assert (row.done_count, row.state) == (3, ImportState.DONE)
    assert tasks.take_in_answers.func(row.pk) == 0
    assert elsewhere.stored(survey) == elsewhere.SAID


def test_of_two_workers_one_gives_way(desk, survey, monkeypatch):
    row = checked(desk, uploaded(desk, EXPORTS["KoBo, names"][0]))
    Import.objects.filter(pk=row.pk).update(
        state=ImportState.RUNNING, done_count=0, stored_count=0, refused_count=0
    )
    reader_of = tasks.elsewhere.reader_of

    def overtaken(*arguments):
        monkeypatch.setattr(tasks.elsewhere, "reader_of", reader_of)
        assert tasks.take_in_answers.func(row.pk) == 3
        return reader_of(*arguments)

    monkeypatch.setattr(tasks.elsewhere, "reader_of", overtaken)
    assert tasks.take_in_answers.func(row.pk) == 0
    assert survey.responses.count() == 3


def test_without_the_key_of_the_file_rows_would_come_twice(desk, survey, monkeypatch):
    """The second guard alone holds too: the receipt of a row rests on the file and its number."""
    row = taken_in(desk, checked(desk, uploaded(desk, EXPORTS["KoBo, names"][0])))
    from ratschlag.survey.imports import answers, storing  # noqa: PLC0415

    questionnaire = answers.reader_of(row, date(2016, 9, 26))
    cells = ["", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "x"]
    said = questionnaire.read(cells[: len(row.columns)])
    assert not isinstance(said, list)
    with pytest.raises(IntegrityError), transaction.atomic():
        storing.store_rows(row, [(1, said)], storing.Keys(row))


def test_a_mapping_is_kept_and_used_for_the_next_file(desk, survey):
    head, line = ["Frage A", "Frage B"], ["Süd", "Bäume!"]
    row = uploaded(desk, elsewhere.as_csv([head, line]))
    assert row.plan["tokens"] == ["", ""]
    checked(desk, row, column_0="q1", column_1="q9", keep_as="Unsere Liste")
    kept = ColumnMapping.objects.get()
    assert kept.columns == {"Frage A": "q1", "Frage B": "q9"}
    following = uploaded(desk, elsewhere.as_csv([head, ["Nord", "Ruhe"]]))
    page = desk.get(f"{BASE}{following.pk}/?zuordnung={kept.pk}").content.decode()
    assert '<option value="q9" selected' in page
    for odd in ("99999999999999999999999", "x", "٣", ""):
        assert desk.get(f"{BASE}{following.pk}/?zuordnung={odd}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"column_0": "q9", "column_1": "q9"}, "column_1"),
        ({"column_0": "", "column_1": ""}, ""),
        ({"column_0": "q77"}, "column_0"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": "2016-12-24"}, "received_on"),
        ({"channel": "taube"}, "channel"),
        ({"channel": "\x00"}, "channel"),
        ({"keep_as": "x" * 61}, "keep_as"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_wrong_assignment_is_answered_on_the_form(desk, survey, changes, column):
    row = uploaded(desk, elsewhere.as_csv([["q1", "q9"], ["a1", "Ja."]]))
    response = desk.post(f"{BASE}{row.pk}/", plan(row, **changes))
    assert response.status_code == 422
    row.refresh_from_db()
    assert row.state == ImportState.UPLOADED


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"q1,q9\n", b"\x00\x01\x02", b"q1\x00,q9\nx,y", b"\x81\x8d\xff\xfe",
        b'q1,q9\n"' + b"x" * 6_000_000, ("," * 1200).encode() + b"\nx",
        b"PK\x03\x04", b"%PDF-1.4\x00",
    ],
    ids=range(10),
)  # fmt: skip
def test_a_file_that_is_no_table_is_answered_on_the_form(desk, survey, content: bytes):
    assert upload(desk, content).status_code == 422
    assert not Import.objects.exists()


def test_odd_requests(desk, survey, process):
    row = uploaded(desk, elsewhere.as_csv([["q1"], ["a1"]]))
    page = f"{BASE}{row.pk}/"
    assert desk.post(page, {"act": "take_in"}).status_code == 409
    assert desk.post(page, {"act": "nonsense"}).status_code == 422
    assert desk.get(f"{BASE}{10**30}/").status_code == 404
    other = elsewhere.a_survey_of_all_kinds(process, "andere")
    assert desk.get(f"/desk/befragungen/klima/{other.slug}/uebernahme/{row.pk}/").status_code == 404
    assert desk.post(page, {"act": "discard"}).status_code == 302
    assert not Import.objects.exists() and not ImportFile.objects.exists()


def test_signs_that_no_database_holds_are_refused_or_left_out(desk, survey):
    lines = [["q1", "q9", "a\x00b"], *[["a1", "Gut.", "x"]] * 9000]
    lines += [["Mo\x00nd", "", ""], ["", "No\x00", ""]]
    row = checked(desk, uploaded(desk, elsewhere.as_csv(lines, encoding="utf-16")))
    if row.state == ImportState.CHECKING:  # left to the worker
        assert tasks.check_import.func(row.pk) == 9000
        row.refresh_from_db()
    assert [(each["why"], each["value"]) for each in row.report["refused"]] == [
        ("not_an_option", "Mond"),
        ("not_storable", ""),
    ]
    assert row.columns == ["q1", "q9", "ab"]


def test_much_is_left_to_the_worker_and_the_page_says_how_far_it_is(desk, survey):
    lines = [["q9"], *[[f"Text {at}"] for at in range(2500)]]
    row = checked(desk, uploaded(desk, elsewhere.as_csv(lines)))
    assert row.state == ImportState.CHECKING
    assert 'class="progress"' in desk.get(f"{BASE}{row.pk}/").content.decode()
    tasks.check_import.func(row.pk)
    row = taken_in(desk, row)
    assert (row.state, survey.responses.count()) == (ImportState.RUNNING, 0)
    tasks.take_in_answers.func(row.pk)
    assert survey.responses.count() == 2500
    page = desk.get(f"{BASE}{row.pk}/").content.decode()
    assert 'class="progress"' not in page


def test_a_file_that_nobody_takes_in_is_erased_after_a_day(desk, survey):
    uploaded(desk, elsewhere.as_csv([["q1"], ["a1"]]))
    it_is(27)
    assert tasks.drop_uploads.func() == 0
    it_is(28)
    assert tasks.drop_uploads.func() == 1
    assert not Import.objects.exists()


def test_details_of_rows_are_mixed(desk, survey):
    head = ["q9", "d_age"]
    lines = [[f"Text {at}", "u30" if at < 60 else "ab30"] for at in range(120)]
    taken_in(desk, checked(desk, uploaded(desk, elsewhere.as_csv([head, *lines]))))
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute("select choices from survey_waitingdetails order by " + order)  # noqa: S608
        found = ["u30" in str(choices) for (choices,) in cursor.fetchall()]
    assert sum(found) == 60
    assert 5 < sum(found[:60]) < 55
