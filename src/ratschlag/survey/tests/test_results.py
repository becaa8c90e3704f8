"""Publishing what a survey gave, question by question, and what everyone then sees."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.models import Entry
from ratschlag.people.rules import Role
from ratschlag.survey.actions import (
    ResultRefused,
    publish_result,
    take_back_response,
    withdraw_result,
)
from ratschlag.survey.models import Decision, Hold, PublishedResult, ReleasedOther, Response, Survey
from ratschlag.survey.queries import counting_of, details_of, public_results, released_words
from ratschlag.survey.rules import Act, HoldReason, Stage
from ratschlag.survey.tests.hands import it_is
from ratschlag.survey.tests.many import answered, asked
from tests import cast

PAGE = "/de/verfahren/klima/befragung/ergebnisse/"
DESK = "/desk/befragungen/klima/wege/ergebnisse/"
NOTE = "Die meisten fahren Bus."


@pytest.fixture
def survey(process) -> Survey:
    """Closed and evaluated: forty answered online, twelve by letter, two by fax."""
    it_is(12)
    survey = asked(process)
    answered(survey)
    Survey.objects.filter(pk=survey.pk).update(stage=Stage.EVALUATED)
    it_is(28)
    survey.refresh_from_db()
    return survey


def question(survey: Survey, key: str = "way"):
    return survey.questions.get(key=key)


def test_a_published_result_is_on_the_public_page_in_every_language(survey, client, coordinator):
    result = publish_result(question(survey), note=NOTE, released=["Seilbahn"], by=coordinator)
    german = client.get(PAGE).content.decode()
    assert NOTE in german
    assert "Womit fahren Sie?" in german
    assert "Seilbahn" in german
    assert "Ballon" not in german  # was not released
    assert "Häufigkeit allein entscheidet nicht" in german
    for language in ("en", "ar", "de-easy"):
        page = client.get(PAGE.replace("/de/", f"/{language}/"))
        assert page.status_code == 200
        assert "Womit fahren Sie?" in page.content.decode()
    assert Entry.objects.get(verb="result.published").subject_number == str(result.pk)


def test_the_page_of_the_process_leads_there_once_something_is_published(survey, client):
    process = "/de/verfahren/klima/"
    assert PAGE not in client.get(process).content.decode()
    result = publish_result(question(survey), note=NOTE, by=None)
    assert PAGE in client.get(process).content.decode()
    withdraw_result(result, by=None)
    assert PAGE not in client.get(process).content.decode()


def test_nothing_is_shown_before_it_is_published(survey, client):
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Womit fahren Sie?" not in page.content.decode()
    assert client.get(f"{PAGE}wege.csv").getvalue().count(b"\n") == 1


def test_a_question_is_published_once_at_a_time(survey, coordinator):
    publish_result(question(survey), note=NOTE, by=coordinator)
    with pytest.raises(ResultRefused):
        publish_result(question(survey), note=NOTE, by=coordinator)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.TESTED, Stage.SCHEDULED])
def test_nothing_is_published_while_papers_can_still_be_typed_in(survey, coordinator, stage):
    Survey.objects.filter(pk=survey.pk).update(stage=stage)
    with pytest.raises(ResultRefused):
        publish_result(question(survey), note=NOTE, by=coordinator)
    assert not PublishedResult.objects.exists()


@pytest.mark.parametrize("note", ["", "  \n "])
def test_a_result_needs_words(survey, coordinator, note):
    with pytest.raises(ResultRefused):
        publish_result(question(survey), note=note, by=coordinator)


def test_a_withdrawn_result_is_gone_and_can_be_published_again(survey, client, coordinator):
    result = publish_result(question(survey), note=NOTE, by=coordinator)
    withdraw_result(result, by=coordinator)
    assert NOTE not in client.get(PAGE).content.decode()
    with pytest.raises(ResultRefused):
        withdraw_result(result, by=coordinator)
    again = publish_result(question(survey), note="Neu.", by=coordinator)
    # Nothing has changed in between, so it is shown by channel as it was.
    assert again.figures == PublishedResult.objects.get(pk=result.pk).figures
    assert Entry.objects.filter(verb="result.withdrawn").count() == 1


def test_two_countings_are_never_both_crossed(survey, coordinator):
    first = publish_result(question(survey), note=NOTE, by=coordinator)
    assert first.figures["parts"][0]["tables"]
    withdraw_result(first, by=coordinator)
    answered(survey, online=1, letter=0, fax=0, start=500)
    second = publish_result(question(survey), note=NOTE, by=coordinator)
    assert second.figures["counted"] == first.figures["counted"] + 1
    assert second.figures["parts"][0]["tables"] == {}


def test_the_database_keeps_what_was_published(survey, coordinator):
    result = publish_result(question(survey), note=NOTE, by=coordinator)
    found = PublishedResult.objects.filter(pk=result.pk)
    changes = (
        lambda: found.update(figures={}),
        lambda: found.update(smallest_cell=2),
        found.delete,
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong", [{"note": ""}, {"smallest_cell": 1}, {"withdrawn_on": "2016-01-01"}]
)
def test_the_database_refuses_nonsense(survey, coordinator, wrong):
    fields = {"note": "x", "figures": {}, "smallest_cell": 5, "published_on": "2016-09-28"}
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedResult.objects.create(question=question(survey), **(fields | wrong))


def test_held_withdrawn_and_tried_answers_are_not_counted(survey):
    before = counting_of(survey).counted
    one, other = Response.objects.filter(survey=survey)[:2]
    take_back_response(one.receipt, is_counted=False)
    Hold.objects.create(response=other, reason=HoldReason.EQUAL)
    survey.test_runs.create(language="de", answers={"way": "bus"})
    assert counting_of(survey).counted == before - 2


def test_what_is_erased_after_the_analysis_stays_counted_without_words(survey, coordinator, client):
    publish_result(question(survey), note=NOTE, released=["Seilbahn"], by=coordinator)
    counting = counting_of(survey)
    for number in counting.others["way"]["Seilbahn"]:
        take_back_response(Response.objects.get(pk=number).receipt, is_counted=True)
    assert counting_of(survey).counted == counting.counted
    assert "Seilbahn" not in client.get(PAGE).content.decode()
    assert "Seilbahn" not in client.get(f"{PAGE}wege.json").content.decode()
    assert released_words(list(PublishedResult.objects.all())) == {}


def test_staff_publish_from_the_desk(survey, desk):
    page = desk.get(DESK)
    assert page["Cache-Control"] == "no-store"
    assert "Womit fahren Sie?" in page.content.decode()
    form = desk.get(f"{DESK}way/veroeffentlichen/")
    choice = next(
        sign for sign, text in form.context["form"]["released"].field.choices if text == "Ballon"
    )
    sent = desk.post(f"{DESK}way/veroeffentlichen/", {"note": NOTE, "released": [choice]})
    assert sent.status_code == 302
    assert ReleasedOther.objects.count() == 1
    assert "Ballon" in desk.get(PAGE).content.decode()
    desk.post(f"{DESK}way/zurueckziehen/")
    assert "Ballon" not in desk.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"note": " "},
        {"note": "x" * 2001},
        {"note": "a\x00b"},
        {"note": "x", "released": ["nope"]},
    ],
)
def test_a_wrong_form_is_answered_with_what_to_do(survey, desk, typed):
    page = desk.post(f"{DESK}way/veroeffentlichen/", typed)
    assert page.status_code == 422
    assert not PublishedResult.objects.exists()


def test_what_is_not_there_is_not_found(survey, desk):
    for address in (
        f"{DESK}nope/veroeffentlichen/", "/desk/befragungen/klima/nope/ergebnisse/",
        "/desk/befragungen/nope/wege/ergebnisse/", f"{PAGE}nope.csv", f"{PAGE}nope.json",
    ):  # fmt: skip
        assert desk.get(address).status_code == 404, address
    assert desk.post(f"{DESK}datei/exe/").status_code == 404
    # Nothing is published: taking it back is no fault.
    assert desk.post(f"{DESK}way/zurueckziehen/").status_code == 302


def test_while_it_is_sealed_staff_see_nothing(process, desk):
    it_is(12)
    survey = asked(process, is_sealed=True)
    answered(survey, online=10, letter=10, fax=0)
    page = desk.get(DESK).content.decode()
    assert "Womit fahren Sie?" not in page
    assert desk.get(f"{DESK}way/veroeffentlichen/").status_code == 302
    assert desk.post(f"{DESK}datei/csv/").status_code == 302
    assert not Entry.objects.filter(verb="survey.exported").exists()
    seal = {"act": Act.BREAK_SEAL, "why": "Es brennt.", "proposed_at": "2016-09-12T12:00Z"}
    Decision.objects.create(survey=survey, **seal)
    assert "Womit fahren Sie?" not in desk.get(DESK).content.decode()
    Decision.objects.update(decided_at="2016-09-12T13:00Z")
    assert "Womit fahren Sie?" in desk.get(DESK).content.decode()


def test_the_seal_ends_with_the_survey(process, desk):
    it_is(12)
    asked(process, is_sealed=True)
    it_is(27)
    assert "Womit fahren Sie?" in desk.get(DESK).content.decode()


def test_a_coder_sees_figures_and_neither_publishes_nor_takes_away(survey, browser_of):
    coder = browser_of(cast.a_person("Oda", Role.CODER))
    page = coder.get(DESK).content.decode()
    assert "Womit fahren Sie?" in page
    assert "/datei/" not in page
    assert "veroeffentlichen" not in page
    assert coder.post(f"{DESK}datei/csv/").status_code == 403


def test_pages_ask_the_same_few_questions_however_much_there_is(
    survey, coordinator, client, desk, django_assert_max_num_queries
):
    for key in ("way", "ways", "why", "bike", "rank"):
        publish_result(question(survey, key), note=NOTE, by=coordinator)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200
    with django_assert_max_num_queries(22):
        assert desk.get(DESK).status_code == 200


def test_details_of_persons_show_no_small_number(process, desk):
    it_is(12)
    survey = cast.a_survey(process)
    said = ["unter-30"] * 3 + ["ab-30"] * 20
    for age in said:
        survey.detail_records.create(week="2016-09-12", choices={"d_age": age, "d_place": "nord"})
    it_is(28)
    age, place = details_of(survey, "de")
    assert [count for _option, count in age.lines] == [None, None]
    assert (age.counted, age.silent) == (23, None)
    assert [count for _option, count in place.lines] == [23, 0, 0]
    page = desk.get("/desk/befragungen/klima/ideen/ergebnisse/").content.decode()
    assert "Wie alt sind Sie?" in page


def test_words_of_citizens_are_shown_as_words(survey, coordinator, client):
    said = Response.objects.filter(survey=survey).first()
    Response.objects.filter(pk=said.pk).update(
        answers={"way": "other", "way.other": "<script>alert(1)</script>"}
    )
    words = "<script>alert(1)</script>"
    publish_result(question(survey), note="<b>x</b>", released=[words], by=coordinator)
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;alert" in page


def test_results_of_a_process_are_of_its_surveys_alone(survey, coordinator):
    publish_result(question(survey), note=NOTE, by=coordinator)
    other = cast.a_process(slug="wasser")
    assert public_results(other, "de") == []
    [found] = public_results(survey.process, "de")
    assert [result.question.key for result in found.results] == ["way"]
