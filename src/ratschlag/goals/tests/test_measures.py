"""Measures at the desk: proposed unfinished, made concrete, listed."""

import pytest

from ratschlag.goals.actions import CodeTaken, OfAnotherProcess, propose_measure, revise_measure
from ratschlag.goals.models import Measure
from ratschlag.goals.rules import Gap
from ratschlag.goals.tests.hands import (
    BROKEN,
    MEASURES,
    NEW_MEASURE,
    a_sheet,
    nothing_written,
    the_line,
)
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import UNKNOWN
from ratschlag.people.rules import Role
from tests import cast


@pytest.fixture
def field(process):
    return cast.a_field(process)


def partners(measure: Measure) -> list[str]:
    return [row.organisation.name for row in measure.partners.select_related("organisation")]


def test_a_measure_is_proposed_with_all_that_makes_it_concrete(desk, process, field, coordinator):
    zoo, amt, bad = map(cast.an_organisation, ("Zoo", "Amt", "Bad"))
    goal = cast.a_goal(process, field)
    wanted = a_sheet(
        field,
        goal=goal.pk,
        lead=amt.pk,
        partners=[zoo.pk, bad.pk, amt.pk],
        starts="September 2017",
        ends="August 2019",
        cost_per_year="84.000 Euro",
        cost_once="",
        funding="budget_or_grant",
        indicator="Bäume je Jahr",
        target_value="200",
        description="Am Markt.",
    )
    answer = desk.post(NEW_MEASURE, wanted)
    measure = Measure.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{MEASURES}{measure.pk}/")
    assert (measure.code, measure.field, measure.goal, measure.lead) == ("M01-1", field, goal, amt)
    assert (measure.starts.isoformat(), measure.ends.isoformat()) == ("2017-09", "2019-08")
    assert (measure.cost_per_year, measure.cost_once) == (84000, None)
    assert (measure.funding, measure.target_value) == ("budget_or_grant", "200")
    # Who leads is no partner besides.
    assert sorted(partners(measure)) == ["Bad", "Zoo"]
    line = the_line("measure.proposed")
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(measure.pk))
    assert line.detail == {"code": "M01-1", "origins": 0}


def test_a_sheet_may_be_saved_unfinished_and_says_what_is_missing(desk, process, field):
    assert desk.post(NEW_MEASURE, a_sheet(field)).status_code == 302
    measure = Measure.objects.get()
    page = desk.get(f"{MEASURES}{measure.pk}/")
    sheet = page.context["sheet"]
    assert sheet.gaps == (Gap.LEAD, Gap.END, Gap.COST, Gap.INDICATOR, Gap.ORIGIN, Gap.GOAL)
    assert sheet.concrete_count == 1
    assert page.text.count('class="miss"') == 5


def test_what_is_concrete_is_counted(desk, process, field):
    amt = cast.an_organisation("Amt")
    theme = cast.a_theme(process)
    measure = Measure(
        process=process, field=field, title="Bäume", lead=amt, is_continuous=True,
        cost_per_year=0, indicator="Bäume",
    )  # fmt: skip
    propose_measure(measure, origins=[theme], by=None)
    sheet = desk.get(f"{MEASURES}{measure.pk}/").context["sheet"]
    # Nothing to pay is a sum, and no end is one too.
    assert (sheet.concrete_count, sheet.percent, sheet.gaps) == (6, 100, (Gap.GOAL,))


def test_codes_go_on_in_their_field_and_are_never_given_twice(desk, process, field):
    other = cast.a_field(process, "Wasser")
    for code in ("M01-1", "M01-9", "M01-x", "M02-40", "M01-99999999999999"):
        cast.a_measure(process, field, code)
    desk.post(NEW_MEASURE, a_sheet(field, title="Neu"))
    desk.post(NEW_MEASURE, a_sheet(other, title="Nass"))
    found = {row.title: row.code for row in Measure.objects.all()}
    assert (found["Neu"], found["Nass"]) == ("M01-10", "M02-41")


def test_a_measure_is_revised_and_its_translations_become_stale(desk, process, field):
    zoo, amt = cast.an_organisation("Zoo"), cast.an_organisation("Amt")
    measure = cast.a_measure(process, field)
    put_translation(measure, "title", language="en", text="Trees", state=Translated.CHECKED)
    address = f"{MEASURES}{measure.pk}/"
    wanted = a_sheet(field, code="M1-1", title="Linden\npflanzen", ends="2018", partners=[zoo.pk])
    assert desk.post(address, wanted).status_code == 302
    measure.refresh_from_db()
    assert (measure.title, measure.code) == ("Linden pflanzen", "M1-1")
    assert the_line("measure.revised").detail == {"fields": ["ends", "partners", "title"]}
    assert Translation.objects.get().state == Translated.STALE
    desk.post(address, wanted | {"partners": [amt.pk, zoo.pk]})
    assert partners(measure) == ["Zoo", "Amt"]


