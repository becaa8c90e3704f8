"""What a page says in the reader's language, and what it tells about that."""

import pytest

from ratschlag.languages.actions import mark_stale, put_translation
from ratschlag.languages.queries import Reading, Wording, differs, read, wording_of
from ratschlag.languages.rules import State
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(process):
    return cast.a_field(process)


def translate(row, text, *, field="title", language="en", state=State.CHECKED):
    put_translation(row, field, language=language, text=text, state=state)


def test_a_row_is_read_in_the_language_of_the_page(field):
    translate(field, "Urban green")
    read("en", [field])
    assert wording_of(field, "title") == Wording("Urban green", "en")
    assert str(wording_of(field, "title")) == "Urban green"


def test_a_page_that_is_translated_says_nothing_about_it(field):
    for name in field.translated:
        translate(field, "Urban green", field=name)
    assert read("en", [field]) == Reading(has_fallback=False, has_machine=False)


def test_what_is_not_translated_is_said_in_german(process):
    translate(process, "Climate concept")
    assert read("en", [process]) == Reading(has_fallback=True)
    assert wording_of(process, "title").language == "en"
    assert wording_of(process, "mandate") == Wording("Der Stadtrat hat es beauftragt.", "de")


def test_a_field_without_text_needs_no_translation(field):
    assert field.description == ""
    translate(field, "Urban green")
    assert read("en", [field]) == Reading()
    assert wording_of(field, "description").text == ""


def test_what_a_machine_said_is_marked(field):
    translate(field, "Urban green", state=State.MACHINE)
    assert read("en", [field]) == Reading(has_machine=True)
    assert wording_of(field, "title").is_machine


def test_what_a_person_checked_takes_the_place_of_the_machine(field):
    translate(field, "Town green", state=State.MACHINE)
    translate(field, "Urban green")
    assert read("en", [field]) == Reading()
    assert wording_of(field, "title") == Wording("Urban green", "en")


def test_the_next_best_language_helps_if_a_person_has_checked_it(field):
    translate(field, "Urban green")
    reading = read("ar", [field])
    assert reading == Reading(has_fallback=True)
    assert (reading.fallbacks, reading.other_names) == (("en",), "الإنجليزية")
    assert wording_of(field, "title") == Wording("Urban green", "en")


def test_a_machine_s_english_does_not_take_the_place_of_the_original(field):
    translate(field, "Urban green", state=State.MACHINE)
    reading = read("ar", [field])
    assert (reading.fallbacks, reading.other_names) == (("de",), "")
    assert wording_of(field, "title") == Wording("Stadtgrün", "de")


def test_a_page_names_each_language_in_the_reader_s_own(field):
    translate(field, "Urban green")
    other = cast.a_field(field.process, "Wasser")
    assert read("tr", [field, other]).other_names == "İngilizce, Almanca"
    assert wording_of(other, "title") == Wording("Wasser", "de")


def test_the_own_language_comes_before_the_next_best(field):
    translate(field, "Urban green")
    put_translation(field, "title", language="ar", text="خضرة", state=State.MACHINE)
    assert read("ar", [field]) == Reading(has_machine=True)
    assert wording_of(field, "title").text == "خضرة"


def test_easy_german_falls_back_to_german_not_to_english(field):
    translate(field, "Urban green")
    assert read("de-easy", [field]).fallbacks == ("de",)
    assert wording_of(field, "title") == Wording("Stadtgrün", "de")


def test_a_stale_translation_is_not_shown(field):
    translate(field, "Urban green", state=State.MACHINE)
    field.title = "Stadtblau"
    mark_stale(field, ["title"])
    assert read("en", [field]) == Reading(has_fallback=True)
    assert wording_of(field, "title") == Wording("Stadtblau", "de")


def test_easy_german_is_a_language_of_its_own(field):
    assert read("de-easy", [field]) == Reading(has_fallback=True)
    translate(field, "Bäume in der Stadt", language="de-easy")
    assert read("de-easy", [field]) == Reading()
    assert wording_of(field, "title").text == "Bäume in der Stadt"


def test_german_is_never_a_fallback_on_a_german_page(process, field):
    assert read("de", [process, field]) == Reading()
    assert wording_of(field, "title") == Wording("Stadtgrün", "de")


def test_many_rows_of_many_kinds_cost_one_query(process, field, django_assert_num_queries):
    fields = [field, *(cast.a_field(process, title=f"Feld {number}") for number in range(20))]
    for row in fields:
        translate(row, f"{row.title} in English")
    translate(process, "Climate concept")
    with django_assert_num_queries(1):
        read("en", [process], fields, iter([field]))
    with django_assert_num_queries(0):
        assert wording_of(process, "title").text == "Climate concept"
        assert all(wording_of(row, "title").text.endswith("in English") for row in fields)


def test_german_and_nothing_cost_no_query(process, django_assert_num_queries):
    with django_assert_num_queries(0):
        read("de", [process])
        assert read("en") == read("en", []) == Reading()


def test_a_row_that_was_loaded_twice_is_read_twice(field):
    translate(field, "Urban green")
    again = type(field).objects.get(pk=field.pk)
    read("en", [field], [again])
    assert wording_of(field, "title") == wording_of(again, "title") == Wording("Urban green", "en")


def test_rows_of_two_kinds_with_one_number_are_told_apart(process):
    twin = cast.a_field(process)
    type(twin).objects.filter(pk=twin.pk).update(id=process.pk)
    twin = type(twin).objects.get(pk=process.pk)
    translate(process, "Climate concept")
    read("en", [process], [twin])
    assert wording_of(process, "title").text == "Climate concept"
    assert wording_of(twin, "title") == Wording("Stadtgrün", "de")


def test_a_row_that_nobody_read_is_german(field):
    translate(field, "Urban green")
    assert wording_of(field, "title") == Wording("Stadtgrün", "de")


def test_reading_in_another_language_replaces_what_was_read_before(field):
    translate(field, "Urban green")
    read("en", [field])
    read("de", [field])
    assert wording_of(field, "title").text == "Stadtgrün"


def test_a_screen_reader_has_to_be_told_of_another_language_only():
    german = Wording("Stadtgrün", "de")
    assert differs(german, "en") and differs(german, "ar")
    assert not differs(german, "de") and not differs(german, "de-easy")
    assert not differs(Wording("Bäume", "de-easy"), "de")
