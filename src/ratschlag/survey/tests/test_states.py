"""A survey goes from state to state: who decided it, why, and what takes two people."""

from datetime import UTC, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ratschlag.city.queries import the_city
from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now
from ratschlag.people.rules import Role
from ratschlag.survey.actions import (
    SurveyNotOpen,
    SurveyRefused,
    confirm_proposal,
    decide_survey,
    drop_proposal,
    propose_act,
    revise_question,
)
from ratschlag.survey.models import Decision, Survey, TestRun
from ratschlag.survey.queries import (
    acts_possible,
    announcements_of,
    may_see_answers_of,
    sealed_surveys,
    state_of,
)
from ratschlag.survey.rules import NEEDS_TWO, Act, Stage, State
from ratschlag.survey.tests.drafts import WHY, a_draft, ask, called_tested, translated, two_decide
from ratschlag.survey.tests.hands import answer, it_is
from tests import cast

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def english():
    """Refusals are read in the language of the source."""
    with override("en"):
        yield


@pytest.fixture
def second(city):
    return cast.a_person("Kim Zweite", Role.COORDINATOR)


@pytest.fixture
def draft(process):
    it_is(1)
    survey = a_draft(process)
    ask(survey)
    return survey


def state(survey: Survey) -> State:
    survey.refresh_from_db()
    return state_of(survey, domain_now())


def decided(survey: Survey, act: Act, by=None) -> State:
    decide_survey(survey, act, why=WHY, by=by)
    return state(survey)


def verbs() -> list[str]:
    return [row.verb for row in Entry.objects.filter(verb__startswith="survey.").order_by("at")]


def test_a_survey_goes_its_way_with_who_and_why(draft, coordinator):
    assert state(draft) is State.DRAFT
    called_tested(draft, by=coordinator)
    assert state(draft) is State.TESTED
    assert decided(draft, Act.SCHEDULE, coordinator) is State.SCHEDULED
    it_is(3)
    assert state(draft) is State.OPEN
    it_is(20)
    assert state(draft) is State.CLOSED
    assert decided(draft, Act.FINISH_ENTRY, coordinator) is State.ENTRY_FINISHED
    assert decided(draft, Act.EVALUATE, coordinator) is State.EVALUATED
    assert decided(draft, Act.PUBLISH, coordinator) is State.PUBLISHED
    assert acts_possible(draft, domain_now()) == []
    rows = Decision.objects.order_by("decided_at")
    assert {row.proposed_by for row in rows} == {coordinator}
    assert [row.act for row in rows] == [
        *("test", "schedule", "finish_entry", "evaluate", "publish"),
    ]
    assert Entry.objects.get(verb="survey.published").actor_number == str(coordinator.pk)


def test_scheduling_freezes_what_is_asked_and_throws_test_runs_away(draft):
    called_tested(draft)
    assert TestRun.objects.count() == 1
    decided(draft, Act.SCHEDULE)
    assert TestRun.objects.count() == 0
    assert draft.versions.get().number == 1
    assert Entry.objects.get(verb="survey.scheduled").detail == {"version": 1}


def test_a_survey_without_a_question_is_neither_tested_nor_scheduled(process):
    draft = a_draft(process)
    for stage, act in ((Stage.DRAFT, Act.TEST), (Stage.TESTED, Act.SCHEDULE)):
        Survey.objects.filter(pk=draft.pk).update(stage=stage)
        with pytest.raises(SurveyRefused, match="no question"):
            decide_survey(draft, act, why=WHY, by=None)
    assert not draft.versions.exists()


def test_nobody_calls_tested_what_nobody_has_tried(draft):
    with pytest.raises(SurveyRefused, match="fill it in once"):
        decide_survey(draft, Act.TEST, why=WHY, by=None)


def test_it_does_not_open_in_a_language_whose_texts_are_missing(draft):
    Survey.objects.filter(pk=draft.pk).update(languages=["de", "ar", "de-easy"])
    draft.refresh_from_db()
    called_tested(draft)
    with pytest.raises(SurveyRefused, match="Arabic: 4 texts.*Easy.*: 4 texts"):
        decide_survey(draft, Act.SCHEDULE, why=WHY, by=None)
    translated(draft)
    assert decided(draft, Act.SCHEDULE) is State.SCHEDULED


