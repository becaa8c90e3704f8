"""A translation whose source has changed no longer says the same."""

from datetime import UTC, datetime, timedelta

import pytest

from ratschlag.journal.actions import set_clock
from ratschlag.languages.actions import mark_stale, put_translation, put_translations
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State
from tests import cast

pytestmark = pytest.mark.django_db
T0 = datetime(2016, 8, 16, 9, tzinfo=UTC)


@pytest.fixture
def translated(process):
    """A process whose title and mandate are there in English, and the title in Arabic too."""
    put_translation(process, "title", language="en", text="Climate", state=State.CHECKED)
    put_translation(process, "title", language="ar", text="المناخ", state=State.MACHINE)
    put_translation(process, "mandate", language="en", text="The council", state=State.CHECKED)
    return process


def stale():
    return {(row.field, row.language) for row in Translation.objects.filter(state=State.STALE)}


def test_a_changed_source_makes_its_translations_stale(translated):
    set_clock(T0)
    translated.title = "Klimaplan"
    assert mark_stale(translated, ["title"]) == 2
    assert stale() == {("title", "en"), ("title", "ar")}
    for row in Translation.objects.filter(state=State.STALE):
        assert T0 <= row.stale_since < T0 + timedelta(minutes=1)


def test_only_the_fields_that_were_changed_are_looked_at(translated):
    translated.title, translated.mandate = "Klimaplan", "Niemand."
    assert mark_stale(translated, ["mandate"]) == 1
    assert stale() == {("mandate", "en")}


@pytest.mark.parametrize("space", ["  Klimakonzept ", "Klimakonzept\n", "\tKlimakonzept\u00a0"])
def test_another_white_space_says_the_same(translated, space):
    translated.title = space
    assert mark_stale(translated, ["title"]) == 0
    assert not stale()


def test_a_space_more_or_less_within_the_text_says_the_same(process):
    put_translation(process, "mandate", language="en", text="The council", state=State.CHECKED)
    process.mandate = "Der  Stadtrat\r\nhat es beauftragt."
    assert mark_stale(process, ["mandate"]) == 0
    process.mandate = "DerStadtrat hat es beauftragt."
    assert mark_stale(process, ["mandate"]) == 1


def test_a_field_that_was_saved_unchanged_stays_translated(translated):
    assert mark_stale(translated, translated.translated) == 0
    assert not stale()


def test_fields_that_nobody_translates_are_passed_over(translated):
    translated.slug = "neu"
    assert mark_stale(translated, ["slug", "state", "no_such_field"]) == 0
    assert mark_stale(translated, []) == 0


def test_other_rows_stay_translated(translated):
    other = cast.a_process("verkehr", title="Klimakonzept")
    put_translation(other, "title", language="en", text="Climate", state=State.CHECKED)
    translated.title = "Klimaplan"
    mark_stale(translated, ["title"])
    assert Translation.objects.get(number=other.pk).state == State.CHECKED


def test_what_is_stale_already_keeps_its_time(translated):
    set_clock(T0)
    translated.title = "Klimaplan"
    mark_stale(translated, ["title"])
    set_clock(T0 + timedelta(days=1))
    translated.title = "Klimawerk"
    assert mark_stale(translated, ["title"]) == 0
    assert all(
        row.stale_since < T0 + timedelta(minutes=1)
        for row in Translation.objects.filter(state=State.STALE)
    )


def test_a_new_translation_takes_the_place_of_the_stale_one(translated):
    translated.title = "Klimaplan"
    mark_stale(translated, ["title"])
    put_translation(translated, "title", language="en", text="Climate plan", state=State.CHECKED)
    row = Translation.objects.get(field="title", language="en")
    assert (row.text, row.state, row.stale_since) == ("Climate plan", State.CHECKED, None)
    assert row.source_hash == source_hash("Klimaplan")
    assert stale() == {("title", "ar")}


def test_the_fingerprint_folds_white_space_and_nothing_else():
    assert source_hash(" ein\n Wort ") == source_hash("ein Wort")
    assert source_hash("ein Wort") != source_hash("Ein Wort") != source_hash("einWort")
    assert source_hash("ein Wort") != source_hash("ein Wort.")
    assert len(source_hash("")) == 32


def test_many_fields_are_said_at_once_and_what_was_said_before_is_replaced(process):
    put_translation(process, "title", language="en", text="Old", state=State.CHECKED)
    put_translations(
        process, {("title", "en"): "Climate", ("title", "tr"): "İklim"}, state=State.MACHINE
    )
    said = Translation.objects.filter(kind=process.kind, number=process.pk, field="title")
    assert sorted(said.values_list("language", "text", "state")) == [
        ("en", "Climate", "machine"),
        ("tr", "İklim", "machine"),
    ]
