"""The editor at the desk: questions of every kind, pages, details, conditions without a script."""

import pytest

from ratschlag.survey.models import Detail, Page, Question
from ratschlag.survey.queries import draft_of, flaws_of
from ratschlag.survey.rules import Kind
from ratschlag.survey.tests.drafts import a_draft, ask
from ratschlag.survey.tests.hands import it_is
from tests import cast

pytestmark = pytest.mark.django_db
ONE = "/desk/befragungen/klima/neues/"
EDITOR = f"{ONE}fragen/"
WORDS = {"text": "Wie kommen Sie?", "hint": "Ein Hinweis."}
LISTED = WORDS | {"options": "Mit dem Bus\nMit dem Rad\nZu Fuß"}
TYPED = {
    Kind.LONG: WORDS | {"limit": "500"},
    Kind.SHORT: WORDS | {"limit": "80", "is_required": "on"},
    Kind.SINGLE: LISTED | {"has_other": "on"},
    Kind.MULTIPLE: LISTED | {"least": "", "most": "2"},
    Kind.YES_NO: WORDS,
    Kind.SCALE: WORDS | {"least": "0", "most": "10", "low": "schlecht", "high": "gut"},
    Kind.MATRIX: LISTED | {"rows": "Stadtmitte\nRand"},
    Kind.RANKING: LISTED | {"most": "2"},
    Kind.NUMBER: WORDS | {"least": "-1.5", "most": "99"},
    Kind.DATE: WORDS,
}


@pytest.fixture
def draft(process):
    it_is(12)
    return a_draft(process)


def new(kind: Kind) -> str:
    return f"{EDITOR}neu/?art={kind}"


@pytest.mark.parametrize("kind", Kind)
def test_a_question_of_each_kind_is_written_and_opened_again(desk, draft, kind):
    assert desk.post(new(kind), TYPED[kind]).status_code == 302
    (question,) = draft_of(draft).questions
    assert (question.kind, question.text["de"]) == (kind, "Wie kommen Sie?")
    assert flaws_of(draft) == []
    again = desk.get(f"{EDITOR}q1/").context["form"]
    kept = {name: again[name].value() for name in again.fields}
    kept = {name: "" if value is None else value for name, value in kept.items()}
    kept = {name: value for name, value in kept.items() if value is not False}
    assert desk.post(f"{EDITOR}q1/", kept).status_code == 302
    assert draft_of(draft).questions == (question,)


def test_editing_a_label_keeps_its_key(desk, draft):
    desk.post(new(Kind.SINGLE), LISTED)
    lines = desk.get(f"{EDITOR}q1/").context["form"]["options"].value()
    assert lines.splitlines()[0] == "Mit dem Bus #mit-dem-bus"
    lines = lines.replace("Mit dem Bus", "Mit dem Omnibus")
    desk.post(f"{EDITOR}q1/", LISTED | {"options": lines})
    assert draft_of(draft).questions[0].options[0].key == "mit-dem-bus"
    assert draft_of(draft).questions[0].options[0].label["de"] == "Mit dem Omnibus"


