"""Placeholders, addresses and Markdown come back as they went, or the translation is refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.lib.marks import Lost, lost_placeholders, new_placeholders, protect, restore

TEXT = "## Termine\n\nHallo {name}, lesen Sie **bitte** [den Plan](https://a.example/b?c=1&d=2).\n\n- A & B < C\n- %(count)s Orte, amt@stadt.example"


def test_what_is_protected_does_not_leave_the_house():
    guarded, _pieces = protect(TEXT)
    for kept in ("{name}", "https://", "**", "##", "%(count)s", "amt@", "\n"):
        assert kept not in guarded
    assert "A &amp; B &lt; C" in guarded


def test_it_comes_back_as_it_was():
    assert restore(*protect(TEXT)) == TEXT


@given(st.text(alphabet='ab{}%()[]*_`#-> \n<&;x/"1.', max_size=60))
def test_whatever_goes_out_comes_back(text):
    if text.strip():
        assert restore(*protect(text)).strip() == text.strip()


def test_a_word_without_an_end_is_read_in_a_blink():
    began = time.process_time()
    assert protect("a" * 50_000)[1] == []
    assert time.process_time() - began < 2


def test_words_may_change_places_around_a_placeholder():
    guarded, pieces = protect("Hallo {name}, danke.")
    assert restore('شكراً <x id="0"></x>، أهلاً', pieces) == "شكراً {name}، أهلاً"
    assert guarded.count("<x") == 1


@pytest.mark.parametrize(
    "answer",
    [
        "Hello, thanks.",
        'Hello <x id="0"/> <x id="0"/>',
        'Hello <x id="0"/><x id="1"/>',
        'Hello <x id="7"/>',
        'Hello <x id="0" <b>',
        "",
    ],
)
def test_a_lost_or_doubled_placeholder_is_refused(answer):
    _guarded, pieces = protect("Hallo {name}")
    with pytest.raises(Lost):
        restore(answer, pieces)


def test_lines_in_another_order_are_refused():
    _guarded, pieces = protect("Eins\n- zwei")
    with pytest.raises(Lost):
        restore('<x id="1"/>two<x id="0"/>one', pieces)


def test_placeholders_that_a_person_forgot_are_named():
    assert lost_placeholders("Hallo {name}, %(count)s", "Hello, %(count)s") == ["{name}"]
    assert lost_placeholders("Hallo", "Hello {name}") == ["{name}"]
    assert lost_placeholders("Hallo {name}", "{name}, hello") == []


def test_placeholders_that_only_a_translation_has_are_named():
    assert new_placeholders("Am {{ day }}", "{{ day }}: {{ dya }}, {{ day }}") == ["{{ dya }}"]
    assert new_placeholders("Am {{ day }}", "soon") == []
