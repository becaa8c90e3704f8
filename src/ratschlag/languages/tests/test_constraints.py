"""What the database refuses of a translation."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.queries import domain_now
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State

pytestmark = pytest.mark.django_db


def put(**changes):
    wanted = {
        "kind": "process.process",
        "number": 1,
        "field": "title",
        "language": "en",
        "text": "Climate",
        "state": State.CHECKED,
        "source_hash": "0" * 32,
    }
    return Translation.objects.create(**(wanted | changes))


@pytest.mark.parametrize(
    "other", [{"kind": "process.field"}, {"number": 2}, {"field": "mandate"}, {"language": "ar"}]
)
def test_each_field_of_each_row_is_said_once_in_each_language(other):
    put()
    put(**other)
    assert Translation.objects.count() == 2


def test_the_same_twice_is_refused():
    put()
    with pytest.raises(IntegrityError, match="(?i)unique|translation_is_one"), transaction.atomic():
        put(text="Another")
    assert Translation.objects.get().text == "Climate"


def test_german_is_the_source_and_no_translation():
    with pytest.raises(IntegrityError, match="translation_is_not_the_source"), transaction.atomic():
        put(language="de")
    put(language="de-easy")


def test_an_empty_translation_is_refused():
    with pytest.raises(IntegrityError, match="translation_has_text"), transaction.atomic():
        put(text="")


def test_stale_needs_since():
    put(state=State.STALE, stale_since=domain_now())
    with pytest.raises(IntegrityError, match="translation_stale_has_since"), transaction.atomic():
        put(number=2, state=State.STALE)


@pytest.mark.parametrize("state", [State.MACHINE, State.CHECKED])
def test_only_what_is_stale_has_since(state):
    with pytest.raises(IntegrityError, match="translation_stale_has_since"), transaction.atomic():
        put(state=state, stale_since=domain_now())