def test_a_form_shows_a_measure_as_it_may_be_sent_again(desk, process, field):
    measure = Measure(
        process=process, field=field, title="Bäume", cost_per_year=5000, indicator="Bäume",
        lead=cast.an_organisation("Amt"), goal=cast.a_goal(process, field),
    )  # fmt: skip
    propose_measure(measure, partners=[cast.an_organisation("Zoo")], by=None)
    before = Measure.objects.values().get()
    address = f"{MEASURES}{measure.pk}/"
    form = desk.get(address).context["form"]
    again = {name: form[name].value() for name in form.fields}
    again = {name: value for name, value in again.items() if value not in (None, False)}
    assert desk.post(address, again).status_code == 302
    assert Measure.objects.values().get() == before
    assert partners(measure) == ["Zoo"]


def test_a_goal_that_was_dropped_stays_with_its_measure_and_is_no_choice_for_others(
    desk, process, field
):
    goal = cast.a_goal(process, field)
    own, other = (
        cast.a_measure(process, field, "M1", goal=goal),
        cast.a_measure(process, field, "M2"),
    )
    type(goal).objects.update(state="dropped")
    for measure, status in ((own, 302), (other, 422)):
        wanted = a_sheet(field, code=measure.code, goal=goal.pk)
        assert desk.post(f"{MEASURES}{measure.pk}/", wanted).status_code == status


def test_what_is_not_named_stays_when_another_room_revises(process, field):
    zoo = cast.an_organisation("Zoo")
    measure = Measure(process=process, field=field, title="Bäume")
    propose_measure(measure, partners=[zoo], by=None)
    measure.title = "Linden"
    revise_measure(measure, ["title"], by=None)
    assert (partners(measure), measure.starts) == (["Zoo"], UNKNOWN)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", None),
        ("   ", None),
        ("0", 0),
        ("84000", 84000),
        ("84 000", 84000),
        ("84\u00a0000 €", 84000),
        ("84.000", 84000),
        ("1.234.567,00 EUR", 1234567),
        ("5 Euro", 5),
    ],
)
def test_a_sum_is_read_as_people_write_it(desk, process, field, typed, read):
    assert desk.post(NEW_MEASURE, a_sheet(field, cost_per_year=typed)).status_code == 302
    assert Measure.objects.get().cost_per_year == read


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": " \n "},
        {"title": "a" * 201},
        {"title": BROKEN},
        {"field": ""},
        {"field": "2"},
        {"field": str(2**70)},
        {"field": "x"},
        {"goal": str(2**70)},
        {"lead": str(2**70)},
        {"partners": [2**70]},
        {"partners": ["x"]},
        {"cost_per_year": "-5"},
        {"cost_per_year": "5,50"},
        {"cost_per_year": "84.00"},
        {"cost_per_year": "viel"},
        {"cost_per_year": "9" * 5000},
        {"cost_once": "2000000001"},
        {"cost_once": "5\x00"},
        {"starts": "2018", "ends": "2017"},
        {"starts": "gestern"},
        {"ends": "31.2.2017"},
        {"is_continuous": "on", "ends": "2018"},
        {"funding": "lottery"},
        {"priority": "urgent"},
        {"indicator": "a" * 201},
        {"target_value": "a" * 101},
        {"description": "a" * 4001},
        {"need": BROKEN},
        {"code": "a" * 21},
        {"code": "M 1"},
        {"code": "M/1"},
        {"code": "../x"},
        {"code": "taken"},
    ],
    ids=lambda wrong: "-".join(f"{key}={str(value)[:12]!r}" for key, value in wrong.items()),
)
def test_a_sheet_that_can_not_be_is_refused_and_nothing_is_written(desk, process, field, wrong):
    measure = cast.a_measure(process, field, "M9")
    cast.a_measure(process, field, "taken")
    for address in (NEW_MEASURE, f"{MEASURES}{measure.pk}/"):
        with nothing_written():
            answer = desk.post(address, a_sheet(field, place="Am Markt") | wrong)
            assert answer.status_code == 422, address
        assert 'value="Am Markt"' in answer.text


