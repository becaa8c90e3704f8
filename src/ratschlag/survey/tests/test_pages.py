"""A survey page by page, and questions that depend on others: without script."""

import re
from html import unescape

import pytest

from ratschlag.contributions.models import Contribution
from ratschlag.process.models import Process
from ratschlag.survey.actions import plan_survey
from ratschlag.survey.models import (
    Detail,
    DetailOption,
    Page,
    Question,
    QuestionOption,
    Response,
    Survey,
)
from ratschlag.survey.tests.hands import PAGE, it_is
from tests import cast

pytestmark = pytest.mark.django_db
IF_BUS = {"join": "all", "tests": [["way", "is", "bus"]]}
OFTEN = {"join": "all", "tests": [["often", "at_least", "5"]]}


def a_survey_on_three_pages(process: Process, *, is_paged: bool = True) -> Survey:
    """How do you go? If by bus: how often, and what then? In the end: what should change?"""
    it_is(12)
    survey = Survey(
        process=process, slug="wege", title="Ihre Wege", purpose="Für das Konzept.", rule="Keine.",
        opens_at=cast.OPENS, closes_at=cast.CLOSES, languages=["de"], is_paged=is_paged,
    )  # fmt: skip
    pages = [
        Page(key="weg", title="Ihr Weg"),
        Page(key="bus", title="Der Bus", show_if=IF_BUS),
        Page(key="ende", title="Zum Schluss"),
    ]
    questions = [
        Question(key="way", kind="single", text="Wie kommen Sie hin?", is_required=True),
        Question(key="often", kind="number", text="Wie oft in der Woche?", least=0, most=50),
        Question(key="why", kind="short", text="Warum so oft?", limit=100, show_if=OFTEN),
        Question(key="wish", kind="long", text="Was soll sich ändern?"),
    ]
    places = {"way": 0, "often": 1, "why": 1, "wish": 2}
    for page in pages:
        page.position = pages.index(page) + 1
    choices = [QuestionOption(key="bus", label="Bus"), QuestionOption(key="foot", label="Zu Fuß")]
    details = [
        (Detail(key="d_age", label="Wie alt sind Sie?"), [DetailOption(key="u", label="u30")])
    ]
    plan_survey(
        survey, questions=questions, pages=pages, options={"way": choices}, details=details, by=None
    )
    for question in questions:
        question.page = pages[places[question.key]]
        question.save()
    cast.scheduled(survey)
    return survey


def fields_of(response) -> dict[str, str]:
    """The hidden fields of the form that was shown, as a browser would send them back."""
    page = response.content.decode()
    form = page[page.index('id="bogen"') : page.index("</form>", page.index('id="bogen"'))]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def shown(response) -> set[str]:
    """The questions that stand open on the page."""
    return set(fields_of(response)["asked"].split())


def turn(client, response, go: str = "next", **typed: str):
    return client.post(PAGE, fields_of(response) | {"go": go} | typed)


@pytest.fixture
def first(client, process):
    a_survey_on_three_pages(process)
    return client.get(PAGE)


def test_page_by_page_to_the_receipt(client, first):
    assert shown(first) == {"way"}
    second = turn(client, first, way="bus")
    assert shown(second) == {"often"}
    assert fields_of(second)["way"] == "bus"
    third = turn(client, second, often="3")
    assert shown(third) == {"wish"}
    assert "Wie alt sind Sie?" in third.content.decode()
    assert not Response.objects.exists()
    done = turn(client, third, "send", wish="Mehr Busse.", d_age="u")
    assert 'id="receipt"' in done.content.decode()
    assert Response.objects.get().answers == {"way": "bus", "often": "3"}
    assert Contribution.objects.get().text == "Mehr Busse."


def test_a_page_that_does_not_apply_is_left_out(client, first):
    assert shown(turn(client, first, way="foot")) == {"wish"}
    assert "Seite 2 von 2" in turn(client, first, way="foot").content.decode()


def test_back_and_on_again_loses_nothing(client, first):
    third = turn(client, turn(client, first, way="bus"), often="3")
    second = turn(client, third, "back", wish="Angefangen")
    assert 'value="3"' in second.content.decode()
    assert fields_of(second)["wish"] == "Angefangen"
    assert "Angefangen" in turn(client, second, often="4").content.decode()


def test_what_is_missing_or_wrong_is_said_on_its_own_page(client, first):
    response = turn(client, first)
    assert (response.status_code, shown(response)) == (422, {"way"})
    second = turn(client, first, way="bus")
    response = turn(client, second, often="oft")
    assert (response.status_code, shown(response)) == (422, {"often"})
    assert 'value="oft"' in response.content.decode()
    third = turn(client, turn(client, first, way="foot"), "send", way="auto", wish="Ja")
    assert (third.status_code, shown(third)) == (422, {"way"})


def test_a_question_that_comes_up_on_the_same_page_is_asked_before_going_on(client, first):
    second = turn(client, first, way="bus")
    again = turn(client, second, often="5")
    assert shown(again) == {"often", "why"}
    assert "führen zu einer weiteren Frage" in again.content.decode()
    assert shown(turn(client, again, often="5", why="")) == {"wish"}


def test_on_one_page_nothing_is_stored_before_every_question_that_applies_was_seen(client, process):
    a_survey_on_three_pages(process, is_paged=False)
    first = client.get(PAGE)
    assert shown(first) == {"way", "wish"}
    assert first.content.decode().count("hidden disabled") == 2
    more = turn(client, first, "", way="bus", wish="Ja")
    assert shown(more) == {"way", "often", "wish"}
    assert not Response.objects.exists()
    assert turn(client, more, "", way="bus", often="1", wish="Ja").status_code == 200
    assert Response.objects.get().answers == {"way": "bus", "often": "1"}


@pytest.mark.parametrize("page", ["0", "4", "99", "-1", "x", "", "٣"])
def test_a_page_that_there_is_not_does_no_harm(client, first, page):
    response = client.post(PAGE, fields_of(first) | {"page": page, "go": "next", "way": "foot"})
    assert response.status_code in (200, 422)
    assert not Response.objects.exists()