def test_a_text_that_is_out_of_date_counts_as_missing(draft):
    Survey.objects.filter(pk=draft.pk).update(languages=["de", "ar"])
    draft.refresh_from_db()
    translated(called_tested(draft))
    question = draft.questions.get()
    question.text = "Was läuft schlecht?"
    revise_question(question, ["text"], by=None)
    with pytest.raises(SurveyRefused, match="1 text"):
        decide_survey(draft, Act.SCHEDULE, why=WHY, by=None)


def test_one_person_does_not_open_it_by_scheduling_it_late(draft):
    called_tested(draft)
    Survey.objects.filter(pk=draft.pk).update(opens_at=domain_now() - MINUTE)
    with pytest.raises(SurveyRefused, match="is over"):
        decide_survey(draft, Act.SCHEDULE, why=WHY, by=None)


@pytest.fixture
def coming(process):
    """A survey that is scheduled for the 20th."""
    it_is(12, 12, 30, 15)
    return cast.a_survey(process, "kommt", opens_at=cast.OPENS + 15 * DAY)


@pytest.mark.parametrize("act", NEEDS_TWO)
def test_what_needs_two_is_not_decided_alone(survey, coming, act, coordinator):
    Survey.objects.filter(pk=survey.pk).update(is_sealed=True)
    survey = coming if act is Act.OPEN_NOW else survey
    with pytest.raises(SurveyRefused, match="second person"):
        decide_survey(survey, act, why=WHY, by=coordinator)
    decision = propose_act(survey, act, why=WHY, closes_at=cast.CLOSES + DAY, by=coordinator)
    before = Survey.objects.values().get(pk=survey.pk)
    with pytest.raises(SurveyRefused, match="Somebody else"):
        confirm_proposal(decision, by=coordinator)
    assert Survey.objects.values().get(pk=survey.pk) == before
    assert not announcements_of(survey, the_city())


def test_opening_before_the_planned_day(coming, coordinator, second):
    assert state(coming) is State.SCHEDULED
    two_decide(coming, Act.OPEN_NOW, coordinator, second)
    assert state(coming) is State.OPEN
    assert coming.opens_at.microsecond == 0
    assert answer(coming).is_new
    row = Entry.objects.get(verb="survey.opened_early")
    assert row.detail == {"before": (cast.OPENS + 15 * DAY).astimezone(UTC).isoformat()}


def test_closing_before_the_planned_end_is_at_once_and_keeps_what_came(survey, coordinator, second):
    answer(survey)
    two_decide(survey, Act.CLOSE_NOW, coordinator, second)
    assert state(survey) is State.CLOSED
    with pytest.raises(SurveyNotOpen):
        answer(survey, "another-form-key-of-tests")
    assert survey.responses.count() == 1
    assert "survey.closed_early" in verbs()


def test_an_extension_is_announced(survey, coordinator, second, client):
    it_is(24)
    two_decide(survey, Act.EXTEND, coordinator, second, closes_at=cast.CLOSES + 7 * DAY)
    assert state(survey) is State.EXTENDED
    it_is(30)
    assert answer(survey).is_new
    for page in ("/de/verfahren/klima/befragung/", "/de/verfahren/klima/"):
        html = client.get(page).content.decode()
        assert "2. Oktober 2016" in html
        assert WHY in html
    detail = Entry.objects.get(verb="survey.extended").detail
    assert detail["closes_at"].startswith("2016-10-02T21:59:59")


def test_after_the_end_an_extension_opens_it_again(survey, coordinator, second):
    it_is(26)
    assert state(survey) is State.CLOSED
    two_decide(survey, Act.EXTEND, coordinator, second, closes_at=cast.CLOSES + 2 * DAY)
    assert state(survey) is State.EXTENDED


@pytest.mark.parametrize("closes_at", [None, cast.CLOSES, cast.CLOSES - DAY])
def test_a_new_end_is_later_than_the_old_one(survey, closes_at, coordinator):
    with pytest.raises(SurveyRefused, match="later than"):
        propose_act(survey, Act.EXTEND, why=WHY, closes_at=closes_at, by=coordinator)


