"""Texts in every language, the preview of the form, and test runs that are never counted."""

import pytest

from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.people.rules import Role
from ratschlag.survey.actions import set_condition, write_page
from ratschlag.survey.compute.conditions import Condition, Join, Operator, Test
from ratschlag.survey.models import Page, Response, Survey, TestRun
from ratschlag.survey.queries import spoken_of, texts_in
from ratschlag.survey.rules import Kind
from ratschlag.survey.tests.drafts import a_draft, ask, translated
from ratschlag.survey.tests.hands import it_is
from tests import cast

pytestmark = pytest.mark.django_db
ONE = "/desk/befragungen/klima/neues/"
ARABIC, PREVIEW = f"{ONE}texte/ar/", f"{ONE}vorschau/de/"


@pytest.fixture
def draft(process):
    it_is(12)
    survey = a_draft(process, languages=["de", "ar", "de-easy"])
    ask(survey, "Wie kommen Sie?", Kind.SINGLE, options=[("bus", "Bus"), ("rad", "Rad")])
    set_condition(
        ask(survey, "Welche Linie?", Kind.SHORT),
        Condition(Join.ALL, (Test("q1", Operator.IS, "bus"),)), by=None,
    )  # fmt: skip
    return survey


def sent(survey: Survey, **changes: str) -> dict[str, str]:
    """The page of texts as it stands, with these sources said so."""
    texts = texts_in(survey, "ar")
    return {text.name: changes.get(text.source, text.said) for text in texts}


def states(survey: Survey) -> dict[str, str]:
    return {text.source: str(text.state) for text in texts_in(survey, "ar")}


def test_every_text_stands_beside_its_source_and_is_kept_as_checked(desk, draft):
    html = desk.get(ARABIC).content.decode()
    for source in ("Neue Umfrage", "Wie kommen Sie?", "Bus", "Welche Linie?"):
        assert source in html
    typed = sent(draft, **{"Wie kommen Sie?": "كيف تأتي؟", "Bus": "الحافلة"})
    assert desk.post(ARABIC, typed).status_code == 302
    assert {source for source, state in states(draft).items() if state == "checked"} == {
        "Wie kommen Sie?", "Bus",
    }  # fmt: skip
    assert Translation.objects.get(text="الحافلة").checked_by != ""
    assert [row.missing for row in spoken_of(draft)] == [5, 7]


def test_what_a_machine_wrote_is_checked_with_a_tick_and_left_alone_without(desk, draft):
    translated(draft, Translated.MACHINE)
    text = next(text for text in texts_in(draft, "ar") if text.source == "Bus")
    desk.post(ARABIC, sent(draft) | {f"{text.name}-ok": "on"})
    found = states(draft)
    assert found.pop("Bus") == "checked"
    assert set(found.values()) == {"machine"}


def test_a_text_that_is_emptied_is_missing_again(desk, draft):
    translated(draft)
    desk.post(ARABIC, sent(draft, Bus=""))
    assert states(draft)["Bus"] == "missing"


@pytest.mark.parametrize("wrong", ["x" * 201, "a\x00b"])
def test_a_wrong_text_is_refused_and_nothing_is_kept_of_the_rest(desk, draft, wrong):
    response = desk.post(ARABIC, sent(draft, Bus=wrong, Rad="الدراجة"))
    assert response.status_code == 422
    assert "الدراجة" in response.content.decode()
    assert not Translation.objects.exists()


def test_a_language_it_is_not_asked_in_has_no_texts(desk, draft):
    for language in ("de", "fa", "xx"):
        assert desk.get(f"{ONE}texte/{language}/").status_code == 404
    for language in ("fa", "xx"):
        assert desk.get(f"{ONE}vorschau/{language}/").status_code == 404


def test_a_translator_translates_and_changes_nothing_else(browser_of, draft):
    client = browser_of(cast.a_person("Uli", Role.TRANSLATOR, scope="process/klima"))
    assert ARABIC in client.get(ONE).content.decode()
    assert client.post(ARABIC, sent(draft, Bus="الحافلة")).status_code == 302
    assert client.get(f"{ONE}angaben/").status_code == 403
    assert client.get("/desk/befragungen/").status_code == 200


def test_missing_texts_are_named_on_the_overview_with_their_page(desk, draft):
    assert f'href="{ARABIC}"' in desk.get(ONE).content.decode()


def test_the_preview_is_the_form_in_that_language(desk, draft):
    translated(draft)
    html = desk.get(f"{ONE}vorschau/ar/").content.decode()
    assert 'lang="ar"' in html
    assert 'dir="rtl"' in html
    assert "(ar)" in html
    assert "Wie kommen Sie?" not in html


def test_what_is_sent_from_the_preview_is_a_test_run_and_counts_nowhere(desk, draft):
    response = desk.post(PREVIEW, {"q1": "bus", "q2": "Linie 3"})
    assert response.status_code == 302
    assert TestRun.objects.get().answers == {"q1": "bus", "q2": "Linie 3"}
    for table in (Response, Contribution, Receipt):
        assert not table.objects.exists()
    html = desk.get(f"{ONE}probelauf/").content.decode()
    assert "Linie 3" in html
    assert "Bus" in html
    desk.post(f"{ONE}probelauf/wegwerfen/")
    assert not TestRun.objects.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"q1": "plane"}, {"q1": "bus", "q2": "x" * 3000}, {"x": "y"}]
)
def test_a_wrong_test_run_is_answered_as_a_resident_would_be(desk, draft, typed):
    assert desk.post(PREVIEW, typed).status_code == 422
    assert not TestRun.objects.exists()


def test_without_a_script_the_preview_asks_what_the_answers_lead_to(desk, draft):
    response = desk.post(PREVIEW, {"q1": "bus", "asked": "q1"})
    assert response.status_code == 200
    assert response.context["notice"] == "more"
    assert not TestRun.objects.exists()
    assert desk.post(PREVIEW, {"q1": "bus", "asked": "q1 q2", "q2": "3"}).status_code == 302


def test_the_preview_goes_page_by_page_as_the_form_does(desk, draft):
    page = write_page(Page(survey=draft, title="Linien"), by=None)
    draft.questions.filter(key="q2").update(page=page)
    Survey.objects.filter(pk=draft.pk).update(is_paged=True)
    assert "Welche Linie?" not in desk.get(PREVIEW).content.decode()
    turned = desk.post(PREVIEW, {"page": "1", "go": "next", "q1": "bus"})
    assert turned.status_code == 200
    assert "Welche Linie?" in turned.content.decode()
    assert not TestRun.objects.exists()


def test_once_it_is_scheduled_nobody_tries_it_out_any_more(desk, process):
    it_is(12)
    cast.a_survey(process)
    page = "/desk/befragungen/klima/ideen/vorschau/de/"
    assert desk.get(page).status_code == 200
    desk.post(page, {"q1": "Alles."})
    assert not TestRun.objects.exists()
