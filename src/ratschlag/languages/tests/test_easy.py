"""The checker of easy German: what it finds, where, and how far its findings can be believed."""

import time

import pytest

from ratschlag.languages.compute.easy import Rule, marks
from ratschlag.languages.tests.easy_sentences import HELD_OUT, LINES


def rules(text):
    return {mark.rule for mark in marks(text)}


def figures(lines):
    """Precision and recall over pairs of line and rule."""
    hits = sum(len(rules(line) & wanted) for line, wanted in lines)
    found = sum(len(rules(line)) for line, _wanted in lines)
    wanted = sum(len(wanted) for _line, wanted in lines)
    return hits / found, hits / wanted


def test_a_good_text_has_no_marks():
    text = "Die Stadt fragt Sie.\nSie können Ihre Meinung sagen.\nDas ist freiwillig."
    assert marks(text) == []


def test_a_mark_says_where():
    text = "Die Stadt hilft.\nDer Antrag wird geprüft."
    (mark,) = marks(text)
    assert (mark.rule, text[mark.start : mark.end]) == (Rule.PASSIVE, "wird geprüft")


def test_marks_come_in_reading_order_and_within_the_text():
    text = "\n".join(line for line, _wanted in LINES)
    found = marks(text)
    assert [mark.start for mark in found] == sorted(mark.start for mark in found)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found)


def test_what_was_built_against_is_found():
    precision, recall = figures(LINES)
    assert precision == 1
    assert recall > 0.95


def test_what_it_never_saw_is_found_for_two_thirds_and_rarely_wrongly():
    precision, recall = figures(HELD_OUT)
    assert precision > 0.95
    assert recall > 0.66


@pytest.mark.parametrize("rule", list(Rule))
def test_each_rule_is_in_both_lists(rule):
    assert any(rule in wanted for _line, wanted in LINES)
    assert any(rule in wanted for _line, wanted in HELD_OUT)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "   ", "…", "123", "العربية", "a" * 20_000, "." * 20_000]
)
def test_odd_texts_are_read_all_the_same(text):
    assert all(mark.end <= len(text) for mark in marks(text))


def test_a_long_text_is_read_in_a_blink():
    text = "Der Antrag von dem Amt wird heute in der Stadt mit allen Menschen geprüft. " * 600
    assert len(marks(text)) >= 600


@pytest.mark.parametrize("text", ["a" * 50_000, "wird " * 10_000])
def test_a_text_without_an_end_is_read_in_a_blink(text):
    began = time.process_time()
    marks(text)
    assert time.process_time() - began < 4


@pytest.mark.parametrize("word", ["Gemeinschafts·unterkunft", "Gemeinschafts-Unterkunft"])
def test_a_word_that_is_parted_is_not_long(word):
    assert rules(f"Die {word} ist voll.") == set()


def test_addresses_and_dates_end_no_sentence():
    assert rules("Schreiben Sie an amt@stadt.example.") == set()
    assert rules("Das Fest ist am 5. September 2016.") == set()
