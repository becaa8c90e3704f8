"""A phone that sends again and again at the same moment, and many phones at once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from ratschlag.contributions.models import Contribution
from ratschlag.journal.queries import domain_now
from ratschlag.survey.actions import accept_sealed, take_in_burst
from ratschlag.survey.compute.sealing import envelope_from
from ratschlag.survey.models import Response, TabletDay, WaitingDetails
from ratschlag.survey.tests.doors import Street
from ratschlag.survey.tests.hands import CODES, KEY, answer, it_is, sealed, sheet
from tests import cast

THREADS = 50


def at_once(act: Callable[[int], Any]) -> tuple[list[Any], list[Exception]]:
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


def test_fifty_sendings_of_one_sealed_answer_are_one_answer(committed):
    city = cast.a_city()
    it_is(12)
    tablet, _token = cast.a_tablet(cast.a_survey(cast.a_process()))
    envelope = envelope_from(sealed(tablet))
    found, faults = at_once(
        lambda _n: accept_sealed(tablet, form_key=KEY, version=1, envelope=envelope, city=city)
    )
    assert faults == []
    assert found.count(True) == 1
    assert Response.objects.count() == TabletDay.objects.get().count == 1


def test_fifty_sealed_answers_at_once_are_fifty(committed):
    city = cast.a_city()
    it_is(12)
    tablet, _token = cast.a_tablet(cast.a_survey(cast.a_process()))
    keys = [f"form-key-of-tablet-answer-{number}" for number in range(THREADS)]
    sent = [
        envelope_from(sealed(tablet, key, code)) for key, code in zip(keys, CODES, strict=False)
    ]
    found, faults = at_once(
        lambda n: accept_sealed(tablet, form_key=keys[n], version=1, envelope=sent[n], city=city)
    )
    assert faults == []
    assert found == [True] * THREADS
    assert Response.objects.count() == TabletDay.objects.get().count == THREADS


def test_forms_that_come_at_once_are_stored_in_few_commits(committed):
    cast.a_city()
    it_is(12)
    survey = cast.a_survey(cast.a_process())
    street, answers, calls = Street(), [], []
    start = threading.Barrier(24)

    def counted(*args, **named):
        calls.append(len(args[2]))
        return take_in_burst(*args, **named)

    def go(number: int) -> None:
        start.wait(timeout=30)
        answers.append(
            street.send(
                typed=sheet(
                    f"form-key-of-person-no-{number:03}",
                    version="1",
                    stamp="",
                    q1="Ja.",
                    d_age="ab-30",
                )
            )
        )
        connections.close_all()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ratschlag.survey.middleware.line.take_in_burst", counted)
        street.fetch()
        threads = [threading.Thread(target=go, args=[number]) for number in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    street.door.line.end()
    assert [answer.status for answer in answers] == [200] * 24
    assert len({answer.code for answer in answers}) == 24 == Response.objects.count()
    assert survey.responses.count() == sum(calls) == WaitingDetails.objects.count()
