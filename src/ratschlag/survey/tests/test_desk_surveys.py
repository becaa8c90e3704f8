"""Surveys at the desk: the list, planning, settings, the steps from state to state."""

from datetime import timedelta

import pytest

from ratschlag.journal.queries import domain_now
from ratschlag.people.rules import Role
from ratschlag.survey.actions import propose_act, revise_open_survey, revise_question
from ratschlag.survey.models import Decision, Survey
from ratschlag.survey.queries import state_of
from ratschlag.survey.rules import Act, Kind, Stage, State
from ratschlag.survey.tests.drafts import WHY, a_draft, as_typed, ask, called_tested
from ratschlag.survey.tests.hands import KEY, PAGE, it_is
from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/desk/befragungen/"
NEW = "/desk/befragungen/klima/neu/"
ONE = "/desk/befragungen/klima/neues/"
PLAN = {
    "title": "Wie kommen Sie?", "purpose": "Für den Verkehr.", "rule": "Keine Abstimmung.",
    "opens_at": "2016-09-20T08:00", "closes_at": "2016-09-30T23:59",
    "languages": ["de", "ar"], "grace": "30", "smallest_cell": "5", "keyed_twice": "10",
}  # fmt: skip
LONG, NUL, NOT_A_TIME = "x" * 5000, "a\x00b", "gestern"


@pytest.fixture
def draft(process):
    it_is(12)
    survey = a_draft(process)
    ask(survey)
    return survey


def test_the_list_shows_every_survey_with_its_state(desk, process, draft):
    cast.a_survey(process, title="Ideen gesucht")
    html = desk.get(LIST).content.decode()
    assert "Ideen gesucht" in html
    assert "Neue Umfrage" in html
    assert ONE in html


def test_a_survey_is_planned_as_a_draft(desk, process):
    it_is(12)
    response = desk.post(NEW, PLAN)
    survey = Survey.objects.get()
    assert response["Location"] == f"/desk/befragungen/klima/{survey.slug}/"
    assert (survey.slug, survey.stage, survey.languages) == (
        *("wie-kommen-sie", Stage.DRAFT),
        ["de", "ar"],
    )
    assert survey.closes_at.astimezone(cast.BERLIN).strftime("%H:%M:%S") == "23:59:59"
    assert desk.get(response["Location"]).status_code == 200


def test_a_new_survey_is_in_every_language_of_the_city_unless_some_are_taken_off(desk, process):
    form = desk.get(NEW).context["form"]
    assert {"de", "ar", "de-easy"} <= {*form["languages"].value()}