def test_a_new_end_that_has_passed_before_the_second_said_yes_is_refused(
    survey, coordinator, second
):
    it_is(26)
    decision = propose_act(survey, Act.EXTEND, why=WHY, closes_at=cast.CLOSES + DAY, by=coordinator)
    it_is(28)
    with pytest.raises(SurveyRefused, match="future"):
        confirm_proposal(decision, by=second)
    drop_proposal(decision, by=coordinator)
    assert state(survey) is State.CLOSED


def test_a_proposal_waits_alone_and_is_decided_once(survey, coordinator, second):
    decision = propose_act(survey, Act.CLOSE_NOW, why=WHY, by=coordinator)
    with pytest.raises(SurveyRefused, match="is waiting"):
        propose_act(survey, Act.CLOSE_NOW, why=WHY, by=second)
    drop_proposal(decision, by=second)
    for again in (confirm_proposal, drop_proposal):
        with pytest.raises(SurveyRefused, match="decided already"):
            again(decision, by=second)
    assert state(survey) is State.OPEN
    assert verbs()[-2:] == ["survey.proposed", "survey.proposal_dropped"]


@pytest.mark.parametrize("why", ["", "  ", "\n"])
def test_nothing_is_done_without_a_reason(survey, process, why, coordinator):
    with pytest.raises(SurveyRefused, match="say why"):
        decide_survey(a_draft(process), Act.TEST, why=why, by=None)
    with pytest.raises(SurveyRefused, match="say why"):
        propose_act(survey, Act.CLOSE_NOW, why=why, by=coordinator)


def test_what_the_state_does_not_allow_is_refused(draft, process):
    survey = cast.a_survey(process)
    it_is(12)
    for act in set(Act) - set(acts_possible(survey, domain_now())):
        with pytest.raises(SurveyRefused):
            decide_survey(survey, act, why=WHY, by=None)
    with pytest.raises(SurveyRefused):
        decide_survey(draft, Act.SCHEDULE, why=WHY, by=None)


def test_entry_is_not_finished_while_somebody_may_still_send(survey):
    it_is(26, 0, 10)
    with pytest.raises(SurveyRefused, match="Please wait"):
        decide_survey(survey, Act.FINISH_ENTRY, why=WHY, by=None)
    it_is(26, 0, 31)
    assert decided(survey, Act.FINISH_ENTRY) is State.ENTRY_FINISHED


def test_the_seal_holds_to_the_end_unless_two_break_it_in_public(
    survey, coordinator, second, client
):
    assert may_see_answers_of(survey, domain_now())
    Survey.objects.filter(pk=survey.pk).update(is_sealed=True)
    survey.refresh_from_db()
    assert not may_see_answers_of(survey, domain_now())
    assert sealed_surveys(survey.process) == [survey]
    two_decide(survey, Act.BREAK_SEAL, coordinator, second)
    assert may_see_answers_of(survey, domain_now())
    assert sealed_surveys(survey.process) == []
    assert Act.BREAK_SEAL not in acts_possible(survey, domain_now())
    assert WHY in client.get("/de/verfahren/klima/befragung/").content.decode()
    assert "survey.seal_broken" in verbs()


def test_after_the_end_the_seal_is_open(survey):
    Survey.objects.filter(pk=survey.pk).update(is_sealed=True)
    survey.refresh_from_db()
    it_is(26)
    assert may_see_answers_of(survey, domain_now())


@pytest.mark.parametrize(
    "wrong",
    [
        {"why": ""},
        {"act": "nothing"},
        {"act": Act.EXTEND, "closes_at": None},
        {"act": Act.TEST, "decided_at": None},
        {"dropped_at": cast.CLOSES},
    ],
)
def test_a_decision_that_can_not_be_is_refused_by_the_database(survey, wrong):
    good = {
        **{"survey": survey, "act": Act.CLOSE_NOW, "why": WHY},
        **{"proposed_at": cast.OPENS, "decided_at": cast.CLOSES},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**(good | wrong))


def test_nobody_confirms_the_own_proposal_not_even_in_the_database(survey, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            survey=survey, act=Act.CLOSE_NOW, why=WHY, proposed_at=cast.OPENS,
            decided_at=cast.CLOSES, proposed_by=coordinator, confirmed_by=coordinator,
        )  # fmt: skip


def test_two_proposals_do_not_wait_at_once_not_even_in_the_database(survey):
    row = {"survey": survey, "act": Act.CLOSE_NOW, "why": WHY, "proposed_at": cast.OPENS}
    Decision.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**row)
