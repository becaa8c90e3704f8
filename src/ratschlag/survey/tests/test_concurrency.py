"""A phone that sends again and again at the same moment, and many phones at once."""

import threading
from collections.abc import Callable

from django.db import connections

from ratschlag.contributions.models import Contribution
from ratschlag.journal.queries import domain_now
from ratschlag.survey.actions import Submitted
from ratschlag.survey.models import Response, WaitingDetails
from ratschlag.survey.tests.hands import answer, it_is
from tests import cast

THREADS = 50


def at_once(act: Callable[[int], Submitted]) -> tuple[list[Submitted], list[Exception]]:
    """What fifty threads get that do the same at the same moment, and what went wrong."""
    start, found, faults = threading.Barrier(THREADS), [], []

    def go(number: int) -> None:
        try:
            start.wait(timeout=30)
            found.append(act(number))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found, faults


def test_fifty_sendings_of_one_form_are_one_answer(committed):
    cast.a_city()
    it_is(12)
    survey = cast.a_survey(cast.a_process())
    at, details = domain_now(), {"d_age": "unter-30"}
    found, faults = at_once(lambda _number: answer(survey, at=at, details=details))
    assert faults == []
    assert len({submitted.code for submitted in found}) == 1
    assert [submitted.is_new for submitted in found].count(True) == 1
    assert Response.objects.count() == Contribution.objects.count() == 1
    assert WaitingDetails.objects.count() == 1


def test_fifty_people_who_answer_at_once_all_get_their_receipt(committed):
    cast.a_city()
    it_is(12)
    survey = cast.a_survey(cast.a_process())
    at, details = domain_now(), {"d_age": "unter-30"}
    found, faults = at_once(
        lambda number: answer(survey, f"form-key-of-person-no-{number}", at=at, details=details)
    )
    assert faults == []
    assert len({submitted.code for submitted in found}) == THREADS
    assert Response.objects.count() == WaitingDetails.objects.count() == THREADS
