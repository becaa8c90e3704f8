"""The questionnaire on paper: tagged, in our fonts, to be filled in by pen, in every language."""

import io
from datetime import date

import outloud
import pikepdf
import pymupdf
import pytest
from django.utils import translation

from ratschlag.city.queries import the_city
from ratschlag.contributions.compute import qr_of
from ratschlag.lib import pdf as typesetting
from ratschlag.people.rules import Role
from ratschlag.process.actions import give_short_address, point_address
from ratschlag.survey.compute.conditions import condition_from
from ratschlag.survey.exports import paper as printed
from ratschlag.survey.exports.paper import flyer_of, paper_of
from ratschlag.survey.models import Question, Survey
from ratschlag.survey.queries import condition_in_words, draft_of, latest_version
from ratschlag.survey.tests.hands import it_is
from ratschlag.survey.tests.sheets import LANGUAGES, every_kind
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/de/verfahren/klima/befragung/fragebogen.pdf"
DESK = "/desk/befragungen/klima/alles/"
HOSTILE = (
    '#import "x" #sys.inputs $x^2$ = Titel \\u{41} *fett* <label> @ref `raw` #read("/etc/passwd")'
)


@pytest.fixture
def every(process) -> Survey:
    it_is(12)
    give_short_address(process, "klima", by=None)
    city = the_city()
    city.contact = "Büro für Beteiligung\nRathausplatz 1, 12345 Musterstadt"
    city.save()
    return every_kind(process)


def text_of(made: bytes) -> str:
    """All words, with lines and pages folded."""
    with pymupdf.open(stream=made, filetype="pdf") as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def made_of(survey: Survey, language: str = "de", *, is_draft: bool = False) -> bytes:
    version = None if is_draft else latest_version(survey)
    return paper_of(survey, version, language, the_city())


def test_everyone_can_print_it_while_the_survey_is_open(client, every):
    answer = client.get(PAGE)
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    again = client.get(PAGE, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert PAGE in client.get("/de/verfahren/klima/befragung/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_outloud_finds_no_error_in_any_language(every, language, tmp_path):
    made = [made_of(every, language), *(
        flyer_of(every, language, the_city(), size=size) for size in ("a4", "a5")
    )]  # fmt: skip
    for at, one in enumerate(made):
        path = tmp_path / f"{at}.pdf"
        path.write_bytes(one)
        result = outloud.check(str(path))
        assert result.error is None
        assert [row.message for row in result.findings if row.severity == "error"] == []
        with pikepdf.open(io.BytesIO(one)) as file:
            assert str(file.Root.Lang) == language.removesuffix("-easy")
            assert file.open_metadata()["pdfuaid:part"] == "1"


def test_all_that_is_asked_stands_on_it_in_order(every):
    text = text_of(made_of(every))
    questions = [question.text for question in every.questions.all()]
    places = [text.index(f"{at}. {said}") for at, said in enumerate(questions, start=1)]
    assert places == sorted(places)
    for word in ("Straße oder Platz", "Ja, oft", "Zu Fuß", "schlecht", "gut", "Schule", "Brunnen"):
        assert word in text
    assert "Nur kurz." in text
    assert "Büro für Beteiligung" in text
    assert "25. September 2016" in text


def test_what_a_pen_fills_in_is_drawn(every):
    """A line, a box or a circle for each answer: by how many shapes are on the pages."""
    with pymupdf.open(stream=made_of(every), filetype="pdf") as document:
        shapes = sum(len(page.get_drawings()) for page in document)
    # 5 + 1 lines, 4 + 2 circles, 5 boxes, 5 steps, 3 × 2 circles, 3 places, 1 number, 8 digits.
    assert shapes >= 40


def test_conditions_stand_there_in_words(every):
    text, asked = text_of(made_of(every)), draft_of(every)
    with translation.override("de"):
        by_page = condition_in_words(asked.pages[1].show_if, asked, "de")
        by_question = condition_in_words(asked.by_key["q8"].show_if, asked, "de")
        assert condition_in_words(asked.by_key["q1"].show_if, asked, "de") == ""
    assert "4" in by_page
    assert "Selten" in by_question
    assert by_page in text
    assert by_question in text


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (["q3", "is_not", "other"], "3"),
        (["q10", "at_least", "2016-09-05"], "2016"),
        (["q10", "at_least", "bald"], "bald"),
        (["q9", "answered", ""], "9"),
        (["q99", "is", "x"], "q99"),
    ],
)
def test_every_test_has_its_words(every, test, words):
    condition = condition_from({"join": "all", "tests": [test]})
    assert words in condition_in_words(condition, draft_of(every), "de")


