"""What the database itself refuses about a process, whatever a form let through."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ratschlag.lib.dates import Precision
from ratschlag.process.models import (
    Document,
    Field,
    FieldLead,
    Milestone,
    Phase,
    Process,
    ShortAddress,
    Source,
)
from ratschlag.process.rules import DocumentStatus, Level, State
from tests import cast

DAY = date(2016, 9, 5)


def refused(create: Callable[..., object], good: dict[str, object], wrong: dict[str, object]):
    """The good row goes in (and out again), the wrong one does not."""
    point = transaction.savepoint()
    create(**good)
    transaction.savepoint_rollback(point)
    with pytest.raises(IntegrityError), transaction.atomic():
        create(**(good | wrong))


@pytest.mark.parametrize("missing", ["mandate", "scope_open", "scope_fixed"])
def test_a_process_is_not_public_without_mandate_and_scope(city, missing):
    good = {
        "slug": "klima",
        "title": "Klima",
        "mandate": "Der Rat.",
        "scope_open": "Ziele.",
        "scope_fixed": "Bundesrecht.",
        "level": Level.CONSULTATION,
    }
    for state in set(State) - {State.PREPARING}:
        refused(Process.objects.create, good | {"state": state}, {missing: ""})
    assert Process.objects.create(**(good | {missing: "", "state": State.PREPARING}))


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"slug": "klima"}], ids=["no title", "taken address"]
)
def test_the_database_refuses_a_process(process, wrong):
    refused(
        Process.objects.create,
        {"slug": "verkehr", "title": "Verkehr", "level": Level.CONSULTATION},
        wrong,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2016, 9, 4), "ends_precision": Precision.DAY},
        {"starts_precision": Precision.UNKNOWN},
        {"starts_on": None},
        {"ends_on": DAY},
        {"ends_precision": Precision.DAY},
        {"number": 1},
        {"title": ""},
    ],
    ids=[
        "ends before it starts",
        "start without precision",
        "start without day",
        "end without precision",
        "end without day",
        "taken number",
        "no title",
    ],
)
def test_the_database_refuses_a_phase(process, wrong):
    cast.a_phase(process)
    good = {
        "process": process,
        "number": 2,
        "title": "Werkstatt",
        "starts_on": DAY,
        "starts_precision": Precision.DAY,
    }
    refused(Phase.objects.create, good, wrong)


def test_a_phase_may_end_within_the_month_in_which_it_starts(process):
    phase = cast.a_phase(process, starts="15.9.2016", ends="September 2016")
    phase.refresh_from_db()
    assert phase.ends.last == date(2016, 9, 30)


@pytest.mark.parametrize(
    "wrong",
    [{"due_on": None}, {"due_precision": Precision.UNKNOWN}, {"title": ""}, {"title": "Beschluss"}],
    ids=["no day", "no precision", "no title", "taken title"],
)
def test_the_database_refuses_a_milestone(process, wrong):
    due = {"due_on": DAY, "due_precision": Precision.DAY}
    Milestone.objects.create(process=process, title="Beschluss", **due)
    refused(Milestone.objects.create, {"process": process, "title": "Entwurf"} | due, wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"number": 1}, {"slug": "verkehr"}, {"title": ""}],
    ids=["taken number", "taken address", "no title"],
)
def test_the_database_refuses_a_field(process, wrong):
    cast.a_field(process, "Verkehr")
    good = {"process": process, "number": 2, "slug": "wasser", "title": "Wasser"}
    refused(Field.objects.create, good, wrong)


def test_numbers_and_titles_are_free_in_every_other_process(process):
    cast.a_phase(process)
    cast.a_field(process)
    other = cast.a_process("verkehr", title="Verkehr")
    assert cast.a_phase(other).number == 1
    assert cast.a_field(other).number == 1


def test_the_database_refuses_to_name_a_lead_twice_or_two_leads_at_one_place(process):
    field = cast.a_field(process)
    one, two = cast.an_organisation("Eins"), cast.an_organisation("Zwei")
    FieldLead.objects.create(field=field, organisation=one, position=1)
    good = {"field": field, "organisation": two, "position": 2}
    refused(FieldLead.objects.create, good, {"organisation": one})
    refused(FieldLead.objects.create, good, {"position": 1})


@pytest.mark.parametrize(
    "wrong",
    [{"adopted_on": None}, {"adopted_precision": Precision.UNKNOWN}],
    ids=["no day", "no precision"],
)
def test_the_database_refuses_a_predecessor_without_its_date(process, wrong):
    good = {
        "process": process,
        "slug": "rahmenplan",
        "title": "Rahmenplan",
        "adopted_on": date(2008, 6, 1),
        "adopted_precision": Precision.MONTH,
        "adopted_by": cast.an_organisation("Stadtrat"),
        "status": DocumentStatus.IN_FORCE,
    }
    refused(Document.objects.create, good, wrong)


def test_the_database_refuses_a_source_or_a_short_address_that_is_there(process):
    publisher = cast.an_organisation("Pressestelle")
    paper = {"process": process, "title": "Pressemitteilung 454", "publisher": publisher}
    Source.objects.create(**paper, published_on=DAY)
    good = paper | {"title": "Pressemitteilung 455", "published_on": DAY}
    refused(Source.objects.create, good, {"title": "Pressemitteilung 454"})
    ShortAddress.objects.create(process=process, path="klima")
    refused(ShortAddress.objects.create, {"process": process, "path": "kuehl"}, {"path": "klima"})
