"""Writing what a survey asks: questions, answers, pages, voluntary details, conditions."""

import pytest
from django.utils.translation import override

from ratschlag.journal.models import Entry
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.survey.actions import (
    SurveyRefused,
    cancel_draft,
    copy_survey,
    drop_detail,
    drop_page,
    drop_question,
    move_page,
    move_question,
    revise_detail,
    revise_open_survey,
    revise_question,
    revise_survey,
    set_condition,
    translate_survey,
    write_detail,
    write_page,
)
from ratschlag.survey.compute.conditions import Condition, Join, Operator, Test
from ratschlag.survey.compute.lines import as_lines, lines_in
from ratschlag.survey.models import Detail, Page, Survey
from ratschlag.survey.queries import draft_of, flaws_of, questionnaire_of, spoken_of, texts_in
from ratschlag.survey.rules import Kind, Stage
from ratschlag.survey.tests.drafts import a_draft, ask, translated
from ratschlag.survey.tests.hands import it_is
from tests import cast

pytestmark = pytest.mark.django_db
BUS = [("bus", "Mit dem Bus"), ("rad", "Mit dem Rad"), ("fuss", "Zu Fuß")]
IF_BUS = Condition(Join.ALL, (Test("q1", Operator.IS, "bus"),))


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def draft(process):
    it_is(1)
    return a_draft(process)


def texts(survey: Survey) -> list[str]:
    return [question.text["de"] for question in draft_of(survey).questions]


def test_questions_of_every_kind_are_written_in_order(draft):
    for kind in Kind:
        has_list = kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX)
        rows = [("r", "Stadtmitte")] if kind is Kind.MATRIX else ()
        ends = {"least": 1, "most": 5} if kind is Kind.SCALE else {}
        ask(draft, f"Frage {kind}", kind, options=BUS if has_list else (), rows=rows, **ends)
    asked = draft_of(draft)
    assert [question.kind for question in asked.questions] == list(Kind)
    assert [question.key for question in asked.questions] == [f"q{at}" for at in range(1, 11)]
    assert flaws_of(draft) == []
    assert Entry.objects.filter(verb="survey.revised").count() == len(Kind)


def test_a_label_that_changes_keeps_its_key_and_makes_its_translations_stale(draft):
    question = ask(draft, kind=Kind.SINGLE, options=BUS)
    draft.languages = ["de", "ar"]
    draft.save()
    translated(draft)
    lines = [("rad", "Mit dem Fahrrad"), ("bus", "Mit dem Bus"), ("auto", "Mit dem Auto")]
    revise_question(question, [], options=lines, by=None)
    assert [(row.key, row.label) for row in question.options.all()] == lines
    states = {text.source: text.state for text in texts_in(draft, "ar")}
    assert states["Mit dem Bus"] == "checked"
    assert states["Mit dem Fahrrad"] == "stale"
    assert states["Mit dem Auto"] == "missing"
    assert not Translation.objects.filter(text="(ar)", number__in=[]).exists()
    assert Translation.objects.filter(kind="survey.questionoption").count() == 2


def test_lines_are_typed_and_read_back():
    labels = dict(BUS)
    assert lines_in(as_lines(BUS), labels) == BUS
    typed = " Mit dem Rad \n\nMit der Bahn\nMit dem Omnibus #bus\nNr. #1a!\n"
    assert lines_in(typed, labels) == [
        *(("rad", "Mit dem Rad"), ("", "Mit der Bahn"), ("bus", "Mit dem Omnibus")),
        ("", "Nr. #1a!"),
    ]


def test_questions_move_within_their_page(draft):
    for text in "abc":
        ask(draft, text)
    last = draft.questions.last()
    move_question(last, up=True, by=None)
    assert texts(draft) == ["a", "c", "b"]
    move_question(last, up=True, by=None)
    move_question(last, up=True, by=None)
    assert texts(draft) == ["c", "a", "b"]
    move_question(last, up=False, by=None)
    assert texts(draft) == ["a", "c", "b"]


def test_a_page_goes_and_its_questions_stay(draft):
    first, second = (write_page(Page(survey=draft, title=t), by=None) for t in ("Eins", "Zwei"))
    ask(draft, "a", page=first)
    ask(draft, "b", page=second)
    move_page(second, up=True, by=None)
    assert texts(draft) == ["b", "a"]
    drop_page(first, by=None)
    assert texts(draft) == ["a", "b"]
    assert [question.page for question in draft.questions.all()] == [second, second]


def test_details_are_a_block_of_their_own(draft):
    detail = write_detail(Detail(survey=draft, label="Wo wohnen Sie?"), options=BUS, by=None)
    assert [option.key for option in draft_of(draft).details[0].options] == ["bus", "rad", "fuss"]
    revise_detail(detail, [], options=BUS[:2], by=None)
    assert detail.options.count() == 2
    drop_detail(detail, by=None)
    assert draft_of(draft).details == ()


def test_a_condition_that_asks_for_what_is_gone_is_a_flaw_that_leads_to_it(draft):
    first = ask(draft, kind=Kind.SINGLE, options=BUS)
    second = ask(draft, "Welche Linie?")
    set_condition(second, IF_BUS, by=None)
    assert flaws_of(draft) == []
    revise_question(first, [], options=BUS[1:], by=None)
    (flaw,) = flaws_of(draft)
    assert flaw.where == "Welche Linie?"
    assert flaw.href == "/desk/befragungen/klima/neues/fragen/q2/bedingung/"
    drop_question(first, by=None)
    assert len(flaws_of(draft)) == 1


