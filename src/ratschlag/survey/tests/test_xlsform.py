"""A survey goes out as an XLSForm and comes back; what others wrote comes in with a report."""

import io
import resource
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pyxform.xls2xform import convert

from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State
from ratschlag.lib.tables import Unreadable, Why
from ratschlag.survey.actions import plan_survey
from ratschlag.survey.actions.forms import plan_from_form
from ratschlag.survey.compute.xlsform.words import Lost, NotAForm
from ratschlag.survey.exports.xlsform import as_file, xlsform_of
from ratschlag.survey.imports.xlsform import read_xlsform
from ratschlag.survey.models import Detail, DetailOption, Page, Question, QuestionOption, Survey
from ratschlag.survey.queries import definition_of
from ratschlag.survey.tests import workbooks
from ratschlag.survey.tests.workbooks import workbook
from tests import cast

pytestmark = pytest.mark.django_db

SURVEY = ("type", "name", "label")
NEW = "/desk/befragungen/klima/neu-aus-xlsform/"


def if_(join: str, *tests: tuple[str, str, str]) -> dict:
    return {"join": join, "tests": [list(test) for test in tests]}


def options(*keys: str, rows: tuple[str, ...] = ()) -> list[QuestionOption]:
    found = [QuestionOption(key=key, label=f"Antwort {key}") for key in keys]
    return found + [QuestionOption(key=key, label=f"Zeile {key}", is_row=True) for key in rows]


@pytest.fixture
def everything(process) -> Survey:
    """A survey of every kind of question, on two pages, in three languages."""
    survey = Survey(
        process=process, slug="alles", title="Alles", purpose="Darum.", rule="So.", is_paged=True,
        languages=["de", "ar", "de-easy"], opens_at=cast.OPENS, closes_at=cast.CLOSES,
    )  # fmt: skip
    first, second = Page(key="p1", title="Erste", help="Bitte lesen."), Page(key="p2", title="Zwei")
    second.show_if = if_("any", ("q1", "is", "yes"), ("q4", "at_least", "3"))
    questions = [
        Question(key="q1", page=first, kind="yes_no", text="Ja?", is_required=True),
        Question(key="q2", page=first, kind="single", text="Eins?", has_other=True),
        Question(key="q3", page=first, kind="multiple", text="Viele?", least=1, most=2),
        Question(key="q4", page=first, kind="scale", text="Wie?", least=1, most=5, low="schlecht",
                 high="gut"),
        Question(key="q5", page=second, kind="scale", text="Und?", least=0, most=10),
        Question(key="q6", page=second, kind="matrix", text="Tabelle?", hint="Je Zeile."),
        Question(key="q7", page=second, kind="ranking", text="Reihe?"),
        Question(key="q8", page=second, kind="number", text="Wie viele?", least="0.5", most=120),
        Question(key="q9", page=second, kind="date", text="Wann?"),
        Question(key="q10", page=second, kind="long", text="Und sonst?", limit=900,
                 show_if=if_("all", ("q3", "is", "b"), ("q2", "is_not", "it's"), ("q9", "answered", ""))),
        Question(key="q11", page=second, kind="short", text="Ort?", limit=80,
                 show_if=if_("all", ("q9", "at_most", "2016-09-05"), ("q7", "is_not", "a"))),
    ]  # fmt: skip
    listed = {key: options("a", "b", "c") for key in ("q2", "q3", "q7")}
    listed["q6"] = options("gut", "schlecht", rows=("bus", "bahn"))
    details = [(Detail(key="d_age", label="Alter?"), [DetailOption(key="u30", label="bis 30")])]
    plan_survey(survey, pages=(first, second), questions=questions, options=listed,
                details=details, by=None)  # fmt: skip
    for row, name in ((questions[1], "text"), (listed["q2"][0], "label"), (survey, "purpose")):
        for language, state in (("ar", State.MACHINE), ("de-easy", State.CHECKED)):
            put_translation(row, name, language=language, text=f"نص {row.pk}", state=state)
    put_translation(questions[3], "low", language="ar", text="سيئ", state=State.CHECKED)
    return survey


