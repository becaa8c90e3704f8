"""What was frozen stays: the database refuses every change, and who gets round it is found."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from ratschlag.concept.compute import canonical, sha256_of
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import (
    document_of,
    fault_in,
    first_changed_edition,
    missing_editions,
)
from ratschlag.concept.rules import EditionState
from ratschlag.concept.tests.hands import a_section, an_edition, tamper

CHANGES = {
    "id": F("id") + 1,
    "process": None,
    "number": "2.0",
    "state": EditionState.ADOPTED,
    "frozen_at": F("frozen_at") + timedelta(days=1),
    "reason": "anders",
    "is_public": False,
    "canonical": "{}",
    "sha256": "0" * 64,
}


@pytest.fixture
def edition(process):
    a_section(process, text="So steht es hier.")
    return an_edition(process)


def refused():
    return pytest.raises(IntegrityError, match="append-only")


def test_the_tests_below_try_every_column():
    assert {field.name for field in Edition._meta.concrete_fields} == set(CHANGES)


@pytest.mark.parametrize("column", sorted(CHANGES))
def test_no_column_can_be_changed(edition, column):
    before = Edition.objects.values().get()
    value = edition.process if column == "process" else CHANGES[column]
    with refused(), transaction.atomic():
        Edition.objects.update(**{column: value})
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        name = Edition._meta.get_field(column).column
        cursor.execute(f"UPDATE concept_edition SET {name} = {name}")  # noqa: S608  our names
    assert Edition.objects.values().get() == before


def test_a_row_that_was_loaded_can_not_be_saved_again(edition):
    edition.reason = "anders"
    with refused(), transaction.atomic():
        edition.save()


@pytest.mark.parametrize("ask", ["row", "queryset", "sql"])
def test_no_edition_can_be_deleted(edition, ask):
    with refused(), transaction.atomic():
        if ask == "row":
            edition.delete()
        elif ask == "queryset":
            Edition.objects.all().delete()
        else:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM concept_edition")
    assert Edition.objects.get() == edition


def test_a_changed_word_with_a_new_sum_is_betrayed_by_the_journal(edition):
    text = edition.canonical.replace("steht", "stand")
    tamper("UPDATE concept_edition SET canonical = %s, sha256 = %s", text, sha256_of(text))
    assert fault_in(Edition.objects.get()) == "the journal holds another SHA-256 for it"


def test_another_form_of_the_same_words_is_found(edition):
    text = edition.canonical.replace(",", ", ")
    tamper("UPDATE concept_edition SET canonical = %s, sha256 = %s", text, sha256_of(text))
    assert fault_in(Edition.objects.get()) == "its text is not in the canonical form"


@pytest.mark.parametrize("text", ["{}", "[]", "7", '{"chapters":[7]}', '{"chapters":["x"]}'])
def test_a_text_that_is_no_document_is_found(edition, text):
    tamper("UPDATE concept_edition SET canonical = %s, sha256 = %s", text, sha256_of(text))
    assert fault_in(Edition.objects.get())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "2.0"),
        ("state", "adopted"),
        ("reason", "x"),
        ("frozen_at", "2001-01-01 00:00:00+00:00"),
    ],
)
def test_a_row_that_says_other_than_its_text_is_found(edition, column, value):
    tamper(f"UPDATE concept_edition SET {column} = %s", value)  # noqa: S608  our names
    assert "differ from its text" in fault_in(Edition.objects.get())


def test_an_edition_that_nobody_froze_is_found(edition):
    document = document_of(edition).as_plain() | {"number": "9.9"}
    text = canonical(document)
    forged = Edition.objects.create(
        process=edition.process,
        number="9.9",
        state=edition.state,
        frozen_at=edition.frozen_at,
        canonical=text,
        sha256=sha256_of(text),
    )
    assert fault_in(forged) == "the journal holds another SHA-256 for it"


def test_a_changed_word_is_found(edition):
    tamper("UPDATE concept_edition SET canonical = %s", edition.canonical.replace("steht", "stand"))
    assert first_changed_edition() == edition
    assert fault_in(Edition.objects.get()) == "its text does not give its SHA-256"


def test_an_edition_that_is_gone_is_found(edition):
    tamper("DELETE FROM concept_edition")
    assert missing_editions() == ["0.9"]