def test_what_is_scheduled_is_not_changed(survey):
    it_is(26)
    question = survey.questions.first()
    for act in (
        lambda: ask(survey, "Noch eine?"),
        lambda: drop_question(question, by=None),
        lambda: revise_survey(survey, ["title"], by=None),
        lambda: translate_survey(survey, language="ar", texts=[], by=None),
    ):
        with pytest.raises(SurveyRefused, match="can’t be changed"):
            act()
    assert survey.questions.count() == 3


def test_while_it_is_open_a_change_is_written_and_asked_of_nobody_yet(survey, coordinator):
    question = survey.questions.get(key="q1")
    question.text, question.limit = "Was läuft gut bei Ihnen?", 2000
    revise_question(question, ["text", "limit"], by=coordinator)
    ask(survey, "Und sonst?")
    assert len(questionnaire_of(survey.versions.latest("number")).questions) == 3


def test_while_it_is_open_the_new_version_is_asked_once_it_is_in_force(process, coordinator):
    it_is(12)
    survey = cast.a_survey(process, languages=["de"])
    with pytest.raises(SurveyRefused, match="Nothing has changed"):
        revise_open_survey(survey, by=coordinator)
    ask(survey, "Und sonst?")
    assert revise_open_survey(survey, by=coordinator).number == 2
    assert Entry.objects.get(verb="survey.version_frozen").detail == {"version": 2}


def test_while_it_is_open_what_people_answered_stays(survey):
    question = survey.questions.get(key="q1")
    with pytest.raises(SurveyRefused, match="can’t be taken away"):
        drop_question(question, by=None)
    question = survey.questions.get(key="q1")
    question.limit = 5
    with pytest.raises(SurveyRefused, match="only become longer"):
        revise_question(question, ["limit"], by=None)
    with pytest.raises(SurveyRefused, match="required"):
        ask(survey, "Und sonst?", is_required=True)
    with pytest.raises(SurveyRefused, match="who was asked"):
        set_condition(
            survey.questions.get(key="q2"),
            Condition(Join.ALL, (Test("q1", Operator.ANSWERED),)), by=None,
        )  # fmt: skip
    survey.languages = ["de"]
    with pytest.raises(SurveyRefused, match="language"):
        revise_survey(survey, ["languages"], only_as_draft=False, by=None)
    assert survey.versions.count() == 1
    assert draft_of(survey).by_key["q1"].limit == 2000


def test_a_new_question_without_its_texts_is_not_put_in_force(process, coordinator):
    it_is(12)
    survey = translated(cast.a_survey(process, languages=["de", "ar"]))
    ask(survey, "Und sonst?")
    with pytest.raises(SurveyRefused, match="Arabic: 1 text"):
        revise_open_survey(survey, by=coordinator)
    translated(survey)
    assert revise_open_survey(survey, by=coordinator).number == 2


def test_a_copy_asks_the_same_in_every_language_and_leaves_the_first_alone(draft):
    page = write_page(Page(survey=draft, title="Wege", help="Bitte lesen."), by=None)
    ask(draft, "Wie kommen Sie?", Kind.SINGLE, options=BUS, has_other=True, page=page)
    set_condition(ask(draft, "Welche Linie?", Kind.SHORT, page=page), IF_BUS, by=None)
    write_detail(Detail(survey=draft, label="Alter?"), options=BUS, by=None)
    draft.languages = ["de", "ar"]
    draft.save()
    translated(draft, Translated.MACHINE)
    other = Survey(
        process=draft.process, slug="kopie", languages=["de", "ar"], rule=draft.rule,
        title="Neuer Titel", purpose=draft.purpose, opens_at=cast.OPENS, closes_at=cast.CLOSES,
    )  # fmt: skip
    copy = copy_survey(draft, other, by=None)
    before, after = draft_of(draft), draft_of(copy)
    assert after.conditions == before.conditions
    assert [(q.key, q.text, q.options, q.has_other) for q in after.questions] == [
        (q.key, q.text, q.options, q.has_other) for q in before.questions
    ]
    assert after.details == before.details
    assert {q.row for q in after.questions}.isdisjoint(q.row for q in before.questions)
    (arabic,) = spoken_of(copy)
    assert (arabic.missing, arabic.stale, arabic.checked) == (0, 1, 0)  # the title is another
    assert copy.stage == Stage.DRAFT
    drop_question(copy.questions.first(), by=None)
    assert draft.questions.count() == 2


def test_a_draft_that_was_never_scheduled_can_go(draft):
    ask(draft, kind=Kind.SINGLE, options=BUS)
    draft.languages = ["de", "ar"]
    draft.save()
    translated(draft)
    cancel_draft(draft, by=None)
    assert not Survey.objects.filter(slug="neues").exists()
    assert not Translation.objects.exists()


def test_a_survey_that_was_scheduled_stays_on_record(process):
    it_is(1)
    survey = cast.a_survey(process)
    Survey.objects.filter(pk=survey.pk).update(stage=Stage.DRAFT)
    with pytest.raises(SurveyRefused, match="on record"):
        cancel_draft(survey, by=None)