def test_half_a_character_becomes_a_sign_that_says_so(desk, process, field):
    body = f"title=B%ED%A0%80ume&field={field.pk}&funding=open"
    sent = desk.post(NEW_MEASURE, body, content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 302
    assert "\ufffd" in Measure.objects.get().title


def test_an_end_without_a_beginning_may_be(desk, process, field):
    assert desk.post(NEW_MEASURE, a_sheet(field, ends="Ende 2018")).status_code == 422
    assert desk.post(NEW_MEASURE, a_sheet(field, ends="2018")).status_code == 302
    assert Measure.objects.get().ends.isoformat() == "2018"


def test_nothing_of_another_process_goes_in(desk, process, field):
    other = cast.a_process("verkehr", title="Verkehr")
    street = cast.a_field(other, "Straße")
    goal = cast.a_goal(other, street)
    for wrong in ({"field": street.pk}, {"goal": goal.pk}):
        with nothing_written():
            assert desk.post(NEW_MEASURE, a_sheet(field) | wrong).status_code == 422
    for wrong in ({"field": street}, {"goal": goal}):
        measure = Measure(**({"process": process, "field": field, "title": "Bäume"} | wrong))
        with nothing_written(), pytest.raises(OfAnotherProcess):
            propose_measure(measure, by=None)


def test_a_taken_code_is_refused_by_the_action_too(process, field):
    cast.a_measure(process, field, "M1")
    second = Measure(process=process, field=field, title="Linden", code="M1")
    with nothing_written(), pytest.raises(CodeTaken):
        propose_measure(second, by=None)
    # In another process it is free.
    other = cast.a_process("verkehr", title="Verkehr")
    third = Measure(process=other, field=cast.a_field(other), title="Rad", code="M1")
    assert propose_measure(third, by=None).code == "M1"


@pytest.mark.parametrize("number", [1, 2**70])
def test_a_measure_that_is_not_there_is_not_found(desk, process, number):
    for part in ("", "stand/", "herkunft/"):
        assert desk.get(f"{MEASURES}{number}/{part}").status_code == 404


def test_a_new_measure_for_a_goal_knows_its_field(desk, process, field):
    goal = cast.a_goal(process, field)
    form = desk.get(f"{NEW_MEASURE}?ziel={goal.code}").context["form"]
    assert (form["goal"].value(), form["field"].value()) == (goal.pk, field.pk)
    assert desk.get(f"{NEW_MEASURE}?ziel=%00").status_code == 200


def test_the_list_is_searched_and_narrowed(desk, process, field):
    water = cast.a_field(process, "Wasser")
    cast.a_measure(process, field, "M01-10", title="Linden")
    cast.a_measure(process, field, "M01-2", title="Eichen", lead=cast.an_organisation("Amt"))
    cast.a_measure(process, water, "M02-1", title="Brunnen", state="planned")

    def codes(query: str) -> list[str]:
        return [line.measure.code for line in desk.get(f"{MEASURES}{query}").context["lines"]]

    assert codes("") == ["M01-2", "M01-10", "M02-1"]
    assert codes("?suche=linden") == ["M01-10"]
    assert codes("?suche=m02") == ["M02-1"]
    assert codes("?feld=wasser") == ["M02-1"]
    assert codes("?stand=proposed") == ["M01-2", "M01-10"]
    assert codes("?luecke=lead") == ["M01-10", "M02-1"]
    # What nobody knows narrows nothing, and never breaks.
    assert codes("?stand=x&luecke=measure&seite=99") == ["M01-2", "M01-10", "M02-1"]
    assert codes("?suche=%00&feld=%00") == ["M01-2", "M01-10", "M02-1"]
    assert codes("?feld=%ED%A0%80") == []


def test_everyone_with_a_role_sees_the_list_of_their_process_only(browser_of, process, field):
    cast.a_measure(process, field, "M1")
    other = cast.a_process("verkehr", title="Verkehr")
    cast.a_measure(other, cast.a_field(other), "V1")
    paula = cast.a_person("Paula", Role.AUDITOR, scope="process/klima")
    page = browser_of(paula).get(MEASURES)
    assert [line.measure.code for line in page.context["lines"]] == ["M1"]
    assert page.context["editable"] == page.context["movable"] == []


def test_the_list_takes_the_same_queries_however_long_it_is(
    desk, process, field, django_assert_max_num_queries
):
    for number in range(60):
        cast.a_measure(process, field, f"M01-{number}")
    with django_assert_max_num_queries(16):
        page = desk.get(MEASURES)
    assert len(page.context["lines"]) == 50
    assert len(desk.get(f"{MEASURES}?seite=2").context["lines"]) == 10