def test_german_is_always_among_the_languages(desk, process):
    desk.post(NEW, PLAN | {"languages": ["ar"]})
    assert Survey.objects.get().languages == ["de", "ar"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *((name, "") for name in PLAN),
        *((name, "   ") for name in ("title", "purpose", "rule")),
        *((name, NUL) for name in PLAN),
        ("title", LONG),
        *(
            (name, wrong)
            for name in ("opens_at", "closes_at")
            for wrong in (NOT_A_TIME, "0001-01-01T00:00", "9999-12-31T23:59", "2016-02-30T08:00")
        ),
        ("closes_at", "2016-09-20T07:59"),
        ("languages", ["xx"]),
        *(("grace", wrong) for wrong in ("-1", "1441", "9" * 40, "x")),
        *(("smallest_cell", wrong) for wrong in ("2", "0", "9" * 40, "2.5")),
        *(("keyed_twice", wrong) for wrong in ("-1", "101", "9" * 40)),
    ],
)
def test_a_wrong_plan_is_said_at_its_field_and_kept(desk, process, field, typed):
    response = desk.post(NEW, PLAN | {field: typed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Survey.objects.count() == 0
    assert "Für den Verkehr." in response.content.decode() or field == "purpose"


def test_settings_of_a_draft_are_changed(desk, draft):
    response = desk.post(f"{ONE}angaben/", PLAN | {"is_sealed": "on"})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.is_sealed, draft.slug) == ("Wie kommen Sie?", True, "neues")


def test_while_it_is_open_its_times_are_not_on_the_form_and_not_changed(desk, process):
    it_is(12)
    survey = cast.a_survey(process)
    page = "/desk/befragungen/klima/ideen/angaben/"
    assert "opens_at" not in desk.get(page).context["form"].fields
    desk.post(page, PLAN | {"languages": survey.languages, "is_sealed": "on"})
    survey.refresh_from_db()
    assert survey.title == "Wie kommen Sie?"
    assert (survey.opens_at, survey.closes_at) == (cast.OPENS, cast.CLOSES)
    assert not survey.is_sealed


def test_what_can_not_change_any_more_is_refused_with_what_was_typed(desk, process):
    it_is(12)
    cast.a_survey(process)
    response = desk.post("/desk/befragungen/klima/ideen/angaben/", PLAN | {"languages": ["de"]})
    assert response.status_code == 422
    assert "Wie kommen Sie?" in response.content.decode()
    assert Survey.objects.get().title == "Ideen gesucht"


def test_a_copy_is_a_draft_with_the_same_questions(desk, draft):
    page = desk.get(f"{ONE}kopie/")
    assert "Für das Konzept." in page.content.decode()
    response = desk.post(f"{ONE}kopie/", PLAN)
    assert response.status_code == 302
    copy = Survey.objects.get(slug="wie-kommen-sie")
    assert [row.text for row in copy.questions.all()] == ["Was läuft gut?"]
    assert desk.post(f"{ONE}kopie/", PLAN | {"title": ""}).status_code == 422


def test_a_step_is_done_with_a_reason(desk, draft):
    page = f"{ONE}schritt/test/"
    assert desk.post(page, {"why": ""}).status_code == 422
    assert desk.post(page, {"why": WHY}).status_code == 422  # nobody has tried it
    called_tested(draft)
    assert desk.post(f"{ONE}schritt/schedule/", {"why": WHY}).status_code == 302
    assert state_of(Survey.objects.get(), domain_now()) is State.SCHEDULED
    html = desk.get(ONE).content.decode()
    assert html.count(WHY) == 2
    assert "SHA-256" in html


@pytest.mark.parametrize("why", ["", "  ", NUL, LONG])
def test_a_wrong_reason_is_refused(desk, draft, why):
    response = desk.post(f"{ONE}schritt/test/", {"why": why})
    assert response.status_code == 422
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("act", ["nichts", "extend", "publish", "break_seal"])
def test_a_step_that_does_not_fit_is_refused(desk, draft, act):
    typed = {"why": WHY, "closes_at": "2016-12-01T12:00"}
    response = desk.post(f"{ONE}schritt/{act}/", typed)
    assert response.status_code == (404 if act == "nichts" else 422)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("closes_at", ["", NOT_A_TIME, NUL, "2016-09-20T12:00", "9999-01-01T00:00"])
def test_a_wrong_new_end_is_refused(desk, process, closes_at):
    it_is(12)
    cast.a_survey(process)
    typed = {"why": WHY, "closes_at": closes_at}
    response = desk.post("/desk/befragungen/klima/ideen/schritt/extend/", typed)
    assert response.status_code == 422
    assert WHY in response.content.decode()
    assert Decision.objects.count() == 0


def test_two_people_extend_it(desk, process, browser_of):
    it_is(12)
    survey = cast.a_survey(process)
    end = as_typed((cast.CLOSES + timedelta(days=3)).astimezone(cast.BERLIN))
    page = "/desk/befragungen/klima/ideen/"
    assert desk.post(f"{page}schritt/extend/", {"why": WHY, "closes_at": end}).status_code == 302
    decision = Decision.objects.get()
    confirm = f"{page}vorschlag/{decision.pk}/bestaetigen/"
    assert confirm not in desk.get(page).content.decode()
    desk.post(confirm)
    survey.refresh_from_db()
    assert survey.closes_at == cast.CLOSES
    other = browser_of(cast.a_person("Kim Zweite", Role.COORDINATOR))
    assert confirm in other.get(page).content.decode()
    other.post(confirm)
    survey.refresh_from_db()
    assert survey.closes_at == cast.CLOSES + timedelta(days=3)
    assert other.post(confirm).status_code == 302  # said once more: nothing happens
    assert Decision.objects.get().confirmed_by.name == "Kim Zweite"


def test_a_proposal_is_dropped(desk, process):
    it_is(12)
    survey = cast.a_survey(process)
    other = cast.a_person("Kim Zweite", Role.COORDINATOR)
    decision = propose_act(survey, Act.CLOSE_NOW, why=WHY, by=other)
    desk.post(f"/desk/befragungen/klima/ideen/vorschlag/{decision.pk}/verwerfen/")
    decision.refresh_from_db()
    assert decision.dropped_at
    assert decision.decided_at is None


def test_a_proposal_of_another_survey_is_not_there(desk, process, draft):
    survey = cast.a_survey(process)
    other = cast.a_person("Kim Zweite", Role.COORDINATOR)
    decision = propose_act(survey, Act.CLOSE_NOW, why=WHY, by=other)
    for number in (decision.pk, 10**30):
        assert desk.post(f"{ONE}vorschlag/{number}/bestaetigen/").status_code == 404


def test_a_coordinator_of_another_process_sees_nothing_of_it(browser_of, draft):
    cast.a_process("verkehr")
    client = browser_of(cast.a_person("Vera", Role.COORDINATOR, scope="process/verkehr"))
    assert "Neue Umfrage" not in client.get(LIST).content.decode()
    for page in ("", "angaben/", "fragen/", "schritt/test/", "probelauf/", "vorschau/de/"):
        assert client.get(ONE + page).status_code == 403, page
    assert client.get("/desk/befragungen/verkehr/neues/").status_code == 404


def test_a_new_version_is_put_in_force(desk, process):
    it_is(12)
    survey = cast.a_survey(process, languages=["de"])
    page = "/desk/befragungen/klima/ideen/"
    assert "ideen/fassung/" not in desk.get(page).content.decode()
    ask(survey, "Und sonst?")
    assert "ideen/fassung/" in desk.get(page).content.decode()
    desk.post(f"{page}fassung/")
    assert survey.versions.count() == 2
    desk.post(f"{page}fassung/")
    assert survey.versions.count() == 2


def test_a_form_of_the_version_before_counts_against_its_own_questions(
    process, client, coordinator
):
    """Whoever began with version 1 sends it after version 2 is there."""
    it_is(1)
    survey = a_draft(process, "ideen", opens_at=cast.OPENS, closes_at=cast.CLOSES)
    options = [("bus", "Bus"), ("rad", "Rad")]
    question = ask(survey, "Womit?", Kind.SINGLE, options=options)
    words = ask(survey, "Warum?", limit=5)
    cast.scheduled(survey)
    it_is(12)
    revise_question(question, [], options=[*options, ("bahn", "Bahn")], by=coordinator)
    words.limit = 50
    revise_question(words, ["limit"], by=coordinator)
    revise_open_survey(survey, by=coordinator)
    typed = {"survey": "ideen", "form_key": KEY, "q1": "bahn", "q2": ""}
    assert client.post(PAGE, typed | {"version": "1"}).status_code == 422
    assert (
        client.post(PAGE, typed | {"version": "1", "q1": "bus", "q2": "Sechs!"}).status_code == 422
    )
    assert (
        client.post(PAGE, typed | {"version": "1", "q1": "bus", "q2": "Fünf!"}).status_code == 200
    )
    assert survey.responses.get().version.number == 1
    second = {"version": "2", "form_key": f"{KEY}-another"}
    assert client.post(PAGE, typed | second).status_code == 200
    assert survey.responses.get(version__number=2).answers == {"q1": "bahn"}
