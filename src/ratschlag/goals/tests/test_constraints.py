"""What the database itself refuses about goals and measures, whatever a form let through."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ratschlag.goals.models import Goal, Measure, MeasurePartner, Origin
from ratschlag.lib.dates import Precision
from tests import cast

DAY = date(2017, 9, 1)


@pytest.fixture
def field(process):
    return cast.a_field(process)


def refused(create: Callable[..., object], good: dict[str, object], wrong: dict[str, object]):
    """The good row goes in (and out again), the wrong one does not."""
    point = transaction.savepoint()
    create(**good)
    transaction.savepoint_rollback(point)
    with pytest.raises(IntegrityError), transaction.atomic():
        create(**(good | wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"code": ""},
        {"code": "G1.1"},
        {"field": None},
        {"state": "dreamt"},
        {"level": "dream"},
    ],
)
def test_the_database_refuses_a_goal(process, field, wrong):
    cast.a_goal(process, field)
    good = {"process": process, "field": field, "code": "G1.2", "title": "Es wird kühler."}
    refused(Goal.objects.create, good, wrong)


def test_a_goal_is_not_below_itself(process, field):
    goal = cast.a_goal(process, field)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(parent=goal)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"code": ""},
        {"code": "M1-1"},
        {"state": "running"},
        {"funding": "lottery"},
        {"priority": "urgent"},
        {"cost_once": -1},
        {"cost_per_year": -1},
        {"starts_on": DAY},
        {"ends_on": DAY},
        {"ends_precision": Precision.DAY},
        {"is_continuous": True, "ends_on": DAY, "ends_precision": Precision.DAY},
        {
            "starts_on": DAY,
            "starts_precision": Precision.MONTH,
            "ends_on": date(2017, 8, 31),
            "ends_precision": Precision.DAY,
        },
        {"drop_reason": "Zu teuer."},
    ],
)
def test_the_database_refuses_a_measure(process, field, wrong):
    cast.a_measure(process, field)
    good = {"process": process, "field": field, "code": "M1-2", "title": "Bäume pflanzen"}
    refused(Measure.objects.create, good, wrong)


@pytest.mark.parametrize("same", ["organisation", "position"])
def test_a_partner_is_named_once_in_one_place(process, field, same):
    zoo, amt = cast.an_organisation("Zoo"), cast.an_organisation("Amt")
    first = {"measure": cast.a_measure(process, field), "organisation": zoo, "position": 1}
    MeasurePartner.objects.create(**first)
    good = first | {"organisation": amt, "position": 2}
    refused(MeasurePartner.objects.create, good, {same: first[same]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": None},
        {"with": "goal"},
        {"theme": None},
        {"with": "contribution"},
        {"kind": "stolen"},
    ],
)
def test_an_origin_is_of_one_thing_and_from_one_source(process, field, wrong):
    more = {
        "goal": cast.a_goal(process, field),
        "contribution": cast.a_contribution(process),
    }
    good = {"measure": cast.a_measure(process, field), "theme": cast.a_theme(process)}
    if "with" in wrong:
        wrong = {wrong["with"]: more[wrong["with"]]}
    refused(Origin.objects.create, good, wrong)


@pytest.mark.parametrize("source", ["theme", "contribution", "event_result"])
@pytest.mark.parametrize("of", ["goal", "measure"])
def test_an_origin_is_named_once(process, field, of, source):
    owners = {"goal": cast.a_goal(process, field), "measure": cast.a_measure(process, field)}
    event = cast.an_event(process)
    sources = {
        "theme": cast.a_theme(process),
        "contribution": cast.a_contribution(process),
        "event_result": event.results.create(position=1, kind="agreed", text="Bäume."),
    }
    named = {of: owners[of], source: sources[source]}
    Origin.objects.create(**named)
    with pytest.raises(IntegrityError), transaction.atomic():
        Origin.objects.create(**named)


def test_what_something_comes_from_is_not_deleted(process, field):
    theme, zoo = cast.a_theme(process), cast.an_organisation("Zoo")
    measure = cast.a_measure(process, field, lead=zoo, goal=cast.a_goal(process, field))
    Origin.objects.create(measure=measure, theme=theme)
    for row in (theme, zoo, measure.goal, field):
        with pytest.raises(ProtectedError):
            row.delete()
