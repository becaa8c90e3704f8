"""Contrast as WCAG 2.2 counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.lib.colours import NIGHT, PAPER, contrast, is_colour

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # Known from the documents about WCAG: the palest grey with 4.5:1, and pure red.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        # Below and above the point where the line becomes a curve.
        ("#0a0a0a", "#000000", 1.06),
        ("#404040", "#000000", 2.03),
    ],
)
def test_contrast_is_counted_as_the_standard_says(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_lies_between_1_and_21_and_has_no_direction(one, other):
    assert 1 <= contrast(one, other) <= 21.000001
    assert contrast(one, other) == contrast(other, one)


def test_paper_and_night_are_far_apart():
    assert contrast(PAPER, NIGHT) > 7


def test_capital_letters_are_the_same_colour():
    assert is_colour("#00525E")
    assert contrast("#00525E", PAPER) == contrast("#00525e", PAPER)


@pytest.mark.parametrize(
    "text", ["", "#", "#fff", "00525e", "#00525", "#00525e0", "#00525g", "teal", "#00525e\n"]
)
def test_what_is_no_colour_is_not_taken_for_one(text):
    assert not is_colour(text)


@given(colours)
def test_every_colour_of_six_digits_is_one(colour):
    assert is_colour(colour)
