"""What has changed in a source, word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.languages.compute import fingerprint, names
from ratschlag.languages.compute.difference import Change, difference


def test_a_changed_word_is_gone_and_new():
    pieces = [
        (piece.change, piece.text) for piece in difference("Drei alte Bäume", "Drei neue Bäume")
    ]
    assert pieces == [
        (Change.SAME, "Drei "),
        (Change.GONE, "alte"),
        (Change.NEW, "neue"),
        (Change.SAME, " Bäume"),
    ]


# Few signs, so that the two have something in common.
_TEXTS = st.text(alphabet="abä .,\n·", max_size=60)


@given(_TEXTS, _TEXTS)
def test_the_pieces_give_both_texts_again(before, after):
    pieces = difference(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.GONE) == after
    kept = "".join(p.text for p in pieces if p.change is not Change.NEW)
    # What stayed is shown as it reads now; only its characters count.
    assert kept == before


def test_long_texts_are_compared_by_the_line():
    before = "Wort Wort\n" * 3000
    pieces = difference(before, before + "Ende\n")
    assert [piece.change for piece in pieces] == [Change.SAME, Change.NEW]
    assert pieces[1].text == "Ende\n"


def test_a_text_that_was_written_anew_is_compared_in_a_blink():
    before = " ".join(f"alt{n}" for n in range(1900))
    after = " ".join(f"neu{n}" for n in range(1900))
    began = time.process_time()
    assert Change.NEW in {piece.change for piece in difference(before, after)}
    assert time.process_time() - began < 2


def test_a_fingerprint_changes_with_source_and_translation():
    assert fingerprint("Baum", "tree") == fingerprint(" Baum ", "tree")
    assert (
        len({fingerprint("Baum", "tree"), fingerprint("Baum", ""), fingerprint("Bäume", "tree")})
        == 3
    )


@pytest.mark.parametrize(
    ("text", "word", "is_there"),
    [
        ("Beschluss des Stadtrates", "Stadtrat", True),
        ("Der stadtrat tagt", "Stadtrat", True),
        ("Stadtratssitzung", "Stadtrat", False),
        ("Das Amt (Sozialamt) hilft", "Sozialamt", True),
        ("a+b", "a+b", True),
        ("irgendetwas", " ", False),
    ],
)
def test_words_of_the_glossary_are_found_in_their_cases(text, word, is_there):
    assert names(text, word) is is_there
