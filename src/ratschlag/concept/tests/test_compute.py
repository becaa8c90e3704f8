"""The canonical form, the numbering, and what changed between two documents."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.concept.compute import (
    Chapter,
    Document,
    Fate,
    Kind,
    Origin,
    Paragraph,
    Sheet,
    canonical,
    changed_words,
    compared,
    is_canonical,
    is_section_number,
    number_above,
    numbered,
    paragraphs_of,
    parsed,
    place_of,
    sha256_of,
)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcäöü", min_size=1), inner),
)


def a_document(*paragraphs: Paragraph, number: str = "1", title: str = "Vorwort") -> Document:
    chapter = Chapter(number, title, paragraphs=numbered(number, paragraphs))
    return Document(
        "Stadt", "klima", "Klimakonzept", "0.9", "public_draft", "", True, "", (chapter,)
    )


def text(words: str) -> Paragraph:
    return Paragraph(Kind.TEXT, words)


def measure(code: str, title: str = "Bäume", **sheet: object) -> Paragraph:
    return Paragraph(Kind.MEASURE, title, code, sheet=Sheet(**sheet))


def test_the_canonical_form_has_sorted_keys_no_spaces_and_letters_as_they_are():
    assert (
        canonical({"b": [1, None, True], "ä": "Straße ض"}) == '{"b":[1,null,true],"ä":"Straße ض"}'
    )


def test_its_sum_is_the_one_that_every_tool_computes():
    assert sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.dictionaries(st.text("abc", min_size=1), PLAIN))
def test_the_canonical_form_of_what_was_read_is_the_same_again(plain):
    written = canonical(plain)
    assert canonical(json.loads(written)) == written
    assert is_canonical(written)


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1: "a"}, {"a": {2.5}}, object()])
def test_what_could_be_written_in_two_ways_is_refused(value):
    with pytest.raises(ValueError, match="document"):
        canonical({"value": value})


@pytest.mark.parametrize(
    "text", ["", "{", '{"b":1,"a":2}', '{"a": 1}', "[1]x", '{"a":1.5}', "[" * 9999]
)
def test_another_form_is_not_canonical(text):
    assert not is_canonical(text)


def test_a_document_is_read_back_as_it_was():
    whole = a_document(
        text("Eins."),
        Paragraph(
            Kind.MEASURE,
            "Bäume",
            "M1",
            origins=(Origin("theme", "schatten", "Schatten", 3),),
            sheet=Sheet(partners=("A", "B"), cost_per_year=5),
        ),
        Paragraph(Kind.FATE, "Schatten", "schatten", fate=Fate("adopted", measures=("M1",))),
    )
    assert parsed(canonical(whole.as_plain())) == whole


def test_what_a_later_version_adds_has_a_default_in_an_older_edition():
    plain = json.loads(canonical(a_document(measure("M1", lead="Amt")).as_plain()))
    del plain["chapters"][0]["paragraphs"][0]["sheet"]["place"]
    del plain["chapters"][0]["paragraphs"][0]["origins"]
    assert parsed(canonical(plain)) == a_document(measure("M1", lead="Amt"))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", []),
        (" \n\n\t\n ", []),
        ("Eins.", ["Eins."]),
        ("Eins.\n\nZwei.", ["Eins.", "Zwei."]),
        ("Eins.\r\n\r\n\r\nZwei,\r\nnoch zwei.", ["Eins.", "Zwei, noch zwei."]),
        ("Eins.\n \t\nZwei.", ["Eins.", "Zwei."]),
        ("84\u00a0000  Euro", ["84\u00a0000 Euro"]),
    ],
)
def test_paragraphs_are_set_apart_by_empty_lines(written, found):
    assert paragraphs_of(written) == found


def test_paragraphs_are_numbered_inside_their_section():
    rows = numbered("6.2", [text("a"), measure("M1"), text("b")])
    assert [row.anchor for row in rows] == ["6.2-1", "6.2-2", "6.2-3"]


def test_sections_stand_in_the_order_in_which_people_count():
    numbers = ["A1", "6.10", "6.2", "10", "6", "2", "6.2.1", "A2"]
    wanted = ["2", "6", "6.2", "6.2.1", "6.10", "10", "A1", "A2"]
    assert sorted(numbers, key=place_of) == wanted
    assert [number_above(number) for number in wanted[:4]] == ["", "", "6", "6.2"]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [("6", True), ("6.2", True), ("6.2.1", True), ("A1", True), ("6.2.1.1", False), ("", False),
     ("6.", False), (".6", False), ("6 2", False), ("6/2", False), ("٦", False), ("6\n", False)],
)  # fmt: skip
def test_a_number_of_a_section_is_digits_and_full_stops(number, is_one):
    assert is_section_number(number) is is_one


def test_the_same_document_has_no_changes():
    assert (
        compared(a_document(text("a"), measure("M1")), a_document(text("a"), measure("M1"))) == []
    )


def test_changes_are_found_paragraph_by_paragraph():
    before = a_document(text("a"), text("b"), measure("M1"), measure("M2"))
    after = a_document(text("a"), text("neu"), text("b"), measure("M1", lead="Amt"), measure("M3"))
    (change,) = compared(before, after)
    found = [
        (
            row.before and (row.before.key or row.before.text),
            row.after and (row.after.key or row.after.text),
        )
        for row in change.changes
    ]
    assert found == [(None, "neu"), ("M1", "M1"), (None, "M3"), ("M2", None)]
    assert change.same_count == 2


def test_a_paragraph_that_only_moved_its_number_is_not_a_change():
    before, after = a_document(measure("M1")), a_document(text("neu"), measure("M1"))
    (change,) = compared(before, after)
    assert [row.after.text for row in change.changes] == ["neu"]


def test_sections_that_came_went_or_were_renamed_are_changes():
    one, two = a_document(text("a")), a_document(text("a"), number="2")
    change, gone = compared(one, two)
    assert (change.before, change.chapter.number) == (None, "2")
    assert (gone.after, gone.chapter.number) == (None, "1")
    (renamed,) = compared(one, a_document(text("a"), title="Geleitwort"))
    assert (renamed.changes, renamed.same_count) == ((), 1)


def test_words_are_marked_where_they_differ():
    pieces = changed_words(
        "Sie steht Kindern bis zum Schuleintritt offen.", "Sie steht Kindern und Eltern offen."
    )
    assert [(piece.what, piece.text) for piece in pieces if piece.what == "same"][0][
        1
    ] == "Sie steht Kindern "


def test_texts_that_share_little_are_shown_whole():
    pieces = changed_words("noch nicht entschieden", "aufgenommen")
    assert [(piece.what, piece.text) for piece in pieces] == [
        ("gone", "noch nicht entschieden"),
        ("new", "aufgenommen"),
    ]


@given(st.text(max_size=40), st.text(max_size=40))
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = changed_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.what != "new") == before
    assert "".join(piece.text for piece in pieces if piece.what != "gone") == after