def test_voluntary_details_stand_alone_on_the_last_sheet(every):
    with pymupdf.open(stream=made_of(every), filetype="pdf") as document:
        pages = [page.get_text() for page in document]
    assert "Wie alt sind Sie?" in pages[-1]
    assert not any("Wie alt sind Sie?" in page for page in pages[:-1])
    assert not any(question.text in pages[-1] for question in every.questions.all())


def test_survey_version_and_language_stand_on_every_page_and_in_the_code(every, monkeypatch):
    coded = []
    monkeypatch.setattr(printed, "qr_of", lambda text: coded.append(text) or qr_of(text))
    for language in LANGUAGES:
        with pymupdf.open(stream=made_of(every, language), filetype="pdf") as document:
            assert all(f"alles · 1 · {language}" in page.get_text() for page in document)
    assert coded == [
        f"http://localhost/{code}/verfahren/klima/befragung/#alles-1-{code}" for code in LANGUAGES
    ]


def test_a_flyer_leads_to_the_short_address(every, monkeypatch):
    coded = []
    monkeypatch.setattr(printed, "qr_of", lambda text: coded.append(text) or qr_of(text))
    made = flyer_of(every, "de", the_city(), size="a5")
    assert coded == ["http://localhost/klima"]
    text = text_of(made)
    for said in ("localhost/klima", "Ideen gesucht", "Für das Konzept.", "25. September 2016"):
        assert said in text
    with pymupdf.open(stream=made, filetype="pdf") as document:
        assert [len(document), round(document[0].rect.width)] == [1, 420]


def test_without_a_short_address_the_flyer_leads_to_the_survey(every):
    point_address(every.process.short_addresses.get(), process=None, target="/faq/", by=None)
    text = text_of(flyer_of(every, "ar", the_city(), size="a4"))
    assert "/verfahren/klima/befragung/" in text.replace(" ", "")


def test_in_a_language_it_is_not_asked_in_it_is_german(every):
    assert made_of(every, "tr") == made_of(every, "de")


def test_the_draft_shows_what_is_written_now(every):
    Question.objects.filter(survey=every, key="q1").update(text="Was ist neu?")
    assert "Was ist neu?" in text_of(made_of(every, is_draft=True))
    assert "Was ist neu?" not in text_of(made_of(every))


def test_the_same_definition_gives_the_same_bytes(every):
    first = made_of(every, "ar")
    typesetting._typeset.cache_clear()
    assert made_of(every, "ar") == first
    with pikepdf.open(io.BytesIO(first)) as file:
        made_on = latest_version(every).made_on
        assert str(file.docinfo.CreationDate) == f"D:{made_on:%Y%m%d}120000Z"
        assert made_on == date(2016, 9, 12)


def test_nothing_that_was_written_is_taken_for_a_command(every):
    Question.objects.filter(survey=every).update(text=HOSTILE, hint=HOSTILE)
    Survey.objects.filter(pk=every.pk).update(title=HOSTILE, purpose=HOSTILE)
    every.refresh_from_db()
    text = "".join(text_of(made_of(every, is_draft=True)).replace("- ", "-").split())
    assert text.count("".join(HOSTILE.split())) >= 20
    assert "root:" not in text
    assert flyer_of(every, "de", the_city(), size="a5").startswith(b"%PDF-")


def test_before_the_first_day_nobody_prints_it(client, every):
    Survey.objects.update(opens_at=cast.CLOSES.replace(day=20))
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE.replace("klima", "anders")).status_code == 404


def test_the_desk_lists_all_that_can_be_printed(browser_of, every):
    clerk = browser_of(cast.a_person("Erik", Role.CLERK, scope="process/klima"))
    page = clerk.get(f"{DESK}papier/").content.decode()
    for language in LANGUAGES:
        for path in ("fragebogen", "handzettel"):
            address = f"{DESK}{path}/{language}.pdf"
            assert address in page
            assert clerk.get(address)["Content-Type"] == "application/pdf"
    assert "groesse=a4" in page
    assert "localhost/klima" in page


@pytest.mark.parametrize(
    "path",
    ["handzettel/tr.pdf", "handzettel/de.pdf?groesse=a3", "fragebogen/klingon.pdf"],
)
def test_what_there_is_not_is_not_found(desk, every, path):
    assert desk.get(DESK + path).status_code == 404
    assert desk.get(f"/desk/befragungen/klima/andere/{path}").status_code == 404


def test_who_has_nothing_to_do_with_the_survey_does_not_see_its_draft(browser_of, every):
    other = browser_of(cast.a_person("Else", Role.CLERK, scope="process/verkehr"))
    for path in ("papier/", "fragebogen/de.pdf?fassung=entwurf", "handzettel/de.pdf"):
        assert other.get(DESK + path).status_code == 403
