"""The concept of the model case: its sections in their order, its editions as the dates say."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from ratschlag.concept.compute import Kind, canonical, compared, sha256_of
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import (
    document_now,
    document_of,
    edition_shown,
    first_changed_edition,
)
from ratschlag.demo.tests.hands import load_at
from ratschlag.process.models import Process

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo at T4, loaded once for all tests of this file, and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_at("T4")
        yield Process.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def process(loaded, db) -> Process:
    return loaded


def test_the_sections_stand_in_their_order(process):
    numbers = list(process.sections.values_list("number", flat=True))
    assert numbers == [*"123456", *(f"6.{n}" for n in range(1, 11)), "7", "8", "A1", "A2"]


def test_the_editions_were_frozen_on_their_days(process):
    found = [
        (row.number, row.frozen_at.astimezone(BERLIN).date(), row.is_public)
        for row in Edition.objects.all()
    ]
    assert found == [
        ("0.1", date(2016, 11, 30), False),
        ("0.9", date(2016, 12, 12), True),
        ("1.0-rc1", date(2017, 1, 25), True),
        ("1.0-rc2", date(2017, 3, 8), True),
        ("1.0", date(2017, 3, 22), True),
    ]
    assert edition_shown(process).number == "1.0"


def test_every_edition_is_as_it_was_frozen(process):
    assert first_changed_edition() is None


def test_the_decided_edition_holds_eighty_measures(process):
    rows = [row for c in document_of(edition_shown(process)).chapters for row in c.paragraphs]
    kinds = [row.kind for row in rows]
    assert (kinds.count(Kind.GUIDING), kinds.count(Kind.GOAL)) == (1, 30)
    assert kinds.count(Kind.MEASURE) == 80
    assert all(row.sheet.lead and row.sheet.starts for row in rows if row.sheet)


def test_the_text_can_be_made_again_from_the_same_records(process):
    edition = edition_shown(process)
    head = {
        "number": edition.number,
        "state": edition.state,
        "reason": edition.reason,
        "is_public": True,
        "frozen_at": edition.frozen_at,
    }
    again = [canonical(document_now(process, **head).as_plain()) for _ in range(2)]
    assert sha256_of(again[0]) == sha256_of(again[1])


def test_the_outcomes_are_new_in_the_draft_for_the_council(process):
    before, after = (document_of(edition_shown(process, number)) for number in ("0.9", "1.0-rc1"))
    changed = {change.chapter.number for change in compared(before, after)}
    assert "A1" in changed