@pytest.mark.parametrize(
    ("kind", "field", "typed"),
    [
        *((Kind.LONG, "text", wrong) for wrong in ("", "  ", "a\x00b", "x" * 1001)),
        (Kind.LONG, "hint", "x" * 301),
        *((Kind.LONG, "limit", wrong) for wrong in ("", "0", "-1", "2001", "9" * 40, "viel")),
        (Kind.SHORT, "limit", "201"),
        *((Kind.SINGLE, "options", wrong) for wrong in (
            "", "  \n ", "zwei\nzwei", "a #x\nb #x", "a\nb\x00", "a #other\nb",
            "\n".join(f"Antwort {at}" for at in range(61)), "a\n" + "b" * 201,
        )),
        *((Kind.MULTIPLE, "most", wrong) for wrong in ("0", "4", "1.5", "-1", "9" * 40, "x")),
        *((Kind.SCALE, "most", wrong) for wrong in ("", "0", "11", "2.5", "NaN", "1e9")),
        (Kind.SCALE, "low", "x" * 81),
        (Kind.MATRIX, "rows", ""),
        (Kind.RANKING, "most", "4"),
        (Kind.MATRIX, "options", "nur eine"),
        *((Kind.NUMBER, "most", wrong) for wrong in ("-2", "9" * 20, "x", "Infinity")),
    ],
)  # fmt: skip
def test_a_wrong_question_is_said_at_its_field_and_kept(desk, draft, kind, field, typed):
    response = desk.post(new(kind), TYPED[kind] | {field: typed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Wie kommen Sie?" in response.content.decode() or field == "text"
    assert Question.objects.count() == 0


def test_a_kind_that_there_is_not_is_not_found(desk, draft):
    assert desk.get(new("riddle")).status_code == 404


def test_a_page_of_another_survey_can_not_be_chosen(desk, draft, process):
    other = a_draft(process, "anderes")
    page = Page.objects.create(survey=other, key="s1", position=1, title="Fremd")
    Page.objects.create(survey=draft, key="s1", position=1, title="Eigen")
    for number in (page.pk, 10**30, "x"):
        response = desk.post(new(Kind.YES_NO), WORDS | {"page": number})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["page"]


def test_pages_and_details_are_written_moved_and_deleted(desk, draft):
    assert desk.post(f"{ONE}seiten/neu/", {"title": "Wege", "help": ""}).status_code == 302
    assert desk.post(f"{ONE}seiten/neu/", {"title": "Ziele", "help": "Bitte."}).status_code == 302
    desk.post(f"{ONE}seiten/s2/verschieben/", {"richtung": "hoch"})
    assert [page.title for page in draft.pages.all()] == ["Ziele", "Wege"]
    desk.post(f"{ONE}seiten/s1/", {"title": "Umwege", "help": ""})
    desk.post(f"{ONE}seiten/s2/loeschen/")
    assert [page.title for page in draft.pages.all()] == ["Umwege"]
    detail = {"label": "Wie alt sind Sie?", "options": "jung\nalt"}
    assert desk.post(f"{ONE}freiwillig/neu/", detail).status_code == 302
    desk.post(f"{ONE}freiwillig/d1/", detail | {"options": "jung #jung\nalt #alt\nuralt"})
    assert [each.key for each in draft.details.get().options.all()] == ["jung", "alt", "uralt"]
    html = desk.get(EDITOR).content.decode()
    assert "Umwege" in html
    assert "uralt" in html
    desk.post(f"{ONE}freiwillig/d1/loeschen/")
    assert desk.post(f"{ONE}freiwillig/d1/loeschen/").status_code == 302  # a second click
    assert not Detail.objects.exists()


@pytest.mark.parametrize(
    ("page", "typed", "field"),
    [
        ("seiten/neu/", {"title": "", "help": "x"}, "title"),
        ("seiten/neu/", {"title": "x" * 161, "help": "x"}, "title"),
        ("seiten/neu/", {"title": "Wege", "help": "a\x00b"}, "help"),
        ("freiwillig/neu/", {"label": "", "options": "a\nb"}, "label"),
        ("freiwillig/neu/", {"label": "x" * 161, "options": "a\nb"}, "label"),
        ("freiwillig/neu/", {"label": "Alter?", "options": "a"}, "options"),
        ("freiwillig/neu/", {"label": "Alter?", "options": "a\n" + "b" * 121}, "options"),
    ],
)
def test_a_wrong_page_or_detail_is_refused(desk, draft, page, typed, field):
    response = desk.post(ONE + page, typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not draft.pages.exists()
    assert not draft.details.exists()


def test_questions_are_moved_and_deleted(desk, draft):
    ask(draft, "a")
    ask(draft, "b")
    desk.post(f"{EDITOR}q2/verschieben/", {"richtung": "hoch"})
    assert [row.text for row in draft.questions.all()] == ["b", "a"]
    desk.post(f"{EDITOR}q2/loeschen/")
    assert [row.text for row in draft.questions.all()] == ["a"]


@pytest.fixture
def asked(draft):
    """A list, a number, a day, words, and a question that is to have a condition."""
    ask(draft, "Womit?", Kind.SINGLE, options=[("bus", "Bus"), ("rad", "Rad")])
    ask(draft, "Wie oft?", Kind.NUMBER)
    ask(draft, "Seit wann?", Kind.DATE)
    ask(draft, "Warum?")
    ask(draft, "Welche Linie?", Kind.SHORT)
    return draft


CONDITION = f"{EDITOR}q5/bedingung/"
EMPTY = {f"{name}{at}": "" for name in ("question", "value", "typed") for at in range(3)}
BUS = EMPTY | {"join": "any", "question0": "q1", "operator0": "is", "value0": "q1:bus"}


def test_a_condition_is_put_together_without_a_script(desk, asked):
    assert "Welche Linie?" in desk.get(CONDITION).content.decode()
    typed = BUS | {
        **{"question1": "q2", "operator1": "at_least", "typed1": "5,0"},
        **{"question2": "q3", "operator2": "at_most", "typed2": "5.9.2016"},
    }
    assert desk.post(CONDITION, typed).status_code == 302
    assert asked.questions.get(key="q5").show_if == {
        "join": "any",
        "tests": [["q1", "is", "bus"], ["q2", "at_least", "5"], ["q3", "at_most", "2016-09-05"]],
    }
    form = desk.get(CONDITION).context["form"]
    assert form["value0"].value() == "q1:bus"
    assert form["typed1"].value() == "5"
    assert "Bus" in desk.get(EDITOR).content.decode()
    desk.post(CONDITION, EMPTY | {"join": "all"})
    assert asked.questions.get(key="q5").show_if == {}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("join", {"join": "some"}),
        ("question0", {"question0": "q5"}),
        ("question0", {"question0": "gone"}),
        ("question0", {"question0": ""}),
        ("operator0", {"operator0": "sounds_like"}),
        ("value0", {"value0": ""}),
        ("value0", {"value0": "q1:plane"}),
        ("value0", {"question0": "q4"}),
        ("typed0", {"question0": "q2", "value0": "", "typed0": ""}),
        ("typed0", {"question0": "q2", "value0": "", "typed0": "viel"}),
        ("typed0", {"question0": "q3", "value0": "", "typed0": "31.2.2016"}),
        ("typed0", {"typed0": "x" * 31}),
        ("typed0", {"question0": "q2", "value0": "", "typed0": "1\x00"}),
    ],
)
def test_a_wrong_condition_is_refused_and_kept(desk, asked, field, changes):
    response = desk.post(CONDITION, BUS | changes)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert asked.questions.get(key="q5").show_if == {}


def test_the_first_question_has_nothing_to_ask_for(desk, asked):
    assert desk.get(f"{EDITOR}q1/bedingung/").context["earlier"] == []
    assert desk.post(f"{EDITOR}q1/bedingung/", BUS).status_code == 422


def test_a_condition_that_never_holds_is_named_with_the_way_to_mend_it(desk, asked):
    desk.post(CONDITION, BUS | {"join": "all", "question1": "q1", "operator1": "is",
                                "value1": "q1:rad"})  # fmt: skip
    for page in (EDITOR, ONE):
        assert f'href="{CONDITION}"' in desk.get(page).content.decode()
    response = desk.post(f"{ONE}schritt/test/", {"why": "Geprüft."})
    assert response.status_code == 422


def test_while_it_is_open_what_may_not_change_is_said_and_kept(desk, process):
    it_is(12)
    survey = cast.a_survey(process)
    editor = "/desk/befragungen/klima/ideen/fragen/"
    typed = {"text": "Was läuft gut bei Ihnen?", "hint": "", "limit": "5"}
    response = desk.post(f"{editor}q1/", typed)
    assert response.status_code == 422
    assert "Was läuft gut bei Ihnen?" in response.content.decode()
    assert survey.questions.get(key="q1").text == "Was läuft gut?"
    desk.post(f"{editor}q1/loeschen/")
    assert survey.questions.count() == 3
    assert desk.post(f"{editor}q1/", typed | {"limit": "2000"}).status_code == 302
    assert survey.questions.get(key="q1").text == "Was läuft gut bei Ihnen?"
