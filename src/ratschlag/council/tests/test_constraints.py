"""What the database itself refuses about a paper, whatever a form let through."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ratschlag.council.models import (
    Amendment,
    AmendmentTarget,
    Consultation,
    Decision,
    OpenException,
    Paper,
    ResolutionPoint,
)
from ratschlag.council.tests.hands import SESSION, session_of
from ratschlag.process.tests.test_constraints import refused
from tests import cast


@pytest.fixture
def paper(process):
    return cast.a_paper(process)


@pytest.mark.parametrize("wrong", [
    {"reference": ""},
    {"reference": "B-1/2017"},
    {"title": ""},
    {"state": "lost"},
    {"state": "submitted"},
    {"state": "decided", "submitted_on": SESSION},
])  # fmt: skip
def test_the_database_refuses_a_paper(paper, wrong):
    good = {"process": paper.process, "reference": "B-2/2017", "title": "Titel"}
    refused(Paper.objects.create, good, wrong)


@pytest.mark.parametrize("wrong", [{"number": 1}, {"number": 0}, {"text": ""}])
def test_the_database_refuses_a_point(paper, wrong):
    refused(ResolutionPoint.objects.create, {"paper": paper, "number": 9, "text": "Punkt."}, wrong)


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"open_count": 0}])
def test_the_database_refuses_an_exception(paper, wrong):
    good = {"paper": paper, "open_count": 1, "reason": "Eilt.", "signed_on": SESSION}
    refused(OpenException.objects.create, good, wrong)


VOTES = [
    {"in_favour": -1, "against": 0, "abstained": 0},
    {"in_favour": 1},
    {"in_favour": 1, "against": 1},
    {"against": 1, "abstained": 1},
    {"in_favour": 10_000, "against": 0, "abstained": 0},
]


@pytest.mark.parametrize("wrong", [
    {"position": 1},
    {"role": "boss"},
    {"result": "maybe"},
    {"reading": 0},
    {"result": "", "in_favour": 1, "against": 0, "abstained": 0},
    *VOTES,
])  # fmt: skip
def test_the_database_refuses_a_consultation(paper, wrong):
    good = {
        "paper": paper,
        "position": 9,
        "body": cast.a_body(),
        "meets_on": SESSION,
        "role": "hearing",
        "result": "agreed",
    }
    refused(Consultation.objects.create, good, wrong)


def test_the_database_refuses_a_reading_that_is_there(paper):
    body = cast.a_body()
    cast.a_consultation(paper, body, SESSION)
    good = {"paper": paper, "position": 9, "body": body, "meets_on": SESSION, "role": "hearing"}
    refused(Consultation.objects.create, good | {"reading": 2}, {"reading": 1})


@pytest.mark.parametrize("wrong", [
    {"reference": ""},
    {"reference": "ÄA-00"},
    {"moved_by": ""},
    {"text": ""},
    {"result": "deferred"},
    {"decided_on": None},
    {"result": ""},
    *VOTES,
])  # fmt: skip
def test_the_database_refuses_an_amendment(paper, wrong):
    words = {"paper": paper, "moved_by": "Fraktion A", "text": "Anders."}
    Amendment.objects.create(**words, reference="ÄA-00")
    decided = {"result": "adopted", "decided_on": date(2017, 3, 22)}
    refused(Amendment.objects.create, {**words, "reference": "ÄA-01", **decided}, wrong)


def test_the_database_refuses_a_target_that_is_nothing_or_two_things(paper):
    amendment = Amendment.objects.create(
        paper=paper, reference="ÄA-01", moved_by="Fraktion A", text="Anders."
    )
    measure = cast.a_measure(paper.process, cast.a_field(paper.process))
    good = {"amendment": amendment, "measure": measure}
    refused(AmendmentTarget.objects.create, good, {"measure": None})
    refused(AmendmentTarget.objects.create, good, {"point": paper.points.first()})


@pytest.mark.parametrize("wrong", [{"result": ""}, {"result": "agreed"}, *VOTES])
def test_the_database_refuses_a_decision(paper, wrong):
    good = {
        "point": paper.points.first(),
        "consultation": session_of(paper),
        "result": "adopted",
    }
    refused(Decision.objects.create, good, wrong)


def test_a_point_is_decided_once_in_a_session(paper):
    row = {"point": paper.points.first(), "consultation": session_of(paper), "result": "adopted"}
    Decision.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**row)


def test_a_number_beyond_all_votes_is_refused_by_either_engine(paper):
    row = {"point": paper.points.first(), "consultation": session_of(paper), "result": "adopted"}
    huge = {"in_favour": 2**40, "against": 0, "abstained": 0}
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(**row, **huge)