def asked(survey: Survey) -> dict:
    """What it asks, without the numbers of rows."""
    definition = definition_of(survey)
    for page in definition["pages"]:
        for question in page["questions"]:
            del question["row"]
    return definition


def read(book: bytes):
    return read_xlsform(io.BytesIO(book))


def lost(book: bytes) -> dict[tuple[int, str], set[Lost]]:
    found: dict[tuple[int, str], set[Lost]] = {}
    for remark in read(book).remarks:
        found.setdefault((remark.row, remark.name), set()).add(remark.lost)
    return found


def test_what_goes_out_comes_back_the_same(everything):
    form = xlsform_of(everything)
    found = read(as_file(form))
    assert (form.remarks, found.remarks) == ([], [])
    back = plan_from_form(everything.process, found, slug="alles-2", title="Datei", by=None)
    assert asked(back) == asked(everything)
    assert back.pk != everything.pk
    assert back.stage == "draft"


def test_other_tools_accept_it(everything, tmp_path: Path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(as_file(xlsform_of(everything)))
    made = convert(str(path)).xform
    for part in ("q1", "q6_bus", "Leichte Sprache (de-x-easy)", "نص", "selected("):
        assert part in made


def test_what_an_xlsform_cannot_hold_is_named_in_the_file(everything):
    Question.objects.filter(key="q6").update(is_required=True)
    Question.objects.filter(key="q7").update(most=2)
    Question.objects.filter(key="q11").update(show_if=if_("all", ("q6", "answered", "")))
    form = xlsform_of(everything)
    assert [remark.lost for remark in form.remarks] == [
        *(Lost.ROWS_REQUIRED, Lost.PLACES, Lost.CONDITION),
    ]
    assert read(as_file(form)).definition["pages"][1]["questions"][1]["is_required"] is True


def test_a_foreign_form_comes_in_and_the_rest_is_named_row_by_row():
    book = workbook(
        survey=[
            ("type", "name", "label::English (en)", "label::French (fr)", "relevant", "constraint", "media::image", "calculation", "choice_filter"),
            ("start", "start"),
            ("select_one towns", "Where do you live", "Where?", "Où?", "", "", "map.png"),
            ("text", "why", "Why?", "", "${Where do you live} = 'a' and (${x} = 1 or ${y} = 2)"),
            ("geopoint", "place", "Your place"),
            ("calculate", "sum", "", "", "", "", "", "1 + 1"),
            ("begin repeat", "kids", "Children"),
            ("text", "kid", "Name?"),
            ("end repeat",),
            ("text", "mail", "Mail?", "", "", "regex(., '[a-z]+')"),
            ("select_one towns", "town2", "Again?", "", "", "", "", "", "parent = ${why}"),
            ("integer", "count", "How many?", "", "", ". > 3"),
            ("barcode", "code", "Scan"),
            ("note", "hello", "Hello there"),
        ],
        choices=[("list_name", "name", "label::English (en)"), ("towns", "a", "Aachen"), ("towns", "b c", "Bonn")],
        settings=[("form_title",), ("Living here",)],
    )  # fmt: skip
    found = read(book)
    names = [question["key"] for question in found.definition["pages"][0]["questions"]]
    assert names == ["Where-do-you-live", "why", "mail", "town2", "count"]
    assert found.definition["languages"] == ["de", "en"]
    report = lost(book)
    assert report[1, ""] == {Lost.SOURCE}
    assert report[1, "label::French (fr)"] == {Lost.LANGUAGE}
    assert report[2, "start"] == {Lost.METADATA}
    assert report[3, "Where do you live"] == {Lost.MEDIA, Lost.RENAMED}
    assert report[4, "why"] == {Lost.CONDITION}
    assert report[5, "place"] == report[13, "code"] == {Lost.TYPE}
    assert report[6, "sum"] == {Lost.CALCULATION}
    assert report[7, "kids"] == report[8, "kid"] == {Lost.REPEAT}
    assert report[10, "mail"] == {Lost.CONSTRAINT}
    assert report[11, "town2"] == {Lost.CHOICE_FILTER}
    assert report[12, "count"] == {Lost.WHOLE_NUMBER, Lost.CONSTRAINT}
    assert report[14, "hello"] == {Lost.NOTE}
    assert report[3, "b c"] == {Lost.RENAMED}


@pytest.mark.parametrize(
    ("book", "why"),
    [
        (workbook(other=[("a",)]), Lost.NO_SURVEY),
        (workbook(survey=[("kind", "name"), ("text", "a")]), Lost.NO_SURVEY),
        (workbook(survey=[SURVEY]), Lost.NO_SURVEY),
        (workbook(survey=[SURVEY, ("note", "a", "A")]), Lost.NO_QUESTION),
        (workbook(survey=[SURVEY, ("begin_group", "a", "A"), ("text", "b", "B")]), Lost.UNBALANCED),
        (workbook(survey=[SURVEY, ("text", "b", "B"), ("end_group",)]), Lost.UNBALANCED),
        (workbook(survey=[SURVEY, *[("text", "b", "B")] * 2002]), Lost.TOO_LARGE),
    ],
)
def test_what_is_no_form_is_refused_as_a_whole(book: bytes, why: Lost):
    with pytest.raises(NotAForm) as refused:
        read(book)
    assert refused.value.why is why


_BOOK = workbook(survey=[SURVEY, ("text", "a", "A")])


@pytest.mark.parametrize(
    ("book", "why"),
    [
        (b"", Why.NOT_A_TABLE),
        (b"type,name", Why.NOT_A_TABLE),
        (b"PK\x03\x04 broken", Why.BROKEN),
        (_BOOK[:-200], Why.BROKEN),
        (workbooks.with_formula(), Why.FORMULAS),
        (workbooks.changed(_BOOK, sheet=workbooks.LAUGHS), Why.UNSAFE),
        (workbooks.changed(_BOOK, sheet=workbooks.OUTSIDER), Why.UNSAFE),
        (workbooks.changed(_BOOK, sheet=workbooks.LAUGHS.decode().encode("utf-16")), Why.UNSAFE),
        (workbooks.changed(_BOOK, sheet=b"<worksheet"), Why.BROKEN),
        (workbooks.changed(_BOOK, outside=b"<a/>"), Why.UNSAFE),
        (workbooks.changed(_BOOK, macro=b"x"), Why.UNSAFE),
    ],
    ids=range(11),
)
def test_files_made_to_do_harm_are_refused(book: bytes, why: Why):
    with pytest.raises(Unreadable) as refused:
        read(book)
    assert refused.value.why is why


def test_a_bomb_is_refused_before_it_is_unpacked():
    book = workbooks.bomb(_BOOK)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Unreadable):
        read(book)
    assert time.monotonic() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def upload(desk, book: bytes, name: str = "form.xlsx"):
    return desk.post(NEW, {"file": SimpleUploadedFile(name, book)})


def test_at_the_desk_a_form_becomes_a_draft_with_a_report(desk, everything):
    book = desk.get("/desk/befragungen/klima/alles/xlsform/")
    assert book["Content-Disposition"] == 'attachment; filename="alles.xlsx"'
    response = upload(desk, book.content)
    assert response.status_code == 200
    assert Survey.objects.get(slug="alles-2").questions.count() == 11
    foreign = workbook(survey=[SURVEY, ("text", "a", "A"), ("geopoint", "b", "B")])
    page = upload(desk, foreign).content.decode()
    assert "geopoint" in page
    assert Survey.objects.get(slug="form").title == "form"


@pytest.mark.parametrize("book", [b"", b"x", workbooks.with_formula(), workbook(survey=[SURVEY])])
def test_a_wrong_file_is_answered_on_the_form(desk, process, book: bytes):
    response = upload(desk, book)
    assert response.status_code == 422
    assert not Survey.objects.exists()


def test_no_file_at_all_and_a_foreign_survey(desk, process):
    assert desk.post(NEW).status_code == 422
    assert desk.get("/desk/befragungen/klima/gibtesnicht/xlsform/").status_code == 404
